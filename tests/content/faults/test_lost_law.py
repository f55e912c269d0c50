"""An article of law that is not in `law.yaml`."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
GELD = "knowledge/unknowns/geld.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_an_answer_with_law_that_is_not_there_is_reported(root: Root) -> None:
    root.replace(KEUZE, "law: [wmo_gratis]", "law: [wmo_grats]")
    line = root.line(KEUZE, "law:")
    text, hint = "there is no article of law “wmo_grats”", "did you mean “wmo_gratis”?"
    assert root.check() == [Problem(KEUZE, line, text, hint)]


def test_an_unknown_with_law_that_is_not_there_is_reported(root: Root) -> None:
    root.replace(GELD, "law: [wmo_gratis]", "law: [wlz]")
    line = root.line(GELD, "law:")
    assert root.check() == [Problem(GELD, line, "there is no article of law “wlz”")]


def test_a_step_with_law_that_is_not_there_is_reported(root: Root) -> None:
    root.replace(WAAR, "law: [wmo_gratis]", "law: [wlz]")
    line = root.line(WAAR, "law:")
    assert root.check() == [Problem(WAAR, line, "there is no article of law “wlz”")]
