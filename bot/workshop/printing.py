"""A report as PDF, for reading and printing, and as a picture for the chat. typst sets both.

What people have written goes in as data and is never read as markup. Under PDF/UA a character without
a glyph is an error, so one emoji would cost somebody the report: what the fonts cannot show is put
differently first.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.messages import Quote
from bot.municipal.comparing import Change
from bot.municipal.report import Bar, Group, Report, Row, Task
from bot.municipal.wording import Word, Wording

TEMPLATE = Path(__file__).with_name("report.typ")

SUBSTITUTE = "□"
"""Stands for characters that cannot be shown, one for a whole run of them."""

RESOLUTION = 150.0
"""Pixels per inch of the picture: sharp on a telephone, and below half a megabyte."""

_SIGNS = {Change.IMPROVED.value: "▲", Change.DECLINED.value: "▼", Change.SAME.value: "="}

_SHOWN = (
    (0x20, 0x7E),
    (0xA0, 0x24F),  # Latin, with all accents that Europe has
    (0x370, 0x3FF),
    (0x400, 0x45F),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x203E),
    (0x20A0, 0x20BF),
    (0x2190, 0x2193),
    (0x2200, 0x227F),
    (0x25A0, 0x25FF),
)
"""Ranges of which the fonts that typst brings along have every assigned character."""


def pdf(report: Report, wording: Wording, labels: Mapping[str, str]) -> bytes:
    """The report as PDF/UA-1."""
    return _set(report, wording, labels, format="pdf", pdf_standards="ua-1")


def png(report: Report, wording: Wording, labels: Mapping[str, str]) -> bytes:
    """Title, picture and summary as one picture."""
    return _set(report, wording, labels, {"picture": "yes"}, format="png", ppi=RESOLUTION)


def printable(text: str) -> str:
    """The text with what the fonts cannot show put differently: "ﬁ" as "fi", an emoji as a sign."""
    shown: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        plain = character if _has_glyph(character) else unicodedata.normalize("NFKC", character)
        if all(map(_has_glyph, plain)):
            shown.append(plain)
        elif character.isspace():
            shown.append(" ")
        elif unicodedata.category(character)[0] in "CM":  # controls, joiners, accents that fit nothing
            continue
        elif shown[-1:] != [SUBSTITUTE]:
            shown.append(SUBSTITUTE)
    return "".join(shown)


def _has_glyph(character: str) -> bool:
    assigned = unicodedata.category(character) not in ("Cn", "Cc", "Cf", "Zl", "Zp")
    return assigned and any(first <= ord(character) <= last for first, last in _SHOWN)


def _set(
    report: Report,
    wording: Wording,
    labels: Mapping[str, str],
    inputs: Mapping[str, str] | None = None,
    **output: Any,
) -> bytes:
    import typst  # noqa: PLC0415 - 34 MB that only a report needs

    told = json.dumps(_printable(_data(report, wording, labels)), ensure_ascii=False)
    made: bytes = typst.compile(
        str(TEMPLATE), sys_inputs={"report": told, **(inputs or {})}, ignore_system_fonts=True, **output
    )
    return made


def _printable(value: Any) -> Any:
    """The data with every text in it made printable."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: _printable(one) for key, one in value.items()}
        case list() | tuple():
            return [_printable(one) for one in value]
        case _:
            return value


def _data(report: Report, wording: Wording, labels: Mapping[str, str]) -> dict[str, Any]:
    """What the template is given: everything in words, as it does not compute."""
    name = wording.text(Word.OF, municipality=report.municipality) if report.municipality else ""
    subtitle = " · ".join(part for part in (name[:1].upper() + name[1:], report.date) if part)
    return {
        "title": report.title,
        "subtitle": subtitle,
        "document_title": f"{report.title}, {subtitle}",
        "running": f"{report.title} · {subtitle}",
        "words": {word.value: wording.text(word) for word in Word},
        "labels": {**labels, "open": wording.text(Word.OPEN)},
        "summary": report.summary,
        "overview": [asdict(bar) for bar in report.overview],
        "overview_alt": report.overview_alt,
        "tasks": [_task(task, report.source, wording) for task in report.tasks],
        "compared": report.compared,
        "people": report.people,
        "differences": [_row(row, report) for row in report.differences],
        "chapters": [
            {
                "title": chapter.title,
                "bars": [asdict(bar) for bar in chapter.bars],
                "alt": _alt(chapter.title, chapter.bars),
                "groups": [_group(group, report) for group in chapter.groups],
            }
            for chapter in report.chapters
        ],
        "method": report.method,
        "sources": report.sources,
        "made": report.made,
    }


def _group(group: Group, report: Report) -> dict[str, Any]:
    return {
        "title": group.title,
        "bars": [asdict(bar) for bar in group.bars],
        "alt": _alt(group.title, group.bars),
        "rows": [_row(row, report) for row in group.rows],
    }


def _alt(title: str, bars: tuple[Bar, ...]) -> str:
    return f"{title}. {' '.join(bar.alt for bar in bars)}"


def _row(row: Row, report: Report) -> dict[str, Any]:
    people = zip(report.people, row.people, strict=True) if row.people else ()
    differs = row in report.differences
    return {
        **asdict(row),
        "source": f"{row.locator[:1].upper()}{row.locator[1:]}",
        "change_label": f"{_SIGNS[row.change]} {row.change_label}" if row.change else row.change_label or "–",
        "spread": "; ".join(f"{name}: {one.label}" for name, one in people) if differs else "",
    }


def _task(task: Task, source: str, wording: Wording) -> dict[str, Any]:
    row = task.row
    locator = f"{row.locator[:1].upper()}{row.locator[1:]}"
    return {
        **asdict(row),
        "weight_label": wording.text(Word.WEIGHT, weight=row.weight),
        "asked": {"lead": "", "text": row.words, "source": f"{locator} · {source}"},
        "nearest": _quote(task.nearest),
        "law": ", ".join(task.law),
    }


def _quote(quote: Quote) -> dict[str, str]:
    locator = f"{quote.locator[:1].upper()}{quote.locator[1:]}"
    return {"lead": quote.lead, "text": quote.text, "source": f"{locator} · {quote.title}"}
