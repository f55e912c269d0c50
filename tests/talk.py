"""Somebody who talks with Naast: a client for tests that does what a person can do, and no more.

    talk = Talk(library)
    talk.say("hallo")
    talk.press("Ja")
    assert talk.step == "brief"

After every turn the session is stored and read again, as it is between two messages of a person.
"""

from datetime import UTC, datetime
from itertools import count

from bot.engine import flow
from bot.engine.library import Library
from bot.engine.session import Session, from_json, to_json
from bot.engine.turn import Turn, take_turn
from bot.messages import Attachment, Choice, Incoming, Outcome, Reply

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Talk:
    """One conversation. `library` may be replaced between two turns, as a new release does."""

    def __init__(self, library: Library, session: Session | None = None) -> None:
        self.library = library
        self.session = session or Session()
        self.replies: tuple[Reply, ...] = ()
        self.outcome: Outcome | None = None
        self.forgotten = False
        self.earlier: list[Choice] = []
        self._events = count(1)

    def say(self, text: str) -> Turn:
        """Types a text."""
        return self._take(text=text)

    def press(self, name: str) -> Turn:
        """Presses a button of the last turn, by its label, its id or the id of its option."""
        return self._take(choice=self._button(name, self.choices, "offered"))

    def press_earlier(self, name: str) -> Turn:
        """Presses a button that still stands further up: the latest with this label or id."""
        return self._take(choice=self._button(name, tuple(reversed(self.earlier)), "earlier"))

    def press_id(self, choice_id: str) -> Turn:
        """Presses what may never have been offered."""
        return self._take(choice=choice_id)

    def send_file(self, name: str = "brief.pdf") -> Turn:
        """Sends a file."""
        return self._take(attachment=Attachment(f"/tmp/{name}", name))

    @property
    def text(self) -> str:
        """All that was said in the last turn."""
        return "\n\n".join(reply.text for reply in self.replies)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices of the last turn; those of the last reply, whose numbers count, go first."""
        return tuple(choice for reply in reversed(self.replies) for choice in reply.choices)

    @property
    def labels(self) -> list[str]:
        """The labels of these choices."""
        return [choice.label for choice in self.choices]

    @property
    def quotes(self) -> list[str]:
        """The ids of the passages that were quoted in the last turn."""
        return [quote.passage for reply in self.replies for quote in reply.quotes]

    @property
    def open(self) -> flow.Open | None:
        """The question that waits for an answer."""
        return flow.open_question(self.library, self.session)

    @property
    def dialog(self) -> str | None:
        """The dialog of the open question: "citizen/start"."""
        return self.open.dialog.id if self.open else None

    @property
    def step(self) -> str | None:
        """The step of the open question."""
        return self.open.ask.id if self.open else None

    @property
    def stack(self) -> list[str]:
        """The open dialogs, the one that talks last."""
        return [frame.dialog for frame in self.session.frames]

    def _button(self, name: str, choices: tuple[Choice, ...], which: str) -> str:
        for choice in choices:
            if name in (choice.label, choice.id, choice.id.partition(".")[0]):
                return choice.id
        there = ", ".join(f"{c.label} ({c.id})" for c in choices) or "nothing"
        raise AssertionError(f"“{name}” is not {which}: {there}")

    def _take(
        self,
        text: str | None = None,
        choice: str | None = None,
        attachment: Attachment | None = None,
    ) -> Turn:
        self.earlier += [c for c in reversed(self.choices) if c not in self.earlier[-40:]]
        incoming = Incoming("test:1", str(next(self._events)), NOON, text, choice, attachment)
        turn = take_turn(self.library, self.session, incoming)
        self.session = from_json(to_json(turn.session))
        assert self.session == turn.session, "a session is read as it was stored"
        self.replies, self.outcome, self.forgotten = turn.replies, turn.outcome, turn.forget
        return turn
