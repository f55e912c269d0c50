"""Faults in what leads to what: a curated question must lead to its own answer.

Every question is asked again of the finished index. One that another answer takes over is a fault:
either the two answers are one, or the question belongs to the other, or it is too vague to be kept.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.answering.asking import answer_to
from bot.answering.finding import Answered, Chatted, Finding, Refused, Suggested
from bot.answering.knowledge import Answer, Knowledge
from bot.answering.matching import Matcher, questions_of
from bot.answering.ranker import digest
from bot.answering.words import plain
from bot.content.content import Content
from bot.content.problem import Problem
from bot.content.weights import NAME, load

SHOWN = 80
"""Characters of a question that a problem shows."""


def matching_faults(content: Content, local: bool) -> list[Problem]:
    """Every curated question that leads elsewhere, stands twice, or was never trained on. A
    municipality's own questions (`local`) need no training. Where something could not be read, only
    questions that stand twice are looked for: it may be what a question should lead to."""
    if content.problems:
        return list(_twice(content))
    knowledge = content.knowledge()
    ranker = load(content.root / NAME)
    fresh = ranker is not None and ranker.trained_on == digest(questions_of(knowledge))
    if not (fresh or local):
        text = "the ranker was not trained on these questions"
        return [*_twice(content), Problem(NAME.as_posix(), 1, text, "run `naast train`")]
    matcher = Matcher.of(knowledge, ranker)
    return [*_twice(content), *_stolen(content, knowledge, matcher)]


def _twice(content: Content) -> Iterator[Problem]:
    """Questions that stand in two places."""
    seen: dict[str, Problem] = {}
    for kind, items in (("answer", content.answers), ("unknown", content.unknowns)):
        for item in items.values():
            origin = content.origin(kind, item.id)
            for index, question in enumerate(item.questions):
                here = origin.problem(f"“{question[:SHOWN]}” stands twice", at=("questions", index))
                first = seen.setdefault(plain(question), here)
                if first is not here:
                    hint = f"keep one of the two; the other is in {first.file}:{first.line}"
                    yield replace(here, hint=hint)


def _stolen(content: Content, knowledge: Knowledge, matcher: Matcher) -> Iterator[Problem]:
    for answer in content.answers.values():
        origin = content.origin("answer", answer.id)
        for index, question in enumerate(answer.questions):
            thief = _thief(answer, answer_to(knowledge, matcher, question))
            if thief:
                text = f"“{question[:SHOWN]}” leads to {thief}"
                yield origin.problem(text, "reword it, or move it there", ("questions", index))
    for unknown in content.unknowns.values():
        origin = content.origin("unknown", unknown.id)
        for index, question in enumerate(unknown.questions):
            found = answer_to(knowledge, matcher, question)
            if isinstance(found, Answered):
                text = f"“{question[:SHOWN]}” is answered by “{found.best.answer.id}”"
                yield origin.problem(text, "reword it, or remove it", ("questions", index))


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
        case _:
            return ""


def _vouches(given: Answer, right: Answer) -> bool:
    return not right.quotes or right.quotes[0] in given.quotes
