"""A way that has no end."""

from bot.content.problem import Problem
from tests.content.small import Root

START = "dialogs/citizen/start.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_a_question_that_only_leads_back_to_itself_is_reported(root: Root) -> None:
    text = root.read(START)
    root.write(START, text.replace("next: end", "next: nog_een").replace("next: wie}", "next: nog_een}"))
    line = root.line(START, "  nog_een:")
    text, hint = "from step “nog_een” there is no end", "let some way lead to `end`, or to another dialog"
    assert root.check() == [Problem(START, line, text, hint)]


def test_of_a_round_one_step_is_reported_and_not_what_leads_to_it(root: Root) -> None:
    text = root.read(START)
    root.write(START, text.replace("next: end", "next: wisselen").replace("next: wie}", "next: wisselen}"))
    line = root.line(START, "  wisselen:")
    text, hint = "from step “wisselen” there is no end", "let some way lead to `end`, or to another dialog"
    assert root.check() == [Problem(START, line, text, hint)]


def test_two_dialogs_that_only_lead_to_each_other_are_reported_once(root: Root) -> None:
    root.write(START, root.read(START).replace("next: end", "next: citizen/waar"))
    root.write(WAAR, root.read(WAAR).replace("next: end", "next: citizen/start"))
    text, hint = "from step “wie” there is no end", "let some way lead to `end`, or to another dialog"
    assert root.check() == [Problem(START, root.line(START, "  wie:"), text, hint)]
