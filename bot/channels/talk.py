"""What a channel of this machine needs of a conversation: take a message, and tell what is open."""

from datetime import UTC, datetime
from typing import Protocol
from uuid import uuid4

from bot.engine import composing, flow
from bot.engine.library import START, Library
from bot.engine.phrase import Command, Phrase
from bot.engine.session import Session
from bot.engine.turn import Turn
from bot.messages import Attachment, Incoming, Reply
from bot.record import record

BEGIN = f"dialog:{START}"
"""The choice that opens the first question of all."""

RESUME = f"command:{Command.RESUME}"
"""The choice that puts the open question again."""


class Talk(Protocol):
    """One conversation. Both methods raise StoreError where it is kept."""

    @property
    def library(self) -> Library:
        """What the conversation is held with."""

    @property
    def name(self) -> str:
        """What it is called in an `Incoming`: "terminal:anna"."""

    def session(self) -> Session:
        """Where it is; an empty session where nothing is kept."""

    def take(self, incoming: Incoming) -> Turn:
        """Takes a turn. An event that was handled before gets the replies that it got then."""


@record
class OpenQuestion:
    """The question that waits: the last part of its dialog's id, its step, and how it is put."""

    dialog: str
    step: str
    replies: tuple[Reply, ...]


def open_question(talk: Talk, session: Session) -> OpenQuestion | None:
    """The open question of a session, which may have been saved with other content; None between
    dialogs."""
    _, waiting, _ = flow.keep_what_fits(talk.library, session)
    if waiting is None:
        return None
    return OpenQuestion(waiting.dialog.id.rpartition("/")[2], waiting.ask.id, (waiting.reply,))


def way_on(talk: Talk, session: Session) -> tuple[Reply, ...]:
    """The open question again, or between dialogs the way to the first one."""
    waiting = open_question(talk, session)
    if waiting:
        return waiting.replies
    text = talk.library.phrases.text(Phrase.ANYTHING_ELSE)
    return (Reply(text, choices=(composing.beginning(talk.library),)),)


def incoming(
    talk: Talk,
    *,
    text: str | None = None,
    choice: str | None = None,
    attachment: Attachment | None = None,
    event: str = "",
) -> Incoming:
    """A message that came in just now; without an `event` it is like no other."""
    return Incoming(talk.name, event or uuid4().hex, datetime.now(UTC), text, choice, attachment)
