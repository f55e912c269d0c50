"""The trained weights: from the features of a question to a score for every answer and unknown.

A linear classifier, one against the rest for each class (an answer or a known unknown), trained on
the curated questions by `naast train` and kept in `knowledge/ranker.npz`. Scoring a question is adding
up the weights of its features, a few hundred: the `scorer` does that.

Weights near zero are left out of the file, and the rest are kept as 16-bit floats; `naast train`
prints what that costs. A class that the weights do not know - a municipality's own answer, one that
was just written - gets the mean of its questions instead, on the same scale: less sharp, but found.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2s
from itertools import chain
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answering.features import Features

UNSEEN_SCALE = 1.6
"""What the mean of a new class's questions is multiplied by to be on a par with trained weights."""

UNSEEN_BIAS = -1.1
"""The score of such a class for a question that shares nothing with it; trained ones are near -1."""

_BLOCKS = {"w": 0, "b": 0, "c": 1, "t": 2}
"""Which features are weighed together, by the letter that their names begin with."""

_BEFORE = np.array([-1], dtype=np.float32)
"""The place before the first feature."""

Numbers = NDArray[np.int32]
"""Features by their numbers."""

Weighed = tuple[NDArray[np.int64], NDArray[np.float32]]


@dataclass(frozen=True)
class Ranker:
    """Sparse weights, feature by feature: those of feature `i` are at `starts[i]:starts[i + 1]`."""

    classes: tuple[str, ...]  # "answer:…" or "unknown:…"
    known: Mapping[str, int]  # feature -> its number
    idf: NDArray[np.float32]
    starts: NDArray[np.int32]
    columns: NDArray[np.uint16]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    calibration: Mapping[str, Any]
    trained_on: NDArray[np.uint32]  # `digest` of the questions
    blocks: NDArray[np.uint8] = field(init=False, repr=False)  # of each feature, see `_BLOCKS`

    def __post_init__(self) -> None:
        blocks = np.array([_BLOCKS.get(name[:1], 0) for name in self.known], dtype=np.uint8)
        object.__setattr__(self, "blocks", blocks)

    def numbers(self, found: Features) -> Numbers:
        """The numbers of the known features of a text, with repeats."""
        return numbers_of(chain(found.words, found.pieces, found.terms), self.known)

    def knows(self, questions: Mapping[str, Sequence[str]]) -> bool:
        """Whether the weights were trained on all of these questions."""
        return not any(self.unseen(questions).values())

    def unseen(self, questions: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """Those of the questions that the weights were not trained on."""
        trained = set(self.trained_on.tolist())
        return {
            name: [question for question in asked if _number(name, question) not in trained]
            for name, asked in questions.items()
        }

    def weighed(self, found: Numbers) -> Weighed:
        """The features of a text as they are weighed: see `weighed`."""
        return weighed(found, self.idf, self.blocks)

    def commonest_first(self) -> "Ranker":
        """The same weights, with the features numbered anew: those of most classes first."""
        sizes = np.diff(self.starts)
        order = np.argsort(-sizes, kind="stable")
        names, sizes = list(self.known), sizes[order]
        starts = np.concatenate(([0], sizes.cumsum()))
        places = np.arange(starts[-1]) + (self.starts[order] - starts[:-1]).repeat(sizes)
        return replace(
            self,
            known={names[old]: number for number, old in enumerate(order.tolist())},
            idf=self.idf[order],
            starts=starts.astype(np.int32),
            columns=self.columns[places],
            weights=self.weights[places],
        )

    def with_classes(self, new: Mapping[str, Sequence[Features]]) -> "Ranker":
        """A ranker that also knows these classes, each by the mean of its questions."""
        if not new:
            return self
        rows: dict[int, list[tuple[int, float]]] = {}
        for column, questions in enumerate(new.values(), start=len(self.classes)):
            mean: dict[int, float] = defaultdict(float)
            for question in questions:
                for number, value in zip(*self.weighed(self.numbers(question)), strict=True):
                    mean[int(number)] += float(value) / len(questions)
            for number, value in mean.items():
                rows.setdefault(number, []).append((column, value * UNSEEN_SCALE))
        columns, weights, starts = [], [], [0]
        for number in range(len(self.starts) - 1):
            part = slice(self.starts[number], self.starts[number + 1])
            added = rows.get(number, ())
            columns.append(np.concatenate((self.columns[part], [c for c, _ in added])))
            weights.append(np.concatenate((self.weights[part], [w for _, w in added])))
            starts.append(starts[-1] + len(columns[-1]))
        return Ranker(
            classes=(*self.classes, *new),
            known=self.known,
            idf=self.idf,
            starts=np.array(starts, dtype=np.int32),
            columns=np.concatenate(columns).astype(np.uint16),
            weights=np.concatenate(weights).astype(np.float32),
            bias=np.concatenate((self.bias, np.full(len(new), UNSEEN_BIAS))).astype(np.float32),
            calibration=self.calibration,
            trained_on=self.trained_on,
        )

    @classmethod
    def space(cls, texts: Sequence[Features], fewest: int = 1) -> "Ranker":
        """A ranker without classes: the features that at least `fewest` texts have, with their idf."""
        counts = Counter(name for text in texts for name in {*text.words, *text.pieces, *text.terms})
        seen = {name: count for name, count in counts.items() if count >= fewest}
        idf = [log((1 + len(texts)) / (1 + count)) + 1 for count in seen.values()]
        return cls(
            classes=(),
            known={name: number for number, name in enumerate(seen)},
            idf=np.array(idf, dtype=np.float32),
            starts=np.zeros(len(seen) + 1, dtype=np.int32),
            columns=np.zeros(0, dtype=np.uint16),
            weights=np.zeros(0, dtype=np.float32),
            bias=np.zeros(0, dtype=np.float32),
            calibration={},
            trained_on=np.zeros(0, dtype=np.uint32),
        )

    @classmethod
    def untrained(cls, questions: Mapping[str, Sequence[Features]]) -> "Ranker":
        """A ranker without training: every class by the mean of its questions. For content that
        has no weights yet, and as the yardstick for those that it gets."""
        texts = [found for asked in questions.values() for found in asked]
        return cls.space(texts).with_classes(questions)


def numbers_of(names: Iterable[str], known: Mapping[str, int]) -> Numbers:
    """The numbers of those of the features that are known."""
    return np.array([number for number in map(known.get, names) if number is not None], dtype=np.int32)


def weighed(found: Numbers, idf: NDArray[np.float32], blocks: NDArray[np.uint8]) -> Weighed:
    """The numbers of features, each once, and their TF-IDF values: words, letter pieces and terms
    each of length 1, so that none of the three drowns the others."""
    numbers, times = _counted(found)
    values = (1 + np.log(times)) * idf.take(numbers)
    theirs = blocks.take(numbers)
    lengths = np.sqrt(np.bincount(theirs, values * values))
    return numbers, (values / lengths.take(theirs)).astype(np.float32)


def _counted(numbers: Numbers) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Each number once, in order, and how often it was there. numpy's `unique` takes twice as long."""
    each = np.sort(numbers)
    is_last = np.empty(len(each), dtype=np.bool_)
    is_last[-1:] = True
    np.not_equal(each[1:], each[:-1], out=is_last[:-1])
    lasts = is_last.nonzero()[0]
    ends = lasts.astype(np.float32)
    times = ends - np.concatenate((_BEFORE, ends[:-1]))
    return each.take(lasts).astype(np.int64), times


def digest(questions: Mapping[str, Sequence[str]]) -> NDArray[np.uint32]:
    """What weights are trained on: a number for every question under its class. So a question that
    was added, changed or moved is told apart, and one that was removed needs no new training."""
    numbers = [_number(name, question) for name, asked in questions.items() for question in asked]
    return np.array(sorted(numbers), dtype=np.uint32)


def _number(name: str, question: str) -> int:
    return int.from_bytes(blake2s(f"{name}\n{question}".encode(), digest_size=4).digest())
