"""A footnote that is not in the document."""

from bot.content.problem import Problem
from tests.content.small import Root

CODE = "knowledge/documents/beroepscode.yaml"


def test_a_note_that_is_not_there_is_reported(root: Root) -> None:
    root.replace(CODE, "notes: [voetnoot_1]", "notes: [voetnoot_2]")
    line = root.line(CODE, "notes:")
    text, hint = "there is no passage “voetnoot_2” in this document", "did you mean “voetnoot_1”?"
    assert root.check() == [Problem(CODE, line, text, hint)]
