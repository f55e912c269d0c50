"""From the features of a question to a score for every answer and unknown: the weights of the ranker,
laid out for adding up.

A rare feature has a short list of classes and weights. A common one has a whole row with a weight for
every class: numpy adds up rows ten times as fast as it looks up the classes of lists, and although few
features are common, they hold most of the weights that a question touches. The lists are cut into strips
of a few classes, as numpy copies a strip about as fast as a single number. So the time depends on the
length of the question and on how many classes share its words, not on how many questions the content
holds.
"""

from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.answering.ranker import Numbers, Ranker, weighed
from bot.record import record

COMMON = 0.1
"""Share of the classes from which a feature is common: at this, adding up a whole row takes as long as
looking up the classes one by one."""

STRIP = 8
"""Classes in a strip. Their columns and weights are 16 and 32 bytes, which numpy copies at once."""

_ALIGNED = 4
"""Rows are a multiple of this long: numpy is a quarter faster with rows that begin at 16 bytes."""


@record
class Scorer:
    """The weights for scoring: a row for each common feature, and strips for the others.

    Features are numbered with the common ones first; one that comes behind a rare one is weighed as if
    it were rare, which takes longer and comes to the same.
    """

    idf: NDArray[np.float32]
    blocks: NDArray[np.uint8]
    bias: NDArray[np.float32]
    rows: NDArray[np.float32]  # (common features, classes and some of no weight: see `_ALIGNED`)
    strips: "Strips"

    @classmethod
    def of(cls, ranker: Ranker) -> Self:
        """The weights of a ranker."""
        classes = len(ranker.classes)
        is_rare = np.diff(ranker.starts, append=0) < max(classes * COMMON, 1)  # and one more
        common = int(is_rare.argmax())
        rows = np.zeros((common, classes + -classes % _ALIGNED), dtype=np.float32)
        for number in range(common):
            part = slice(ranker.starts[number], ranker.starts[number + 1])
            rows[number, ranker.columns[part]] = ranker.weights[part]
        return cls(ranker.idf, ranker.blocks, ranker.bias, rows, Strips.of(ranker, common))

    def scores(self, found: Numbers) -> NDArray[np.float32]:
        """A score for every class, in the order of the ranker's. `found` are numbers of features, with
        repeats."""
        numbers, values = weighed(found, self.idf, self.blocks)
        common = len(self.rows)
        rare = int(numbers.searchsorted(common))
        # einsum: matmul would wake up threads, and with another number of them the last digits differ
        summed = np.einsum("i,ij->j", values[:rare], self.rows.take(numbers[:rare], axis=0))
        scores: NDArray[np.float32] = summed[: len(self.bias)] + self.bias
        scores += self.strips.added_up(numbers[rare:] - common, values[rare:], len(scores))
        return scores


@record
class Strips:
    """Lists of classes and weights, cut into strips. The last strip of a list is filled up with weights
    of nothing for the first class."""

    places: NDArray[np.int32]  # (lists, 2): where the strips of a list begin, and how many it has
    columns: NDArray[np.uint16]  # (strips, STRIP)
    weights: NDArray[np.float32]  # (strips, STRIP)

    @classmethod
    def of(cls, ranker: Ranker, first: int) -> Self:
        """The lists of a ranker's features from this number on."""
        begin = ranker.starts[first]
        sizes = np.diff(ranker.starts[first:])
        strips = -(-sizes // STRIP)
        starts = strips.cumsum() - strips
        shifts = starts * STRIP - (ranker.starts[first:-1] - begin)
        filled = np.arange(sizes.sum()) + shifts.repeat(sizes)
        columns = np.zeros((strips.sum(), STRIP), dtype=np.uint16)
        weights = np.zeros((strips.sum(), STRIP), dtype=np.float32)
        columns.flat[filled], weights.flat[filled] = ranker.columns[begin:], ranker.weights[begin:]
        return cls(np.stack((starts, strips), axis=1).astype(np.int32), columns, weights)

    def added_up(
        self, lists: NDArray[np.int64], values: NDArray[np.float32], classes: int
    ) -> NDArray[np.float64]:
        """What these lists, each weighed with its value, add to the score of every class."""
        starts, counts = self.places.take(lists, axis=0).T
        ends = counts.cumsum()
        strips = (starts + counts - ends).repeat(counts)
        strips += np.arange(len(strips))
        weights = self.weights.take(strips, axis=0).ravel()
        weights *= values.repeat(counts * STRIP)
        columns = self.columns.take(strips, axis=0).ravel()
        return np.bincount(columns, weights, classes).astype(np.float64, copy=False)
