"""A quote of a passage that is in no document."""

from bot.content.problem import Problem
from tests.content.small import Root

GEHEIM = "knowledge/answers/geheim.yaml"
GELD = "knowledge/unknowns/geld.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_an_answer_that_quotes_what_is_not_there_is_reported(root: Root) -> None:
    root.replace(GEHEIM, "[beroepscode/artikel_1, beroepscode/voetnoot_1]", "[beroepscode/artkel_1]")
    line = root.line(GEHEIM, "quotes:")
    text, hint = "there is no passage “beroepscode/artkel_1”", "did you mean “beroepscode/artikel_1”?"
    assert root.check() == [Problem(GEHEIM, line, text, hint)]


def test_a_question_that_quotes_what_is_not_there_is_reported(root: Root) -> None:
    root.replace(WAAR, "quotes: [beroepscode/artikel_2]\n    renamed", "quotes: [visie/x]\n    renamed")
    line = root.line(WAAR, "visie/x")
    assert root.check() == [Problem(WAAR, line, "there is no passage “visie/x”")]


def test_a_step_that_quotes_what_is_not_there_is_reported(root: Root) -> None:
    root.replace(WAAR, "quotes: [beroepscode/artikel_2]\n    law", "quotes: [visie/x]\n    law")
    line = root.line(WAAR, "visie/x")
    assert root.check() == [Problem(WAAR, line, "there is no passage “visie/x”")]


def test_an_unknown_that_is_near_what_is_not_there_is_reported(root: Root) -> None:
    root.replace(GELD, "passage: beroepscode/artikel_1", "passage: beroepscode/artikel_9")
    line = root.line(GELD, "artikel_9")
    text, hint = "there is no passage “beroepscode/artikel_9”", "did you mean “beroepscode/artikel_2”?"
    assert root.check() == [Problem(GELD, line, text, hint)]
