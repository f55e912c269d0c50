"""Scans beside each other: what got better or worse since an earlier one, and where colleagues differ.

Where colleagues differ, the lowest score counts: a report should not look better than what somebody
who fills it in has seen. "I do not know" never counts against a score.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.engine.checklist import Checklist
from bot.municipal.scan import WORST_FIRST, Scan, Score, Scored


class Change(StrEnum):
    """What became of a point since the earlier scan."""

    IMPROVED = "improved"
    DECLINED = "declined"
    SAME = "same"


def change(earlier: Score | None, now: Score | None) -> Change | None:
    """How a score has changed; None where one of the two says nothing."""
    if earlier not in WORST_FIRST or now not in WORST_FIRST:
        return None
    step = WORST_FIRST.index(now) - WORST_FIRST.index(earlier)
    return Change.SAME if step == 0 else Change.IMPROVED if step > 0 else Change.DECLINED


def changes(checklist: Checklist, earlier: Scan, now: Scan) -> Mapping[str, Change]:
    """Every point that can be compared."""
    found = ((id, change(earlier.score(id), now.score(id))) for _, id, _ in checklist.points())
    return {id: one for id, one in found if one}


def together(checklist: Checklist, scans: Sequence[Scan]) -> Scan:
    """The scans of colleagues as one, in which the lowest score of a point counts, with all notes. The
    first scan gives the day, and its name or else the first that there is."""
    if len(scans) == 1:
        return scans[0]
    points = {}
    for _, id, _ in checklist.points():
        scored = [scan.points[id] for scan in scans if id in scan.points]
        notes = [one.note for one in scored if one.note]
        if scored:
            points[id] = Scored(lowest([one.score for one in scored]), " / ".join(notes))
    names = (scan.municipality for scan in scans if scan.municipality)
    return Scan(next(names, ""), scans[0].on, points)


def lowest(scores: Sequence[Score | None]) -> Score | None:
    """The score that counts of several."""
    known = [score for score in WORST_FIRST if score in scores]
    if known:
        return known[0]
    return Score.UNKNOWN if Score.UNKNOWN in scores else None


def differing(checklist: Checklist, scans: Sequence[Scan]) -> list[str]:
    """The points that colleagues have scored differently, those furthest apart first."""
    apart = {}
    for _, id, _ in checklist.points():
        places = [WORST_FIRST.index(s) for scan in scans if (s := scan.score(id)) in WORST_FIRST]
        if places and max(places) > min(places):
            apart[id] = max(places) - min(places)
    return sorted(apart, key=lambda id: -apart[id])
