"""A step that shows an answer that is not there."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
START = "dialogs/citizen/start.yaml"


def test_a_step_that_shows_no_answer_is_reported(root: Root) -> None:
    root.replace(START, "show: andere_ondersteuner", "show: ander_ondersteuner")
    line = root.line(START, "show:")
    text, hint = "there is no answer “ander_ondersteuner”", "did you mean “andere_ondersteuner”?"
    assert root.check() == [Problem(START, line, text, hint)]


def test_an_answer_that_is_broken_is_not_missing(root: Root) -> None:
    root.replace(KEUZE, "title: Een andere ondersteuner vragen", "titel: Een andere ondersteuner vragen")
    line = root.line(KEUZE, "titel:")
    assert root.check() == [Problem(KEUZE, line, "unknown key “titel”", "did you mean “title”?")]
