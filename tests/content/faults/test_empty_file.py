"""A file with nothing in it."""

import pytest

from bot.content.problem import Problem
from tests.content.small import Root

CODE = "knowledge/documents/beroepscode.yaml"
CONTACTS = "knowledge/contacts.yaml"


@pytest.mark.parametrize("text", ["", "\n\n", "# Hier komt nog iets.\n"])
def test_a_file_with_nothing_in_it_is_reported(root: Root, text: str) -> None:
    root.write(CONTACTS, text)
    hint = "write something in it, or remove it"
    assert root.check() == [Problem(CONTACTS, 1, "the file is empty", hint)]


def test_what_an_empty_file_should_hold_is_not_reported_missing(root: Root) -> None:
    root.write(CODE, "")
    assert [problem.file for problem in root.check()] == [CODE]
