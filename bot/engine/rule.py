"""The named rules of `decide` steps: from what was given to one of the rule's outcomes.

A rule is a pure function with a fixed set of outcomes, listed beside it, so that `naast check` can
tell whether a dialog has a way for each.
"""

from collections.abc import Callable, Mapping

from bot.answering.knowledge import Audience
from bot.engine.checklist import WHOLE
from bot.engine.path import Given
from bot.record import record


@record
class Rule:
    """`decide` gets what the dialog has saved, by name, and the audience if that is known."""

    outcomes: frozenset[str]
    decide: Callable[[Mapping[str, Given], Audience | None], str]


def _place_kind(saved: Mapping[str, Given], audience: Audience | None) -> str:
    """Whether the place that was given is a municipality or only a region."""
    return next((g.choice for g in saved.values() if g.choice in PLACE_KINDS), "municipality")


def _audience(saved: Mapping[str, Given], audience: Audience | None) -> str:
    """Who is talking, if that was said before in this conversation."""
    return audience.value if audience else "unknown"


def _scan_part(saved: Mapping[str, Given], audience: Audience | None) -> str:
    """Whether all points of the checklist are asked, or those of one theme."""
    return "whole" if is_whole(saved) else "theme"


def is_whole(saved: Mapping[str, Given]) -> bool:
    """Whether a scan asks all points, by what was saved in it."""
    return any(given.choice == WHOLE for given in saved.values())


PLACE_KINDS = frozenset({"municipality", "region"})

RULES: Mapping[str, Rule] = {
    "place_kind": Rule(PLACE_KINDS, _place_kind),
    "scan_part": Rule(frozenset({"whole", "theme"}), _scan_part),
    "audience": Rule(frozenset({*Audience, "unknown"}), _audience),
}
