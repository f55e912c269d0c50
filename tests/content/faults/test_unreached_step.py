"""A step that no way leads to."""

from bot.content.problem import Problem
from tests.content.small import Root

START = "dialogs/citizen/start.yaml"


def test_a_step_that_is_never_reached_is_reported(root: Root) -> None:
    root.write(START, root.read(START) + "  los:\n    tell: Dit ziet niemand.\n    next: end\n")
    line = root.line(START, "  los:")
    text, hint = "step “los” is never reached", "let some step lead to it, or remove it"
    assert root.check() == [Problem(START, line, text, hint)]


def test_of_several_steps_in_a_row_only_the_first_is_reported(root: Root) -> None:
    more = "  achter:\n    tell: En dit ook niet.\n    next: end\n"
    more += "  los:\n    tell: Dit ziet niemand.\n    next: achter\n"
    root.write(START, root.read(START) + more)
    line = root.line(START, "  los:")
    text, hint = "step “los” is never reached", "let some step lead to it, or remove it"
    assert root.check() == [Problem(START, line, text, hint)]


def test_of_a_round_that_nothing_leads_to_one_step_is_reported(root: Root) -> None:
    choices = "    choices:\n      - {id: weet_niet, say: Weet ik niet, next: %s}\n"
    more = f"  een:\n    ask: Een?\n{choices % 'twee'}  twee:\n    ask: Twee?\n{choices % 'een'}"
    root.write(START, root.read(START) + more)
    text, hint = "step “een” is never reached", "let some step lead to it, or remove it"
    assert Problem(START, root.line(START, "  een:"), text, hint) in root.check()
    assert [problem.line for problem in root.check()] == [root.line(START, "  een:")]
