"""A municipality's own folder that cannot be laid over the shipped content."""

from pathlib import Path

import pytest

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
CODE = "knowledge/documents/beroepscode.yaml"
MENDING = "knowledge/mending.yaml"
CONTACTS = "knowledge/contacts.yaml"
PHRASES = "dialogs/phrases.yaml"
RELEASED = "dialogs/released.yaml"

HINT = "let NAAST_LOCAL name the folder that holds your own knowledge/ or dialogs/"


def test_a_folder_that_is_not_there_is_reported(root: Root, tmp_path: Path) -> None:
    local = tmp_path / "almere"
    assert root.check(local) == [Problem(str(local), 1, "is no folder", HINT)]


def test_a_file_is_no_folder(root: Root, tmp_path: Path) -> None:
    local = tmp_path / "almere"
    local.write_text("almere")
    assert root.check(local) == [Problem(str(local), 1, "is no folder", HINT)]


def test_a_folder_with_something_else_in_it_is_reported(root: Root) -> None:
    local = root.path / "knowledge"
    assert root.check(local) == [Problem(str(local), 1, "has no folder knowledge/ or dialogs/", HINT)]


@pytest.mark.parametrize("name", [CODE, MENDING, RELEASED])
def test_what_belongs_to_the_release_cannot_be_replaced(root: Root, tmp_path: Path, name: str) -> None:
    local = Root(tmp_path / "almere")
    local.write(name, root.read(name))
    text = "a municipality cannot replace this: it belongs to the release"
    hint = "remove it from your own folder"
    assert root.check(local.path) == [Problem(f"almere/{name}", 1, text, hint)]


def test_a_fault_in_it_is_reported_with_the_name_of_the_folder(root: Root, tmp_path: Path) -> None:
    local = Root(tmp_path / "almere")
    local.write(CONTACTS, "contacts:\n  gemeente:\n    naam: Almere\n    how: Bel.\n    checked: '2026'\n")
    text, hint = "unknown key “naam”", "did you mean “name”?"
    assert root.check(local.path) == [Problem(f"almere/{CONTACTS}", 3, text, hint)]


def test_two_files_in_it_that_use_one_id_are_reported(root: Root, tmp_path: Path) -> None:
    local = Root(tmp_path / "almere")
    local.write(KEUZE, root.read(KEUZE))
    local.write(KEUZE.replace("keuze", "anders"), root.read(KEUZE))
    other = f"almere/{KEUZE.replace('keuze', 'anders')}"
    assert root.check(local.path) == [
        Problem(
            f"almere/{KEUZE}",
            line := root.line(KEUZE, f"  {id}:"),
            f"“{id}” is used before, in {other}:{line}",
            "give one of the two another id",
        )
        for id in ("andere_ondersteuner", "dossier_lezen")
    ]


def test_a_folder_without_a_fault_is_laid_over_the_shipped_content(root: Root, tmp_path: Path) -> None:
    local = Root(tmp_path / "almere")
    local.write(KEUZE, root.read(KEUZE))
    local.write(PHRASES, "texts:\n  goodbye: Tot ziens in Almere.\n")
    assert root.check(local.path) == []


def test_a_local_text_for_phrases_is_reported(root: Root, tmp_path: Path) -> None:
    local = Root(tmp_path / "almere")
    local.write(PHRASES, "texts: niets\n")
    text, hint = "“texts” should hold keys and values", "write `key: value` under it"
    assert root.check(local.path) == [Problem(f"almere/{PHRASES}", 1, text, hint)]
