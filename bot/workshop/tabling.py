"""A report as a table and as data: CSV for a spreadsheet, JSON for programs and for the next scan."""

import csv
import io
import json
from typing import Any

from bot.municipal.report import Report, Row
from bot.municipal.scan import scan_to_json
from bot.municipal.wording import Word, Wording

_BEGINS_A_FORMULA = "=+-@\t\r"


def csv_table(report: Report, wording: Wording) -> bytes:
    """One row a point, as a Dutch Excel opens it at a double click: UTF-8 with its mark, semicolons."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    heads = wording.text(Word.COLUMNS).split(";")
    table.writerow([*heads, *map(_cell, report.people)])
    for row in _rows(report):
        fixed = (row.theme, row.locator, row.title, row.words, row.score_label, row.note, row.earlier)
        cells = (*fixed, row.change_label, str(row.weight), *(one.label for one in row.people))
        table.writerow(map(_cell, cells))
    return out.getvalue().encode("utf-8-sig")


def json_data(report: Report, version: str) -> bytes:
    """All that the report says of each point. It can be read again as a scan."""
    scan = scan_to_json(report.scan)
    points = {row.id: {**_point(row), **scan["points"].get(row.id, {})} for row in _rows(report)}
    data = {
        **scan,
        "naast": version,
        "title": report.title,
        "summary": report.summary,
        "actions": [task.row.id for task in report.tasks],
        "differences": [row.id for row in report.differences],
        "points": points,
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _rows(report: Report) -> list[Row]:
    return [row for chapter in report.chapters for group in chapter.groups for row in group.rows]


def _point(row: Row) -> dict[str, Any]:
    return {
        "theme": row.theme,
        "title": row.title,
        "locator": row.locator,
        "words": row.words,
        "score": None,
        "note": "",
        "label": row.score_label,
        "earlier": row.earlier or None,
        "change": row.change or None,
        "weight": row.weight,
        "people": [one.score for one in row.people],
    }


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula; what a person typed may begin like one."""
    return f"'{text}" if text.startswith(tuple(_BEGINS_A_FORMULA)) else text
