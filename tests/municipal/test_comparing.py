"""Scans beside each other."""

import pytest

from bot.municipal.comparing import Change, change, changes, differing, lowest, together
from bot.municipal.scan import Score
from tests.municipal.checklists import MAY, SMALL, scan

GOOD, BETTER, NOT, UNKNOWN = Score.GOOD, Score.BETTER, Score.NOT, Score.UNKNOWN


@pytest.mark.parametrize(
    ("earlier", "now", "expected"),
    [
        (NOT, BETTER, Change.IMPROVED),
        (NOT, GOOD, Change.IMPROVED),
        (GOOD, BETTER, Change.DECLINED),
        (BETTER, NOT, Change.DECLINED),
        (GOOD, GOOD, Change.SAME),
        (UNKNOWN, GOOD, None),
        (GOOD, UNKNOWN, None),
        (None, GOOD, None),
        (GOOD, None, None),
    ],
)
def test_a_change_is_told_only_between_two_judgements(
    earlier: Score | None, now: Score | None, expected: Change | None
) -> None:
    assert change(earlier, now) is expected


def test_only_points_that_can_be_compared_are() -> None:
    earlier = scan({"levensbreed_1": "niet", "levensbreed_2": "weet_niet", "bekendheid_1": "goed"}, MAY)
    now = scan({"levensbreed_1": "goed", "levensbreed_2": "goed", "bekendheid_2": "goed"})

    assert changes(SMALL, earlier, now) == {"levensbreed_1": Change.IMPROVED}


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([GOOD, NOT, BETTER], NOT),
        ([GOOD, BETTER, None], BETTER),
        ([GOOD, UNKNOWN], GOOD),
        ([UNKNOWN, None], UNKNOWN),
        ([None, None], None),
    ],
)
def test_of_colleagues_the_lowest_score_counts(scores: list[Score | None], expected: Score | None) -> None:
    assert lowest(scores) is expected


def test_the_scans_of_colleagues_are_one_with_all_notes() -> None:
    anna = scan({"levensbreed_1": "goed: wel", "bekendheid_1": "niet"})
    bert = scan({"levensbreed_1": "moet_beter: niet", "levensbreed_2": "goed"}, MAY, "")

    one = together(SMALL, [bert, anna])

    assert (one.on, one.municipality) == (MAY, "Zwolle")
    assert {id: (point.score, point.note) for id, point in one.points.items()} == {
        "levensbreed_1": (BETTER, "niet / wel"),
        "levensbreed_2": (GOOD, ""),
        "bekendheid_1": (NOT, ""),
    }


def test_points_that_are_furthest_apart_come_first() -> None:
    anna = scan(
        {"levensbreed_1": "goed", "levensbreed_2": "goed", "bekendheid_1": "goed", "bekendheid_2": "niet"}
    )
    bert = scan({"levensbreed_1": "goed", "levensbreed_2": "moet_beter", "bekendheid_1": "niet"})
    cora = scan({"levensbreed_1": "weet_niet", "bekendheid_2": "niet"})

    assert differing(SMALL, [anna, bert, cora]) == ["bekendheid_1", "levensbreed_2"]
