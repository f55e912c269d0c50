"""What a dialog is: steps with six verbs, joined by explicit ids.

`ask` puts a question and waits; `tell` says something and goes on; `show` gives an answer of
`knowledge/` and goes on; `decide` lets a named rule choose the way; `make` gives what is made on the
spot, such as the test of a letter, and goes on; `score` asks every point of a theme of the checklist,
for which the reader of the content puts one `ask` a point behind it. There are no expressions and
there is no templating beyond `{saved_name}`: whoever can read the YAML can follow every way
through it, and `naast check` can walk all of them.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bot.answering.knowledge import Audience
from bot.record import record

END = "end"
"""The target that closes a dialog. Other targets are a step of the same dialog, or "room/dialog"."""

Expect = Literal["place", "letter", "note", "code", "scan"]
"""What a question waits for besides its choices: the name of a place, a letter as text or file, a note
to a point, the code of a shared scan, or the JSON file of an earlier report."""

Made = Literal["letter_test", "scan_report", "shared_report", "resident_view"]
"""What `bot.workshop` can make."""


@record
class Option:
    """One of the choices of a question, as the content has it."""

    id: str
    say: str  # the label
    next: str
    also: tuple[str, ...] = ()  # what people type for it
    audience: Audience | None = None  # who is talking, for whoever chooses this
    renamed_from: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Ask:
    """Puts a question: with `choices`, or with `expect` and `next`, or with both. It is equal to itself
    only, so that what is worked out from it can be remembered by it."""

    id: str
    ask: str
    choices: tuple[Option, ...] = ()
    expect: Expect | None = None
    save: str = ""
    next: str = ""
    explain: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    renamed_from: tuple[str, ...] = ()

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The labels of its choices."""
        return tuple(option.say for option in self.choices)

    @cached_property
    def named(self) -> Mapping[str, Option]:
        """Its choices by their ids, and by their earlier ids."""
        return {
            name: option for option in reversed(self.choices) for name in (option.id, *option.renamed_from)
        }


@dataclass(frozen=True, slots=True, eq=False)
class Tell:
    """Says something, with quotes, law and contacts, and goes on. It is equal to itself only, as an `Ask`."""

    id: str
    tell: str
    next: str
    quotes: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


@record
class Show:
    """Gives a curated answer and goes on."""

    id: str
    show: str
    next: str


@record
class Decide:
    """Lets a rule of `bot.engine.rule` choose among its outcomes."""

    id: str
    decide: str
    outcomes: Mapping[str, str]


@record
class Make:
    """Has something made of what was given in this dialog, says what came of it, and goes on."""

    id: str
    make: Made
    next: str


@dataclass(frozen=True, eq=False)
class AskPoint(Ask):
    """Asks for the score of a point of the checklist, or for a note to it. No file holds it: it comes of
    a step with `score:`."""

    theme: str = ""  # its title
    point: str = ""
    in_all: tuple[int, int] = (0, 0)  # its number among all points, and how many there are
    in_theme: tuple[int, int] = (0, 0)

    @property
    def is_score(self) -> bool:
        """Whether the score is asked for, and not a note."""
        return self.expect is None


@record
class Score:
    """Asks every point of a theme, each in its own words, and goes on."""

    id: str
    score: str  # the theme
    next: str


Step = Ask | Tell | Show | Decide | Make | Score


@dataclass(frozen=True)
class Dialog:
    """A conversation with a purpose. Its id is its place: "citizen/wmo_of_wlz"."""

    id: str
    title: str
    audience: Audience
    first: str
    steps: Mapping[str, Step]
    starts_with: tuple[str, ...] = ()  # what people type to begin it
    renamed_from: tuple[str, ...] = ()

    @cached_property
    def taken(self) -> Container[tuple[str, str]]:
        """Every step with every choice or outcome that can be taken there, by the ids of today."""
        asks = (step for step in self.steps.values() if isinstance(step, Ask))
        chosen = {(ask.id, o.id) for ask in asks for o in ask.choices if ask.named[o.id].id == o.id}
        decides = (step for step in self.steps.values() if isinstance(step, Decide))
        return chosen | {(step.id, outcome) for step in decides for outcome in step.outcomes}


def targets(step: Step) -> Iterator[str]:
    """Every place where a step can lead."""
    match step:
        case Ask():
            yield from (option.next for option in step.choices)
            if step.next:
                yield step.next
        case Decide():
            yield from step.outcomes.values()
        case _:
            yield step.next
