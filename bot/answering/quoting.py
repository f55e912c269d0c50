"""How likely it is that an answer holds the passage that somebody looks for.

Several answers may quote the same passage - for a citizen, for a supporter - and then they are no rivals
but vouch for each other: whichever of them was meant, the passage is found.
"""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.answering.knowledge import Answer
from bot.record import record

SHARES = (0.55, 0.25, 0.2)
"""How likely the first, second and third quote of an answer is the passage that was looked for."""


NONE = 0
"""The number of no passage."""


@record
class Quoting:
    """The passages that answers quote, by numbers, and how likely each of them is the one looked for,
    where this answer is the right one. An answer that quotes nothing is its own passage."""

    passages: NDArray[np.int64]  # (answers, quotes); NONE where an answer quotes fewer
    shares: NDArray[np.float64]  # (answers, quotes)

    @classmethod
    def of(cls, answers: Sequence[Answer]) -> Self:
        """The passages that these answers quote."""
        passages = np.full((len(answers), len(SHARES)), NONE, dtype=np.int64)
        shares = np.zeros((len(answers), len(SHARES)))
        numbers: dict[str, int] = {}
        for at, answer in enumerate(answers):
            quoted = dict(zip(answer.quotes or (answer.id,), SHARES, strict=False))
            for place, (passage, share) in enumerate(quoted.items()):
                passages[at, place] = numbers.setdefault(passage, NONE + 1 + len(numbers))
                shares[at, place] = share / sum(SHARES[: max(len(answer.quotes), 1)])
        return cls(passages, shares)

    def worths(self, answers: NDArray[np.int64] | Sequence[int], odds: Sequence[float]) -> list[float]:
        """How likely one of the quotes of each of these answers is the passage looked for, whichever of
        them is the right answer (0 to 1). `odds` are how likely each is."""
        passages = self.passages.take(answers, axis=0)
        chances = self.shares.take(answers, axis=0) * np.array(odds)[:, None] / sum(odds)
        likely = np.bincount(passages.ravel(), chances.ravel())
        worths: list[float] = likely.take(passages).sum(axis=1).tolist()
        return worths
