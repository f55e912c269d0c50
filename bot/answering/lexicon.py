"""From the words of a question to the numbers of their features, looked up beforehand.

To look up the names of a hundred features takes longer than to weigh them. So of every word of the
content and of its curated questions the numbers are kept, all in one row; a question needs the pairs of
its words looked up, its terms, and the words that nobody wrote before. The numbers are those of
`features`, name by name: a test compares them. Of what a person typed nothing is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np

from bot.answering.features import PAIR, Vocabulary, Word, weighed_of
from bot.answering.ranker import Numbers, numbers_of
from bot.record import record

_NO_PAIRS: Mapping[str, int] = {}


class Entry(NamedTuple):
    """A word: its stem, and where in the row the numbers stand of what is weighed of it."""

    stem: str
    start: int
    end: int


@record
class Lexicon:
    """The entries of words, and the numbers of all features by name."""

    vocabulary: Vocabulary
    known: Mapping[str, int]  # without the pairs
    pairs: Mapping[str, Mapping[str, int]]  # of stems: by the first one, and then by the other
    entries: Mapping[str, Entry]
    row: Numbers

    @classmethod
    def of(cls, vocabulary: Vocabulary, known: Mapping[str, int], words: Iterable[str]) -> Self:
        """The lexicon of these plain words and those of the vocabulary."""
        pairs: dict[str, dict[str, int]] = {}  # so that no name of a pair has to be made in a question
        for name, number in known.items():
            if name.startswith(PAIR):
                first, _, other = name.removeprefix(PAIR).partition(" ")
                pairs.setdefault(first, {})[other] = number
        alone = {name: number for name, number in known.items() if not name.startswith(PAIR)}
        entries: dict[str, Entry] = {}
        row = [np.zeros(0, dtype=np.int32)]
        start = 0
        for typed in sorted(vocabulary.words.union(words)):
            word = vocabulary.seen(typed)
            row.append(_numbers(word, known))
            entries[typed] = Entry(word.stem, start, start + len(row[-1]))
            start = entries[typed].end
        return cls(vocabulary, alone, pairs, entries, np.concatenate(row))

    def numbers(self, words: Sequence[str]) -> Numbers:
        """The numbers of the known features of plain words, with repeats."""
        stems: list[str] = []
        found: list[Numbers] = []
        for typed in weighed_of(words):
            entry = self.entries.get(typed) or self.entries.get(self.vocabulary.repaired(typed))
            if entry:
                stem, start, end = entry
                stems.append(stem)
                found.append(self.row[start:end])
            else:
                word = self.vocabulary.looked_at(typed)
                stems.append(word.stem)
                found.append(_numbers(word, self.known))
        found.append(numbers_of(self.vocabulary.terms_in(stems), self.known))
        numbers = (self.pairs.get(one, _NO_PAIRS).get(other) for one, other in pairwise(stems))
        found.append(np.array([number for number in numbers if number is not None], dtype=np.int32))
        return np.concatenate(found)


def _numbers(word: Word, known: Mapping[str, int]) -> Numbers:
    return numbers_of([*word.names, *word.pieces], known)
