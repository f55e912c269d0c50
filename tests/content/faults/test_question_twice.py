"""A question that stands in two places."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
GELD = "knowledge/unknowns/geld.yaml"


def test_a_question_of_two_answers_is_reported(root: Root) -> None:
    root.replace(KEUZE, "- ik wil mijn dossier inzien", "- Ik wil wisselen van ondersteuner!")
    root.train()
    line, first = root.line(KEUZE, "- Ik wil wisselen"), root.line(KEUZE, "- ik wil wisselen")
    text = "“Ik wil wisselen van ondersteuner!” stands twice"
    hint = f"keep one of the two; the other is in {KEUZE}:{first}"
    assert root.check() == [Problem(KEUZE, line, text, hint)]


def test_a_question_of_an_answer_and_an_unknown_is_reported(root: Root) -> None:
    root.replace(GELD, "- hoeveel euro per uur", "- mag ik mijn dossier lezen")
    root.train()
    line, first = root.line(GELD, "- mag ik mijn"), root.line(KEUZE, "- Mag ik mijn")
    text = "“mag ik mijn dossier lezen” stands twice"
    hint = f"keep one of the two; the other is in {KEUZE}:{first}"
    assert root.check() == [Problem(GELD, line, text, hint)]


def test_a_question_that_stands_twice_under_one_answer_is_reported(root: Root) -> None:
    root.replace(KEUZE, "- ik wil mijn dossier inzien", "- mag ik mijn dossier lezen")
    root.train()
    line, first = root.line(KEUZE, "- mag ik mijn"), root.line(KEUZE, "- Mag ik mijn")
    text = "“mag ik mijn dossier lezen” stands twice"
    hint = f"keep one of the two; the other is in {KEUZE}:{first}"
    assert root.check() == [Problem(KEUZE, line, text, hint)]
