"""A date of checking that is no date, or too long ago."""

import pytest

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
GEHEIM = "knowledge/answers/geheim.yaml"
LAW = "knowledge/law.yaml"
CONTACTS = "knowledge/contacts.yaml"
PLACES = "knowledge/places.yaml"
SAFETY = "knowledge/safety.yaml"

CHECK = "check it again, and write the date of today"


def test_a_date_that_is_too_old_is_reported(root: Root) -> None:
    root.replace(GEHEIM, "checked: 2026-10-15", "checked: 2024-10-15")
    line = root.line(GEHEIM, "checked:")
    text = "this was last checked on 2024-10-15, more than 730 days ago"
    assert root.check() == [Problem(GEHEIM, line, text, CHECK)]


def test_a_date_in_the_head_of_a_topic_is_reported_once(root: Root) -> None:
    root.replace(KEUZE, "checked: 2026-11-01", "checked: 2024-10-15")
    text = "this was last checked on 2024-10-15, more than 730 days ago"
    assert root.check() == [Problem(KEUZE, 3, text, CHECK)]


def test_a_date_in_the_future_is_reported(root: Root) -> None:
    root.replace(LAW, "checked: 2026-11-21", "checked: 2026-11-22")
    line = root.line(LAW, "checked:")
    text, hint = "2026-11-22 is in the future", "write the day of checking"
    assert root.check() == [Problem(LAW, line, text, hint)]


@pytest.mark.parametrize("date", ["gisteren", "21-11-2026", "2026-13", "2026-02-30", "2026-11-21-3", "0000"])
def test_a_date_that_is_none_is_reported(root: Root, date: str) -> None:
    root.replace(GEHEIM, "checked: 2026-10-15", f"checked: {date}")
    line = root.line(GEHEIM, "checked:")
    assert root.check() == [Problem(GEHEIM, line, f"“{date}” is no date", "write it as 2026-11-21")]


@pytest.mark.parametrize("date", ["2026", "2026-11", "2026-11-21"])
def test_a_year_a_month_and_a_day_are_dates(root: Root, date: str) -> None:
    root.replace(GEHEIM, "checked: 2026-10-15", f"checked: {date}")
    assert root.check() == []


def test_a_public_help_line_keeps_its_number_for_ten_years(root: Root) -> None:
    root.replace(CONTACTS, "checked: '2021'", "checked: '2016'")
    line = root.line(CONTACTS, "checked: '2016'")
    text = "this was last checked on 2016, more than 3650 days ago"
    assert root.check() == [Problem(CONTACTS, line, text, CHECK)]


@pytest.mark.parametrize("name", [SAFETY, PLACES])
def test_the_signs_of_danger_and_the_places_have_a_date(root: Root, name: str) -> None:
    root.replace(name, "checked: 2026-11-21", "checked: 2020")
    line = root.line(name, "checked:")
    text = "this was last checked on 2020, more than 730 days ago"
    assert root.check() == [Problem(name, line, text, CHECK)]
