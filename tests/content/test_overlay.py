"""A municipality's own folder, laid over the shipped content."""

from pathlib import Path

import pytest

from bot.answering.asking import answer_to
from bot.answering.finding import Answered, Finding
from bot.content.content import Content
from bot.content.folder import shipped
from bot.content.read import read
from bot.engine.library import Library
from bot.engine.phrase import Command, Phrase
from tests.content.small import Root

CONTACT = """\
contacts:
  gemeente:
    name: Loket Almere
    how: Bel of bezoek het loket van Almere.
    checked: 2026-11-01
"""

PHRASES = """\
texts:
  goodbye: Tot ziens in Almere.
commands:
  stop: {label: Ophouden, also: [ophouden]}
"""

ANSWERS = """\
topic: almere
audience: citizen
checked: 2026-11-01
answers:
  andere_ondersteuner:
    title: Een ander vragen in Almere
    questions: [Mag ik in Almere een andere cliëntondersteuner?]
    answer: Ja. Vraag het aan het loket van Almere.
    quotes: [checklist/onafhankelijkheid_4]
  spreekuur_almere:
    title: Spreekuur in Almere Haven
    questions:
      - Is er een spreekuur in Almere Haven?
      - wanneer is het spreekuur bij de Corrosia
      - spreekuur cliëntondersteuning Haven
    answer: Op dinsdag is er spreekuur bij de Corrosia.
    quotes: []
"""

DIALOG = """\
dialog: spreekuur
title: Het spreekuur in Almere
audience: citizen
first: waar
steps:
  waar:
    tell: Kom op dinsdag naar de Corrosia.
    contacts: [gemeente]
    next: end
"""


@pytest.fixture(scope="module")
def almere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    local = Root(tmp_path_factory.mktemp("local") / "almere")
    local.write("knowledge/contacts.yaml", CONTACT)
    local.write("knowledge/answers/almere.yaml", ANSWERS)
    local.write("dialogs/phrases.yaml", PHRASES)
    local.write("dialogs/citizen/spreekuur.yaml", DIALOG)
    return local.path


@pytest.fixture(scope="module")
def content(almere: Path) -> Content:
    return read(shipped(), almere)


@pytest.fixture(scope="module")
def alone() -> Content:
    """The shipped content without anything over it."""
    return read(shipped())


@pytest.fixture(scope="module")
def library(content: Content) -> Library:
    assert content.problems == []
    return content.library()


def found(library: Library, question: str) -> Finding:
    return answer_to(library.knowledge, library.matcher, question)


def test_a_contact_is_replaced_and_the_others_stay(content: Content, alone: Content) -> None:
    assert content.contacts["gemeente"].name == "Loket Almere"
    assert content.contacts.keys() == alone.contacts.keys()


def test_a_phrase_and_a_command_are_replaced_and_the_others_stay(library: Library) -> None:
    assert library.phrases.text(Phrase.GOODBYE) == "Tot ziens in Almere."
    assert library.phrases.commands[Command.STOP].also == ("ophouden",)
    assert set(library.phrases.texts) == set(Phrase)
    assert library.phrases.usual


def test_an_answer_is_replaced(library: Library) -> None:
    assert library.knowledge.answers["andere_ondersteuner"].title == "Een ander vragen in Almere"


def test_a_dialog_is_added(library: Library) -> None:
    assert library.dialogs["citizen/spreekuur"].title == "Het spreekuur in Almere"


@pytest.mark.parametrize(
    "question",
    [
        "Is er een spreekuur in Almere Haven?",
        "wanneer spreekuur corrosia",
        "spreekuur in haven van almere",
        "spreekuur cliëntondersteuning Haven",
    ],
)
def test_an_answer_that_was_added_is_found_without_training(library: Library, question: str) -> None:
    finding = found(library, question)
    assert isinstance(finding, Answered)
    assert finding.best.answer.id == "spreekuur_almere"


def test_the_shipped_answers_are_found_as_before(library: Library, alone: Content) -> None:
    before = alone.library()
    for answer in list(alone.answers.values())[::10]:
        if answer.id != "andere_ondersteuner":
            assert type(found(library, answer.title)) is type(found(before, answer.title)), answer.title


def test_the_documents_stay_what_they_are(content: Content, alone: Content) -> None:
    assert content.documents == alone.documents


def test_check_finds_nothing_in_it(root: Root, tmp_path: Path) -> None:
    local = Root(tmp_path / "almere")
    local.write("knowledge/contacts.yaml", CONTACT)
    local.write(
        "knowledge/answers/almere.yaml",
        ANSWERS.replace("checklist/onafhankelijkheid_4", "beroepscode/artikel_2"),
    )
    local.write("dialogs/phrases.yaml", PHRASES)
    local.write("dialogs/citizen/spreekuur.yaml", DIALOG)
    assert root.check(local.path) == []
