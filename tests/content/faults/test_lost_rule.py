"""A decision by a rule that the program does not have."""

from bot.content.problem import Problem
from tests.content.small import Root

WAAR = "dialogs/citizen/waar.yaml"


def test_a_rule_that_is_not_there_is_reported(root: Root) -> None:
    root.replace(WAAR, "decide: place_kind", "decide: place_kinds")
    line = root.line(WAAR, "decide:")
    text, hint = "there is no rule “place_kinds”", "did you mean “place_kind”?"
    assert root.check() == [Problem(WAAR, line, text, hint)]
