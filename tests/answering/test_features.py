"""From a text to what the ranker weighs: stems, pairs, letter pieces, terms, repairs and compounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.features import MOST_WORDS, SHORTEST_REPAIRED, Vocabulary, features, stem
from bot.engine.library import Library

VOCABULARY = Vocabulary.of(
    ["de klacht over een afspraak", "klachtenregeling gemeente bevestiging kerk toren werk zorgkantoor"],
    {"hulp": ("cliëntondersteuner", "client ondersteuner"), "wlz": ("Wlz", "wet langdurige zorg")},
)


def words_of(text: str) -> set[str]:
    return set(features(text, VOCABULARY).words)


# ---- repairs


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("klaht", "klacht"),
        ("gemete", "gemete"),
        ("gemeemte", "gemeente"),
        ("zorgkantor", "zorgkantoor"),
        ("zrogkantoor", "zorgkantoor"),
        ("bevestging", "bevestiging"),
        ("klacht", "klacht"),
        ("onbekendwoord", "onbekendwoord"),
    ],
)
def test_a_slip_is_repaired_towards_a_known_word(typed: str, known: str) -> None:
    assert VOCABULARY.repaired(typed) == known


@pytest.mark.parametrize("typed", ["wrk", "krk", "werf", "12345", "zorg1kantoor", "", "a", "ärger"])
def test_short_words_and_what_is_no_word_are_left_as_they_are(typed: str) -> None:
    assert VOCABULARY.repaired(typed) == typed


def test_no_slip_is_repaired_behind_another_first_letter() -> None:
    assert VOCABULARY.repaired("ermeente") == "ermeente"


@given(st.text(max_size=12))
def test_a_repair_is_a_known_word_or_the_word_itself(typed: str) -> None:
    repaired = VOCABULARY.repaired(typed)

    assert repaired == typed or (repaired in VOCABULARY.words and len(typed) >= SHORTEST_REPAIRED)
    assert VOCABULARY.repaired(repaired) == repaired


# ---- compounds


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("afspraakbevestiging", ("afspraak", "bevestiging")),
        ("werkafspraak", ("werk", "afspraak")),
        ("gemeentekerk", ("gemeente", "kerk")),
        ("klachtenafspraak", ("klacht", "afspraak")),
        ("werkskerk", ("werk", "kerk")),
        ("kerkenwerk", ("kerk", "werk")),
        ("klacht", ()),
        ("werk", ()),
        ("onbekendwoord", ()),
        ("kerk", ()),
        ("", ()),
    ],
)
def test_a_compound_is_taken_apart_over_known_words(word: str, parts: tuple[str, ...]) -> None:
    assert VOCABULARY.parts(word) == parts


# ---- terms


def test_a_lay_word_stands_for_the_term_it_means() -> None:
    for text in (
        "mijn clientondersteuner",
        "mijn client ondersteuner",
        "Cliënt-ondersteuner!",
        "cliëntondersteuners",
    ):
        assert features(text, VOCABULARY).terms == ("t:hulp",), text
    assert features("wet langdurige zorg", VOCABULARY).terms == ("t:wlz",)
    assert features("de wlz van mijn clientondersteuner", VOCABULARY).terms == ("t:wlz", "t:hulp")
    assert features("wet langdurige", VOCABULARY).terms == ()


def test_a_name_of_two_terms_stands_for_both() -> None:
    vocabulary = Vocabulary.of([], {"een": ("mentor",), "twee": ("mentor", "voogd"), "leeg": ("",)})

    assert features("mentor", vocabulary).terms == ("t:een", "t:twee")


# ---- all together


def test_a_text_has_the_stems_of_its_words_and_of_its_pairs() -> None:
    assert words_of("De klachten!") == {
        f"w:{stem('de')}",
        f"w:{stem('klachten')}",
        f"b:{stem('de')} {stem('klachten')}",
    }


def test_a_text_has_the_stems_of_the_parts_of_its_compounds() -> None:
    assert {f"w:{stem('afspraak')}", f"w:{stem('bevestiging')}"} <= words_of("afspraakbevestiging")


def test_a_text_has_the_letter_pieces_of_its_words_between_their_edges() -> None:
    assert set(features("werk", VOCABULARY).pieces) == {
        *("c: we", "c:wer", "c:erk", "c:rk "),
        *("c: wer", "c:werk", "c:erk "),
        *("c: werk", "c:werk "),
    }


def test_a_word_that_stands_twice_is_there_twice() -> None:
    assert features("klacht klacht", VOCABULARY).words.count(f"w:{stem('klacht')}") == 2


def test_of_a_long_message_the_beginning_and_the_end_are_weighed() -> None:
    text = " ".join(["begin", *(f"w{n}" for n in range(3 * MOST_WORDS)), "einde"])
    found = features(text, VOCABULARY).words

    assert "w:begin" in found
    assert f"w:{stem('einde')}" in found
    assert sum(name.startswith("w:") for name in found) <= MOST_WORDS


def test_a_text_without_words_has_nothing() -> None:
    found = features("👍", VOCABULARY)

    assert not (found.words or found.pieces or found.terms)


@given(st.text(st.characters(codec=None, categories=None), max_size=80))
def test_any_text_has_features_and_always_the_same(text: str) -> None:
    assert features(text, VOCABULARY) == features(text, VOCABULARY)


def test_the_shipped_terms_are_found_under_all_their_names(library: Library) -> None:
    vocabulary = library.matcher.lexicon.vocabulary
    for term in library.knowledge.terms.values():
        for name in (term.term, *term.also):
            assert f"t:{term.id}" in features(name, vocabulary).terms, name
