"""A sign of danger that cannot be read."""

from bot.content.problem import Problem
from tests.content.small import Root

SAFETY = "knowledge/safety.yaml"

HINT = "the top of the file tells how to write it"


def test_a_bracket_that_is_never_closed_is_reported_on_its_line(root: Root) -> None:
    root.replace(SAFETY, "(pillen|touw) liggen", "(pillen|touw liggen")
    line = root.line(SAFETY, "(pillen|touw liggen")
    text = "a phrase cannot be read: '(pillen|touw liggen klaar' opens a bracket that is never closed"
    assert root.check() == [Problem(SAFETY, line, text, HINT)]


def test_a_list_that_is_not_there_is_reported_where_it_is_named(root: Root) -> None:
    root.replace(SAFETY, "<ik> wil", "<iemand> wil")
    line = root.line(SAFETY, "<iemand>")
    text = "a phrase cannot be read: there is no list <iemand>"
    assert root.check() == [Problem(SAFETY, line, text, HINT)]


def test_a_fault_in_a_list_is_reported_there_and_not_where_the_list_is_named(root: Root) -> None:
    root.replace(SAFETY, "ik: [ik, we]", "ik: [ik, (we]")
    line = root.line(SAFETY, "(we]")
    text = "a phrase cannot be read: '(we' opens a bracket that is never closed"
    assert root.check() == [Problem(SAFETY, line, text, HINT)]


def test_a_list_that_names_itself_is_reported_once(root: Root) -> None:
    root.replace(SAFETY, "ik: [ik, we]", "ik: [ik, <ik>]")
    line = root.line(SAFETY, "ik: [ik, <ik>]")
    text = "a phrase cannot be read: the list <ik> names itself"
    assert root.check() == [Problem(SAFETY, line, text, HINT)]


def test_all_phrases_that_cannot_be_read_are_reported(root: Root) -> None:
    root.replace(SAFETY, "(pillen|touw) liggen", "(pillen|touw liggen")
    root.replace(SAFETY, "dood van het lachen", "dood) van het lachen")
    assert [problem.line for problem in root.check()] == [
        root.line(SAFETY, "(pillen|touw liggen"),
        root.line(SAFETY, "dood) van"),
    ]
