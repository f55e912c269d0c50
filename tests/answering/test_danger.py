"""Signs of danger, and what only looks like one, in the words of `danger_signs.yaml`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.danger import DangerSigns
from bot.content.folder import shipped
from bot.content.read import read
from bot.engine.library import Library

SIGNS = yaml.safe_load((Path(__file__).parent / "danger_signs.yaml").read_text(encoding="utf-8"))


def _sentences(part: str) -> Iterator[tuple[str, str]]:
    return ((kind, str(said)) for kind, sentences in SIGNS[part].items() for said in sentences)


@pytest.fixture(scope="module")
def signs(library: Library) -> DangerSigns:
    return library.knowledge.danger


def test_every_sentence_that_tells_of_danger_is_seen_nearly_always_as_its_kind(signs: DangerSigns) -> None:
    found = {said: signs.find(said) for _, said in _sentences("danger")}
    missed = [said for said, danger in found.items() if danger is None]
    other = [(s, k, d.kind) for k, s in _sentences("danger") if (d := found[s]) and d.kind != k]
    assert not missed
    assert len(other) <= 0.03 * len(found)  # two kinds seen in one message: the first of the file counts


def test_what_only_looks_like_danger_is_left_alone(signs: DangerSigns) -> None:
    assert not [said for _, said in _sentences("safe") if signs.find(said)]


def test_words_that_are_expected_are_heard_as_they_would_be_without(library: Library) -> None:
    said = [said for part in ("danger", "safe") for _, said in _sentences(part)]
    fresh = _fresh()
    before = [fresh.signs(text) for text in said]
    fresh.get_used_to([*said, "hij heeft mijn zus geslagne", "zelfmoort heeeelp 12"])

    assert [fresh.signs(text) for text in said] == before
    assert before == [library.knowledge.danger.signs(text) for text in said]


def _fresh() -> DangerSigns:
    """The shipped signs, used to nothing yet."""
    danger = read(shipped()).danger
    assert danger is not None
    return danger


def test_a_sign_in_a_long_message_is_found_up_to_four_thousand_characters(signs: DangerSigns) -> None:
    around = "ik heb een vraag over het gesprek met de gemeente. " * 70
    assert signs.find(f"{around[:3900]}. ik wil niet meer leven. ") is not None


def test_each_reply_is_two_sentences_with_a_number(library: Library, signs: DangerSigns) -> None:
    replies = {danger.reply for _, said in _sentences("danger") if (danger := signs.find(said))}
    for reply in replies:
        assert len(re.findall(r"[.!?](?: |$)", reply)) == 2
        assert re.search(r"\b11[23]\b", reply)


@given(st.text())
def test_no_text_makes_it_fail(library: Library, text: str) -> None:
    found = library.knowledge.danger.find(text)
    assert found is None or found.reply
