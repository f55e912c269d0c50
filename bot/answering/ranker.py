"""The trained weights: from the features of a question to a score for every answer and unknown.

A linear classifier, one against the rest for each class (an answer or a known unknown), trained on
the curated questions by `naast train` and kept in `knowledge/ranker.npz`. Scoring a question is one
pass over the weights of its features: at most a few hundred short rows, added up by numpy. So the
time depends on the length of the question and on how many classes share its words, not on how many
questions the content holds.

Weights near zero are left out of the file, and the rest are kept as 16-bit floats; `naast train`
prints what that costs. A class that the weights do not know - a municipality's own answer, one that
was just written - gets the mean of its questions instead, on the same scale: less sharp, but found.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answering.features import Features

UNSEEN_SCALE = 1.6
"""What the mean of a new class's questions is multiplied by to be on a par with trained weights."""

UNSEEN_BIAS = -1.1
"""The score of such a class for a question that shares nothing with it; trained ones are near -1."""

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

    def scores(self, found: Features) -> NDArray[np.float32]:
        """A score for every class, in the order of `classes`."""
        numbers, values = self.weighed(found)
        if not len(numbers):
            return self.bias.copy()
        starts, ends = self.starts[numbers], self.starts[numbers + 1]
        sizes = ends - starts
        total = int(sizes.sum())
        if not total:
            return self.bias.copy()
        offsets = np.repeat(starts - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
        rows = np.arange(total) + offsets
        added = np.bincount(
            self.columns[rows],
            weights=self.weights[rows] * np.repeat(values, sizes),
            minlength=len(self.classes),
        )
        return (added + self.bias).astype(np.float32)

    def knows(self, questions: Mapping[str, Sequence[str]]) -> bool:
        """Whether the weights were trained on all of these questions."""
        return bool(np.isin(digest(questions), self.trained_on).all())

    def weighed(self, found: Features) -> Weighed:
        """The numbers of the known features of a text and their TF-IDF values: words, letter pieces
        and terms each of length 1, so that none of the three drowns the others."""
        blocks = [self._block(names) for names in (found.words, found.pieces, found.terms)]
        return np.concatenate([b[0] for b in blocks]), np.concatenate([b[1] for b in blocks])

    def _block(self, names: Iterable[str]) -> Weighed:
        known = self.known
        counts = {known[name]: times for name, times in Counter(names).items() if name in known}
        numbers = np.fromiter(counts, dtype=np.int64, count=len(counts))
        repeats = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1 + np.log(repeats)) * self.idf[numbers] if counts else repeats
        length = float(np.sqrt((values * values).sum()))
        return numbers, (values / length if length else values).astype(np.float32)

    def with_classes(self, new: Mapping[str, Sequence[Features]]) -> "Ranker":
        """A ranker that also knows these classes, each by the mean of its questions."""
        if not new:
            return self
        rows: dict[int, list[tuple[int, float]]] = {}
        for column, questions in enumerate(new.values(), start=len(self.classes)):
            mean: dict[int, float] = defaultdict(float)
            for question in questions:
                for number, value in zip(*self.weighed(question), strict=True):
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


def digest(questions: Mapping[str, Sequence[str]]) -> NDArray[np.uint32]:
    """What weights are trained on: a number for every question under its class. So a question that
    was added, changed or moved is told apart, and one that was removed needs no new training."""
    told = (f"{name}\n{question}" for name, asked in questions.items() for question in asked)
    numbers = [int.from_bytes(blake2s(one.encode(), digest_size=4).digest()) for one in told]
    return np.array(sorted(numbers), dtype=np.uint32)
