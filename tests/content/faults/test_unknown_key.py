"""A key that nothing knows."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
CODE = "knowledge/documents/beroepscode.yaml"
LAW = "knowledge/law.yaml"
SMALLTALK = "knowledge/smalltalk.yaml"
START = "dialogs/citizen/start.yaml"
PHRASES = "dialogs/phrases.yaml"


def test_a_key_with_a_slip_gets_the_key_that_was_meant(root: Root) -> None:
    root.replace(LAW, "link:", "lnik:")
    line = root.line(LAW, "lnik:")
    assert root.check() == [Problem(LAW, line, "unknown key “lnik”", "did you mean “link”?")]


def test_a_key_that_is_like_no_other_gets_all_that_are_known(root: Root) -> None:
    root.replace(SMALLTALK, "    opens: true", "    opens: true\n    xyz: iets")
    hint = "known here: says, reply, opens"
    assert root.check() == [Problem(SMALLTALK, 6, "unknown key “xyz”", hint)]


def test_a_slip_in_a_choice_is_found(root: Root) -> None:
    root.replace(START, "say: Voor een ander, also:", "say: Voor een ander, alos:")
    line = root.line(START, "alos:")
    assert root.check() == [Problem(START, line, "unknown key “alos”", "did you mean “also”?")]


def test_a_slip_in_a_command_is_found(root: Root) -> None:
    root.replace(PHRASES, "help: {label: help, also:", "help: {label: help, alos:")
    line = root.line(PHRASES, "alos:")
    assert root.check() == [Problem(PHRASES, line, "unknown key “alos”", "did you mean “also”?")]


def test_a_slip_in_the_head_of_a_topic_is_one_problem(root: Root) -> None:
    root.replace(KEUZE, "audience: citizen", "audeince: citizen")
    assert root.check() == [Problem(KEUZE, 2, "unknown key “audeince”", "did you mean “audience”?")]


def test_a_slip_in_the_key_over_all_answers_is_one_problem(root: Root) -> None:
    root.replace(KEUZE, "answers:", "answer:")
    line = root.line(KEUZE, "answer:\n")
    assert root.check() == [Problem(KEUZE, line, "unknown key “answer”", "did you mean “answers”?")]


def test_a_slip_in_the_key_over_all_passages_is_one_problem(root: Root) -> None:
    root.replace(CODE, "passages:", "pasages:")
    line = root.line(CODE, "pasages:")
    assert root.check() == [Problem(CODE, line, "unknown key “pasages”", "did you mean “passages”?")]


def test_an_id_that_is_set_by_its_place_cannot_be_set_again(root: Root) -> None:
    root.replace(LAW, "    article:", "    id: wmo\n    article:")
    line = root.line(LAW, "id: wmo")
    hint = "known here: says, article, link, checked"
    assert root.check() == [Problem(LAW, line, "unknown key “id”", hint)]
