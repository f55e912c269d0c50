"""All that crosses a channel, in both directions.

A channel turns what its platform sends into an `Incoming` and renders every `Reply`; nothing else
passes between a channel and a conversation. These are plain values without behaviour: they can be
compared, stored and replayed.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from bot.record import record


class Outcome(StrEnum):
    """What a turn came to; printed by `--json` and counted, never with the text that led to it."""

    ANSWER = "answer"  # a question, answered
    SUGGEST = "suggest"  # several answers fit: "Bedoelt u …"
    NONE = "none"  # an honest no
    SMALLTALK = "smalltalk"
    CRISIS = "crisis"  # signs of danger: the right number, before all else
    STEP = "step"  # a dialog went on
    COMMAND = "command"  # help, back, stop …
    STALE = "stale"  # a button of another question than the open one
    UNCLEAR = "unclear"  # not understood as an answer to the open question


@record
class Attachment:
    """A file, coming in or going out. `path` is a file on this machine."""

    path: str
    name: str
    media_type: str = "application/octet-stream"


class Sent(StrEnum):
    """What people send besides words, and no channel can read."""

    PICTURE = "picture"  # a photo or a video
    VOICE = "voice"
    STICKER = "sticker"
    CONTACT = "contact"
    LOCATION = "location"
    POLL = "poll"
    EDIT = "edit"  # a message that was answered before, in other words
    LARGE_FILE = "large_file"
    LOST_FILE = "lost_file"  # one that could not be fetched
    UNREADABLE = "unreadable"  # encrypted with a key that never came
    OTHER = "other"


@record
class Incoming:
    """One message of one person: exactly one of `text`, `choice`, `attachment` and `sent` is set, but
    that an edit comes with its `text`.

    `conversation` names channel and chat ("telegram:1234"); it is only ever stored as an HMAC.
    `event` is the platform's id of this message: the same event is never handled twice.
    `at` is an aware UTC time, the only clock that the pure rooms know.
    """

    conversation: str
    event: str
    at: datetime
    text: str | None = None
    choice: str | None = None
    attachment: Attachment | None = None
    sent: Sent | None = None


@record
class Quote:
    """Words of a document, to the letter, with their source."""

    passage: str  # "beroepscode/artikel_10"
    document: str  # "beroepscode"
    title: str  # "Beroepscode cliëntondersteuner (BCMB, 2015)"
    locator: str  # "artikel 10"
    text: str
    lead: str = ""  # what the document says once for many passages: "De cliëntondersteuner"
    remark: str = ""  # our own words: where time has overtaken the passage


@record
class Fact:
    """A fact about the world, in our own words, with where it comes from and when it was checked."""

    text: str
    source: str = ""  # "Wmo 2015, artikel 2.1.4 lid 5"
    link: str = ""
    checked: str = ""  # a date or a year, as people write it


@record
class Choice:
    """Something a person can press, or type the number or the label of."""

    id: str  # at most 64 bytes: the limit of Telegram's callback data
    label: str


@record
class Work:
    """What has to be made before it can be said: the test of a letter, the report of a scan.

    A turn only tells what; reading and writing files is for `bot.workshop`, and is done before the
    turn is committed. Neither the work nor what it was made from is stored.
    """

    kind: str  # what follows `make:` in a dialog
    given: Mapping[str, str] = field(default_factory=dict)  # by step: the value, or the id of the choice
    text: str | None = field(default=None, repr=False)  # a letter that was typed …
    attachment: Attachment | None = None  # … or sent
    code: str = field(default="", repr=False)  # under which a scan is shared with colleagues
    shared: tuple[str, ...] = field(default=(), repr=False)  # what colleagues have shared under it


@record
class Reply:
    """One message of Naast. Numbers that a person types belong to the last reply with choices.

    A reply with `work` stands for those that will be made; no channel ever sees it.
    """

    text: str
    quotes: tuple[Quote, ...] = ()
    facts: tuple[Fact, ...] = ()
    choices: tuple[Choice, ...] = ()
    attachment: Attachment | None = None
    work: Work | None = None
