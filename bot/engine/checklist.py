"""The checklist as a scan asks it: themes with points, each with why it matters and how much it weighs.

The words of a point are not here: they are those of the passage that it is named after. What stands in
`knowledge/scan.yaml` is ours: a short title, the reason, and the quotes of other documents that stand
nearest. How a point is asked stands in `dialogs/scoring.yaml`.
"""

from collections.abc import Iterator, Mapping

from bot.record import record

HEAVIEST = 3
"""The weight of a point that the law asks as well; 2: another document does; 1: only the checklist."""


@record
class Point:
    """One point of the checklist, by the last part of its passage's id."""

    title: str
    why: str
    quotes: tuple[str, ...]  # of other documents, the nearest first
    weight: int  # 1 to HEAVIEST
    law: tuple[str, ...] = ()


@record
class Theme:
    """The points that belong together, in the order of the checklist."""

    title: str
    points: Mapping[str, Point]


@record
class Checklist:
    """All themes by their id, in order."""

    document: str  # whose passages the points are
    themes: Mapping[str, Theme]

    def points(self) -> Iterator[tuple[str, str, Point]]:
        """Every point with the ids of its theme and its own, in order."""
        for theme_id, theme in self.themes.items():
            for point_id, point in theme.points.items():
                yield theme_id, point_id, point

    def passage(self, point_id: str) -> str:
        """The id of the passage whose words a point has."""
        return f"{self.document}/{point_id}"


@record
class ScoreChoice:
    """What can be said to a point. Where it leads is fixed: to the note, or to the next point."""

    id: str
    say: str
    also: tuple[str, ...] = ()


@record
class Scoring:
    """How every point is asked, and how a note to it is.

    In `ask` and `ask_note` the names {theme}, {number} and {count} are filled; of `choices` the one
    with the id `note` leads to the note, and any other to the next point.
    """

    ask: str
    why: str  # the label that asks why the point matters
    choices: tuple[ScoreChoice, ...]
    note: str  # the id of the choice that leads to a note
    ask_note: str
    no_note: ScoreChoice


WHOLE = "alles"
"""The id of the choice that asks for all points and not for one theme."""

NO_CHECKLIST = Checklist("", {})
NO_SCORING = Scoring("", "", (), "", "", ScoreChoice("", ""))


def note_step(point: str, note: str) -> str:
    """The step that asks for the note to a point; `note` is the choice that leads to it."""
    return f"{point}_{note}"
