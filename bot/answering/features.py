"""From a text to the features that the ranker weighs.

A question is seen in three ways at once, because each is blind to something the others see:

- **stems** of its words ("w:ondersteun"), and of neighbouring pairs ("b:ander ondersteun"): what it
  is about;
- **pieces** of three to five letters within its words ("c:klac"): what remains of a word that was
  misspelt, joined or compounded ("klachtenregeling" and "klacht" share most of theirs);
- **terms** ("t:geheimhouding"): the words of the trade that other words stand for ("zwijgplicht"), by
  the lists of `terms.yaml`. The longest row of words wins, so that "sociaal team" is one thing.

Words that the content does not know are first repaired towards words that it does know, one word at
a time; the original stays beside the repair, because a repair can be wrong. Compounds are taken
apart over the content's own words ("afspraakbevestiging": "afspraak", "bevestiging").

The trained weights belong to exactly these features: whoever changes this module trains again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

import Stemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.answering.words import plain
from bot.record import record

SHORTEST_REPAIRED = 5
"""Letters from which a word is repaired; shorter words have too many neighbours."""

SHORTEST_PART = 4
"""Letters that a part of a compound has at least."""

MOST_WORDS = 120
"""Words of a message that are weighed: a story's question stands in its first or last sentences."""

PAIR = "b:"
"""What the features of pairs begin with."""

_LINKS = ("", "s", "en", "e")
_stem = Stemmer.Stemmer("dutch_porter", 0).stemWord  # which would keep the words that people type


@dataclass(frozen=True)
class Vocabulary:
    """The words that the content uses, and what the terms make of them.

    `words` are plain words; `terms` maps a row of stems to the ids of what it stands for.
    """

    words: frozenset[str]
    terms: Mapping[tuple[str, ...], tuple[str, ...]]
    _near: Mapping[tuple[str, int], tuple[str, ...]] = field(init=False, repr=False)
    _sizes: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)  # of rows, by their first stem

    def __post_init__(self) -> None:
        near: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self.words, key=lambda word: (len(word), word)):
            for length in range(max(len(word) - 2, SHORTEST_REPAIRED), len(word) + 3):
                if abs(length - len(word)) <= _slips(length):
                    near.setdefault((word[0], length), []).append(word)
        sizes: dict[str, set[int]] = {}
        for row in self.terms:
            sizes.setdefault(row[0], set()).add(len(row))
        longest_first = {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}
        object.__setattr__(self, "_near", {key: tuple(found) for key, found in near.items()})
        object.__setattr__(self, "_sizes", longest_first)

    @classmethod
    def of(cls, texts: Iterable[str], terms: Mapping[str, Iterable[str]]) -> "Vocabulary":
        """The vocabulary of the content's texts, with the names of each term by its id."""
        words = frozenset(word for text in texts for word in plain(text).split())
        rows: dict[tuple[str, ...], tuple[str, ...]] = {}
        for id, names in terms.items():
            for name in names:
                row = tuple(stem(word) for word in plain(name).split())
                if row and id not in rows.get(row, ()):
                    rows[row] = (*rows.get(row, ()), id)
        return cls(words, rows)

    def terms_in(self, stems: Sequence[str]) -> list[str]:
        """The features of the terms that a row of stems names, the longest row first at each place."""
        found: list[str] = []
        after = 0  # the latest term
        for at in [at for at, first in enumerate(stems) if first in self._sizes]:
            if at < after:
                continue
            for size in self._sizes[stems[at]]:
                named = self.terms.get(tuple(stems[at : at + size]))
                if named:
                    found += [f"t:{id}" for id in named]
                    after = at + size
                    break
        return found

    def seen(self, typed: str) -> "Word":
        """What is weighed of a word that somebody typed."""
        return self.looked_at(self.repaired(typed))

    def looked_at(self, word: str) -> "Word":
        """What is weighed of a word as it stands."""
        names = tuple(f"w:{stem(one)}" for one in (word, *self.parts(word)))
        return Word(stem(word), names, _pieces(word))

    def repaired(self, word: str) -> str:
        """The known word that an unknown one is a slip of; the word itself where there is none."""
        if word in self.words or len(word) < SHORTEST_REPAIRED or not word.isalpha():
            return word
        nearby = self._near.get((word[0], len(word)), ())
        found = process.extractOne(word, nearby, scorer=OSA.distance, score_cutoff=_slips(len(word)))
        return found[0] if found else word

    def parts(self, word: str) -> tuple[str, ...]:
        """The known words that a compound is made of, or nothing."""
        if len(word) < 2 * SHORTEST_PART:
            return ()
        for cut in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
            head, tail = word[:cut], word[cut:]
            if tail not in self.words:
                continue
            for link in _LINKS:
                base = head.removesuffix(link) if link else head
                if len(base) >= SHORTEST_PART and base in self.words:
                    return (base, tail)
        return ()


@record
class Word:
    """What is weighed of one word, wherever it stands."""

    stem: str
    names: tuple[str, ...]  # its stem, and of a compound those of its parts
    pieces: tuple[str, ...]


@record
class Features:
    """The features of a text in three blocks, each weighed by itself."""

    words: tuple[str, ...]
    pieces: tuple[str, ...]
    terms: tuple[str, ...]


def features(text: str, vocabulary: Vocabulary) -> Features:
    """The features of a text, with repeats."""
    words = [vocabulary.seen(word) for word in weighed_of(plain(text).split())]
    stems = [word.stem for word in words]
    alone = chain.from_iterable(word.names for word in words)
    pieces = chain.from_iterable(word.pieces for word in words)
    return Features((*alone, *pairs(stems)), tuple(pieces), tuple(vocabulary.terms_in(stems)))


def weighed_of(words: Sequence[str]) -> Sequence[str]:
    """The words of a message that are weighed: all, or of a very long one the first and the last."""
    if len(words) <= MOST_WORDS:
        return words
    return [*words[: MOST_WORDS // 2], *words[-MOST_WORDS // 2 :]]


def pairs(stems: Sequence[str]) -> list[str]:
    """The features of neighbouring stems."""
    return [f"{PAIR}{one} {two}" for one, two in pairwise(stems)]


def stem(word: str) -> str:
    """The stem of a plain word. Porter's Dutch stemmer: Snowball's newer one takes "ge" away and makes
    "wonen" and "gewoon" the same word."""
    return str(_stem(word))


def _slips(length: int) -> int:
    """How many letters of an unknown word of this length may be wrong."""
    return 1 if length < 8 else 2


def _pieces(word: str) -> tuple[str, ...]:
    """The runs of three to five letters of a word between its edges: " klacht "."""
    edged = f" {word} "
    return tuple(
        "c:" + edged[start : start + size] for size in (3, 4, 5) for start in range(len(edged) - size + 1)
    )
