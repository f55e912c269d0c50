"""A part that is not in the document."""

from bot.content.problem import Problem
from tests.content.small import Root

CODE = "knowledge/documents/beroepscode.yaml"


def test_a_part_that_is_not_there_is_reported_on_its_line(root: Root) -> None:
    root.replace(CODE, "parts: [artikel_2_wisselen, artikel_2_lezen]", "parts:\n      - x\n      - titel")
    line = root.line(CODE, "      - x")
    text = "there is no passage “x” in this document"
    assert root.check() == [Problem(CODE, line, text)]
