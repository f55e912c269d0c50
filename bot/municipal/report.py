"""The report of a scan as data: what it says and shows, before it is a page, a table or a file.

Nothing is drawn here. `bot.workshop` turns a `Report` into PDF, PNG, CSV and JSON, and adds no words.
"""

from collections.abc import Iterable, Sequence

from bot.answering.knowledge import Knowledge, Passage
from bot.engine.checklist import Checklist, Point, Theme
from bot.messages import Quote
from bot.municipal.action import Action, actions
from bot.municipal.comparing import Change, change, differing, together
from bot.municipal.scan import Scan, Score
from bot.municipal.summary import Basis, counted, summary
from bot.municipal.wording import Word, Wording
from bot.record import record


@record
class Bar:
    """How often each score was given: the pieces of a stacked bar."""

    label: str
    counts: dict[str, int]  # by the id of the score, "open" for the rest
    alt: str


@record
class Said:
    """The score that one colleague gave to a point."""

    score: str  # its id, or "open"
    label: str


@record
class Row:
    """One point as the report shows it."""

    id: str
    theme: str
    title: str
    locator: str
    words: str
    score: str  # the id of the score, or "open"
    score_label: str
    note: str
    earlier: str  # the label of the earlier score
    change: str  # the id of the change
    change_label: str
    people: tuple[Said, ...]  # of each colleague; empty for one scan
    weight: int


@record
class Group:
    """The rows of a theme, or of a part of it that the checklist sets apart."""

    title: str  # empty where the theme has one part
    bars: tuple[Bar, ...]
    rows: tuple[Row, ...]


@record
class Chapter:
    """A theme."""

    title: str
    bars: tuple[Bar, ...]
    groups: tuple[Group, ...]


@record
class Task:
    """An entry of the action list."""

    row: Row
    nearest: Quote
    law: tuple[str, ...]


@record
class Report:
    """All that a report says, in its order."""

    scan: Scan
    compared: bool  # with an earlier scan
    title: str
    municipality: str
    date: str
    summary: tuple[str, ...]
    overview: tuple[Bar, ...]
    overview_alt: str
    tasks: tuple[Task, ...]
    chapters: tuple[Chapter, ...]
    people: tuple[str, ...]  # what colleagues are called; empty for one scan
    differences: tuple[Row, ...]
    method: tuple[str, ...]
    source: str  # the title of the checklist
    sources: tuple[str, ...]
    made: str


@record
class Writer:
    """Writes reports. `labels` are what the scores are called, by their ids."""

    checklist: Checklist
    knowledge: Knowledge
    wording: Wording
    labels: dict[str, str]
    version: str

    def report(self, scans: Sequence[Scan], earlier: Scan | None = None) -> Report:
        """The report of one scan, or of those of several colleagues, compared with an earlier one.

        A theme of which nothing was answered is left out, so that a scan of one theme has a report of
        one theme.
        """
        say = self.wording.text
        now = together(self.checklist, scans)
        asked = self._asked(now)
        basis = Basis(asked, now, scans, earlier)
        rows = {id: self._row(theme, id, point, basis) for theme, id, point in asked.points()}
        chapters = tuple(self._chapter(theme, rows, basis) for theme in asked.themes.values())
        overview = tuple(self._bar(theme.title, now, theme.points) for theme in asked.themes.values())
        tasks = tuple(self._task(rows[one.point], one) for one in actions(asked, now))
        people = [say(Word.PERSON, number=n) for n in range(1, len(scans) + 1)] if len(scans) > 1 else []
        return Report(
            scan=now,
            compared=earlier is not None,
            title=say(Word.TITLE),
            municipality=now.municipality,
            date=self.wording.date(now.on),
            summary=summary(self.wording, basis),
            overview=overview,
            overview_alt=say(Word.OVERVIEW_ALT, rows=" ".join(bar.alt for bar in overview)),
            tasks=tasks,
            chapters=chapters,
            people=tuple(people),
            differences=tuple(rows[id] for id in differing(asked, scans)),
            method=self._method(basis),
            source=self._source(),
            sources=self._sources(tasks),
            made=say(Word.MADE, date=self.wording.date(now.on), version=self.version),
        )

    def _asked(self, scan: Scan) -> Checklist:
        """The checklist without the themes of which nothing was answered; all of it for an empty scan."""
        themes = {
            id: theme
            for id, theme in self.checklist.themes.items()
            if any(point in scan.points for point in theme.points)
        }
        return Checklist(self.checklist.document, themes or self.checklist.themes)

    def _passage(self, point: str) -> Passage:
        return self.knowledge.passages[self.checklist.passage(point)]

    def _label(self, score: Score | None) -> str:
        return self.labels[score] if score else self.wording.text(Word.OPEN)

    def _said(self, score: Score | None) -> Said:
        return Said(score.value if score else "open", self._label(score))

    def _row(self, theme: str, id: str, point: Point, basis: Basis) -> Row:
        passage = self._passage(id)
        score = basis.now.score(id)
        was = basis.earlier.score(id) if basis.earlier else None
        became = change(was, score)
        return Row(
            id=id,
            theme=basis.asked.themes[theme].title,
            title=point.title,
            locator=passage.locator,
            words=passage.text,
            score=score.value if score else "open",
            score_label=self._label(score),
            note=basis.now.points[id].note if id in basis.now.points else "",
            earlier=self._label(was) if was else "",
            change=became.value if became else "",
            change_label=self._change_label(became, was),
            people=tuple(self._said(scan.score(id)) for scan in basis.scans) if basis.many else (),
            weight=point.weight,
        )

    def _change_label(self, became: Change | None, was: Score | None) -> str:
        if was is None:
            return ""
        words = {
            Change.IMPROVED: Word.IMPROVED,
            Change.DECLINED: Word.DECLINED,
            Change.SAME: Word.SAME,
            None: Word.NEW,
        }
        return self.wording.text(words[became], earlier=self._label(was))

    def _chapter(self, theme: Theme, rows: dict[str, Row], basis: Basis) -> Chapter:
        parts: dict[str, list[str]] = {}
        for id in theme.points:
            parts.setdefault(self._passage(id).under[-1], []).append(id)
        single = len(parts) == 1
        groups = tuple(
            Group("" if single else title, self._bars(ids, basis), tuple(rows[id] for id in ids))
            for title, ids in parts.items()
        )
        return Chapter(theme.title, self._bars(theme.points, basis), groups)

    def _bars(self, ids: Iterable[str], basis: Basis) -> tuple[Bar, ...]:
        """How it is now and, where that is known, how it was."""
        ids = list(ids)
        bars = [self._bar(self.wording.text(Word.NOW), basis.now, ids)]
        if basis.earlier and any(id in basis.earlier.points for id in ids):
            bars.append(self._bar(self.wording.date(basis.earlier.on), basis.earlier, ids))
        return tuple(bars)

    def _bar(self, label: str, scan: Scan, ids: Iterable[str]) -> Bar:
        counts = counted(scan, ids)
        named = {"good": Score.GOOD, "better": Score.BETTER, "not": Score.NOT, "unknown": Score.UNKNOWN}
        values = {name: counts[score.value] for name, score in named.items()}
        return Bar(label, counts, self.wording.text(Word.BAR_ALT, label=label, open=counts["open"], **values))

    def _task(self, row: Row, action: Action) -> Task:
        law = tuple(self.knowledge.law[name].article for name in action.asked.law)
        return Task(row, self.knowledge.quotes[action.asked.quotes[0]], law)

    def _method(self, basis: Basis) -> tuple[str, ...]:
        say = self.wording.text
        count = sum(1 for _ in self.checklist.points())
        told = [say(Word.METHOD_SCAN, count=count), say(Word.METHOD_WEIGHT)]
        if basis.earlier:
            told.append(say(Word.METHOD_EARLIER, date=self.wording.date(basis.earlier.on)))
        if basis.many:
            told.append(say(Word.METHOD_TOGETHER, people=len(basis.scans)))
        return (*told, say(Word.METHOD_LIMITS))

    def _source(self) -> str:
        checklist = self.knowledge.documents[self.checklist.document]
        return f"{checklist.title} ({checklist.publisher}, {checklist.date})"

    def _sources(self, tasks: Iterable[Task]) -> tuple[str, ...]:
        """The documents that are quoted, the checklist first, and then the law."""
        tasks = list(tasks)
        titles = [self._source(), *(task.nearest.title for task in tasks)]
        titles += sorted(article for task in tasks for article in task.law)
        return tuple(dict.fromkeys(titles))
