"""What is asked in `answering.py`, and how good what is found is.

Everything is judged by the ids of passages: an answer is right where one of its first three quotes, or
a part of one, is a passage that answers the question.
"""

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.answering.knowledge import Knowledge
from bot.answering.matching import ANSWER, questions_of
from bot.answering.words import plain

QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "questions"

SILENCE = -1
"""Where a text leads that is a known unknown."""

Passages = frozenset[str]  # ids of passages


@dataclass(frozen=True, slots=True)
class Question:
    """A blind question, and the passages that answer it; none for one that should get silence."""

    text: str
    gold: Passages


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts to search, each with the answer that it leads to: a place in `quotes`, or SILENCE."""

    texts: Sequence[str]
    leads_to: Sequence[int]
    quotes: Sequence[Passages]


@dataclass(frozen=True, slots=True)
class Found:
    """What a question came to: at most three answers, by what they quote, best first.

    `given` says that the first is the answer; otherwise they are a choice. The score is the method's own.
    """

    offered: tuple[Passages, ...] = ()
    given: bool = False
    score: float = 0.0


NOTHING = Found()

Guide = Callable[[str], Found]
"""All of a method, from the message as it was typed to what is found."""


def read_questions(corpus: Corpus) -> list[Question]:
    """The blind questions, without those that are among the texts word for word."""
    lines = [line for path in sorted(QUESTIONS.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    read = [json.loads(line) for line in lines if line.strip()]
    seen = {plain(text) for text in corpus.texts}
    new = [one for one in read if plain(one["question"]) not in seen]
    return [Question(one["question"], frozenset(one.get("gold", ()))) for one in new]


def sample(questions: Sequence[Question], size: int) -> list[Question]:
    """About so many questions, hits and misses in proportion and at least one of each."""
    mixed = random.Random(1).sample(questions, len(questions))
    hits, misses = [q for q in mixed if q.gold], [q for q in mixed if not q.gold]
    share = min(size / len(mixed), 1)
    return [*hits[: max(round(len(hits) * share), 1)], *misses[: max(round(len(misses) * share), 1)]]


def corpus_of(knowledge: Knowledge) -> Corpus:
    """All that there is to find: every curated question, and every passage as it is quoted."""
    texts: list[str] = []
    leads_to: list[int] = []
    quotes: list[Passages] = []
    for name, asked in questions_of(knowledge).items():
        answer = knowledge.answers.get(name.removeprefix(ANSWER)) if name.startswith(ANSWER) else None
        texts += asked
        leads_to += [len(quotes) if answer else SILENCE] * len(asked)
        if answer:
            quotes.append(quoted(knowledge, answer.quotes))
    for id in knowledge.passages:
        quote = knowledge.quotes[id]
        texts.append(f"{quote.lead} {quote.text}")
        leads_to.append(len(quotes))
        quotes.append(quoted(knowledge, [id]))
    return Corpus(texts, leads_to, quotes)


def quoted(knowledge: Knowledge, ids: Iterable[str]) -> Passages:
    """The passages that are read where the first three of these are quoted: those and their parts."""
    found = [knowledge.passages[id] for id in list(ids)[:3]]
    parts = (f"{passage.document}/{part}" for passage in found for part in passage.parts)
    return frozenset((*(passage.id for passage in found), *parts))


# ---- how good


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares of the hits for which the right answer is given, or among three; and the share of the
    misses that get a wrong answer."""

    first: float
    three: float
    wrong: float


def quality(questions: Sequence[Question], found: Sequence[Found]) -> Quality:
    """How good these findings are."""
    pairs = list(zip(questions, found, strict=True))
    hits, misses = [(q, f) for q, f in pairs if q.gold], [f for q, f in pairs if not q.gold]
    return Quality(
        first=float(np.mean([f.given and bool(f.offered[0] & q.gold) for q, f in hits])),
        three=float(np.mean([any(one & q.gold for one in f.offered) for q, f in hits])),
        wrong=float(np.mean([f.given for f in misses])),
    )


def always(found: Sequence[Found]) -> list[Found]:
    """The same findings where whatever is best is given."""
    return [replace(f, given=bool(f.offered)) for f in found]


def at_best(questions: Sequence[Question], found: Sequence[Found]) -> Quality:
    """What the same findings are worth with silence below the best threshold that there is: the one
    that is right first at hits and silent at misses most often, each counted as a share of its own."""

    def above(threshold: float) -> Quality:
        return quality(questions, [f if f.given and f.score >= threshold else NOTHING for f in found])

    tried = np.unique(np.quantile([f.score for f in found], np.linspace(0, 1, 101)))
    return max((above(float(at)) for at in tried), key=lambda worth: worth.first - worth.wrong)
