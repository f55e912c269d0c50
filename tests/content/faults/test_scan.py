"""A scan that names what is not there, or lacks what it needs."""

import pytest

from bot.content.problem import Problem
from bot.municipal.wording import Word
from tests.content.small import Root

SCAN, SCORING, REPORT = "knowledge/scan.yaml", "dialogs/scoring.yaml", "knowledge/report.yaml"
DIALOG = "dialogs/municipality/scan.yaml"

TEXTS = {
    SCAN: """\
document: beroepscode
themes:
  relatie:
    title: Relatie
    points:
      artikel_1: {title: Een, why: Daarom., quotes: [beroepscode/artikel_2], weight: 2}
""",
    SCORING: """\
ask: '{theme}: {number} van {count}. Hoe gaat het?'
why: Waarom?
choices:
  - {id: goed, say: Goed}
  - {id: notitie, say: Notitie}
note: notitie
ask_note: Typ uw notitie.
no_note: {id: geen_notitie, say: Geen}
""",
    DIALOG: """\
dialog: scan
title: De scan
audience: municipality
first: relatie
steps:
  relatie: {score: relatie, next: end}
""",
}


@pytest.fixture
def scan(root: Root) -> Root:
    """The small content with a scan of one point."""
    for name, text in TEXTS.items():
        root.write(name, text)
    root.write(REPORT, "texts:\n" + "".join(f"  {word}: Dit zegt het rapport.\n" for word in Word))
    return root


def test_a_whole_scan_has_no_fault(scan: Root) -> None:
    assert scan.check() == []


def test_a_theme_that_is_not_there_is_reported(scan: Root) -> None:
    scan.replace(DIALOG, "score: relatie", "score: relaties")
    text = "there is no theme “relaties” in the scan"

    assert scan.check() == [Problem(DIALOG, 6, text, "did you mean “relatie”?")]


def test_a_point_that_is_no_passage_is_reported(scan: Root) -> None:
    scan.replace(SCAN, "artikel_1:", "artikel_10:")
    problems = scan.check()

    assert [problem.text for problem in problems if problem.file == SCAN] == [
        "there is no passage “beroepscode/artikel_10”"
    ]


def test_a_quote_or_an_article_of_law_that_is_not_there_is_reported(scan: Root) -> None:
    scan.replace(SCAN, "[beroepscode/artikel_2]", "[beroepscode/artikel_22], law: [wet]")
    line = scan.line(SCAN, "artikel_1:")

    assert [(p.line, p.text) for p in scan.check()] == [
        (line, "there is no article of law “wet”"),
        (line, "there is no passage “beroepscode/artikel_22”"),
    ]


def test_a_weight_that_is_none_is_reported(scan: Root) -> None:
    scan.replace(SCAN, "weight: 2", "weight: 4")

    assert [problem.text for problem in scan.check()] == ["a weight is a number from 1 to 3"]


def test_a_text_of_the_report_that_is_missing_or_not_needed_is_reported(scan: Root) -> None:
    scan.replace(REPORT, "  title:", "  titel:")

    assert [(p.text, p.hint) for p in scan.check()] == [
        ("no text is called “titel”", "did you mean “title”?"),
    ]


@pytest.mark.parametrize("name", [REPORT, SCORING])
def test_a_file_that_the_scan_needs_and_is_not_there_is_reported(scan: Root, name: str) -> None:
    (scan.path / name).unlink()

    assert Problem(name, 1, "the file is missing", "put it back: the scan needs it") in scan.check()


def test_a_note_that_no_choice_leads_to_is_reported(scan: Root) -> None:
    scan.replace(SCORING, "note: notitie", "note: briefje")

    assert "there is no choice “briefje”" in [problem.text for problem in scan.check()]
