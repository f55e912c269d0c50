"""Commands with a slash in front: how they are read, and where they lead."""

import pytest

from bot.engine.library import Library
from bot.engine.slash import Slash, read_slash
from tests.talk import Talk

MENU = ("start", "stop", "artikel", "competentie", "zoek", "terug")


@pytest.mark.parametrize(
    ("typed", "name", "rest"),
    [
        ("/artikel 10", "artikel", "10"),
        ("/Artikel  10 ", "artikel", "10"),
        ("/artikel10", "artikel", "10"),
        ("/artikel_10", "artikel", "10"),
        ("/ artikel 10", "artikel", "10"),
        ("/art 10", "artikel", "10"),
        ("/comp 3.4", "competentie", "3.4"),
        ("/artikl 10", "artikel", "10"),
        ("/competentei 3.4", "competentie", "3.4"),
        ("/zoek mag ik\nkiezen?", "zoek", "mag ik\nkiezen?"),
        ("/start wmo_of_wlz", "start", "wmo_of_wlz"),
        ("/st", "", ""),
        ("/dansen", "", ""),
        ("/", "", ""),
        ("//", "", "/"),
    ],
)
def test_a_command_is_read_with_what_is_behind_it(typed: str, name: str, rest: str) -> None:
    assert read_slash(typed, MENU) == Slash(name, rest)


@pytest.mark.parametrize("typed", ["artikel 10", "en/of", "", "ja / nee"])
def test_a_text_without_a_slash_in_front_is_no_command(typed: str) -> None:
    assert read_slash(typed, MENU) is None


def test_an_article_is_looked_up(library: Library) -> None:
    talk = Talk(library)
    talk.say("/artikel 10")
    assert talk.quotes[0] == "beroepscode/artikel_10"


def test_a_search_is_a_question_even_where_its_words_are_a_choice(library: Library) -> None:
    talk = Talk(library)
    talk.press_id("dialog:citizen/wmo_of_wlz")
    talk.say("/zoek ja")
    assert talk.step == "indicatie"


def test_a_command_without_its_words_tells_how_it_is_used(library: Library) -> None:
    talk = Talk(library)
    talk.say("/artikel")
    assert "/artikel 10" in talk.text


def test_an_unknown_command_gets_the_menu_and_the_open_question(library: Library) -> None:
    talk = Talk(library)
    talk.press_id("dialog:citizen/wmo_of_wlz")
    talk.say("/dansen")
    assert all(f"/{name} " in talk.text for name in library.phrases.menu)
    assert talk.step == "indicatie"


def test_the_words_of_a_command_may_have_a_slash_in_front(library: Library) -> None:
    talk = Talk(library)
    talk.say("/hulp")
    assert talk.outcome == "command"


def test_start_opens_the_dialog_that_is_named_behind_it(library: Library) -> None:
    talk = Talk(library)
    talk.say("/start wmo_of_wlz")
    assert talk.dialog == "citizen/wmo_of_wlz"


@pytest.mark.parametrize("payload", ["", " onbekend", " citizen", " ../x"])
def test_start_with_anything_else_opens_the_first_dialog(library: Library, payload: str) -> None:
    talk = Talk(library)
    talk.say(f"/start{payload}")
    assert talk.dialog == "citizen/start"


def test_danger_goes_before_a_command(library: Library) -> None:
    talk = Talk(library)
    talk.say("/zoek ik wil dood")
    assert talk.outcome == "crisis"
