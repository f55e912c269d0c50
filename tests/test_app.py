from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from bot.app import REMEMBERED, open_library, open_talk
from bot.channels.talk import BEGIN, RESUME, Talk, incoming, open_question, way_on
from bot.engine.library import Library
from bot.errors import SettingsError
from bot.settings import Secret, Settings

Open = Callable[[str | None], AbstractContextManager[Talk]]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return open_library(Settings(data=tmp_path_factory.mktemp("data"), retention_days=7))


@pytest.fixture
def open_(library: Library, tmp_path: Path) -> Open:
    """Opens a conversation, every time on the same data, as one process after another does."""
    return lambda name: open_talk(Settings(data=tmp_path / "data"), library, name)


def test_the_library_knows_how_long_conversations_are_kept(library: Library) -> None:
    assert library.retention_days == 7


def test_a_named_conversation_is_there_again(open_: Open) -> None:
    with open_("anna") as talk:
        assert open_question(talk, talk.session()) is None
        turn = talk.take(incoming(talk, choice=BEGIN))
    with open_("anna") as talk:
        assert talk.session() == turn.session
        waiting = open_question(talk, talk.session())
        assert waiting is not None
        assert talk.take(incoming(talk, choice=RESUME)).replies == waiting.replies


def test_another_name_is_another_conversation(open_: Open) -> None:
    with open_("anna") as talk:
        talk.take(incoming(talk, choice=BEGIN))
    with open_("Anna") as talk:
        assert open_question(talk, talk.session()) is None


def test_a_conversation_without_a_name_leaves_no_trace(open_: Open, tmp_path: Path) -> None:
    with open_(None) as talk:
        talk.take(incoming(talk, choice=BEGIN))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [None, "anna"])
def test_an_event_that_comes_again_moves_nothing(open_: Open, name: str | None) -> None:
    with open_(name) as talk:
        talk.take(incoming(talk, choice=BEGIN))
        message = incoming(talk, text="1", event="7")
        once = talk.take(message)
        assert talk.take(message) == once
        assert talk.session() == once.session


def test_only_the_last_events_of_an_unkept_conversation_are_remembered(open_: Open) -> None:
    with open_(None) as talk:
        for number in range(REMEMBERED + 20):
            talk.take(incoming(talk, text="", event=str(number)))
        assert len(talk._handled) == REMEMBERED  # type: ignore[attr-defined]


def test_a_forgotten_conversation_begins_anew(open_: Open) -> None:
    with open_("anna") as talk:
        talk.take(incoming(talk, choice=BEGIN))
        talk.take(incoming(talk, choice="command:forget_sure"))
    with open_("anna") as talk:
        assert talk.session().frames == ()


@pytest.mark.parametrize("name", ["a b", "../../etc", "é", "\ud800", "x" * 10_000, "\0"])
def test_any_name_will_do(open_: Open, name: str) -> None:
    with open_(name) as talk:
        begun = talk.take(incoming(talk, choice=BEGIN))
    with open_(name) as talk:
        assert talk.session() == begun.session


def test_a_session_that_cannot_be_read_begins_anew(open_: Open, tmp_path: Path) -> None:
    import sqlite3

    with open_("anna") as talk:
        talk.take(incoming(talk, choice=BEGIN))
    database = sqlite3.connect(tmp_path / "data" / "naast.sqlite")
    database.execute("UPDATE conversation SET session = '[]'")
    database.commit()
    database.close()
    with open_("anna") as talk:
        assert talk.session().frames == ()
        assert way_on(talk, talk.session())[-1].choices[0].id == BEGIN


def test_a_dialog_that_is_gone_does_not_stand_in_the_way(
    open_: Open, library: Library, tmp_path: Path
) -> None:
    from dataclasses import replace

    with open_("anna") as talk:
        talk.take(incoming(talk, choice="dialog:citizen/wmo_of_wlz"))
    fewer = {id: d for id, d in library.dialogs.items() if id != "citizen/wmo_of_wlz"}
    poorer = replace(library, dialogs=fewer)
    with open_talk(Settings(data=tmp_path / "data"), poorer, "anna") as talk:
        assert open_question(talk, talk.session()) is None


def test_a_secret_that_is_too_short_is_one_line_for_the_operator(library: Library, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, secret=Secret("kort"))
    with pytest.raises(SettingsError, match="NAAST_SECRET"), open_talk(settings, library, "anna"):
        pass
