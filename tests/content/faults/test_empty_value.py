"""A key with nothing behind it."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
GELD = "knowledge/unknowns/geld.yaml"
LAW = "knowledge/law.yaml"


def test_a_text_that_holds_nothing_is_reported(root: Root) -> None:
    root.replace(LAW, "says: Voor cliëntondersteuning betaalt u niets.", "says:")
    line = root.line(LAW, "says:")
    hint = "give it a value, or remove the line"
    assert root.check() == [Problem(LAW, line, "“says” holds nothing", hint)]


def test_a_list_that_holds_nothing_is_reported(root: Root) -> None:
    root.replace(GELD, "ask: [gemeente]", "ask:")
    line = root.line(GELD, "ask:")
    hint = "give it a value, or remove the line"
    assert root.check() == [Problem(GELD, line, "“ask” holds nothing", hint)]


def test_an_empty_line_in_a_list_is_reported(root: Root) -> None:
    root.replace(KEUZE, "- ik wil wisselen van ondersteuner", "-")
    line = root.line(KEUZE, "      -\n")
    hint = "give it a value, or remove the line"
    assert root.check() == [Problem(KEUZE, line, "item 2 of “questions” holds nothing", hint)]


def test_a_topic_without_answers_is_reported(root: Root) -> None:
    text = root.read(KEUZE)
    root.write(KEUZE, text[: text.index("  andere_ondersteuner:")])
    line = root.line(KEUZE, "answers:")
    text = "“answers” should hold ids, each with keys and values"
    hint = "write an id with a colon, and indent what belongs to it"
    assert root.check() == [Problem(KEUZE, line, text, hint)]
