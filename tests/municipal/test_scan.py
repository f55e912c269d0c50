"""A scan, from what was given and from its stored form."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.municipal.scan import Scan, Score, Scored, scan_from_json, scan_of, scan_to_json
from tests.municipal.checklists import NOVEMBER, SMALL, scan


def test_a_scan_has_the_scores_and_notes_that_were_given() -> None:
    said = {
        "gemeente": "Zwolle",
        "deel": "alles",
        "levensbreed_1": "goed",
        "levensbreed_2": "overslaan",
        "levensbreed_3": "overslaan",
        "levensbreed_3_notitie": " Later \n kijken\x07 ",
        "bekendheid_1": "weet_niet",
    }

    made = scan_of(SMALL, said, "notitie", NOVEMBER)

    assert made.municipality == "Zwolle"
    assert dict(made.points) == {
        "levensbreed_1": Scored(Score.GOOD),
        "levensbreed_3": Scored(None, "Later kijken"),
        "bekendheid_1": Scored(Score.UNKNOWN),
    }


def test_a_note_that_was_taken_back_is_no_note() -> None:
    said = {"levensbreed_1": "goed", "levensbreed_1_notitie": ""}

    assert scan_of(SMALL, said, "notitie", NOVEMBER).points["levensbreed_1"].note == ""


@given(
    scores=st.dictionaries(
        st.sampled_from([id for _, id, _ in SMALL.points()]),
        st.builds(
            Scored, st.sampled_from([None, *Score]), st.sampled_from(["", "een notitie", "é 中 😀 =1+1"])
        ),
    )
)
def test_a_scan_is_read_as_it_was_stored(scores: dict[str, Scored]) -> None:
    made = Scan("Súdwest-Fryslân", NOVEMBER, scores)

    assert scan_from_json(SMALL, json.dumps(scan_to_json(made))) == made


def test_points_that_are_no_longer_in_the_checklist_are_left_out() -> None:
    stored = scan_to_json(scan({"levensbreed_1": "goed"}))
    stored["points"]["vroeger_1"] = {"score": "goed", "note": ""}

    assert list(scan_from_json(SMALL, json.dumps(stored)).points) == ["levensbreed_1"]


def test_names_and_notes_from_a_file_are_cleaned_and_cut() -> None:
    stored = scan_to_json(scan({"levensbreed_1": "goed"}))
    stored["municipality"], stored["points"]["levensbreed_1"]["note"] = "Zwol\x00le" * 100, "n\x1b" * 9000

    read = scan_from_json(SMALL, json.dumps(stored))

    assert len(read.municipality) == 100
    assert read.points["levensbreed_1"].note == "n" * 500


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "[]",
        "null",
        "12",
        "{}",
        '{"kind": "naast/scan"}',
        '{"kind": "naast/scan", "date": "gisteren", "points": {}}',
        '{"kind": "naast/scan", "date": "2026-11-21", "points": 7}',
        '{"kind": "naast/scan", "date": "2026-11-21", "points": {"levensbreed_1": "goed"}}',
        '{"kind": "naast/scan", "date": "2026-11-21", "points": {"levensbreed_1": {"score": "best"}}}',
        '{"kind": "naast/scan", "date": 20261121, "points": {}}',
        "[" * 100_000,
    ],
)
def test_what_is_no_scan_is_a_value_error(stored: str) -> None:
    with pytest.raises(ValueError):
        scan_from_json(SMALL, stored)
