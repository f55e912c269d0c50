"""People who talk by a script, and notice when an answer is missing, wrong, or in the wrong place.

What they expect is worked out without a channel: the same lines, taken by the engine, and the replies
as texts. A reply may come twice - the bot cannot know whether one arrived before it died - but
it must be one that this person was given before; nothing else may come, and nothing may be left out.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.channels.telegram.message import messages
from bot.engine.library import Library
from tests.botapi.chat import Message
from tests.botapi.entity import parse_html
from tests.botapi.person import Person
from tests.talk import Talk

ROUND = (
    "/start",
    "waar vind ik iemand",
    "Hengelo",
    "[Nee]",
    "mag ik een andere ondersteuner?",
    "/terug",
    "[Nee]",
    "artikel 10",
    "[Nee]",
    "wmo of wlz",
    "[Weet ik niet]",
    "hallo",
    "/stop",
)
"""What people write or press, over and over: steps by both, questions, commands, courtesies. Two questions
that read the same are the same question here, as a person could press either where one came twice."""

LAST = "competentie 5.1"
"""The last line of everybody: its answer comes nowhere else, so with it all others have come."""


def script(turns: int) -> list[str]:
    """The lines of one person."""
    return [ROUND[number % len(ROUND)] for number in range(turns - 1)] + [LAST]


def expected(library: Library, lines: Sequence[str]) -> list[list[str]]:
    """The texts that each line is answered with."""
    talk, answers = Talk(library), []
    for line in lines:
        if line.startswith("["):
            talk.press(line.strip("[]"))
        else:
            talk.say(line)
        calls = messages(talk.replies, library.phrases, lambda choice: choice, {})
        answers.append([parse_html(call.parameters["text"]).text for call in calls])
    return answers


@dataclass(eq=False, slots=True)
class Scripted:
    """One person and their script. `wrong` is what should not have come."""

    person: Person
    lines: Sequence[str]
    answers: Sequence[Sequence[str]]
    pause: float = 0.0
    twice: int = 0
    wrong: list[str] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    _at: int = 0
    _said: bool = False  # the line in hand; an earlier answer that comes again may read as the next one
    _come: int = 0
    _known: set[str] = field(default_factory=set)

    def start(self) -> None:
        """Says the first line; the others follow when they may."""
        self.person.chat.listener = self._heard
        self._say()

    @property
    def answered(self) -> int:
        """Lines that have got all their answers."""
        return self._at

    def _say(self) -> None:
        line, self._said = self.lines[self._at], True
        if line.startswith("["):
            self._press(line.strip("[]"))
        else:
            self.person.say(line)

    def _press(self, label: str) -> None:
        asked = self.answers[self._at - 1]  # an earlier question may have come twice, and stand below
        for message in reversed(self.person.chat.messages.values()):
            if message.by_bot and label in message.labels and message.text in asked:
                self.person.tap(label, message=message)
                return
        # Its buttons are gone: the bot died after it had edited the question of a press that came
        # again. A person types the answer then.
        self.person.say(label)

    def _heard(self, message: Message) -> None:
        wanted = self.answers[self._at] if self._said else ()
        if self._come < len(wanted) and message.text == wanted[self._come]:
            self._come += 1
            self._known.add(message.text)
            if self._come == len(wanted):
                self._at, self._come, self._said = self._at + 1, 0, False
                if self._at == len(self.lines):
                    self.done.set()
                else:
                    asyncio.get_running_loop().call_later(self.pause, self._say)
        elif message.text in self._known:
            self.twice += 1
        else:
            self.wrong.append(
                f"line {self._at}, “{self.lines[min(self._at, len(self.lines) - 1)]}”: {message.text}"
            )
