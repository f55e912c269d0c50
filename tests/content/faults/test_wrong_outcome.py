"""A decision with other outcomes than its rule has."""

from bot.content.problem import Problem
from tests.content.small import Root

WAAR = "dialogs/citizen/waar.yaml"


def test_an_outcome_without_a_way_is_reported(root: Root) -> None:
    root.replace(WAAR, "      region: regio\n", "")
    line = root.line(WAAR, "outcomes:")
    text = "“place_kind” can come to “region”, and no way is given for that"
    hint = "add `region:` with the step to go to"
    assert root.check() == [Problem(WAAR, line, text, hint)]


def test_an_outcome_that_never_comes_is_reported_on_its_line(root: Root) -> None:
    root.replace(WAAR, "      region: regio\n", "      region: regio\n      country: regio\n")
    line = root.line(WAAR, "country:")
    text, hint = "“place_kind” never comes to “country”", "it comes to: municipality, region"
    assert root.check() == [Problem(WAAR, line, text, hint)]
