"""What to do first: what is not there and weighs most comes before what should be better."""

from bot.engine.checklist import Checklist, Point
from bot.municipal.scan import Scan, Score
from bot.record import record

_URGENT = (Score.NOT, Score.BETTER)


@record
class Action:
    """A point that asks for something to be done."""

    theme: str
    point: str
    asked: Point
    score: Score


def actions(checklist: Checklist, scan: Scan) -> list[Action]:
    """All points that are not there or should be better, the most urgent first; among equals in the
    order of the checklist."""
    found = [
        Action(theme, id, point, score)
        for theme, id, point in checklist.points()
        if (score := scan.score(id)) in _URGENT
    ]
    return sorted(found, key=lambda one: (_URGENT.index(one.score), -one.asked.weight))
