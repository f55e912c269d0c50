"""How hard a Dutch text is to read: sentences, syllables and two classic measures.

Flesch-Douma = 206.8 - 0.77 x (syllables per 100 words) - 0.93 x (words per sentence); 0-30 very hard,
30-45 hard, 45-60 rather hard, 60-70 normal, 70-80 rather easy, 80-90 easy, 90-100 very easy (bands as
in Tijdschrift voor Taalbeheersing, 1977). Brouwer's Leesindex A = 195 - 2 x (words per sentence) - 67 x
(syllables per word). A measure knows only lengths: it never replaces looking at the words themselves.
"""

import re
from collections.abc import Sequence

from bot.record import record

_SENTENCE = re.compile(r"(?:[^.!?:\n]|[.:](?=\S))+[.!?:]*")
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’\-](?=\w))*")
_NUCLEUS = re.compile(
    r"aai|ooi|oei|eeu|ieu|aa|ee|ie|oo|uu|oe|eu|ui|ij|ei|ou|au|[aeiouy]|[áéíóúàèëïöüêôûâî]",
    re.IGNORECASE,
)


@record
class Ease:
    """The measures of a text. Higher is easier."""

    words: int
    sentences: int
    syllables: int

    @property
    def words_per_sentence(self) -> float:
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def flesch_douma(self) -> float:
        if not self.words:
            return 100.0
        return 206.8 - 0.77 * (100 * self.syllables / self.words) - 0.93 * self.words_per_sentence

    @property
    def leesindex_a(self) -> float:
        if not self.words:
            return 100.0
        return 195 - 2 * self.words_per_sentence - 67 * (self.syllables / self.words)


def sentences(text: str) -> list[str]:
    """The sentences of a text. A line end ends a sentence, a colon too; a point within a number, a
    web address or an abbreviation does not."""
    found = (sentence.strip() for sentence in _SENTENCE.findall(text))
    return [sentence for sentence in found if _WORD.search(sentence)]


def words(text: str) -> list[str]:
    """The words of a text, without numbers and punctuation."""
    return _WORD.findall(text)


def syllables(word: str) -> int:
    """The number of vowel groups of a Dutch word: its syllables, for about nine words in ten."""
    return max(1, len(_NUCLEUS.findall(word)))


def ease(text: str, without: Sequence[str] = ()) -> Ease:
    """The measures of a text, leaving out words that begin with one of `without`: a word that the
    reader cannot be spared should not hide how easy the rest is."""
    counted = (
        [w for w in words(text) if not w.casefold().startswith(tuple(without))] if without else words(text)
    )
    return Ease(len(counted), len(sentences(text)), sum(map(syllables, counted)))
