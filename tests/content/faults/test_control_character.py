"""A character that nobody sees."""

import pytest

from bot.content.problem import Problem
from tests.content.small import Root

LAW = "knowledge/law.yaml"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff"])
def test_an_invisible_character_is_reported_on_its_line(root: Root, character: str) -> None:
    root.replace(LAW, "betaalt u", f"betaalt{character} u")
    line = root.line(LAW, "says:")
    text = f"an invisible character (U+{ord(character):04X}) stands here"
    assert root.check() == [Problem(LAW, line, text, "type the line again")]
