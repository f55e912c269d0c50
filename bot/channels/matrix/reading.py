"""What an event of a room says, in terms of this channel.

`read` takes a decrypted event as it goes over the wire. It is written by others, so every part of it
may be missing or be something else than it should; what cannot be read says nothing.

Naast never answers itself or an `m.notice`: that is what programs say, and two programs that answer
each other never stop.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from enum import Enum, auto
from typing import Any
from urllib.parse import unquote

from bot.messages import Sent
from bot.record import record

Raw = Mapping[str, Any]
"""An event as it goes over the wire."""


class Kind(Enum):
    """What somebody has done."""

    TEXT = auto()
    FILE = auto()
    EDIT = auto()  # of the text of `target`
    REACTION = auto()  # to `target`, with the emoji `key`
    REDACTION = auto()  # of `target`
    UNREADABLE = auto()  # encrypted with a key that is not there
    OTHER = auto()  # what is told by `sent`


@record
class RemoteFile:
    """A file that somebody has sent. `keys` are there if it is encrypted; `size` is in bytes, as
    the sender tells it, and 0 if they do not."""

    uri: str = field(repr=False)
    name: str = field(repr=False)
    media_type: str
    size: int
    keys: Raw | None = field(default=None, repr=False)


@record
class Context:
    """What something was said under: the event that its thread hangs on, and the one it replies to."""

    thread: str = ""
    reply_to: str = ""


@record
class Said:
    """Something that a person has said or done in a room."""

    event: str
    sender: str = field(repr=False)
    kind: Kind
    text: str = field(default="", repr=False)
    target: str = ""
    key: str = ""
    file: RemoteFile | None = None
    sent: Sent | None = None
    context: Context = Context()
    mentions: frozenset[str] = field(default=frozenset(), repr=False)


_TEXTS = ("m.text", "m.emote")

_SENT = {
    "m.image": Sent.PICTURE,
    "m.video": Sent.PICTURE,
    "m.audio": Sent.VOICE,
    "m.location": Sent.LOCATION,
}
"""Types of messages without words. A type that is not here, notices among them, is passed over."""

_EVENTS = {
    "m.sticker": Sent.STICKER,
    "m.poll.start": Sent.POLL,
    "org.matrix.msc3381.poll.start": Sent.POLL,
}

_QUOTED_BEFORE = re.compile(r"\A(?:> ?.*\n)+\n?")
"""The words that are replied to, which older clients put before a reply."""

_PILL = re.compile(r"https://matrix\.to/#/((?:@|%40)[^\"'?/]+)")

_NUMBERS = {f"{n}\N{COMBINING ENCLOSING KEYCAP}": n for n in range(1, 10)} | {"\N{KEYCAP TEN}": 10}
_VARIATION = "\N{VARIATION SELECTOR-16}"

MOST_REACTIONS = 10
"""Choices that have an emoji with their number."""


def read(event: Raw, me: str) -> Said | None:
    """What an event says; None for one that says nothing to Naast, whose user id is `me`."""
    event_id, sender, kind = (_text(event, key) for key in ("event_id", "sender", "type"))
    content = _mapping(event, "content")
    if not event_id or not sender or sender == me or "state_key" in event:
        return None
    relation = _mapping(content, "m.relates_to")
    match kind:
        case "m.room.message" if _text(relation, "rel_type") == "m.replace":
            return _edit(event_id, sender, content, relation)
        case "m.room.message":
            return _message(event_id, sender, content, relation)
        case "m.reaction" if _text(relation, "rel_type") == "m.annotation":
            target, key = _text(relation, "event_id"), _text(relation, "key")
            return Said(event_id, sender, Kind.REACTION, target=target, key=key) if target else None
        case "m.room.redaction":
            target = _text(content, "redacts") or _text(event, "redacts")
            return Said(event_id, sender, Kind.REDACTION, target=target) if target else None
        case "m.room.encrypted" if content:
            return Said(event_id, sender, Kind.UNREADABLE, context=_context(relation))
        case _ if kind in _EVENTS and content:
            return Said(event_id, sender, Kind.OTHER, sent=_EVENTS[kind], context=_context(relation))
        case _:
            return None


def reacted_number(key: str) -> int | None:
    """The number that an emoji shows: 1 for 1️⃣, 10 for 🔟."""
    return _NUMBERS.get(key.replace(_VARIATION, ""))


def reaction(number: int) -> str:
    """The emoji with a number from 1 to 10, as clients write it."""
    return "\N{KEYCAP TEN}" if number == 10 else f"{number}{_VARIATION}\N{COMBINING ENCLOSING KEYCAP}"


def _edit(event_id: str, sender: str, content: Raw, relation: Raw) -> Said | None:
    new, target = _mapping(content, "m.new_content"), _text(relation, "event_id")
    if not target or _text(new, "msgtype") not in _TEXTS:
        return None
    return Said(event_id, sender, Kind.EDIT, _text(new, "body"), target, mentions=_mentions(new))


def _message(event_id: str, sender: str, content: Raw, relation: Raw) -> Said | None:
    msgtype, context, mentions = _text(content, "msgtype"), _context(relation), _mentions(content)
    if msgtype in _TEXTS:
        text = _text(content, "body")
        if context.reply_to:
            text = _QUOTED_BEFORE.sub("", text, count=1)
        return Said(event_id, sender, Kind.TEXT, text, mentions=mentions, context=context)
    if msgtype == "m.file":
        file = _file(content)
        said = Said(event_id, sender, Kind.FILE, file=file, mentions=mentions, context=context)
        return said if file else None
    caption = _caption(content) if msgtype in _SENT else ""
    if caption:
        return Said(event_id, sender, Kind.TEXT, caption, mentions=mentions, context=context)
    if msgtype in _SENT:
        return Said(event_id, sender, Kind.OTHER, sent=_SENT[msgtype], mentions=mentions, context=context)
    return None


def _caption(content: Raw) -> str:
    """The words under a picture: its body, where that is not the name of the file."""
    name = _text(content, "filename")
    return _text(content, "body") if name and name != _text(content, "body") else ""


def _mentions(content: Raw) -> frozenset[str]:
    """The users who are mentioned, by today's rule or by a link in the text, as it was before."""
    users = _mapping(content, "m.mentions").get("user_ids")
    if isinstance(users, list):
        return frozenset(user for user in users if isinstance(user, str))
    return frozenset(unquote(user) for user in _PILL.findall(_text(content, "formatted_body")))


def _context(relation: Raw) -> Context:
    """What a thread gives to clients that know no threads is no reply."""
    in_thread = _text(relation, "rel_type") == "m.thread"
    reply_to = _text(_mapping(relation, "m.in_reply_to"), "event_id")
    return Context(
        thread=_text(relation, "event_id") if in_thread else "",
        reply_to="" if relation.get("is_falling_back") is True else reply_to,
    )


def _file(content: Raw) -> RemoteFile | None:
    keys = _mapping(content, "file") or None
    uri = _text(keys, "url") if keys else _text(content, "url")
    if not uri.startswith("mxc://"):
        return None
    info = _mapping(content, "info")
    size = info.get("size")
    return RemoteFile(
        uri=uri,
        name=_text(content, "filename") or _text(content, "body"),
        media_type=_text(info, "mimetype") or "application/octet-stream",
        size=size if isinstance(size, int) else 0,
        keys=keys,
    )


def _text(values: Raw, key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _mapping(values: Raw, key: str) -> Raw:
    value = values.get(key)
    return value if isinstance(value, Mapping) else {}
