"""The five sentences that a report begins with.

They always tell the same five things, so that two reports can be laid side by side: what was filled
in, the scores, the themes, what comes first, and what it can be compared with.
"""

from collections.abc import Iterable, Sequence

from bot.engine.checklist import Checklist
from bot.municipal.action import actions
from bot.municipal.comparing import Change, changes, differing
from bot.municipal.scan import Scan, Score
from bot.municipal.wording import Word, Wording
from bot.record import record

_WORTH = {Score.GOOD: 2, Score.BETTER: 1, Score.NOT: 0}


@record
class Basis:
    """What a report is made of: the part of the checklist that was asked, the scan that counts, the scans
    of which it was put together, and an earlier one."""

    asked: Checklist
    now: Scan
    scans: Sequence[Scan]
    earlier: Scan | None

    @property
    def many(self) -> bool:
        return len(self.scans) > 1


def counted(scan: Scan, ids: Iterable[str]) -> dict[str, int]:
    """How often each score was given to these points; "open" is how many have none."""
    counts = {**{score.value: 0 for score in Score}, "open": 0}
    for id in ids:
        score = scan.score(id)
        counts[score.value if score else "open"] += 1
    return counts


def summary(wording: Wording, basis: Basis) -> tuple[str, ...]:
    """The five sentences."""
    return (
        _filled(wording, basis),
        _scores(wording, basis),
        _themes(wording, basis),
        _first(wording, basis),
        _compared(wording, basis),
    )


def _filled(wording: Wording, basis: Basis) -> str:
    ids = [id for _, id, _ in basis.asked.points()]
    name = basis.now.municipality
    of = wording.text(Word.OF, municipality=name) if name else wording.text(Word.NO_NAME)
    word = Word.SUMMARY_FILLED_TOGETHER if basis.many else Word.SUMMARY_FILLED
    filled = len(ids) - counted(basis.now, ids)["open"]
    values = {"of": of, "date": wording.date(basis.now.on), "people": len(basis.scans)}
    return wording.text(word, filled=filled, count=len(ids), **values)


def _scores(wording: Wording, basis: Basis) -> str:
    counts = counted(basis.now, (id for _, id, _ in basis.asked.points()))
    values = {"good": Score.GOOD, "better": Score.BETTER, "not": Score.NOT, "unknown": Score.UNKNOWN}
    return wording.text(Word.SUMMARY_SCORES, **{name: counts[score] for name, score in values.items()})


def _themes(wording: Wording, basis: Basis) -> str:
    """The theme with the highest mean score, and the one with the lowest."""
    themes = basis.asked.themes
    if len(themes) == 1:
        return wording.text(Word.SUMMARY_ONE_THEME, theme=next(iter(themes.values())).title)
    means = {}
    for theme in themes.values():
        worth = [_WORTH[s] for id in theme.points if (s := basis.now.score(id)) in _WORTH]
        if worth:
            means[theme.title] = sum(worth) / len(worth)
    if not means or max(means.values()) == min(means.values()):
        return wording.text(Word.SUMMARY_THEMES_ALIKE)
    best, worst = max(means, key=means.__getitem__), min(means, key=means.__getitem__)
    return wording.text(Word.SUMMARY_THEMES, best=best, worst=worst)


def _first(wording: Wording, basis: Basis) -> str:
    todo = actions(basis.asked, basis.now)
    if not todo:
        return wording.text(Word.SUMMARY_NONE_FIRST)
    theme = basis.asked.themes[todo[0].theme].title
    return wording.text(Word.SUMMARY_FIRST, title=todo[0].asked.title, theme=theme)


def _compared(wording: Wording, basis: Basis) -> str:
    values: dict[str, object] = {
        "people": len(basis.scans),
        "count": sum(1 for _ in basis.asked.points()),
        "differ": len(differing(basis.asked, basis.scans)),
    }
    if basis.earlier:
        became = list(changes(basis.asked, basis.earlier, basis.now).values())
        values |= {one.value: became.count(one) for one in Change}
        values["date"] = wording.date(basis.earlier.on)
        word = Word.SUMMARY_CHANGE_AND_DIFFER if basis.many else Word.SUMMARY_CHANGE
    else:
        word = Word.SUMMARY_DIFFER if basis.many else Word.SUMMARY_ALONE
    return wording.text(word, **values)
