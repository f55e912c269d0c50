"""A tab, which YAML does not take before a text."""

from bot.content.problem import Problem
from tests.content.small import Root

LAW = "knowledge/law.yaml"


def test_a_tab_asks_for_spaces(root: Root) -> None:
    root.replace(LAW, "    article:", "\tarticle:")
    line = root.line(LAW, "\tarticle:")
    text = "cannot be read as YAML: a tab stands before the text"
    assert root.check() == [Problem(LAW, line, text, "indent with spaces")]
