"""What is certainly meant as a choice, and what only looks like one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from bot.answering.words import plain
from bot.engine.choosing import (
    Bound,
    Standing,
    is_standing,
    parse,
    stamp,
    typed_label,
    typed_number,
    typed_option,
)
from bot.engine.dialog import Ask, Option
from bot.engine.label import Labels, prepare, prepare_options
from bot.engine.library import Library
from bot.engine.path import Frame, Given
from bot.engine.phrase import Phrases


@pytest.fixture(scope="module")
def phrases(library: Library) -> Phrases:
    return library.phrases


YES_NO = Ask(
    "indicatie",
    "Heeft u een besluit?",
    (
        Option("ja", "Ja", "end", ("ik heb een wlz indicatie",)),
        Option("nee", "Nee", "end"),
        Option("wacht", "Ik wacht nog op een besluit", "end", ("aangevraagd",)),
        Option("weet_niet", "Weet ik niet", "end"),
    ),
)
AGES = Ask(
    "leeftijd",
    "Hoe oud?",
    (
        Option("onder_12", "Jonger dan 12 jaar", "end"),
        Option("van_12_tot_16", "12 tot 16 jaar", "end", ("12 jaar", "13 jaar", "15 jaar", "15")),
        Option("vanaf_16", "16 jaar of ouder", "end", ("16 jaar", "17")),
    ),
)


def chosen(text: str, ask: Ask, phrases: Phrases) -> str | None:
    option = typed_option(plain(text), ask, prepare_options(ask, phrases), phrases)
    return option.id if option else None


def counted(text: str, phrases: Phrases, count: int) -> int | None:
    return typed_number(plain(text), phrases, count)


# ---- ids


def test_a_choice_of_a_question_has_a_stamp_and_a_standing_one_a_kind() -> None:
    assert parse("ja.12345678") == Bound("ja", "12345678")
    assert parse("ja") == Bound("ja", "")
    assert parse("answer:kosten") == Standing("answer", "kosten")
    assert parse("place:Bergen (NH.)") == Standing("place", "Bergen (NH.)")
    assert parse("change:0.123") == Standing("change", "0.123")
    assert is_standing("change:0.123")
    assert not is_standing("ja.12345678")


@given(st.text(st.characters(codec=None, categories=None)))
def test_any_id_can_be_read(choice_id: str) -> None:
    assert isinstance(parse(choice_id), Bound | Standing)


FRAMES = (Frame("citizen/a", (Given("x", "ja"),)), Frame("citizen/b"))


def test_a_stamp_is_eight_characters_and_the_same_for_the_same_question() -> None:
    assert stamp(FRAMES, "Vraag?", ["Ja", "Nee"]) == stamp([*FRAMES], "Vraag?", ("Ja", "Nee"))
    assert len(stamp(FRAMES, "Vraag?", ["Ja"])) == 8


def test_a_stamp_is_another_one_for_any_other_path_question_or_label() -> None:
    stamps = {
        stamp(FRAMES, "Vraag?", ["Ja", "Nee"]),
        stamp(FRAMES[:1], "Vraag?", ["Ja", "Nee"]),
        stamp((Frame("citizen/a", (Given("x", "nee"),)), FRAMES[1]), "Vraag?", ["Ja", "Nee"]),
        stamp((Frame("citizen/a", (Given("x", "ja", "Zwolle"),)), FRAMES[1]), "Vraag?", ["Ja", "Nee"]),
        stamp(FRAMES, "Vraag", ["Ja", "Nee"]),
        stamp(FRAMES, "Vraag?", ["Nee", "Ja"]),
        stamp(FRAMES, "Vraag?", ["JaNee"]),
        stamp(FRAMES, "Vraag?", []),
    }

    assert len(stamps) == 8


@given(st.text(st.characters(codec=None, categories=None)))
def test_a_stamp_can_be_made_of_any_words(words: str) -> None:
    assert len(stamp((Frame(words),), words, [words])) == 8


# ---- numbers

COUNTED = {
    0: "1|keuze 1|1e|de eerste|een|bovenste",
    1: "2.|#2|nr. 2|antwoord 2|de tweede|Tweede!|02|doe maar de tweede|ik kies 2",
    2: " 3 |3)|optie 3|drie|dan wel optie 3 graag",
    3: "nummer 4|vierde|de 4e",
    4: "5|laatste|de onderste|de laatste graag|de vijfde",
}
NOT_COUNTED = (
    "0|6|99|123|1 of 2|1 2|3.4|2,5|1/2|zesde|doe maar een||👍|ik ben 2|2 jaar|artikel 2|taak 1|twee keer"
    "|een ander|de tweede keer|tweede kamer|½|de eerste de beste"
)


@pytest.mark.parametrize(
    ("text", "number"), [(t, n) for n, texts in COUNTED.items() for t in texts.split("|")]
)
def test_a_choice_is_counted_out(phrases: Phrases, text: str, number: int) -> None:
    assert counted(text, phrases, 5) == number


@pytest.mark.parametrize("text", NOT_COUNTED.split("|"))
def test_what_counts_nothing_out_is_no_number(phrases: Phrases, text: str) -> None:
    assert counted(text, phrases, 5) is None


def test_nothing_is_counted_out_of_nothing(phrases: Phrases) -> None:
    assert counted("1", phrases, 0) is counted("laatste", phrases, 0) is None


def test_figures_of_other_scripts_count_too(phrases: Phrases) -> None:
    assert counted("٢", phrases, 5) == counted("２", phrases, 5) == 1


# ---- labels

MEANT = {
    "ja": "Ja|ja!|JA|jaa|jaaaaa|j|ja hoor|jazeker|ja graag|ja, ik denk het wel|ja dat klopt|yes|klopt|nou ja"
    "|ik heb een wlz indicatie|ik heb een wlz indictie",
    "nee": "nee|neee|neeeee|nee hoor|nog niet|nope|nee hoor, nog niet|nee nee|absoluut niet|liever niet"
    "|zeker niet",
    "weet_niet": "weet niet|weet neit|ik weet het niet|Geen idee|geen ide|weet ik eigenlijk niet|kweenie"
    "|niet zeker|misschien|nee ik weet het niet",
    "wacht": "ik wacht nog op een besluit|Ik wacht nog op besluit|aangevraagt|ik wacht nog op een beslluit"
    "|  AANGEVRAAGD. ",
}
IN_DOUBT = (
    "|👍|?|x|en|ja nee|nee ja|ja maar niet|ja maar mag ik ook een ander?|ja wat is dat|nee maar ja|jan|neef"
    "|ik heb geen wlz indicatie|ik heb nog geen wlz indicatie|ik heb niet aangevraagd|niet aangevraagd"
    "|nee en ja|ik weet het|ja of nee|wat bedoelt u met ja|ik wacht niet op een besluit|besluit"
    "|is dat niet zo|mag ik weten waarom u dat vraagt|wanneer krijg ik dat besluit|dat is het|wie beslist dat"
    "|ja ja ja ja ja ja nee|ik wil een besluit aanvragen"
)
AGED = {
    "onder_12": "jonger dan 12|jonger dan 12 jaar",
    "van_12_tot_16": "15|15 jaar|15 jar|12 tot 16 jar",
    "vanaf_16": "17|16 jaar of oudr|16 jaar",
}
NOT_AGED = "2 jaar|5 jaar|6 jaar|1 jaar|14 jaar|116 jaar|jaar|12 tot 18 jaar|jonger dan 2 jaar"


@pytest.mark.parametrize(("text", "option"), [(t, o) for o, texts in MEANT.items() for t in texts.split("|")])
def test_a_choice_is_meant_where_that_is_certain(phrases: Phrases, text: str, option: str) -> None:
    assert chosen(text, YES_NO, phrases) == option


@pytest.mark.parametrize("text", IN_DOUBT.split("|"))
def test_in_doubt_words_are_no_choice(phrases: Phrases, text: str) -> None:
    assert chosen(text, YES_NO, phrases) is None


@pytest.mark.parametrize(("text", "option"), [(t, o) for o, texts in AGED.items() for t in texts.split("|")])
def test_a_number_in_a_label_counts_to_the_letter(phrases: Phrases, text: str, option: str) -> None:
    assert chosen(text, AGES, phrases) == option


@pytest.mark.parametrize("text", NOT_AGED.split("|"))
def test_another_number_is_no_slip(phrases: Phrases, text: str) -> None:
    assert chosen(text, AGES, phrases) is None


def test_words_that_two_choices_share_mean_neither(phrases: Phrases) -> None:
    ask = Ask("x", "?", (Option("a", "Appel", "end", ("fruit",)), Option("b", "Banaan", "end", ("fruit",))))

    assert chosen("fruit", ask, phrases) is None
    assert chosen("appel", ask, phrases) == "a"
    assert chosen("appel banaan", ask, phrases) is None


def test_a_slip_that_is_as_near_to_another_label_means_neither(phrases: Phrases) -> None:
    ask = Ask("x", "?", (Option("a", "Waarheen", "end"), Option("b", "Waarheid", "end")))

    assert chosen("waarhein", ask, phrases) is None
    assert chosen("waarheen", ask, phrases) == "a"


def test_a_word_that_stands_twice_in_a_label_is_not_the_same_without_its_double(phrases: Phrases) -> None:
    ask = Ask("x", "?", (Option("a", "Bommen", "end"), Option("b", "Bomen", "end")))

    assert chosen("bommen", ask, phrases) == "a"
    assert chosen("bomen", ask, phrases) == "b"


def test_a_long_text_is_a_choice_only_to_the_letter(phrases: Phrases) -> None:
    label = "Ik wil graag heel veel over alles weten"
    ask = Ask("x", "?", (Option("a", label, "end"),))

    assert chosen(label.upper(), ask, phrases) == "a"
    assert chosen(f"{label} nu", ask, phrases) is None


def test_usual_words_count_only_for_choices_with_that_id(phrases: Phrases) -> None:
    other = replace(YES_NO, choices=tuple(replace(o, id=f"x_{o.id}") for o in YES_NO.choices))

    assert chosen("ja", other, phrases) == "x_ja"
    assert chosen("jazeker", other, phrases) is None


def test_a_question_without_choices_has_none_that_is_meant(phrases: Phrases) -> None:
    assert chosen("ja", Ask("x", "?", expect="place"), phrases) is None
    assert typed_label("ja", prepare(()), phrases) is None
    assert typed_label("ja", prepare((("leeg", ()), ("stil", ("",)))), phrases) is None
    assert typed_label(plain("👍"), prepare((("stil", ("", "👍")),)), phrases) is None


@given(st.text(st.characters(codec=None, categories=None), max_size=60))
def test_any_text_can_be_read_as_a_choice(text: str) -> None:
    bare = Phrases({}, {}, {}, (("eerste",),), ("laatste",), frozenset({"ik"}), {}, {})

    assert typed_option(plain(text), YES_NO, prepare_options(YES_NO, bare), bare) in (None, *YES_NO.choices)
    assert counted(text, bare, 3) in (None, 0, 1, 2)


@given(
    st.lists(st.text("aeiou ", min_size=1, max_size=30), max_size=9, unique=True),
    st.text("aeiou ", min_size=1, max_size=30),
    st.integers(1, 100),
)
def test_every_label_that_is_alike_enough_is_a_likely_one(words: list[str], typed: str, ratio: int) -> None:
    likely = Labels({one: {one} for one in words}).likely(len(typed), ratio)

    assert {one for one in words if fuzz.ratio(typed, one) >= ratio} <= set(likely) <= set(words)


# ---- the shipped dialogs


def questions(library: Library) -> list[Ask]:
    steps = [step for dialog in library.dialogs.values() for step in dialog.steps.values()]
    return [step for step in steps if isinstance(step, Ask)]


def test_every_label_and_every_word_of_a_choice_is_understood(library: Library) -> None:
    missed = [
        (ask.id, option.id, word)
        for ask in questions(library)
        for option in ask.choices
        for word in (option.say, *option.also)
        if chosen(word, ask, library.phrases) != option.id
        and counted(word, library.phrases, len(ask.choices) + len(ask.explain)) is None
    ]

    assert not missed


def test_no_label_is_taken_for_another_choice_with_a_letter_left_out(library: Library) -> None:
    wrong = [
        (ask.id, option.id, slip)
        for ask in questions(library)
        for option in ask.choices
        for at in range(len(option.say))
        for slip in [option.say[:at] + option.say[at + 1 :]]
        if chosen(slip, ask, library.phrases) not in (option.id, None)
    ]

    assert not wrong
