"""How hard a letter is to read, told with its own words.

The measures know only lengths; so beside them stand the sentences and the words that make a letter hard:
the hardest sentences, words of the trade with plain ones for them, the passive, and constructions that a
reader must untangle. A letter counts as easy (about B1) where all of that together stays small.
"""

from collections.abc import Sequence

from bot.engine.letter import Letters
from bot.municipal.letter_pattern import Pattern, Patterns, plain_words
from bot.municipal.letter_text import prose
from bot.municipal.reading import Ease, ease, words
from bot.record import record

HARDEST_SHOWN = 5

LONG_SENTENCE = 20
"""Words from which a sentence is too long for many readers; B1 asks for about twelve on average."""

EASIEST_HARD = 58.0
"""Flesch-Douma below which a letter is too hard."""

MOST_WORDS = 15.0
"""Words a sentence on average, above which a letter is too hard."""

MOST_LONG = 0.2
"""The part of the sentences that may be long."""

MOST_HARD_WORDS = 3.0
"""Hard words and tangled constructions to a hundred words, above which a letter is too hard."""

_SHORTEST_SENTENCE = 3  # words: a shorter one ("Een spoedig herstel!") says nothing about reading
_SHORTEST_SHOWN = 7  # words of a sentence that shows how a letter reads
_FEWEST_WORDS = 15  # of a letter that can be measured


@record
class HardWord:
    """A hard word as it stands in the letter, and plain words for it."""

    word: str
    plain: str


@record
class Tangle:
    """A sentence that must be untangled, and what tangles it."""

    sentence: str
    kinds: tuple[str, ...]


@record
class LetterReading:
    """The measures of a letter, and the words behind them. Sentences stand in the order of the letter,
    but the hardest first among the hardest."""

    ease: Ease
    easy: bool
    flesch_band: str
    leesindex_band: str
    hardest: tuple[str, ...]
    long: tuple[str, ...]
    jargon: tuple[HardWord, ...]
    passive: tuple[str, ...]
    tangled: tuple[Tangle, ...]
    easiest: str  # a sentence that shows how the letter reads, for a letter that is easy


def read_letter(text: str, letters: Letters, patterns: Patterns) -> LetterReading:
    """Reads the paragraphs and lists of a letter; letterhead, headings and signature count for nothing."""
    sentences = [one for one in prose(text, letters.layout) if len(words(one)) >= _SHORTEST_SENTENCE]
    measured = _measured(sentences, letters.explained)
    found = _Words(letters, patterns)
    jargon = found.jargon(sentences)
    tangled = found.tangled(sentences)
    long = [one for one in sentences if len(words(one)) > LONG_SENTENCE]
    hard = (
        100 * (len(jargon) + sum(len(one.kinds) for one in tangled)) / measured.words
        if measured.words
        else 0.0
    )
    easy = (
        measured.words >= _FEWEST_WORDS
        and measured.flesch_douma >= EASIEST_HARD
        and measured.words_per_sentence <= MOST_WORDS
        and len(long) <= MOST_LONG * len(sentences)
        and hard <= MOST_HARD_WORDS
    )
    whole = [one for one in sentences if len(words(one)) >= _SHORTEST_SHOWN] or sentences
    by_ease = sorted(whole, key=lambda one: _measured([one], letters.explained).flesch_douma)
    return LetterReading(
        ease=measured,
        easy=easy,
        flesch_band=_band(letters, "flesch_douma", measured.flesch_douma),
        leesindex_band=_band(letters, "leesindex_a", measured.leesindex_a),
        hardest=tuple(by_ease[:HARDEST_SHOWN]),
        long=tuple(long),
        jargon=jargon,
        passive=found.passive(sentences),
        tangled=tangled,
        easiest=_usual(by_ease),
    )


def _usual(by_ease: Sequence[str]) -> str:
    """A sentence from the middle, one that tells something if there is any; empty where there is none."""
    middle = len(by_ease) // 2
    return next((one for one in by_ease[middle:] if not one.endswith("?")), "".join(by_ease[middle:][:1]))


def _measured(sentences: Sequence[str], explained: Sequence[str]) -> Ease:
    """The measures of some sentences, without the words that a letter about client support needs."""
    parts = [ease(one, explained) for one in sentences]
    return Ease(sum(part.words for part in parts), len(parts), sum(part.syllables for part in parts))


def _band(letters: Letters, measure: str, value: float) -> str:
    bands = letters.bands[measure]
    least = max((one for one in bands if float(one) <= value), key=float, default=min(bands, key=float))
    return bands[least]


class _Words:
    """The hard words and constructions of letters.yaml, sought in sentences."""

    def __init__(self, letters: Letters, patterns: Patterns) -> None:
        self._jargon = [(patterns.all((word,))[0], plain) for word, plain in letters.jargon.items()]
        self._tangled = {kind: patterns.all(written) for kind, written in letters.tangled.items()}
        self._passive = patterns.all(letters.passive)

    def jargon(self, sentences: Sequence[str]) -> tuple[HardWord, ...]:
        """Every hard word once, in the order of the letter."""
        said = "".join(plain_words(one) for one in sentences)
        found = [(next(pattern.found_in(said), None), plain) for pattern, plain in self._jargon]
        first = sorted((at.start, at.end, plain) for at, plain in found if at)
        return tuple(HardWord(said[start:end].strip(), plain) for start, end, plain in first)

    def tangled(self, sentences: Sequence[str]) -> tuple[Tangle, ...]:
        """Every sentence with tangled constructions."""
        kinds = [
            tuple(kind for kind, patterns in self._tangled.items() if _any(patterns, plain_words(one)))
            for one in sentences
        ]
        return tuple(Tangle(one, found) for one, found in zip(sentences, kinds, strict=True) if found)

    def passive(self, sentences: Sequence[str]) -> tuple[str, ...]:
        """Every sentence in the passive."""
        return tuple(one for one in sentences if _any(self._passive, plain_words(one)))


def _any(patterns: Sequence[Pattern], said: str) -> bool:
    return any(True for pattern in patterns for _ in pattern.found_in(said))
