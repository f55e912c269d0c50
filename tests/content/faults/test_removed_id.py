"""An id of the last release that is gone."""

from bot.content.problem import Problem
from tests.content.small import Root

START = "dialogs/citizen/start.yaml"
WAAR = "dialogs/citizen/waar.yaml"
RELEASED = "dialogs/released.yaml"


def test_a_choice_that_is_gone_is_reported(root: Root) -> None:
    root.replace(START, "{id: inwoner,", "{id: burger,")
    text = "the choice “citizen/start#wie#inwoner” was released and is gone"
    hint = "let what replaces it say `renamed_from: [inwoner]`"
    assert root.check() == [Problem(RELEASED, 4, text, hint)]


def test_a_choice_that_is_renamed_is_accepted(root: Root) -> None:
    root.replace(START, "{id: inwoner,", "{id: burger, renamed_from: [inwoner],")
    assert root.check() == []


def test_of_a_question_that_is_gone_its_choices_are_not_reported(root: Root) -> None:
    root.replace(START, "first: wie", "first: voor_wie")
    root.replace(START, "  wie:", "  voor_wie:")
    root.replace(START, "next: wie}", "next: voor_wie}")
    text = "the question “citizen/start#wie” was released and is gone"
    hint = "let what replaces it say `renamed_from: [wie]`"
    assert root.check() == [Problem(RELEASED, 3, text, hint)]


def test_a_question_that_is_renamed_is_accepted_with_its_choices(root: Root) -> None:
    root.replace(START, "first: wie", "first: voor_wie")
    root.replace(START, "  wie:", "  voor_wie:")
    root.replace(START, "next: wie}", "next: voor_wie}")
    root.replace(START, "    ask: Voor wie", "    renamed_from: [wie]\n    ask: Voor wie")
    assert root.check() == []


def test_of_a_dialog_that_is_gone_nothing_else_is_reported(root: Root) -> None:
    root.replace(WAAR, "renamed_from: [citizen/waar_vind_ik]\n", "")
    text = "the dialog “citizen/waar_vind_ik” was released and is gone"
    hint = "let what replaces it say `renamed_from: [citizen/waar_vind_ik]`"
    assert root.check() == [Problem(RELEASED, 6, text, hint)]


def test_a_dialog_that_cannot_be_read_is_not_gone(root: Root) -> None:
    root.write(WAAR, "")
    assert [problem.file for problem in root.check()] == [WAAR]


def test_a_list_of_released_ids_that_is_missing_is_reported(root: Root) -> None:
    root.remove(RELEASED)
    hint = "it should list the ids of the last release"
    assert root.check() == [Problem(RELEASED, 1, "the file is missing", hint)]
