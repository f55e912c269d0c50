"""A conversation with two small dialogs over the shipped content, which is read once."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.answering.knowledge import Audience
from bot.app import Unkept
from bot.content.load import load_library
from bot.engine.dialog import Ask, Dialog, Option, Tell
from bot.engine.library import START, Library

BEGINNING = Dialog(
    id=START,
    title="Begin",
    audience=Audience.CITIZEN,
    first="wat",
    steps={
        "wat": Ask(
            "wat",
            "Wat wilt u?",
            (
                Option("rood", "Een rode bal", "kleur"),
                Option("weten", "Iets weten", "citizen/weten"),
                Option("weet_niet", "Weet ik niet", "klaar"),
            ),
        ),
        "kleur": Ask(
            "kleur",
            "Hoe rood?",
            (
                Option("licht", "Lichtrood", "klaar"),
                Option("donker", "Donkerrood", "klaar", renamed_from=("diep",)),
            ),
        ),
        "klaar": Tell("klaar", "Dat was het.", "end"),
    },
)

KNOWING = Dialog(
    id="citizen/weten",
    title="Iets weten",
    audience=Audience.CITIZEN,
    first="uitleg",
    steps={"uitleg": Tell("uitleg", "Dit is de uitleg.", "end", quotes=("beroepscode/artikel_10",))},
)


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped content with two dialogs that no editor changes."""
    shipped = load_library()
    own = {dialog.id: dialog for dialog in (BEGINNING, KNOWING)}
    return replace(shipped, dialogs={**shipped.dialogs, **own})


@pytest.fixture
def talk(library: Library) -> Unkept:
    """A conversation that is kept nowhere."""
    return Unkept(library)


@pytest.fixture(scope="session")
def new_talk(library: Library) -> Callable[[], Unkept]:
    """Makes conversations, for a test that needs many."""
    return lambda: Unkept(library)
