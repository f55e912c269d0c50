"""Names of the menu that cannot work."""

import pytest

from bot.content.problem import Problem
from tests.content.small import Root

PHRASES = "dialogs/phrases.yaml"


@pytest.mark.parametrize(
    ("entry", "text", "hint"),
    [
        (
            "{command: start, ask: 'wat is {text}', example: geld, about: Twee}",
            "/twee should do one thing",
            "give it one of: command, dialog, ask",
        ),
        ("{about: Niets}", "/twee should do one thing", "give it one of: command, dialog, ask"),
        (
            "{ask: wat is geld, example: geld, about: Zonder}",
            "/twee asks without words or without an example",
            "write {text} where the words behind it belong, and give an `example:`",
        ),
        (
            "{ask: 'wat is {text}', about: Zonder}",
            "/twee asks without words or without an example",
            "write {text} where the words behind it belong, and give an `example:`",
        ),
    ],
)
def test_an_entry_does_one_thing_that_can_be_done(root: Root, entry: str, text: str, hint: str) -> None:
    root.replace(PHRASES, "menu:\n", f"menu:\n  twee: {entry}\n")
    assert root.check() == [Problem(PHRASES, root.line(PHRASES, "twee:"), text, hint)]


def test_an_entry_for_a_dialog_that_there_is_not_is_reported(root: Root) -> None:
    root.replace(PHRASES, "menu:\n", "menu:\n  twee: {dialog: citizen/strat, about: Weg}\n")
    text, hint = "there is no dialog “citizen/strat”", "did you mean “citizen/start”?"
    assert root.check() == [Problem(PHRASES, root.line(PHRASES, "twee:"), text, hint)]


def test_a_name_that_telegram_refuses_is_reported(root: Root) -> None:
    root.replace(PHRASES, "menu:\n", "menu:\n  Twee: {command: start, about: Groot}\n")
    text, hint = "/Twee is no name for a menu", "use small letters only"
    assert root.check() == [Problem(PHRASES, root.line(PHRASES, "Twee:"), text, hint)]
