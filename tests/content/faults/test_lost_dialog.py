"""A way to a dialog that is not there."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
START = "dialogs/citizen/start.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_an_answer_that_leads_to_no_dialog_is_reported(root: Root) -> None:
    root.replace(KEUZE, "next: [citizen/waar]", "next: [citizen/war]")
    line = root.line(KEUZE, "next:")
    text, hint = "there is no dialog “citizen/war”", "did you mean “citizen/waar”?"
    assert root.check() == [Problem(KEUZE, line, text, hint)]


def test_a_choice_that_leads_to_no_dialog_is_reported(root: Root) -> None:
    root.replace(START, "next: citizen/waar}", "next: citizen/waart}")
    line = root.line(START, "citizen/waart")
    text, hint = "there is no dialog “citizen/waart”", "did you mean “citizen/waar”?"
    assert root.check() == [Problem(START, line, text, hint)]


def test_a_dialog_that_cannot_be_read_is_not_missing(root: Root) -> None:
    root.write(WAAR, "dialog: [\n")
    assert [problem.file for problem in root.check()] == [WAAR]
