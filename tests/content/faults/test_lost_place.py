"""A former municipality that lies nowhere today."""

from bot.content.problem import Problem
from tests.content.small import Root

PLACES = "knowledge/places.yaml"


def test_a_former_municipality_that_lies_nowhere_is_reported(root: Root) -> None:
    root.replace(PLACES, "now: [Stichtse Vecht]", "now: [Stichtse Vegt]")
    line = root.line(PLACES, "Stichtse Vegt")
    text, hint = "there is no municipality “Stichtse Vegt”", "did you mean “Stichtse Vecht”?"
    assert root.check() == [Problem(PLACES, line, text, hint)]


def test_another_name_of_no_region_is_reported(root: Root) -> None:
    root.replace(PLACES, "  Midden: [het", "  Midde: [het")
    line = root.line(PLACES, "Midde: [het")
    text, hint = "there is no region “Midde”", "did you mean “Midden”?"
    assert root.check() == [Problem(PLACES, line, text, hint)]
