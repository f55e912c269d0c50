"""Small checklists and scans for tests."""

from collections.abc import Mapping

from bot.engine.checklist import Checklist, Point, Theme
from bot.municipal.scan import Scan, Score, Scored
from tests.small import shipped

MAY, NOVEMBER = "2026-05-03", "2026-11-21"

SMALL = Checklist(
    "checklist",
    {
        "levensbreed": Theme(
            "Levensbreed",
            {
                "levensbreed_1": Point("Een", "Daarom.", ("beroepscode/artikel_1",), 1),
                "levensbreed_2": Point("Twee", "Daarom.", ("beroepscode/artikel_2",), 3, ("wmo_wat",)),
                "levensbreed_3": Point("Drie", "Daarom.", ("beroepscode/artikel_3",), 2),
            },
        ),
        "bekendheid": Theme(
            "Bekendheid",
            {
                "bekendheid_1": Point("Vier", "Daarom.", ("beroepscode/artikel_4",), 2),
                "bekendheid_2": Point("Vijf", "Daarom.", ("beroepscode/artikel_5",), 3),
            },
        ),
    },
)

WHOLE = shipped().checklist


def scan(scores: Mapping[str, str], on: str = NOVEMBER, municipality: str = "Zwolle") -> Scan:
    """A scan with these scores by point; what follows a colon is the note: "goed: in orde"."""
    points = {}
    for id, said in scores.items():
        score, _, note = said.partition(": ")
        points[id] = Scored(Score(score) if score else None, note)
    return Scan(municipality, on, points)


def all_points(said: str, on: str = NOVEMBER) -> Scan:
    """The whole checklist with the same score and note at every point."""
    return scan({id: said for _, id, _ in WHOLE.points()}, on)
