"""The words of choices, prepared for being compared with what people type.

Preparing takes time, and the words of the content do not change; so these are remembered. Words that
come from a conversation, such as the name of a place, are not.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.answering.words import plain

Says = tuple[tuple[str, tuple[str, ...]], ...]
"""The words for each key."""

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

    @cached_property
    def words(self) -> Set[str]:
        """All words that labels are made of."""
        return {word for words in self.keys for word in words.split()}

    @cached_property
    def _once(self) -> Mapping[str, Set[str]]:
        found: dict[str, set[str]] = {}
        for words, keys in self.keys.items():
            found.setdefault(once(words), set()).update(keys)
        return found


def prepare(says: Says) -> Labels:
    """The labels of words that may come from a conversation."""
    keys: dict[str, set[str]] = {}
    for key, words in says:
        for one in map(plain, words):
            if one:  # not the label of an emoji alone
                keys.setdefault(one, set()).add(key)
    return Labels(keys)


prepare_content = lru_cache(maxsize=512)(prepare)
"""The same for words that stand in the content, remembered."""


def once(words: str) -> str:
    """Words with every doubled letter once: "jaa" and "neee" are a "ja" and a "nee"."""
    return _DOUBLED.sub("", words)


def _only(keys: Set[str] | None) -> str | None:
    return next(iter(keys)) if keys and len(keys) == 1 else None
