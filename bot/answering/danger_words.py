"""From a message to words that signs can be seen in: spelling, sound and slips of the finger.

How words are compared is told in `danger`.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from string import ascii_lowercase, digits

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.answering.safety import Safety

FIRST_READ, LAST_READ = 4_200, 800
"""Characters of a very long message that are read: of its beginning and of its end."""

END = "."  # the end of a sentence, among the words
NUMBER = "0"  # any number in figures
_SHORTEST_REPAIRED = 5

_ACCENTS = re.compile(r"[\u0300-\u036f]")
_SILENT = re.compile("[’‘´\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_END = re.compile(r"\.(?<!\.\.)(?!\.)(?=\s+\D|\s*$)|![!?]*|\?[!?]*|\n\s*\n")
_SPELLED = bytes(
    ord(END) if chr(code) == "!" else code if chr(code) in ascii_lowercase + digits else ord(" ")
    for code in range(256)
)


def read_part(text: str) -> str:
    """The part of a message that is read: all of it, or its beginning and its end."""
    if len(text) <= FIRST_READ + LAST_READ:
        return text
    return f"{text[:FIRST_READ]}\n\n{text[-LAST_READ:]}"


def split_words(text: str) -> list[str]:
    """Words and ends of sentences. A dot before a figure ("art. 12") and dots in a row end nothing."""
    text = text.lower().replace("'", "").replace("`", "")
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", _SILENT.sub("", text)))
    ended = _END.sub(" ! ", text).encode("ascii", "replace")
    return ended.translate(_SPELLED).decode().split()


def words_in(texts: Iterable[str]) -> frozenset[str]:
    """All words of some texts of the content."""
    return frozenset(word for text in texts for word in split_words(text))


_SOUNDS_AS = (
    *((letter * 2, letter) for letter in "bcdfghjklmnpqrstvwxz"),
    ("ou", "au"),
    (" z", " s"),
    (" v", " f"),
    ("dt ", "t "),
    ("d ", "t "),
)


def _sounds(words: Sequence[str]) -> list[str]:
    """How words sound, near enough.

    One consonant is two and ou is au; in front z is s and v is f; at the end d, t and dt are alike.
    """
    sound = f" {' '.join(words)} "
    for spelled, heard in _SOUNDS_AS:
        sound = sound.replace(spelled, heard)
    return sound.split()


class Ear:
    """Hears the words that the phrases know, however they are spelled."""

    def __init__(self, known: frozenset[str], safety: Safety) -> None:
        self._heard: dict[str, tuple[str, ...]] = {word: (word,) for word in known | {END}}
        for right, typed in safety.spellings.items():
            self._heard.update({"".join(split_words(word)): tuple(split_words(right)) for word in typed})
        by_length = sorted(self._heard, key=lambda word: (len(word), word))
        self._by_sound: dict[str, tuple[str, ...]] = {}
        for word, sound in zip(by_length, _sounds(by_length), strict=True):
            self._by_sound.setdefault(sound, self._heard[word])
        for word in words_in(safety.leave_alone):
            self._heard.setdefault(word, (word,))
        self._near: dict[tuple[int, str, str], list[str]] = defaultdict(list)
        for word in sorted(words_in(safety.forgive)):
            for length in (len(word) - 1, len(word), len(word) + 1):
                for key in _keys(word, length):
                    self._near[key].append(word)
        self._known = dict(self._heard)  # and guesses that were made beforehand

    def get_used_to(self, texts: Iterable[str]) -> None:
        """Guesses at the words of these texts beforehand, so that it takes no time later."""
        self._known |= self._guessed([word for word in words_in(texts) if word not in self._heard])

    def hear(self, text: str) -> list[str]:
        """The words of a text as the phrases spell them, between two ends."""
        typed = split_words(text)
        heard = [self._known.get(word, ()) for word in typed]
        if not all(heard):
            guessed = self._guessed([word for word in typed if word not in self._known])
            heard = [self._known.get(word) or guessed[word] for word in typed]
        words = [END, *chain.from_iterable(heard)]
        if words[-1] != END:
            words.append(END)
        return words

    def _guessed(self, unknown: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """What each of these words stands for."""
        return dict(zip(unknown, map(self._guess, unknown, _sounds(unknown)), strict=True)) if unknown else {}

    def _guess(self, word: str, sound: str) -> tuple[str, ...]:
        """What an unknown word stands for: for itself, if it is nothing like a known one."""
        if word.isdigit():
            return (NUMBER,)
        return self._by_sound.get(sound) or self._drawled(word) or self._mistyped(word) or (word,)

    def _drawled(self, word: str) -> tuple[str, ...] | None:
        """The known word in a word that somebody drew out ("heeelp")."""
        if not _STRETCHED.search(word):
            return None
        return self._heard.get(_STRETCHED.sub(r"\1\1", word)) or self._heard.get(_STRETCHED.sub(r"\1", word))

    def _mistyped(self, word: str) -> tuple[str, ...] | None:
        """The telling word that is one slip of the finger away."""
        if len(word) >= _SHORTEST_REPAIRED:
            for near in filter(None, map(self._near.get, _keys(word, len(word)))):
                found = extractOne(word, near, scorer=OSA.distance, score_cutoff=1)
                if found:
                    return (found[0],)
        return None


def _keys(word: str, length: int) -> Iterator[tuple[int, str, str]]:
    """Words one slip apart, behind the same first letter, share one of these: the slip is early or late."""
    yield length, word[:2], ""
    yield length, word[0], word[-2:]
