"""The words of choices, prepared for being compared with what people type."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from bot.answering.words import plain
from bot.engine.dialog import Ask
from bot.engine.library import Library, remembered
from bot.engine.phrase import Phrases

_DOUBLED = re.compile(r"([a-z])(?=\1)")


@dataclass(frozen=True)
class Labels:
    """The keys that plain words mean: nearly always one."""

    keys: Mapping[str, Set[str]]

    def exact(self, typed: str) -> str | None:
        """The one key with just these words."""
        return _only(self.keys.get(typed))

    def stretched(self, typed: str) -> str | None:
        """The one key with these words, where letters may be doubled."""
        return _only(self._once.get(once(typed)))

    def likely(self, length: int, ratio: int) -> Sequence[str]:
        """The plain words that a text of so many characters can have this rapidfuzz ratio with, or a higher
        one. It is 200 times the characters alike, by the characters of both; so the lengths tell."""
        lengths, by_length = self._by_length
        shortest, longest = -(-ratio * length // (200 - ratio)), (200 - ratio) * length // ratio
        return by_length[bisect_left(lengths, shortest) : bisect_right(lengths, longest)]

    @cached_property
    def _by_length(self) -> tuple[Sequence[int], Sequence[str]]:
        by_length = sorted(self.keys, key=len)
        return [*map(len, by_length)], by_length

    @cached_property
    def words(self) -> frozenset[str]:
        """All words that labels are made of."""
        return frozenset(word for words in self.keys for word in words.split())

    @cached_property
    def most_words(self) -> int:
        """How many words the longest label is made of."""
        return max((len(words.split()) for words in self.keys), default=0)

    @cached_property
    def _once(self) -> Mapping[str, Set[str]]:
        found: dict[str, set[str]] = {}
        for words, keys in self.keys.items():
            found.setdefault(once(words), set()).update(keys)
        return found


def prepare(says: Iterable[tuple[str, Iterable[str]]]) -> Labels:
    """The labels of these words for each key."""
    keys: dict[str, set[str]] = {}
    for key, words in says:
        for one in map(plain, words):
            if one:  # not the label of an emoji alone
                keys.setdefault(one, set()).add(key)
    return Labels(keys)


def prepare_options(ask: Ask, phrases: Phrases) -> Labels:
    """What people type for the choices of a question, by their ids."""
    return prepare((o.id, (o.say, *o.also, *phrases.usual.get(o.id, ()))) for o in ask.choices)


@remembered
def option_labels(library: Library, ask: Ask) -> Labels:
    """The same, prepared once for the questions of a library."""
    return prepare_options(ask, library.phrases)


def once(words: str) -> str:
    """Words with every doubled letter once: "jaa" and "neee" are a "ja" and a "nee"."""
    return _DOUBLED.sub("", words)


def _only(keys: Set[str] | None) -> str | None:
    return next(iter(keys)) if keys and len(keys) == 1 else None
