"""Words and the ends of sentences, as signs of danger are seen in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.danger_words import split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Help mij", "help mij"),
        ("Help! Nu?!", "help . nu ."),
        ("Ik wil niet meer. Echt niet.", "ik wil niet meer . echt niet ."),
        ("zie art. 12 en 3.4", "zie art 12 en 3 4"),
        ("ik weet het niet... echt niet", "ik weet het niet echt niet"),
        ("eerst\n\ndan", "eerst . dan"),
        ("eerst\ndan", "eerst dan"),
        ("zo'n cliënt’s `huis`", "zon clients huis"),
        ("één_twee\0drie", "een twee drie"),
        ("ik 日本 ben", "ik ben"),
        ("", ""),
    ],
)
def test_words_and_ends_are_told_apart(text: str, words: str) -> None:
    assert split_words(text) == words.split()


@given(st.text())
def test_nothing_but_words_and_ends_comes_of_any_text(text: str) -> None:
    for word in split_words(text):
        assert word == "." or (word.isascii() and word.isalnum() and word == word.lower())
