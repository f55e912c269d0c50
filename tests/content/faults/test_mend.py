"""A mend of a source that mends nothing."""

from bot.content.problem import Problem
from tests.content.small import Root

SOURCE = "knowledge/sources/beroepscode.txt"
MENDING = "knowledge/mending.yaml"


def test_a_mend_that_finds_nothing_is_reported_on_its_line(root: Root) -> None:
    mend = "\n  - {find: een zin die er niet is, put: iets, why: zomaar}"
    root.write(MENDING, root.read(MENDING).rstrip() + mend)
    text = "this mend finds nothing in the source"
    assert root.check() == [Problem(MENDING, 4, text)]


def test_a_mend_that_must_find_more_than_there_is_is_reported(root: Root) -> None:
    root.replace(MENDING, "why: het streepje", "repeat: 3, why: het streepje")
    text = "this mend finds nothing in the source"
    assert root.check() == [Problem(MENDING, 3, text)]


def test_a_mend_that_is_no_regular_expression_is_reported(root: Root) -> None:
    root.replace(MENDING, "'(?m)^- '", "'(?m^- '")
    (problem,) = root.check()
    assert (problem.file, problem.line) == (MENDING, 3)
    assert problem.text.startswith("the pattern cannot be read: ")


def test_a_mend_that_looks_for_nothing_is_reported(root: Root) -> None:
    root.replace(MENDING, "pattern: '(?m)^- ', ", "")
    text = "this mend has neither “find:” nor “pattern:”"
    assert root.check() == [Problem(MENDING, 3, text)]


def test_mends_of_a_document_that_is_not_there_are_reported(root: Root) -> None:
    root.write(MENDING, root.read(MENDING) + "visie:\n  - {find: a, put: b, why: zomaar}\n")
    assert root.check() == [Problem(MENDING, 4, "there is no document “visie”")]


def test_a_source_that_is_not_there_is_reported(root: Root) -> None:
    root.remove(SOURCE)
    assert root.check() == [Problem(SOURCE, 1, "cannot be read: No such file or directory")]


def test_a_source_without_a_document_is_reported(root: Root) -> None:
    root.write("knowledge/sources/visie.txt", "Visie")
    name, hint = "knowledge/sources/visie.txt", "add knowledge/documents/visie.yaml"
    assert root.check() == [Problem(name, 1, "no document has this source", hint)]
