"""From a question to the curated answer that fits, or to the knowledge that none does.

People do not ask in the words of the documents. "mag ze met school praten hij is 15" and article 10
with its footnote share no word that matters. So questions are not matched with passages but with
*curated questions*, thousands of them, written as people really talk; and what people certainly ask
and the documents do not answer is curated just as well, as classes of its own. With score and margin
alone a question of the field that has no answer cannot be told from one that has; with its like among
the classes it can.

The steps, each in a module of its own:

1. `words` makes plain words of what was typed; `features` sees them as stems, pairs, letter pieces
   and terms, repairs slips towards words that the content knows, and takes compounds apart. Of the
   words of the content `lexicon` has the outcome ready.
2. `scorer` gives every answer and every unknown a score, by the weights of `ranker`: a linear
   classifier trained on the curated questions (`naast train`). It was chosen over nearest neighbours,
   BM25 and their mixtures by cross-validation; the README tells the figures.
3. `Matcher.decide` asks which answer is most likely to hold the right passage. Several answers may
   quote the same one - for a citizen, for a supporter - and then they are no rivals but vouch for
   each other (`quoting`). Of near equals the one for whoever is talking comes first, as they have said
   or as they sound. A clear winner is *answered*; a doubtful one is *suggested* with its rivals; and
   where the known unknowns outweigh the answers, or nothing fits, the question is *refused*. The
   thresholds are calibrated on questions held out from training, and kept with the weights. A question
   that the weights were not trained on, such as a municipality's own, leads to its answer at least
   when it is asked word for word.

A long message is weighed whole. Scoring the sentence with the question mark instead, or beside it,
was tried and did worse: in a real story the question is often implied, and what was learnt from the
curated stories carries it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from math import exp
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from bot.answering.features import Vocabulary, features
from bot.answering.finding import Answered, Candidate, Refused, Suggested
from bot.answering.knowledge import Answer, Audience, Knowledge, Reason, Unknown
from bot.answering.lexicon import Lexicon
from bot.answering.quoting import Quoting
from bot.answering.ranker import Ranker
from bot.answering.scorer import Scorer
from bot.answering.words import plain
from bot.record import record

ANSWER, UNKNOWN, GATE, TALKING = "answer:", "unknown:", "gate", "audience:"
"""Classes: an answer or an unknown by its id; one that tells all unknowns from all answers; and the
audiences, told apart by how they talk."""

NEVER = -9.0
"""The score of a class that is out of the question, and the best where there are none."""

MOST_TOLD = 3
"""Answers that a question comes to: the best one with its runners-up, or those to choose from."""

OFTEN = 3
"""Curated questions that a word must be in for words to be repaired towards it."""

CONTENDERS = 12
"""Classes that are weighed against each other; what scores less plays no part."""

AGAINST = 1.5
"""How much the best unknown against the best answer counts beside the gate."""

Scores = NDArray[np.float32]
"""The score of every class, in the order of the ranker's."""

Classes = slice | NDArray[np.int64]
"""Classes by their places in that order."""

LEANING = 0.2
"""How much more an answer for the audience that is talking is worth: it orders near equals, and hides
nothing."""


@dataclass(frozen=True)
class Matcher:
    """The index over the curated questions; built once, never changed."""

    lexicon: Lexicon
    scorer: Scorer
    answers: tuple[Answer | None, ...]  # by class; None for any other class
    unknowns: tuple[Unknown | None, ...]
    quoting: Quoting  # of those classes that are answers
    gate: int | None  # its class, where the weights have one
    audiences: Mapping[Audience, int]  # their classes, where the weights have them
    thresholds: "Thresholds"
    own: Mapping[str, Answer | Unknown] = field(default_factory=dict)  # see `_own`
    _answers: tuple[Answer, ...] = field(init=False, repr=False)
    _answering: Classes = field(init=False, repr=False)  # the classes of those answers
    _unknowns: tuple[Unknown, ...] = field(init=False, repr=False)
    _silencing: Classes = field(init=False, repr=False)  # the classes of those unknowns

    def __post_init__(self) -> None:
        object.__setattr__(self, "_answers", tuple(filter(None, self.answers)))
        object.__setattr__(self, "_answering", _classes(self.answers))
        object.__setattr__(self, "_unknowns", tuple(filter(None, self.unknowns)))
        object.__setattr__(self, "_silencing", _classes(self.unknowns))

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
        answers = tuple([knowledge.answers.get(_id(name, ANSWER)) for name in classes])
        typed = {word for questions in asked.values() for each in questions for word in plain(each).split()}
        return cls(
            lexicon=Lexicon.of(vocabulary, ranker.known, typed),
            scorer=Scorer.of(ranker),
            answers=answers,
            unknowns=tuple(knowledge.unknowns.get(_id(name, UNKNOWN)) for name in classes),
            quoting=Quoting.of([answer for answer in answers if answer]),
            gate=classes.index(GATE) if GATE in classes else None,
            audiences={
                audience: classes.index(TALKING + audience)
                for audience in Audience
                if TALKING + audience in classes
            },
            thresholds=Thresholds(**ranker.calibration),
            own=own,
        )

    def scores(self, words: Sequence[str]) -> Scores:
        """The score of every class for a question in plain words."""
        return self.scorer.scores(self.lexicon.numbers(words))

    def talking(self, scores: Scores) -> Audience | None:
        """Who talks like this; None where the weights do not know."""
        if not self.audiences:
            return None
        return max(self.audiences, key=lambda audience: float(scores[self.audiences[audience]]))

    def decide(
        self, words: Sequence[str], audience: Audience | None = None
    ) -> Answered | Suggested | Refused:
        """The answer to a question in plain words, rivals to choose from, or an honest no."""
        match self.own.get(" ".join(words)) if self.own else None:
            case Answer() as own:
                return Answered(Candidate(own, 1.0))
            case Unknown() as own:
                return Refused(own.reason, own)
        scores = self.scores(words)
        limits = self.thresholds
        if not self._answers or self.doubt(scores) >= limits.doubt:
            unknown, at = self.nearest_unknown(scores)
            if unknown and at >= limits.recognised:
                return Refused(unknown.reason, unknown)
            return Refused(Reason.NOT_UNDERSTOOD)
        found = self.contenders(scores, audience or self.talking(scores))
        best = next(found)
        if best.worth >= limits.answer:
            return Answered(best.candidate, tuple([c.candidate for c in islice(found, MOST_TOLD - 1)]))
        different = islice(_different(chain([best], found)), MOST_TOLD)
        return Suggested(tuple([contender.candidate for contender in different]))

    def doubt(self, scores: Scores) -> float:
        """How much speaks for silence: the gate, and the best unknown against the best answer."""
        best = float(scores[self._answering].max(initial=NEVER))
        unknown = float(scores[self._silencing].max(initial=NEVER))
        gate = float(scores[self.gate]) if self.gate is not None else 0.0
        return gate + AGAINST * (unknown - best)

    def nearest_unknown(self, scores: Scores) -> tuple[Unknown | None, float]:
        """The known unknown that fits best, and its score."""
        if not self._unknowns:
            return None, NEVER
        fits = scores[self._silencing]
        best = int(fits.argmax())
        return self._unknowns[best], float(fits[best])

    def contenders(self, scores: Scores, audience: Audience | None = None) -> Iterator["Contender"]:
        """The answers that score best, in the order of what each is worth to this audience."""
        fits = scores[self._answering]
        best = _highest(fits, CONTENDERS)
        heights = fits[best].tolist()
        odds = [exp(self.thresholds.sharpness * (height - heights[0])) for height in heights]
        worths = self.quoting.worths(best, odds)
        answers = [self._answers[place] for place in best.tolist()]
        ranks = [
            worth * (1 + LEANING) if answer.audience is audience else worth
            for answer, worth in zip(answers, worths, strict=True)
        ]
        for place in sorted(range(len(ranks)), key=ranks.__getitem__, reverse=True):
            yield Contender(answers[place], worths[place])


class Contender(NamedTuple):
    """An answer among the best, and how likely one of its quotes is the passage looked for,
    whichever of the best is the right one (0 to 1)."""

    answer: Answer
    worth: float

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.answer, round(min(self.worth, 1.0), 3))


@record
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


def _classes(owners: Sequence[Answer | Unknown | None]) -> Classes:
    """The places of the classes that have an owner. They stand side by side, but for those that the weights
    do not know, and numpy need not copy what stands side by side."""
    places = [place for place, owner in enumerate(owners) if owner is not None]
    together = slice(places[0], places[-1] + 1) if places else slice(0)
    return together if len(places) == together.stop - (together.start or 0) else np.array(places)


def _highest(scores: Scores, most: int) -> NDArray[np.int64]:
    """The places of the highest scores, highest first."""
    best = scores.argpartition(-most)[-most:] if len(scores) > most else np.arange(len(scores))
    return best[(-scores[best]).argsort(kind="stable")]


def _id(name: str, kind: str) -> str:
    """The id in the name of a class of this kind; empty for one of another kind."""
    return name.removeprefix(kind) if name.startswith(kind) else ""


def _different(contenders: Iterable[Contender]) -> Iterator[Contender]:
    """Without those that quote first what a better one quotes first: a choice between the same
    passages is none."""
    seen: set[str] = set()
    for contender in contenders:
        first = contender.answer.quotes[0] if contender.answer.quotes else ""
        if first not in seen or not first:
            yield contender
        seen.add(first)
