"""The blind questions: written from the documents alone by people who had not seen the curated ones.

They are harder than what people ask, on purpose: vague, sideways, with wrong assumptions. The floors
here are a little under what is reached, so that a change that costs something is seen. They are never
copied into the content, and no threshold is set by them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.answering.asking import ask
from bot.answering.finding import Alarmed, Answered, Chatted, Finding, Missing, Refused, Suggested
from bot.engine.library import Library

FOLDER = Path(__file__).parent.parent / "questions"

pytestmark = pytest.mark.slow


@dataclass
class Tally:
    """Shares of 1, over all questions of a file."""

    right: float = 0.0
    among_three: float = 0.0
    wrong: float = 0.0
    silent: float = 0.0
    alarmed: float = 0.0


def _asked(name: str) -> Iterator[dict[str, object]]:
    for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _quoted(library: Library, found: Finding) -> list[set[str]]:
    """The passages that each answer on offer quotes, parts included."""
    passages = library.knowledge.passages
    match found:
        case Answered(best, _):
            answers = [best.answer]
        case Suggested(candidates):
            answers = [candidate.answer for candidate in candidates]
        case _:
            return []
    return [
        {id for quote in answer.quotes for id in (quote, *(_parts(passages[quote].parts, quote)))}
        for answer in answers
    ]


def _parts(parts: tuple[str, ...], passage: str) -> list[str]:
    return [f"{passage.partition('/')[0]}/{part}" for part in parts]


def _tally(library: Library, name: str) -> Tally:
    tally = Tally()
    asked = list(_asked(name))
    for one in asked:
        found = ask(library.knowledge, library.matcher, str(one["question"]))
        gold = {str(id) for id in one.get("gold", ())}  # type: ignore[attr-defined]
        hits = [bool(quoted & gold) for quoted in _quoted(library, found)]
        answered = isinstance(found, Answered)
        tally.right += bool(gold and answered and hits[0])
        tally.among_three += any(hits)
        tally.wrong += answered and not (hits and hits[0])
        tally.silent += isinstance(found, Refused | Chatted | Missing)
        tally.alarmed += isinstance(found, Alarmed)
    return Tally(*(value / len(asked) for value in vars(tally).values()))


@pytest.mark.parametrize("name", ["citizen", "supporter", "municipality"])
def test_questions_that_the_documents_answer_find_their_passage(library: Library, name: str) -> None:
    tally = _tally(library, name)
    assert tally.right >= 0.60
    assert tally.among_three >= 0.75
    assert tally.wrong <= 0.10
    assert tally.alarmed <= 0.02


def test_what_the_documents_do_not_say_is_not_answered(library: Library) -> None:
    tally = _tally(library, "unanswered")
    assert tally.silent >= 0.88
    assert tally.wrong <= 0.05
    assert tally.alarmed == 0
