"""From a question to the curated answer that fits, or to the knowledge that none does.

People do not ask in the words of the documents. "mag ze met school praten hij is 15" and article 10
with its footnote share no word that matters. So questions are not matched with passages but with
*curated questions*, thousands of them, written as people really talk; and what people certainly ask
and the documents do not answer is curated just as well, as classes of its own. With score and margin
alone a question of the field that has no answer cannot be told from one that has; with its like among
the classes it can.

The steps, each in a module of its own:

1. `words` makes plain words of what was typed; `features` sees them as stems, pairs, letter pieces
   and terms, repairs slips towards words that the content knows, and takes compounds apart.
2. `ranker` gives every answer and every unknown a score: a linear classifier trained on the curated
   questions (`naast train`). It was chosen over nearest neighbours, BM25 and their mixtures by
   cross-validation; the README tells the figures.
3. `Matcher.decide` asks which answer is most likely to hold the right passage. Several answers may
   quote the same one - for a citizen, for a supporter - and then they are no rivals but vouch for
   each other. Of near equals the one for whoever is talking comes first, as they have said or as
   they sound. A clear winner is *answered*; a doubtful one is *suggested* with its rivals; and where
   the known unknowns outweigh the answers, or nothing fits, the question is *refused*. The
   thresholds are calibrated on questions held out from training, and kept with the weights. A question
   that the weights were not trained on, such as a municipality's own, leads to its answer at least
   when it is asked word for word.

A long message is weighed whole. Scoring the sentence with the question mark instead, or beside it,
was tried and did worse: in a real story the question is often implied, and what was learnt from the
curated stories carries it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.answering.features import Vocabulary, features
from bot.answering.finding import Answered, Candidate, Refused, Suggested
from bot.answering.knowledge import Answer, Audience, Knowledge, Reason, Unknown
from bot.answering.ranker import Ranker
from bot.answering.words import plain

ANSWER, UNKNOWN, GATE, TALKING = "answer:", "unknown:", "gate", "audience:"
"""Classes: an answer or an unknown by its id; one that tells all unknowns from all answers; and the
audiences, told apart by how they talk."""

NEVER = -9.0
"""The score of a class that is out of the question."""

MOST_SUGGESTED = 3

OFTEN = 3
"""Curated questions that a word must be in for words to be repaired towards it."""

CONTENDERS = 12
"""Classes that are weighed against each other; what scores less plays no part."""

QUOTE_SHARES = (0.55, 0.25, 0.2)
"""How likely the first, second and third quote of an answer is the passage that was looked for."""

AGAINST = 1.5
"""How much the best unknown against the best answer counts beside the gate."""

LEANING = 0.2
"""How much more an answer for the audience that is talking is worth: it orders near equals, and hides
nothing."""


@dataclass(frozen=True)
class Matcher:
    """The index over the curated questions; built once, never changed."""

    vocabulary: Vocabulary
    ranker: Ranker
    answers: tuple[Answer | None, ...]  # by class; None for any other class
    unknowns: tuple[Unknown | None, ...]
    is_answer: NDArray[np.bool_]
    is_unknown: NDArray[np.bool_]
    shares: tuple[Mapping[int, float], ...]  # by class: see `_shares`
    gate: int | None  # its class, where the weights have one
    audiences: Mapping[Audience, int]  # their classes, where the weights have them
    thresholds: "Thresholds"
    own: Mapping[str, Answer | Unknown] = field(default_factory=dict)  # see `_own`

    @classmethod
    def of(cls, knowledge: Knowledge, ranker: Ranker | None) -> Self:
        """The index of this knowledge. Classes that the weights do not know, or all of them where
        there are no weights, are known by the mean of their questions."""
        vocabulary = vocabulary_of(knowledge)
        asked = questions_of(knowledge)
        known = set(ranker.classes) if ranker else set()
        own = _own(knowledge, ranker.unseen(asked)) if ranker else {}
        new = {
            name: [features(question, vocabulary) for question in questions]
            for name, questions in asked.items()
            if name not in known
        }
        ranker = ranker.with_classes(new) if ranker else Ranker.untrained(new)
        classes = ranker.classes
        answers = tuple(knowledge.answers.get(_id(name, ANSWER)) for name in classes)
        unknowns = tuple(knowledge.unknowns.get(_id(name, UNKNOWN)) for name in classes)
        return cls(
            vocabulary=vocabulary,
            ranker=ranker,
            answers=answers,
            unknowns=unknowns,
            is_answer=np.array([answer is not None for answer in answers]),
            is_unknown=np.array([unknown is not None for unknown in unknowns]),
            shares=_shares(answers),
            gate=classes.index(GATE) if GATE in classes else None,
            audiences={
                audience: classes.index(TALKING + audience)
                for audience in Audience
                if TALKING + audience in classes
            },
            thresholds=Thresholds(**ranker.calibration),
            own=own,
        )

    def scores(self, question: str) -> NDArray[np.float32]:
        """The score of every class for a question."""
        return self.ranker.scores(features(question, self.vocabulary))

    def talking(self, scores: NDArray[np.float32]) -> Audience | None:
        """Who talks like this; None where the weights do not know."""
        if not self.audiences:
            return None
        return max(self.audiences, key=lambda audience: float(scores[self.audiences[audience]]))

    def decide(self, question: str, audience: Audience | None = None) -> Answered | Suggested | Refused:
        """The answer to a question, rivals to choose from, or an honest no."""
        match self.own.get(plain(question)) if self.own else None:
            case Answer() as own:
                return Answered(Candidate(own, 1.0))
            case Unknown() as own:
                return Refused(own.reason, own)
        scores = self.scores(question)
        found = self.contenders(scores, audience or self.talking(scores))
        unknown, at = self.nearest_unknown(scores)
        limits = self.thresholds
        if not found or self.doubt(scores) >= limits.doubt:
            if unknown and at >= limits.recognised:
                return Refused(unknown.reason, unknown)
            return Refused(Reason.NOT_UNDERSTOOD)
        if found[0].worth >= limits.answer:
            return Answered(found[0].candidate, tuple(c.candidate for c in found[1:]))
        return Suggested(tuple(c.candidate for c in _different(found)[:MOST_SUGGESTED]))

    def doubt(self, scores: NDArray[np.float32]) -> float:
        """How much speaks for silence: the gate, and the best unknown against the best answer."""
        best = float(scores.max(where=self.is_answer, initial=NEVER))
        unknown = float(scores.max(where=self.is_unknown, initial=NEVER))
        gate = float(scores[self.gate]) if self.gate is not None else 0.0
        return gate + AGAINST * (unknown - best)

    def nearest_unknown(self, scores: NDArray[np.float32]) -> tuple[Unknown | None, float]:
        """The known unknown that fits best, and its score."""
        silent = np.where(self.is_unknown, scores, NEVER)
        best = int(silent.argmax())
        return self.unknowns[best], float(silent[best])

    def contenders(self, scores: NDArray[np.float32], audience: Audience | None = None) -> list["Contender"]:
        """The answers that score best, in the order of what each is worth to this audience."""
        known = np.where(self.is_answer, scores, NEVER)
        best = _highest(known, CONTENDERS)
        best = best[known[best] > NEVER]
        if not len(best):
            return []
        odds = np.exp(self.thresholds.sharpness * (known[best] - known[best[0]]))
        chances = list(zip(best.tolist(), (odds / odds.sum()).tolist(), strict=True))
        found = []
        for given, _ in chances:
            shares, answer = self.shares[given], self.answers[given]
            if answer:
                worth = sum([chance * shares[right] for right, chance in chances if right in shares])
                found.append(Contender(answer, worth))
        return sorted(found, key=lambda c: -c.worth * (1 + LEANING if c.answer.audience is audience else 1))


@dataclass(frozen=True, slots=True)
class Contender:
    """An answer among the best, and how likely one of its quotes is the passage looked for,
    whichever of the best is the right one (0 to 1)."""

    answer: Answer
    worth: float

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.answer, round(min(self.worth, 1.0), 3))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a score becomes an answer. `naast train` calibrates them; these are the defaults for
    weights that were not trained."""

    sharpness: float = 5.0  # how fast the chance of an answer falls with its score
    answer: float = 0.4  # worth from which the best answer is given at once
    doubt: float = -0.4  # doubt from which nothing is given
    recognised: float = -0.6  # score from which a known unknown is what was meant


def questions_of(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """All curated questions, by class."""
    answers = {f"{ANSWER}{a.id}": (a.title, *a.questions) for a in knowledge.answers.values()}
    unknowns = {f"{UNKNOWN}{u.id}": (u.title, *u.questions) for u in knowledge.unknowns.values()}
    return {**answers, **unknowns}


def _own(knowledge: Knowledge, untrained: Mapping[str, Sequence[str]]) -> dict[str, Answer | Unknown]:
    """What the questions lead to that the weights were not trained on, by their plain words: a
    municipality's own. The mean of them would lose to shipped answers that vouch for each other, so who
    asks one of them word for word gets what it stands under."""
    own: dict[str, Answer | Unknown] = {}
    for name, questions in untrained.items():
        owner = knowledge.answers.get(_id(name, ANSWER)) or knowledge.unknowns.get(_id(name, UNKNOWN))
        if owner:
            own.update((plain(question), owner) for question in questions)
    return own


def vocabulary_of(knowledge: Knowledge) -> Vocabulary:
    """The words of the documents, answers and terms, and those that several curated questions share: a word
    of one question alone may be a slip, and slips must not be repaired towards."""
    texts = [passage.text for passage in knowledge.passages.values()]
    texts += [answer.answer for answer in knowledge.answers.values()]
    texts += [unknown.reply for unknown in knowledge.unknowns.values()]
    asked = (question for questions in questions_of(knowledge).values() for question in questions)
    seen = Counter(word for question in asked for word in set(plain(question).split()))
    texts.append(" ".join(word for word, times in seen.items() if times >= OFTEN))
    terms = {term.id: (term.term, *term.also) for term in knowledge.terms.values()}
    texts += [name for names in terms.values() for name in names]
    return Vocabulary.of(texts, terms)


def _highest(scores: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """The places of the highest scores, highest first; of equal ones the first."""
    if len(scores) > most:
        among = np.flatnonzero(scores >= np.partition(scores, -most)[-most])
    else:
        among = np.arange(len(scores))
    return among[np.argsort(-scores[among], kind="stable")][:most]


def _id(name: str, kind: str) -> str:
    """The id in the name of a class of this kind; empty for one of another kind."""
    return name.removeprefix(kind) if name.startswith(kind) else ""


def _shares(answers: Sequence[Answer | None]) -> tuple[Mapping[int, float], ...]:
    """For each answer: how likely one of its quotes is the passage that is looked for, where another
    answer is the right one."""
    quoting: dict[str, list[int]] = {}
    for index, answer in enumerate(answers):
        for quote in answer.quotes if answer else ():
            quoting.setdefault(quote, []).append(index)
    shares: list[dict[int, float]] = [{} for _ in answers]
    for right, answer in enumerate(answers):
        if not answer:
            continue
        weights = QUOTE_SHARES[: len(answer.quotes)]
        for weight, quote in zip(weights, answer.quotes, strict=False):
            for given in quoting[quote]:
                shares[given][right] = shares[given].get(right, 0.0) + weight / sum(weights)
        shares[right][right] = 1.0
    return tuple(shares)


def _different(contenders: Sequence[Contender]) -> list[Contender]:
    """Without those that quote first what a better one quotes first: a choice between the same
    passages is none."""
    seen: set[str] = set()
    different = []
    for contender in contenders:
        first = contender.answer.quotes[0] if contender.answer.quotes else ""
        if first not in seen or not first:
            different.append(contender)
        seen.add(first)
    return different
