"""Replies survive being stored, to the letter."""

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Attachment, Choice, Fact, Quote, Reply, Work
from bot.store.replies import replies_from_json, replies_to_json

FULL = Reply(
    text="text",
    quotes=(Quote("a/b", "a", "title", "article 1", "words", lead="lead", remark="remark"),),
    facts=(Fact("text", source="source", link="link", checked="2026"),),
    choices=(Choice("id", "label"),),
    attachment=Attachment("/tmp/report.pdf", "report.pdf", "application/pdf"),
)


@given(st.lists(st.builds(Reply, work=st.none())).map(tuple))
def test_any_replies_come_back_as_they_were(replies: tuple[Reply, ...]) -> None:
    assert replies_from_json(replies_to_json(replies)) == replies


@given(st.text(st.characters()))
def test_any_character_comes_back(text: str) -> None:
    stored = replies_to_json([Reply(text)])

    assert stored.isascii()
    assert replies_from_json(stored) == (Reply(text),)


def test_every_field_is_stored() -> None:
    [stored] = json.loads(replies_to_json([FULL]))

    assert set(stored) == {field.name for field in fields(Reply)} - {"work"}  # made before it is stored
    for part in (stored["quotes"][0], stored["facts"][0], stored["choices"][0]):
        assert all(part.values())
    assert replies_from_json(json.dumps([stored])) == (FULL,)


def test_what_is_empty_takes_no_room() -> None:
    assert replies_to_json([Reply("hello")]) == '[{"text":"hello"}]'


def test_what_is_still_to_be_made_is_not_stored() -> None:
    assert replies_to_json([Reply("hello", work=Work("letter", text="Dear citizen"))]) == '[{"text":"hello"}]'


def test_the_stored_form_stays_the_same_to_the_letter() -> None:
    choices = (Choice("ja.1", "Ja"), Choice("nee.1", "Née"))
    stored = replies_to_json([Reply("\U0001f600 “x”", choices=choices), Reply("y", facts=(Fact("z"),))])

    assert stored == (
        r'[{"text":"\ud83d\ude00 \u201cx\u201d","choices":[{"id":"ja.1","label":"Ja"},'
        r'{"id":"nee.1","label":"N\u00e9e"}]},'
        r'{"text":"y","facts":[{"text":"z","source":"","link":"","checked":""}]}]'
    )


def test_a_field_of_a_later_release_is_passed_over() -> None:
    stored = '[{"text":"hello","mood":"kind","choices":[{"id":"a","label":"b","colour":"red"}]}]'

    assert replies_from_json(stored) == (Reply("hello", choices=(Choice("a", "b"),)),)


def test_a_field_that_an_earlier_release_did_not_write_is_empty() -> None:
    stored = '[{"text":"hello","facts":[{"text":"a fact"}]}]'

    assert replies_from_json(stored) == (Reply("hello", facts=(Fact("a fact"),)),)


@pytest.mark.parametrize("stored", ["", "{", "1", "null", '["a"]', "[{}]", '[{"text":"","choices":[{}]}]'])
def test_anything_else_is_a_value_error(stored: str) -> None:
    with pytest.raises(ValueError):
        replies_from_json(stored)
