"""How hard a letter is to read, and the words that make it so."""

import pytest

from bot.engine.library import Library
from bot.municipal.letter_pattern import Patterns
from bot.municipal.letter_reading import HARDEST_SHOWN, LetterReading, read_letter

PLAIN = "U krijgt hulp in huis. Wij komen op maandag bij u langs. U kunt dan al uw vragen stellen."
OFFICIAL = (
    "Naar aanleiding van uw aanvraag delen wij u mede dat de maatwerkvoorziening wordt verstrekt indien en "
    "voor zover de door u ondervonden belemmeringen niet met gebruikelijke hulp kunnen worden weggenomen."
)


@pytest.fixture
def patterns(library: Library) -> Patterns:
    return Patterns(library.letters.lists, library.letters.layout.negations)


def reading(library: Library, patterns: Patterns, text: str) -> LetterReading:
    return read_letter(text, library.letters, patterns)


def test_plain_words_are_easy_and_official_ones_are_not(library: Library, patterns: Patterns) -> None:
    plain, official = reading(library, patterns, PLAIN), reading(library, patterns, OFFICIAL)

    assert (plain.easy, official.easy) == (True, False)
    assert plain.flesch_band == "heel makkelijk"
    assert plain.ease.flesch_douma > official.ease.flesch_douma
    assert (plain.long, official.long) == ((), (OFFICIAL,))


def test_hard_words_get_a_plain_word_in_the_order_of_the_letter(library: Library, patterns: Patterns) -> None:
    found = reading(library, patterns, OFFICIAL).jargon

    assert [one.word for one in found][:3] == ["naar aanleiding van", "maatwerkvoorziening", "verstrekt"]
    assert all(one.plain for one in found)


def test_the_passive_and_what_tangles_a_sentence_are_shown_with_it(
    library: Library, patterns: Patterns
) -> None:
    found = reading(library, patterns, f"{PLAIN} {OFFICIAL}")

    assert found.passive == (OFFICIAL,)
    assert [(one.sentence, "tangconstructie" in one.kinds) for one in found.tangled] == [(OFFICIAL, True)]


def test_the_hardest_sentences_come_hardest_first(library: Library, patterns: Patterns) -> None:
    found = reading(library, patterns, f"{PLAIN} {OFFICIAL} {PLAIN} {PLAIN}")

    assert len(found.hardest) <= HARDEST_SHOWN
    assert found.hardest[0] == OFFICIAL


def test_a_letter_of_a_few_words_is_not_called_easy(library: Library, patterns: Patterns) -> None:
    assert not reading(library, patterns, "Dag.").easy


def test_there_is_no_band_between_two_bands(library: Library) -> None:
    for bands in library.letters.bands.values():
        assert min(map(float, bands)) < -900
