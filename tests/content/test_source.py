"""The proof that the passages are the five sources, word for word and in both directions."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.answering.knowledge import Document, Passage
from bot.content.content import Content
from bot.content.folder import shipped
from bot.content.problem import Problem
from bot.content.read import read
from bot.content.source import SOURCES, mended, unproved

DOCUMENTS = ("beroepscode", "beroepsprofiel", "checklist", "competentieprofiel", "visie")


@pytest.fixture(scope="module")
def content() -> Content:
    return read(shipped())


def problems_of(content: Content, document: Document, *passages: Passage) -> list[Problem]:
    """What the proof says when a document has these passages."""
    changed = replace(document, passages=passages)
    return unproved(replace(content, documents={document.id: changed}))


def test_there_are_five_documents(content: Content) -> None:
    assert tuple(content.documents) == DOCUMENTS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_shipped_passages_are_the_words_of_their_source(content: Content, name: str) -> None:
    document = content.documents[name]
    assert problems_of(content, document, *document.passages) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_without_the_passages_only_headings_and_numbers_are_left_of_a_source(
    content: Content, name: str
) -> None:
    """The same by another way than the proof goes, so that the two can catch each other."""
    source = (shipped() / SOURCES / f"{name}.txt").read_text(encoding="utf-8")
    for mend in content.mends.get(name, ()):
        source = mended(source, mend)
    rest = " ".join(source.split())
    for passage in content.documents[name].passages:
        words = " ".join(passage.text.split())
        between, found, rest = rest.partition(words)
        assert found, f"{passage.id} is not in what is left of the source"
        for heading in passage.under:
            between = between.replace(heading, "", 1)
        left = between.replace(".", "").split()
        assert left in ([], [passage.number.replace(".", "")], [passage.number[-1:]]), passage.id
    assert rest.strip() == ""


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_passage_can_be_left_out(content: Content, name: str) -> None:
    document = content.documents[name]
    headings = {heading for passage in document.passages for heading in passage.under}
    for at, passage in enumerate(document.passages):
        left = (*document.passages[:at], *document.passages[at + 1 :])
        if passage.text not in headings:  # whose words would still be there, above the next passage
            assert problems_of(content, document, *left), passage.id


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_passage_can_be_moved(content: Content, name: str) -> None:
    document = content.documents[name]
    for at, passage in enumerate(document.passages[1:]):
        moved = (*document.passages[:at], passage, document.passages[at], *document.passages[at + 2 :])
        assert problems_of(content, document, *moved), passage.id


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_word_of_a_passage_can_be_changed_added_or_left_out(content: Content, name: str) -> None:
    document = content.documents[name]
    for at, passage in enumerate(document.passages):
        for text in slips_in(passage.text):
            changed = replace(passage, text=text)
            found = problems_of(
                content, document, *document.passages[:at], changed, *document.passages[at + 1 :]
            )
            assert found, f"{passage.id}: {text}"
            assert found[0].file == f"knowledge/documents/{name}.yaml"


def slips_in(text: str) -> Iterator[str]:
    """The text with its first, middle or last word changed, with a word more, and with one less."""
    words = text.split()
    for at in {0, len(words) // 2, len(words) - 1}:
        yield " ".join([*words[:at], f"{words[at]}n", *words[at + 1 :]])
        yield " ".join([*words[:at], "niet", *words[at:]])
        yield " ".join([*words[:at], *words[at + 1 :]])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_mend_is_needed(content: Content, name: str) -> None:
    mends = content.mends.get(name, [])
    document = content.documents[name]
    for at, mend in enumerate(mends):
        fewer = {name: [*mends[:at], *mends[at + 1 :]]}
        found = unproved(replace(content, documents={name: document}, mends=fewer))
        assert found, f"{mend} is not needed"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_mend_changes_no_letters(content: Content, name: str) -> None:
    for mend in content.mends.get(name, ()):
        if mend.find not in CHANGING:
            assert letters(mend.find) == letters(mend.put), mend


CHANGING = {
    "": "patterns take away marks of layout, and the heads of tables that go on",
    "leder(in)": "Ieder(in), whose capital I was read as a small l",
    "Competentieclusters met competenties (vervolg)": "a heading that a second page repeats",
}
"""Mends that change letters, and what they change."""


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha())
