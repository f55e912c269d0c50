"""A contact point that is not in `contacts.yaml`."""

from bot.content.problem import Problem
from tests.content.small import Root

GELD = "knowledge/unknowns/geld.yaml"
SAFETY = "knowledge/safety.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_an_unknown_that_sends_people_nowhere_is_reported(root: Root) -> None:
    root.replace(GELD, "ask: [gemeente]", "ask: [gemeent]")
    line = root.line(GELD, "ask:")
    text, hint = "there is no contact “gemeent”", "did you mean “gemeente”?"
    assert root.check() == [Problem(GELD, line, text, hint)]


def test_a_step_that_sends_people_nowhere_is_reported(root: Root) -> None:
    root.replace(WAAR, "contacts: [gemeente]", "contacts: [loket]")
    line = root.line(WAAR, "contacts:")
    assert root.check() == [Problem(WAAR, line, "there is no contact “loket”")]


def test_a_danger_without_a_number_to_call_is_reported(root: Root) -> None:
    root.replace(SAFETY, "contacts: [alarmnummer]", "contacts: [alarmnumer]")
    line = root.line(SAFETY, "contacts:")
    text, hint = "there is no contact “alarmnumer”", "did you mean “alarmnummer”?"
    assert root.check() == [Problem(SAFETY, line, text, hint)]
