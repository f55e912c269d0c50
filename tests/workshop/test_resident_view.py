"""What a resident of a municipality gets, shown to those who work there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.answering.knowledge import Contact
from bot.engine.library import Library
from bot.engine.phrase import Phrase
from bot.messages import Reply, Work
from bot.workshop.workshop import Workshop
from tests.small import shipped
from tests.talk import Talk

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIBRARY = shipped()
DESK = Contact("gemeente", "Loket Zwolle", "Bel 038 123 45 67.", "2026-11-01", "https://voorbeeld.nl")


def view(library: Library) -> Sequence[Reply]:
    return Workshop(None).make(library, Work("resident_view", {"gemeente": "Zwolle"}), NOON)


def with_own(desk: Contact = DESK, own: frozenset[str] = frozenset({"contact/gemeente"})) -> Library:
    """The shipped content with a desk of a municipality's own in it."""
    knowledge = replace(LIBRARY.knowledge, contacts={**LIBRARY.knowledge.contacts, "gemeente": desk})
    return replace(LIBRARY, knowledge=knowledge, own=own)


def text_of(phrase: Phrase) -> str:
    return LIBRARY.phrases.text(phrase)


@pytest.mark.parametrize("choice", ["nee", "ja"])
def test_it_is_to_the_letter_what_a_resident_gets(choice: str) -> None:
    resident = Talk(LIBRARY)
    for said in ("waar vind ik iemand", "Zwolle", choice):
        resident.say(said)

    told = [reply for reply in resident.replies if not reply.choices]
    assert told
    assert all(reply in view(LIBRARY) for reply in told)


def test_the_own_desk_is_shown_to_residents_without_wlz() -> None:
    assert any(fact == DESK.fact for reply in view(with_own()) for fact in reply.facts)


def test_without_an_own_folder_everything_is_missing() -> None:
    last = view(LIBRARY)[-1].text

    for phrase in (Phrase.RESIDENT_NO_DESK, Phrase.RESIDENT_NO_ANSWERS, Phrase.RESIDENT_NO_WELCOME):
        assert text_of(phrase) in last


@pytest.mark.parametrize(
    ("desk", "phrase"),
    [
        (replace(DESK, how="Loop binnen."), Phrase.RESIDENT_NO_NUMBER),
        (replace(DESK, link=""), Phrase.RESIDENT_NO_LINK),
    ],
)
def test_what_an_own_desk_lacks_is_named(desk: Contact, phrase: Phrase) -> None:
    assert text_of(phrase) in view(with_own(desk))[-1].text
    assert text_of(phrase) not in view(with_own())[-1].text


@pytest.mark.parametrize(("checked", "old"), [("2025-11-20", True), ("2025-11-22", False), ("2024", True)])
def test_a_desk_that_was_checked_long_ago_is_named(checked: str, old: bool) -> None:
    said = LIBRARY.phrases.text(Phrase.RESIDENT_OLD, date=checked)

    assert (said in view(with_own(replace(DESK, checked=checked)))[-1].text) is old


def test_a_complete_folder_is_told_to_be_complete() -> None:
    own = frozenset({"contact/gemeente", "answer/eigen", "phrases/"})

    assert view(with_own(own=own))[-1].text == text_of(Phrase.RESIDENT_COMPLETE)


def test_the_shipped_content_is_nobodys_own() -> None:
    assert LIBRARY.own == frozenset()
