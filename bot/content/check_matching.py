"""Faults in what leads to what: a curated question must lead to its own answer.

Every question is asked again of the finished index. One that another answer takes over is a fault:
either the two answers are one, or the question belongs to the other, or it is too vague to be kept.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from bot.answering.asking import answer_to
from bot.answering.finding import Answered, Chatted, Finding, Missing, Refused, Suggested
from bot.answering.knowledge import Answer, Unknown
from bot.answering.matching import Matcher, questions_of
from bot.answering.words import plain
from bot.content.content import Content, Origin
from bot.content.problem import Problem
from bot.content.weights import NAME, load
from bot.content.yaml_file import Keys

SHOWN = 80
"""Characters of a question that a problem shows."""


class Asked(NamedTuple):
    """A curated question, whose it is and where it stands."""

    question: str
    owner: Answer | Unknown
    origin: Origin
    at: Keys

    def problem(self, text: str, hint: str) -> Problem:
        return self.origin.problem(f"“{self.question[:SHOWN]}” {text}", hint, self.at)


def matching_faults(content: Content, local: bool) -> list[Problem]:
    """Every curated question that leads elsewhere, stands twice, or was never trained on. A
    municipality's own questions (`local`) need no training. Where something could not be read, only
    questions that stand twice are looked for: it may be what a question should lead to."""
    asked: dict[str, list[Asked]] = {}
    for each in _asked(content):
        asked.setdefault(plain(each.question), []).append(each)
    twice = [problem for same in asked.values() for problem in _twice(*same)]
    if content.problems:
        return twice
    knowledge = content.knowledge()
    ranker = load(content.root / NAME)
    if not local and (ranker is None or not ranker.knows(questions_of(knowledge))):
        text = "the ranker was not trained on these questions"
        return [*twice, Problem(NAME.as_posix(), 1, text, "run `naast train`")]
    matcher = Matcher.of(knowledge, ranker)
    once = [same[0] for same in asked.values() if len(same) == 1]
    return [*twice, *_stolen(once, lambda question: answer_to(knowledge, matcher, question))]


def _asked(content: Content) -> Iterator[Asked]:
    for kind, owners in (("answer", content.answers), ("unknown", content.unknowns)):
        for owner in owners.values():
            origin = content.origin(kind, owner.id)
            for index, question in enumerate(owner.questions):
                yield Asked(question, owner, origin, ("questions", index))


def _twice(first: Asked, *others: Asked) -> Iterator[Problem]:
    """The places but the first in which the same question stands."""
    where = first.problem("", "")
    for other in others:
        yield other.problem("stands twice", f"keep one of the two; the other is in {where.file}:{where.line}")


def _stolen(asked: Iterable[Asked], answer: Callable[[str], Finding]) -> Iterator[Problem]:
    """Questions that do not lead to the answer that they stand under."""
    for each in asked:
        found = answer(each.question)
        if isinstance(each.owner, Answer):
            thief = _thief(each.owner, found)
            if thief:
                yield each.problem(f"leads to {thief}", "reword it, or move it there")
        elif isinstance(found, Answered):
            text = f"is answered by “{found.best.answer.id}”"
            yield each.problem(text, "reword it, or remove it")


def _thief(answer: Answer, found: Finding) -> str:
    """What a question of this answer leads to instead; empty where it leads home, or to an answer
    that quotes the same passage first."""
    match found:
        case Answered(best, _) if best.answer.id != answer.id and not _vouches(best.answer, answer):
            return f"“{best.answer.id}”"
        case Suggested(candidates) if not any(
            c.answer.id == answer.id or _vouches(c.answer, answer) for c in candidates
        ):
            return " or ".join(f"“{candidate.answer.id}”" for candidate in candidates)
        case Refused(reason, unknown, _):
            return f"the unknown “{unknown.id}”" if unknown else f"a refusal ({reason})"
        case Chatted(smalltalk):
            return f"the small talk “{smalltalk.id}”"
        case Missing():
            return "a number that no passage has"
        case _:
            return ""


def _vouches(given: Answer, right: Answer) -> bool:
    return not right.quotes or right.quotes[0] in given.quotes
