"""A value that is none of those that there are."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
CODE = "knowledge/documents/beroepscode.yaml"
START = "dialogs/citizen/start.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_an_audience_that_is_none_is_one_problem_for_a_whole_topic(root: Root) -> None:
    root.replace(KEUZE, "audience: citizen", "audience: citizens")
    text, hint = "“audience” cannot be “citizens”", "did you mean “citizen”?"
    assert root.check() == [Problem(KEUZE, 2, text, hint)]


def test_a_kind_of_passage_that_is_none_is_reported(root: Root) -> None:
    root.replace(CODE, "kind: footnote", "kind: voetnoot")
    line = root.line(CODE, "kind: voetnoot")
    (problem,) = root.check()
    assert (problem.file, problem.line) == (CODE, line)
    assert problem.text == "“kind” cannot be “voetnoot”"
    assert problem.hint.startswith("it can be: title, paragraph, article, footnote, ")


def test_something_else_than_a_place_cannot_be_expected(root: Root) -> None:
    root.replace(WAAR, "expect: place", "expect: age")
    line = root.line(WAAR, "expect:")
    hint = "it can be: place, letter, note, code, scan"
    assert root.check() == [Problem(WAAR, line, "“expect” cannot be “age”", hint)]


def test_the_audience_of_a_choice_is_looked_at(root: Root) -> None:
    root.replace(START, "audience: citizen, next", "audience: burger, next")
    line = root.line(START, "burger")
    hint = "it can be: citizen, supporter, municipality"
    assert root.check() == [Problem(START, line, "“audience” cannot be “burger”", hint)]
