"""Whether a message is in another language than Dutch, by its letters or its most frequent words.

Small on purpose: a message of the field in bad Dutch must never be turned away as foreign. So a
language written in our letters needs several of its words, and more of them than of the words that
the content knows.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Self

from bot.answering.words import plain
from bot.record import record

FEWEST = 2
"""Words of the other language that a message must hold; its special letters count for one."""

OWN_SCRIPT = 20
"""Letters from which a language's list is that of a whole script, and not of its special letters."""


@record
class Language:
    """Another language: how it is recognised, and one line in it that says what Naast is."""

    id: str  # ISO 639-1
    name: str
    reply: str
    words: tuple[str, ...] = ()  # frequent words that Dutch does not have
    letters: str = ""  # its script, or the letters that only it has of its script


@record
class Languages:
    """All other languages, by what gives them away."""

    words: Mapping[str, tuple[Language, ...]]
    letters: Mapping[str, tuple[Language, ...]]

    @classmethod
    def of(cls, languages: Iterable[Language]) -> Self:
        """The index of these languages."""
        words: dict[str, tuple[Language, ...]] = {}
        letters: dict[str, tuple[Language, ...]] = {}
        for one in languages:
            for word in {plain(word) for word in one.words}:
                words[word] = (*words.get(word, ()), one)
            for letter in set(one.letters):
                letters[letter] = (*letters.get(letter, ()), one)
        return cls(words, letters)

    def find(self, text: str, words: Sequence[str], dutch: Container[str]) -> Language | None:
        """The language of a message that is not in Dutch, or None. `words` are its plain words,
        `dutch` those that the content knows."""
        foreign = "" if text.isascii() else text
        letters = [letter for letter in foreign if not letter.isascii() and letter.isalpha()]
        telling = [one for letter in letters for one in self.letters.get(letter, ())]
        if telling and len(letters) > len(text) / 3:
            special = [one for one in telling if len(one.letters) < OWN_SCRIPT]
            return (special or telling)[0]
        given_away = [word for word in words if word in self.words]
        if len(given_away) + bool(telling) < FEWEST:
            return None
        counts: dict[str, int] = {}
        named: dict[str, Language] = {}
        for word in given_away:
            for one in self.words[word]:
                counts[one.id] = counts.get(one.id, 0) + 1
                named[one.id] = one
        if not counts:
            return None
        marks = {one.id for one in telling}
        counts = {id: count + (id in marks) for id, count in counts.items()}
        best = max(counts, key=counts.__getitem__)
        known = sum(word in dutch for word in words)
        return named[best] if counts[best] >= FEWEST and counts[best] > known else None
