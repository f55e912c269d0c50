"""A way to a step that is not there."""

from bot.content.problem import Problem
from tests.content.small import Root

START = "dialogs/citizen/start.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_a_choice_that_leads_to_no_step_is_reported_on_its_line(root: Root) -> None:
    root.replace(START, "{id: ja, say: 'Ja', next: wie}", "{id: ja, say: 'Ja', next: wi}")
    line = root.line(START, "next: wi}")
    text, hint = "there is no step “wi” in this dialog", "did you mean “wie”?"
    assert root.check() == [Problem(START, line, text, hint)]


def test_a_statement_that_leads_to_no_step_is_reported(root: Root) -> None:
    root.replace(WAAR, 'is een regio."\n    next: mappen', 'is een regio."\n    next: einde')
    line = root.line(WAAR, "next: einde")
    text, hint = "there is no step “einde” in this dialog", "did you mean “end”?"
    assert root.check() == [Problem(WAAR, line, text, hint)]


def test_an_expected_value_that_leads_to_no_step_is_reported(root: Root) -> None:
    root.replace(WAAR, "next: soort", "next: sort")
    line = root.line(WAAR, "next: sort")
    text, hint = "there is no step “sort” in this dialog", "did you mean “soort”?"
    assert root.check() == [Problem(WAAR, line, text, hint)]


def test_an_outcome_that_leads_to_no_step_is_reported_on_its_line(root: Root) -> None:
    root.replace(WAAR, "municipality: gemeente", "municipality: gemeent")
    line = root.line(WAAR, "municipality: gemeent")
    text, hint = "there is no step “gemeent” in this dialog", "did you mean “gemeente”?"
    assert root.check() == [Problem(WAAR, line, text, hint)]


def test_a_first_step_that_is_not_there_is_reported(root: Root) -> None:
    root.replace(START, "first: wie", "first: wi")
    line = root.line(START, "first:")
    text, hint = "there is no step “wi” in this dialog", "did you mean “wie”?"
    assert root.check() == [Problem(START, line, text, hint)]
