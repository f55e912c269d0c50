"""A question that leads to another answer than the one it stands under."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
GEHEIM = "knowledge/answers/geheim.yaml"
GELD = "knowledge/unknowns/geld.yaml"


def test_a_question_that_another_answer_steals_is_reported(root: Root) -> None:
    question = "mag ik een andere ondersteuner want het klikt niet"
    root.replace(GEHEIM, "wanneer mag ik iets doorvertellen", question)
    root.train()
    line = root.line(GEHEIM, question)
    text = f"“{question}” leads to “andere_ondersteuner”"
    assert root.check() == [Problem(GEHEIM, line, text, "reword it, or move it there")]


def test_a_question_that_an_unknown_steals_is_reported(root: Root) -> None:
    question = "hoeveel euro per uur, welk tarief rekent een zelfstandige"
    root.replace(KEUZE, "ik wil mijn dossier inzien", question)
    root.train()
    line = root.line(KEUZE, question)
    text = f"“{question}” leads to the unknown “uurtarief”"
    assert root.check() == [Problem(KEUZE, line, text, "reword it, or move it there")]


def test_a_question_that_is_small_talk_is_reported(root: Root) -> None:
    root.replace(KEUZE, "- het klikt niet, kan ik een ander krijgen", "- hallo")
    root.train()
    line = root.line(KEUZE, "- hallo")
    text = "“hallo” leads to the small talk “groet”"
    assert root.check() == [Problem(KEUZE, line, text, "reword it, or move it there")]


def test_a_question_of_an_unknown_that_an_answer_steals_is_reported(root: Root) -> None:
    question = "mag ik een andere cliëntondersteuner vragen"
    root.replace(GELD, "welk tarief rekent een zelfstandige", question)
    root.train()
    line = root.line(GELD, question)
    text = f"“{question}” is answered by “andere_ondersteuner”"
    assert root.check() == [Problem(GELD, line, text, "reword it, or remove it")]
