"""A file that is called other than what it holds."""

from bot.content.problem import Problem
from tests.content.small import Root

CODE = "knowledge/documents/beroepscode.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_a_dialog_with_another_name_than_its_file_is_reported(root: Root) -> None:
    root.replace(WAAR, "dialog: waar", "dialog: waarheen")
    text = "“dialog” should be “waar”, as the file is called"
    hint = "write `dialog: waar`, or give the file the name that stands here"
    assert root.check() == [Problem(WAAR, 1, text, hint)]


def test_a_document_with_another_name_than_its_file_is_reported(root: Root) -> None:
    root.replace(CODE, "document: beroepscode", "document: code")
    text = "“document” should be “beroepscode”, as the file is called"
    hint = "write `document: beroepscode`, or give the file the name that stands here"
    assert root.check() == [Problem(CODE, 1, text, hint)]
