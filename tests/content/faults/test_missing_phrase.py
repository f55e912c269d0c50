"""A standing sentence that is missing, or that nothing says."""

from bot.content.problem import Problem
from tests.content.small import Root

PHRASES = "dialogs/phrases.yaml"


def test_a_phrase_that_is_missing_is_reported(root: Root) -> None:
    root.replace(PHRASES, "  goodbye: Dit zegt Naast.\n", "")
    text, hint = "the phrase “goodbye” is missing", "add `goodbye:` under `texts:`"
    assert root.check() == [Problem(PHRASES, 1, text, hint)]


def test_a_phrase_that_nothing_says_is_reported_on_its_line(root: Root) -> None:
    root.replace(PHRASES, "commands:", "  hoera: Hoera.\ncommands:")
    line = root.line(PHRASES, "hoera:")
    assert root.check() == [Problem(PHRASES, line, "no phrase is called “hoera”", "remove it")]


def test_a_slip_in_the_name_of_a_phrase_is_one_problem(root: Root) -> None:
    root.replace(PHRASES, "  goodbye:", "  goodby:")
    line = root.line(PHRASES, "goodby:")
    text, hint = "no phrase is called “goodby”", "did you mean “goodbye”?"
    assert root.check() == [Problem(PHRASES, line, text, hint)]


def test_a_command_that_is_missing_is_reported(root: Root) -> None:
    root.replace(PHRASES, "  back: {label: back, also: [doe back]}\n", "")
    line = root.line(PHRASES, "commands:")
    text, hint = "the command “back” is missing", "add `back:` under `commands:`"
    assert root.check() == [Problem(PHRASES, line, text, hint)]


def test_a_command_that_there_is_not_is_reported(root: Root) -> None:
    root.replace(PHRASES, "usual:", "  dans: {label: Dans}\nusual:")
    line = root.line(PHRASES, "dans:")
    assert root.check() == [Problem(PHRASES, line, "no command is called “dans”", "remove it")]
