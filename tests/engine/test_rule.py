"""The rules of `decide` steps: each gives one of its outcomes, whatever it is given."""

import pytest

from bot.answering.knowledge import Audience
from bot.engine.dialog import Decide
from bot.engine.library import Library
from bot.engine.path import Given
from bot.engine.rule import RULES


@pytest.mark.parametrize(
    ("saved", "outcome"),
    [
        ({"plaats": Given("plaats", "municipality", "Zwolle")}, "municipality"),
        ({"plaats": Given("plaats", "region", "Twente")}, "region"),
        ({"naam": Given("naam", "name", "x"), "plaats": Given("plaats", "region", "Twente")}, "region"),
        ({}, "municipality"),
    ],
)
def test_a_place_is_a_municipality_unless_it_is_a_region(saved: dict[str, Given], outcome: str) -> None:
    assert RULES["place_kind"].decide(saved, None) == outcome


@pytest.mark.parametrize("audience", [None, *Audience])
def test_the_audience_is_who_is_talking_or_unknown(audience: Audience | None) -> None:
    assert RULES["audience"].decide({}, audience) == (audience.value if audience else "unknown")


def test_every_outcome_of_a_rule_is_listed() -> None:
    saved = [{}, *({"x": Given("x", kind, "y")} for kind in ("municipality", "region", "other"))]
    for rule in RULES.values():
        for values in saved:
            for audience in (None, *Audience):
                assert rule.decide(values, audience) in rule.outcomes


def test_every_step_that_decides_has_a_way_for_every_outcome(library: Library) -> None:
    for dialog in library.dialogs.values():
        for step in dialog.steps.values():
            if isinstance(step, Decide):
                assert set(step.outcomes) == RULES[step.decide].outcomes
