"""From what a person typed to plain words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.words import LONGEST, plain

PLAIN = {
    "": "|   |?!|👍|\u200b|\x00|\ud83d|—|_|'|\u0301",
    "client ondersteuner": "Cliënt-ondersteuner??|CLIËNT ondersteuner|client\u00a0ondersteuner"
    "|cliënt_ondersteuner|clie\u0308nt ondersteuner|client…ondersteuner|(client) „ondersteuner”"
    "|client\r\n\tondersteuner",
    "zon brief": "zo’n brief|zo'n brief|zo`n brief|zo‘n brief|zo´n brief|zo＇n brief|ZO´N brief",
    "ja": "jaaaa|JAAAA|Ja.|já|j\u200ba|ｊａ|ja\x00|ja\udc00|‘ja’",
    "jaa": "jaa",
    "ne": "neee|neeeeeee",
    "s hertogenbosch": "'s-Hertogenbosch|’s-hertogenbosch",
    "sudwest fryslan": "Súdwest-Fryslân",
    "artikel 10": "artikel\u200710|Artikel 10.|artikel #10|artikel １０",
    "10 000 euro": "€10.000 euro|10,000 euro",
    "1000": "1000|１０００",
    "strasse": "Straße|STRASSE",
}


def shown(text: str) -> str:
    return text.encode("unicode_escape", "surrogatepass").decode("ascii")


@pytest.mark.parametrize(
    ("text", "words"),
    [(text, words) for words, texts in PLAIN.items() for text in texts.split("|")],
    ids=[shown(text) for texts in PLAIN.values() for text in texts.split("|")],
)
def test_a_text_has_its_plain_words(text: str, words: str) -> None:
    assert plain(text).removeprefix("€") == words


def test_other_scripts_keep_their_letters() -> None:
    assert plain("ПРИВЕТ, мир!") == "привет мир"
    assert plain("你好") == "你好"
    assert plain("مرحبا") == "مرحبا"


def test_of_a_very_long_text_the_beginning_is_read() -> None:
    assert plain("ja " * LONGEST) == " ".join(["ja"] * (LONGEST // 3)) + " j"


@given(st.text(st.characters(codec=None, categories=None)))
def test_plain_words_are_plain_already(text: str) -> None:
    words = plain(text)

    assert words == " ".join(words.split())
    assert words == words.casefold()
    assert not any(unicodedata.category(c) in ("Cs", "Cc", "Mn", "Cf") for c in words)
    if words.isascii():
        assert plain(words) == words


@given(st.text(st.sampled_from("aAeEnN ")))
def test_no_letter_stands_three_times_over(text: str) -> None:
    assert not any(letter * 3 in plain(text) for letter in "aen")
