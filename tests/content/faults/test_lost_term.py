"""An explanation of a term that is not in `terms.yaml`."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_an_answer_that_explains_what_is_not_there_is_reported(root: Root) -> None:
    root.replace(KEUZE, "explain: [dossier]", "explain: [dosier]")
    line = root.line(KEUZE, "explain:")
    text, hint = "there is no term “dosier”", "did you mean “dossier”?"
    assert root.check() == [Problem(KEUZE, line, text, hint)]


def test_a_question_that_explains_what_is_not_there_is_reported(root: Root) -> None:
    root.replace(WAAR, "explain: [dossier]", "explain: [dossier, ciz]")
    line = root.line(WAAR, "explain:")
    assert root.check() == [Problem(WAAR, line, "there is no term “ciz”")]
