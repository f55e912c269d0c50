"""A hard word in a text for citizens, without what it means."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
TERMS = "knowledge/terms.yaml"
START = "dialogs/citizen/start.yaml"


def test_a_hard_word_without_an_explanation_is_reported_on_its_line(root: Root) -> None:
    root.replace(KEUZE, "U hoeft niet te zeggen waarom.", "\n\n      Heeft u zorg uit de Wlz?")
    line = root.line(KEUZE, "Wlz")
    hint = "add `explain: [wlz]`, or say it in other words"
    assert root.check() == [Problem(KEUZE, line, "“Wlz” is not explained", hint)]


def test_a_hard_word_in_a_question_is_reported(root: Root) -> None:
    root.replace(START, "ask: Heeft u nog een vraag?", "ask: Heeft u een dossier?")
    line = root.line(START, "Heeft u een dossier?")
    hint = "add `explain: [dossier]`, or say it in other words"
    assert root.check() == [Problem(START, line, "“dossier” is not explained", hint)]


def test_a_word_that_the_text_itself_explains_is_left_alone(root: Root) -> None:
    root.replace(START, "ask: Heeft u nog een vraag?", "ask: Een dossier is een map. Heeft u er een?")
    assert root.check() == []


def test_a_hard_word_that_nothing_explains_is_reported(root: Root) -> None:
    root.replace(TERMS, "    means: De Wlz is een wet voor mensen die altijd zorg nodig hebben.\n", "")
    line = root.line(TERMS, "  wlz:")
    assert root.check() == [Problem(TERMS, line, "the hard term “Wlz” is not explained", "add `means:`")]
