"""A scan: what one person says of each point of the checklist, on one day, and its stored form.

The stored form is the JSON file of the report too, so an earlier report can be read again. It comes
back from people, so it is read with suspicion: what does not belong in it is left out, and what is no
scan is a ValueError.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from bot.engine.checklist import Checklist, note_step
from bot.engine.note import clean
from bot.record import record

KIND = "naast/scan"
"""Stands in every file, so that another JSON file is known for what it is not."""

MUNICIPALITY = "gemeente"
"""The step of the dialog that asks for the municipality."""

LONGEST_NAME = 100

_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)


class Score(StrEnum):
    """What is said of a point; a point that was skipped has no score."""

    GOOD = "goed"
    BETTER = "moet_beter"
    NOT = "niet"
    UNKNOWN = "weet_niet"


WORST_FIRST = (Score.NOT, Score.BETTER, Score.GOOD)
"""The scores that say how it is; UNKNOWN does not."""


@record
class Scored:
    """One point: its score if it has one, and a note if there is one."""

    score: Score | None
    note: str = field(default="", repr=False)


@record
class Scan:
    """The points that were answered, by their id. `municipality` is empty where none was named; `on` is a
    day as "2026-11-21"."""

    municipality: str
    on: str
    points: Mapping[str, Scored]

    def score(self, point: str) -> Score | None:
        """The score of a point; None where it has none."""
        return self.points[point].score if point in self.points else None


def scan_of(checklist: Checklist, given: Mapping[str, str], note: str, on: str) -> Scan:
    """The scan in the answers of a dialog, by their step. The note to a point stands under the id of the
    point and the id `note` of the choice that leads to it."""
    points = {}
    for _, point, _ in checklist.points():
        said = given.get(point, "")
        score = Score(said) if said in set(Score) else None
        written = given.get(note_step(point, note), "")
        if score or written:
            points[point] = Scored(score, clean(written))
    return Scan(given.get(MUNICIPALITY, ""), on, points)


def scan_to_json(scan: Scan) -> dict[str, Any]:
    """The stored form of a scan."""
    points = {
        id: {"score": one.score.value if one.score else None, "note": one.note}
        for id, one in scan.points.items()
    }
    return {"kind": KIND, "municipality": scan.municipality, "date": scan.on, "points": points}


def scan_from_json(checklist: Checklist, stored: str) -> Scan:
    """Reads the stored form, or the JSON file of a report. Raises ValueError for anything else."""
    try:
        data = json.loads(stored)
        if not isinstance(data, dict) or data.get("kind") != KIND:
            raise ValueError("this is no scan")
        known = [point for _, point, _ in checklist.points()]
        points = {id: _scored(data["points"][id]) for id in known if id in data["points"]}
        name = clean(_text(data.get("municipality")), LONGEST_NAME)
        return Scan(name, _day(data["date"]), points)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("this scan cannot be read") from error


def _scored(stored: Mapping[str, Any]) -> Scored:
    said = stored["score"]
    return Scored(None if said is None else Score(said), clean(_text(stored.get("note"))))


def _day(value: str) -> str:
    if not _DAY.fullmatch(value):
        raise ValueError("this is no day")
    return value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
