"""What the product promises of its content, counted."""

from collections import Counter
from datetime import date

import pytest

from bot.content.check import check
from bot.content.check_release import ids
from bot.content.content import Content
from bot.content.folder import shipped
from bot.content.read import read
from bot.content.source import SOURCES

DELIVERED = shipped().parent / "shared" / "sources"
"""The texts as they were delivered, where this project was built."""

FEWEST_QUESTIONS = 10

UNQUOTED = {
    # Nobody asks about the headings of the checks; “check kwaliteit” is looked up.
    "checklist/check_onafhankelijkheid",
    "checklist/check_levensbreed",
    "checklist/check_kwaliteit",
    "checklist/check_vrijwillig_beroepsmatig",
    "checklist/check_bekendheid",
    # Footnotes that name a source of the authors; “voetnoot 2” is looked up.
    "visie/voetnoot_1",
    "visie/voetnoot_2",
    "visie/voetnoot_3",
}
"""Passages that no answer quotes, beside titles, the table of contents, column heads and the colophon."""


@pytest.fixture(scope="module")
def content() -> Content:
    return read(shipped())


@pytest.mark.slow
def test_check_finds_nothing_in_the_shipped_content() -> None:
    assert [str(problem) for problem in check(shipped(), None, date(2026, 11, 21))] == []


def kinds(content: Content, document: str) -> Counter[str]:
    return Counter(passage.kind for passage in content.documents[document].passages)


def groups(content: Content, document: str, kind: str) -> list[int]:
    """How many passages of a kind there are with the same beginning of their id, in order."""
    names = [p.id.rpartition("_")[0] for p in content.documents[document].passages if p.kind == kind]
    return list(Counter(names).values())


def test_the_code_has_22_articles_and_3_footnotes(content: Content) -> None:
    counted = kinds(content, "beroepscode")
    assert (counted["article"], counted["footnote"]) == (22, 3)
    articles = [p.number for p in content.documents["beroepscode"].passages if p.kind == "article"]
    assert articles == [str(number) for number in range(1, 23)]


def test_the_checklist_has_31_points(content: Content) -> None:
    assert groups(content, "checklist", "point") == [8, 3, 5, 5, 5, 5]
    assert kinds(content, "checklist")["check"] == 5


def test_the_profile_has_its_tasks_and_competences(content: Content) -> None:
    counted = kinds(content, "beroepsprofiel")
    assert counted["core_task"] == 3
    parts = [p.number for p in content.documents["beroepsprofiel"].passages if p.kind == "core_task_part"]
    assert Counter(number[0] for number in parts) == {"1": 5, "2": 5, "3": 3}
    assert counted["distinguishing_task"] == 7
    assert groups(content, "beroepsprofiel", "profile_competence") == [3, 6, 6]
    assert counted["footnote"] == 2


def test_the_competence_profile_has_its_tasks_and_competences(content: Content) -> None:
    counted = kinds(content, "competentieprofiel")
    assert (counted["task"], counted["cluster"], counted["competence"]) == (14, 7, 29)
    assert groups(content, "competentieprofiel", "competence") == [3, 4, 5, 5, 4, 4, 4]
    assert counted["footnote"] == 2


def test_the_vision_has_3_conditions_and_3_footnotes(content: Content) -> None:
    counted = kinds(content, "visie")
    assert (counted["condition"], counted["footnote"]) == (3, 3)


def test_every_passage_that_a_person_could_ask_about_is_quoted(content: Content) -> None:
    passages = [p for document in content.documents.values() for p in document.passages]
    quoted = {quote for answer in content.answers.values() for quote in answer.quotes}
    missed = {p.id for p in passages if p.id not in quoted and p.kind != "title"}
    assert missed == UNQUOTED


def test_the_places_are_those_of_2026(content: Content) -> None:
    assert content.places
    assert len({m.name for m in content.places.municipalities}) == 342
    assert len({m.region for m in content.places.municipalities}) == 31


def test_every_contact_has_a_date(content: Content) -> None:
    assert [contact.id for contact in content.contacts.values() if not contact.checked] == []


def test_every_answer_has_many_questions_and_at_most_three_quotes(content: Content) -> None:
    few = [answer.id for answer in content.answers.values() if len(answer.questions) < FEWEST_QUESTIONS]
    assert few == []
    assert [answer.id for answer in content.answers.values() if not 1 <= len(answer.quotes) <= 3] == []


@pytest.mark.skipif(not DELIVERED.is_dir(), reason="only where the texts were delivered")
def test_the_sources_are_the_texts_as_they_were_delivered() -> None:
    delivered = sorted(DELIVERED.iterdir())
    assert [path.name for path in delivered] == [
        path.name for path in sorted((shipped() / SOURCES).iterdir())
    ]
    for path in delivered:
        assert (shipped() / SOURCES / path.name).read_bytes() == path.read_bytes(), path.name


def test_every_id_is_listed_as_released(content: Content) -> None:
    """People get answers under these ids from the day that they are out, so from then on they are kept."""
    assert content.released
    missing = [id for id in ids(content) if id not in content.released.ids]
    lines = "\n".join(f"  - {id}" for id in missing)
    assert not missing, f"add these lines to dialogs/released.yaml:\n{lines}"


def test_no_id_is_listed_as_released_twice(content: Content) -> None:
    assert content.released
    assert [id for id, times in Counter(content.released.ids).items() if times > 1] == []
