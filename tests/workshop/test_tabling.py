"""The report as CSV and JSON."""

import csv
import io
import json

import pytest

from bot.municipal.report import Report, Writer
from bot.municipal.scan import Scan, scan_from_json
from bot.municipal.wording import Wording
from bot.workshop.tabling import csv_table, json_data
from tests.municipal.checklists import MAY, WHOLE, all_points, scan
from tests.small import shipped

LIBRARY = shipped()
WORDING = Wording(LIBRARY.report)
LABELS = {"goed": "Goed", "moet_beter": "Moet beter", "niet": "Niet", "weet_niet": "Weet ik niet"}


def report(*scans: Scan, earlier: Scan | None = None) -> Report:
    return Writer(WHOLE, LIBRARY.knowledge, WORDING, LABELS, "1.0").report(scans, earlier)


def rows(made: Report) -> list[dict[str, str]]:
    content = csv_table(made, WORDING)
    assert content.startswith(b"\xef\xbb\xbf"), "Excel takes it for UTF-8 by this mark only"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_there_is_one_row_a_point_with_its_own_words() -> None:
    made = rows(report(all_points("goed: in orde; zie “nota”")))

    assert len(made) == 31
    words = LIBRARY.knowledge.passages["checklist/onafhankelijkheid_1"].text
    assert made[0]["woorden van het punt"] == words
    assert made[0]["notitie"] == "in orde; zie “nota”"
    assert made[0]["score"] == "Goed"


def test_the_rows_tell_the_earlier_score_and_what_colleagues_said() -> None:
    made = rows(report(all_points("goed"), all_points("niet"), earlier=all_points("moet_beter", MAY)))

    assert [made[0][key] for key in ("score", "vorige score", "Invuller 1", "Invuller 2")] == [
        "Niet",
        "Moet beter",
        "Goed",
        "Niet",
    ]


@pytest.mark.parametrize("begin", "=+-@")
def test_no_note_becomes_a_formula(begin: str) -> None:
    made = rows(report(scan({"levensbreed_1": f"goed: {begin}HYPERLINK(1)"})))

    assert made[0]["notitie"] == f"'{begin}HYPERLINK(1)"


def test_the_json_is_read_again_as_the_scan_that_it_was() -> None:
    made = report(all_points("moet_beter: 中文 😀 é"), earlier=all_points("niet", MAY))

    assert scan_from_json(WHOLE, json_data(made, "1.0").decode()) == made.scan


def test_the_json_tells_all_that_the_report_says() -> None:
    made = report(all_points("goed"), all_points("niet"), earlier=all_points("moet_beter", MAY))

    data = json.loads(json_data(made, "1.0"))

    assert data["naast"] == "1.0" and len(data["summary"]) == 5
    assert len(data["points"]) == len(data["actions"]) == len(data["differences"]) == 31
    assert data["points"]["levensbreed_1"]["change"] == "declined"
    assert data["points"]["levensbreed_1"]["people"] == ["goed", "niet"]
