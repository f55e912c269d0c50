"""The words of choices, prepared once for being compared with what people type.

Preparing takes a tenth of the time of a turn, and the words of the content do not change; so those of
a question are remembered. Words that come from a conversation, such as the name of a place, are not.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.words import plain_label

Says = tuple[tuple[str, tuple[str, ...]], ...]
"""The words for each key, the first of them its label."""

_DOUBLED = re.compile(r"([a-z])\1+")


@dataclass(frozen=True, slots=True)
class Labels:
    """Words and the key that they mean, in the ways in which they are compared.

    `exact` and `once` (with every doubled letter once) hold "" where the same words mean two keys;
    `worded` has the keys of words that may stand beside one another; `own` are all words by key.
    """

    exact: Mapping[str, str]
    once: Mapping[str, str]
    worded: Mapping[tuple[str, ...], frozenset[str]]
    own: Mapping[str, tuple[str, ...]]

    def has_word(self, word: str) -> bool:
        """Whether a whole label is just this word."""
        return word in self.exact


def prepare(says: Says) -> Labels:
    """The labels of words that may come from a conversation."""
    own = {key: tuple(map(plain_label, words)) for key, words in says}
    worded: dict[tuple[str, ...], set[str]] = {}
    for key, words in own.items():
        for one in words:
            worded.setdefault(tuple(one.split()), set()).add(key)
    return Labels(
        exact=_meaning((one, key) for key, words in own.items() for one in words),
        once=_meaning((once(one), key) for key, words in own.items() for one in words),
        worded={words: frozenset(keys) for words, keys in worded.items()},
        own=own,
    )


prepare_content = lru_cache(maxsize=512)(prepare)
"""The same for words that stand in the content, remembered."""


def once(words: str) -> str:
    """Words with every doubled letter once: "jaa" and "neee" are a "ja" and a "nee"."""
    return _DOUBLED.sub(r"\1", words)


def _meaning(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The key of each of these words; "" where they mean two."""
    found: dict[str, str] = {}
    for words, key in pairs:
        if not words:  # a label of an emoji alone
            continue
        found[words] = key if found.get(words, key) == key else ""
    return found
