"""Whether a text in a group is meant for Naast."""

import pytest

from bot.channels.matrix.addressing import Me, without_name, words_for
from bot.channels.matrix.reading import Kind, Said

ME = Me("@naast-bot:example.org", "Naast")


def said(text: str, *mentions: str) -> Said:
    return Said("$1", "@anna:example.org", Kind.TEXT, text, mentions=frozenset(mentions))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@naast-bot:example.org wat is een mee?", "wat is een mee?"),
        ("@naast-bot:example.org: hallo", "hallo"),
        ("hallo @naast-bot, hoe gaat het", "hallo hoe gaat het"),
        ("@Naast stop", "stop"),
        ("Naast: stop", "stop"),
        ("naast, stop", "stop"),
        ("naast-bot: stop", "stop"),
        ("@naast", ""),
    ],
)
def test_who_calls_naast_by_a_name_is_answered_without_it(text: str, words: str) -> None:
    assert words_for(said(text), ME) == words


@pytest.mark.parametrize(
    "text",
    ["naast de kerk", "ik woon naast, dus vlakbij", "anna@naast-bot.nl", "@naastenliefde", "hallo", "2", ""],
)
def test_the_everyday_word_calls_nobody(text: str) -> None:
    assert words_for(said(text), ME) is None


def test_a_mention_addresses_naast_whatever_the_text_says() -> None:
    assert words_for(said("Naast wat is wlz", ME.user_id), ME) == "wat is wlz"
    assert words_for(said("wie woont er naast de kerk", ME.user_id), ME) == "wie woont er naast de kerk"
    assert words_for(said("hallo", "@bob:example.org"), ME) is None


def test_in_a_room_of_two_the_name_is_taken_off_and_nothing_else() -> None:
    assert without_name("Naast: stop", ME)[0] == "stop"
    assert without_name("ik woon naast de kerk", ME)[0] == "ik woon naast de kerk"


def test_without_a_display_name_the_user_id_is_enough() -> None:
    nameless = Me("@naast-bot:example.org", "")

    assert words_for(said("@naast-bot: hoi"), nameless) == "hoi"
    assert words_for(said(": hoi"), nameless) is None
