"""Places as people type them: every name of the country, and what is only nearly one."""

import unicodedata
from collections.abc import Iterator

import pytest

from bot.engine.library import Library
from bot.engine.place import Former, Municipality, Place, Places, is_wordy

SMALL = Places(
    source="made up",
    checked="2026-11-21",
    municipalities=(
        Municipality("Zandstad", "Duinen"),
        Municipality("Duinen", "Duinen"),
        Municipality("Veendorp (N.)", "Moeras", ("Veendorp",)),
        Municipality("Veendorp (Z.)", "Heide", ("Veendorp",)),
        Municipality("Best", "Heide"),
        Municipality("Alphen aan den Rijn", "Heide"),
        Municipality("Noordoost-Heide", "Heide"),
    ),
    formers=(Former("Oudzand", ("Zandstad",)), Former("Splitsing", ("Zandstad", "Best"))),
    regions_also={"Moeras": ("het Moerasland",)},
)


def names(places: tuple[Place, ...]) -> list[str]:
    return [place.name for place in places]


def without_accents(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def spellings(name: str) -> Iterator[str]:
    """A name as people write it: capitals, accents, hyphens, and in a sentence."""
    yield from (name, name.upper(), name.lower(), f"  {name}. ", f"{name}!")
    yield from (without_accents(name), name.replace("-", " "), name.replace("-", "").lower())
    yield from (name.replace("'", "’"), name.replace("'", ""))
    yield from (
        f"ik woon in {name}",
        f"Ik woon in {name.lower()}.",
        f"gemeente {name}",
        f"wij wonen nu in {name}",
    )
    yield f"mijn moeder woont al heel lang in {name} en wil daar blijven"


# ---- every name of the country


def test_there_are_as_many_municipalities_and_regions_as_the_country_has(library: Library) -> None:
    assert len(library.places.municipalities) == 342
    assert len({m.region for m in library.places.municipalities}) == 31


def test_every_municipality_is_found_by_its_name_however_it_is_written(library: Library) -> None:
    missed = [
        (typed, names(library.places.find(typed)))
        for municipality in library.places.municipalities
        for typed in spellings(municipality.name)
        if names(library.places.find(typed)) != [municipality.name]
    ]

    assert not missed


def test_every_other_name_of_a_municipality_leads_to_it(library: Library) -> None:
    missed = [
        (typed, names(library.places.find(typed)))
        for municipality in library.places.municipalities
        for other in municipality.also
        for typed in spellings(other)
        if municipality.name not in names(library.places.find(typed))
    ]

    assert not missed


def test_every_former_name_leads_to_the_municipalities_of_today(library: Library) -> None:
    today = {municipality.name for municipality in library.places.municipalities}
    missed = [
        (typed, names(library.places.find(typed)))
        for former in library.places.formers
        if former.name not in today
        for typed in spellings(former.name)
        if names(library.places.find(typed)) != list(former.now)
    ]

    assert not missed


def test_every_region_is_found_by_its_name_where_no_municipality_has_that_name(library: Library) -> None:
    today = {municipality.name for municipality in library.places.municipalities}
    for region in {municipality.region for municipality in library.places.municipalities}:
        for name in (region, *library.places.regions_also.get(region, ())):
            for typed in spellings(name):
                [found] = library.places.find(typed)
                expected = ("municipality", name) if name in today else ("region", region)
                assert (found.kind, found.name) == expected, typed


def test_every_region_is_found_where_it_is_said_to_be_one(library: Library) -> None:
    for region in {municipality.region for municipality in library.places.municipalities}:
        for typed in (f"regio {region}", f"ik woon in de regio {region.lower()}"):
            assert library.places.find(typed) == (Place("region", region, region),), typed


def test_a_long_name_with_a_letter_left_out_still_leads_to_the_right_place(library: Library) -> None:
    tried = right = 0
    for municipality in library.places.municipalities:
        name = municipality.name.partition(" (")[0]
        if len(name) < 8:
            continue
        for at, letter in enumerate(name):
            if letter.isalpha():
                tried += 1
                found = library.places.find(name[:at] + name[at + 1 :])
                right += names(found) == [municipality.name]

    assert tried > 1500
    assert right / tried >= 0.95


def test_a_name_within_a_sentence_is_found_with_a_letter_left_out_too(library: Library) -> None:
    for typed, name in (
        ("ik woon in Leeuwrden", "Leeuwarden"),
        ("in de gemeente amsterdm", "Amsterdam"),
        ("rotterdan", "Rotterdam"),
        ("Sittrad-Geleen", "Sittard-Geleen"),
        ("almeer", "Almere"),
        ("den bos", "'s-Hertogenbosch (Den Bosch)"),
        ("Sudwest fryslan", "Súdwest-Fryslân"),
    ):
        assert names(library.places.find(typed)) == [name], typed


NO_PLACES = """
    |   |👍|1234 AB|ja|nee|weet ik niet|geen idee|hallo|bij mijn zus|Nederland|Gelderland|Noord-Brabant
    |noord holland|limburg|België|weer|goed|thuis|in een dorp|wat kost het?|hoe lang duurt dat
    |welke ondersteuner is het best|dat weten mijn buren|ik heb twee huizen gezien|kampen met geldzorgen
    """


@pytest.mark.parametrize(
    "typed", [*map(str.strip, NO_PLACES.split("|")), "\x00\ud800", "a" * 5000, "x " * 2000]
)
def test_what_names_no_place_leads_to_none(library: Library, typed: str) -> None:
    assert library.places.find(typed) == ()


# ---- what can be meant


def test_a_name_that_two_municipalities_have_leads_to_both() -> None:
    assert names(SMALL.find("veendorp")) == ["Veendorp (N.)", "Veendorp (Z.)"]


def test_a_municipality_that_was_divided_leads_to_all_that_got_a_part_of_it() -> None:
    found = SMALL.find("ik woon in Splitsing")

    assert names(found) == ["Zandstad", "Best"]
    assert {place.former for place in found} == {"Splitsing"}


def test_a_municipality_goes_before_a_region_with_its_name() -> None:
    assert SMALL.find("duinen") == (Place("municipality", "Duinen", "Duinen"),)


def test_two_names_lead_to_both_places() -> None:
    assert names(SMALL.find("van Zandstad verhuisd naar Duinen")) == ["Zandstad", "Duinen"]


def test_a_municipality_is_meant_where_its_region_is_named_beside_it() -> None:
    assert names(SMALL.find("Zandstad in Moeras")) == ["Zandstad"]


def test_one_place_by_two_of_its_names_is_one_place() -> None:
    assert names(SMALL.find("Oudzand in Zandstad")) == ["Zandstad"]


def test_the_longest_name_counts() -> None:
    assert names(SMALL.find("ik woon in alphen aan den rijn")) == ["Alphen aan den Rijn"]


def test_a_word_that_is_a_name_too_is_one_alone_or_after_a_word_that_stands_before_places() -> None:
    for typed in ("best", "Best!", "ik woon in best", "gemeente Best", "het is heel mooi wonen in best hoor"):
        assert names(SMALL.find(typed)) == ["Best"], typed
    for typed in ("wie is voor mij het best", "mijn best", "best wel moeilijk vind ik dat"):
        assert SMALL.find(typed) == (), typed


def test_a_name_that_is_no_word_may_stand_at_the_end_of_a_sentence() -> None:
    assert names(SMALL.find("mijn moeder woont nu Zandstad")) == ["Zandstad"]


def test_a_name_between_other_words_is_none() -> None:
    assert SMALL.find("mijn hond heet Zandstad en is heel lief") == ()


def test_a_province_is_no_slip_in_the_name_of_a_region() -> None:
    places = Places("", "", (Municipality("Zandstad", "Noordoost-Brabant"),))

    assert places.find("Noord-Brabant") == ()
    assert names(places.suggest("Noord-Brabant")) == ["Noordoost-Brabant"]


def test_a_slip_that_could_be_in_two_names_leads_to_both() -> None:
    places = Places("", "", (Municipality("Haren", "Noord"), Municipality("Laren", "Zuid")))

    assert names(places.find("waren")) == ["Haren", "Laren"]


# ---- what may be meant


def test_names_that_are_near_or_hold_what_was_typed_are_suggested() -> None:
    assert names(SMALL.suggest("heide")) == ["Noordoost-Heide", "Heide"]
    assert names(SMALL.suggest("ik woon in zandschad"))[0] == "Zandstad"


def test_nothing_is_near_to_a_few_letters_or_to_a_story(library: Library) -> None:
    for typed in ("", "x", "abc", "👍", "ik vertel liever een heel lang verhaal over mijn leven " * 9):
        assert library.places.suggest(typed) == (), typed


def test_no_place_is_suggested_twice(library: Library) -> None:
    for typed in ("friesland", "duitsland", "noordwest fryslan", "haaren", "holland", "brabant"):
        found = library.places.suggest(typed)
        assert len({(place.kind, place.name) for place in found}) == len(found) <= 4, typed


# ---- the rest


def test_a_place_is_known_by_its_own_name_only(library: Library) -> None:
    for municipality in library.places.municipalities:
        assert library.places.place(municipality.name) == Place(
            "municipality", municipality.name, municipality.region
        )
    assert SMALL.place("Heide") == Place("region", "Heide", "Heide")
    assert SMALL.place("best") is None
    assert SMALL.place("Oudzand") is None


def test_every_former_municipality_lies_in_one_of_today(library: Library) -> None:
    today = {municipality.name for municipality in library.places.municipalities}

    assert all(former.now and today.issuperset(former.now) for former in library.places.formers)


def test_a_text_is_wordy_when_it_says_more_than_where_somebody_lives() -> None:
    assert not is_wordy("ik woon in Sint Anna")
    assert not is_wordy("")
    assert is_wordy("hoe vraag ik dat aan")
