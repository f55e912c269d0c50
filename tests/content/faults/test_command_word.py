"""A word of a choice that never reaches it, because it is a command."""

from bot.content.problem import Problem
from tests.content.small import Root

START = "dialogs/citizen/start.yaml"


def test_a_word_that_is_a_command_is_reported(root: Root) -> None:
    root.replace(START, "also: [mijn buurman]", "also: [mijn buurman, Doe help!]")
    line = root.line(START, "Doe help!")
    text = "“Doe help!” is the command “help”, and never reaches “ander”"
    assert root.check() == [Problem(START, line, text, "take it away from `also:`")]


def test_a_command_that_counts_only_where_it_is_offered_may_be_a_word_of_a_choice(root: Root) -> None:
    root.replace(START, "also: [mijn buurman]", "also: [mijn buurman, doe resume]")
    assert root.check() == []
