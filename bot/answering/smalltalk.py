"""Greetings, thanks and goodbyes: whether a message is nothing but small talk.

A message is small talk when all of its words are: one phrase ("dank je wel"), or several ("top,
bedankt hoor, fijne dag"). "hallo, mag ik een ander?" is not. Of several the last one that says more
than "oké" is answered.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from rapidfuzz import fuzz, process

from bot.answering.words import plain
from bot.record import record

LONGEST = 14
"""Words up to which a message can be small talk."""

ALIKE = 88
"""rapidfuzz ratio (0-100) from which a short message counts as a phrase with a slip."""

_AROUND = frozenset(
    {"hoor", "dan", "nog", "he", "joh", "echt", "ja", "nee", "en", "naast", "maar", "oh", "ach", "nou"}
    | {"u", "je", "mevrouw", "meneer", "voor", "nu", "weer", "erg", "heel", "dus", "zo"}
)
"""Words between two phrases that change nothing."""

_SLIGHT = "compliment"
"""The small talk that gives way to any other in the same message."""


@record
class SmallTalk:
    """A greeting, thanks, a goodbye: answered like a polite person."""

    id: str
    says: tuple[str, ...]  # what people say
    reply: str
    opens: bool = False  # whether it is a greeting, after which the first question is put


@record
class Phrasebook:
    """All small talk by its plain words."""

    phrases: Mapping[tuple[str, ...], SmallTalk]
    by_length: Mapping[int, Sequence[str]]  # the phrases of so many words
    run_together: Mapping[str, SmallTalk]  # "dank je wel" as "dankjewel"
    words: frozenset[str]  # all that phrases are made of, and what may stand around them

    @classmethod
    def of(cls, smalltalk: Iterable[SmallTalk]) -> Self:
        """The phrasebook of this small talk."""
        said = {plain(words): one for one in smalltalk for words in one.says if plain(words)}
        by_length: dict[int, list[str]] = {}
        for words in said:
            by_length.setdefault(len(words.split()), []).append(words)
        return cls(
            phrases={tuple(words.split()): one for words, one in said.items()},
            by_length=by_length,
            run_together={words.replace(" ", ""): one for words, one in said.items()},
            words=_AROUND.union(*map(str.split, said)),
        )

    def find(self, words: Sequence[str]) -> SmallTalk | None:
        """The small talk that the plain words of a message are, or None."""
        if not words or len(words) > LONGEST:
            return None
        found = self._covering(words) if self.words.issuperset(words) else []
        if found:
            weighty = [one for one in found if one.id != _SLIGHT]
            return (weighty or found)[-1]
        same = self.run_together.get("".join(words))
        if same:
            return same
        typed = " ".join(words)
        if len(typed) < 5 or len(words) > 5:
            return None
        as_long = self.by_length.get(len(words), ())
        near = process.extractOne(typed, as_long, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return self.phrases[tuple(near[0].split())] if near else None

    def _covering(self, words: Sequence[str]) -> list[SmallTalk]:
        """The phrases that together make up all words, long ones rather than short ones; empty where
        some word belongs to none."""
        rest: list[list[SmallTalk] | None] = [None] * len(words) + [[]]  # what makes up the words from here
        for at in reversed(range(len(words))):
            if words[at] in _AROUND:
                rest[at] = rest[at + 1]
            for end in range(at + 1, len(words) + 1):
                phrase, after = self.phrases.get(tuple(words[at:end])), rest[end]
                if phrase and after is not None:
                    rest[at] = [phrase, *after]
        return rest[0] or []
