"""Updates as Telegram sends them, read; the objects are those of the Bot API's documentation."""

from typing import Any

import pytest

from bot.channels.telegram.addressing import words_for
from bot.channels.telegram.update import File, Lost, Me, Message, Place, Press, Query, read_update
from bot.messages import Sent

ME = Me(42, "Naast_bot")
ANNA = {"id": 7, "is_bot": False, "first_name": "Anna"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Anna"}
GROUP = {"id": -5, "type": "supergroup", "title": "Buurt"}
HERE = Place(7, 7, True, 3)
MENU = ("start", "help", "artikel")


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"message_id": 3, "from": ANNA, "chat": chat, "date": 1, **content}


def read(**payload: Any) -> Any:
    return read_update({"update_id": 9, **payload}, ME)


def test_a_text_is_read() -> None:
    assert read(message=message(text="hallo")) == Message(9, HERE, "hallo")
    assert HERE.conversation == "telegram:7"


def test_in_a_group_everybody_has_a_conversation_of_their_own() -> None:
    found = read(message=message(GROUP, text="hallo"))

    assert found.place.conversation == "telegram:-5:7"


@pytest.mark.parametrize(
    ("content", "sent"),
    [
        ({"photo": [{}]}, Sent.PICTURE),
        ({"video": {}}, Sent.PICTURE),
        ({"animation": {}, "document": {"file_id": "x"}}, Sent.STICKER),
        ({"sticker": {}}, Sent.STICKER),
        ({"dice": {}}, Sent.STICKER),
        ({"voice": {}}, Sent.VOICE),
        ({"audio": {}}, Sent.VOICE),
        ({"video_note": {}}, Sent.VOICE),
        ({"contact": {}}, Sent.CONTACT),
        ({"location": {}}, Sent.LOCATION),
        ({"venue": {}, "location": {}}, Sent.LOCATION),
        ({"poll": {}}, Sent.POLL),
        ({"story": {}}, Sent.OTHER),
        ({"game": {}}, Sent.OTHER),
    ],
)
def test_what_cannot_be_read_is_known_for_what_it_is(content: dict[str, Any], sent: Sent) -> None:
    assert read(message=message(**content)) == Message(9, HERE, sent=sent)


def test_a_file_is_read_with_its_caption() -> None:
    document = {"file_id": "f", "file_name": "brief.pdf", "mime_type": "application/pdf", "file_size": 5}
    found = read(message=message(document=document, caption="kijk"))

    assert found == Message(9, HERE, "kijk", File("f", "brief.pdf", "application/pdf", 5))
    assert read(message=message(document={"file_id": "f"})).file == File(
        "f", "", "application/octet-stream", 0
    )


@pytest.mark.parametrize(
    "content",
    [
        {"new_chat_members": []},
        {"left_chat_member": {}},
        {"migrate_to_chat_id": -9},
        {"pinned_message": {}},
        {"text": "x", "from": {**ANNA, "is_bot": True}},
        {"text": "x", "sender_chat": GROUP},
        {"text": "x", "is_automatic_forward": True},
        {"text": "x", "via_bot": {"id": ME.id}},
    ],
)
def test_what_asks_for_silence_is_nothing(content: dict[str, Any]) -> None:
    assert read(message=message(**content)) is None


@pytest.mark.parametrize("kind", ["my_chat_member", "channel_post", "poll", "something_new"])
def test_other_kinds_of_updates_are_nothing(kind: str) -> None:
    assert read(**{kind: {}}) is None


def test_a_text_through_another_bot_is_a_text() -> None:
    assert read(message=message(text="x", via_bot={"id": 1})) is not None


def test_an_edit_is_one_in_private_and_nothing_in_a_group() -> None:
    assert read(edited_message=message(text="x")) == Message(9, HERE, "x", sent=Sent.EDIT)
    assert read(edited_message=message(GROUP, text="x")) is None
    assert read(edited_message=message(location={})) is None


def test_a_press_tells_whose_message_it_was() -> None:
    shown = message(GROUP, text="Vraag", reply_to_message={"from": ANNA, "message_id": 2})
    found = read(callback_query={"id": "q", "from": {**ANNA, "id": 8}, "message": shown, "data": "ja"})

    assert found == Press(9, "q", Place(-5, 8, False, 3), "ja", 7, shown)


def test_a_question_that_replied_to_the_bot_itself_has_no_owner() -> None:
    shown = message(GROUP, text="Vraag", reply_to_message={"from": {"id": ME.id}, "message_id": 2})

    assert read(callback_query={"id": "q", "from": ANNA, "message": shown, "data": "ja"}).owner is None


def test_a_press_on_a_message_that_is_no_longer_shown_has_none() -> None:
    old = {"chat": PRIVATE, "message_id": 3, "date": 0}
    found = read(callback_query={"id": "q", "from": ANNA, "message": old, "data": "ja"})

    assert found.raw is None


@pytest.mark.parametrize("query", [{"data": "ja"}, {"message": message(text="x"), "game_short_name": "x"}])
def test_a_press_that_leads_nowhere_is_let_go(query: dict[str, Any]) -> None:
    assert read(callback_query={"id": "q", "from": ANNA, **query}) == Lost(9, "q")


def test_a_query_is_read() -> None:
    assert read(inline_query={"id": "q", "from": ANNA, "query": "art 10", "offset": ""}) == Query(
        9, "q", "art 10"
    )


@pytest.mark.parametrize("payload", [{}, {"message_id": 1}, {"from": ANNA, "chat": None, "message_id": 1}])
def test_what_telegram_never_sends_is_an_error(payload: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError)):
        read(message=payload | {"text": "x", "from": ANNA})


# ---- for whom a text is


def said(text: str, *, private: bool = False, answers: bool = False, sent: Sent | None = None) -> str | None:
    place = Place(7, 7, private, 3, answers=answers)
    return words_for(Message(9, place, text, sent=sent), ME, MENU)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hallo", None),
        ("hallo @naast_bot", "hallo"),
        ("@NAAST_BOT: art 10", "art 10"),
        ("@naast_bott art 10", None),
        ("mail@naast_bot", None),
        ("/help", "/help"),
        ("/help@naast_bot", "/help"),
        ("/artikel@Naast_Bot 10", "/artikel 10"),
        ("/help@other_bot", None),
        ("/start@naast_bot wmo_of_wlz", "/start wmo_of_wlz"),
        ("/unknown", None),
        ("/unknown@naast_bot", "/unknown"),
        ("", None),
    ],
)
def test_in_a_group_only_what_is_addressed_is_heard(text: str, words: str | None) -> None:
    assert said(text) == words


@pytest.mark.parametrize("text", ["hallo", "/unknown", ""])
def test_a_reply_to_the_bot_is_heard(text: str) -> None:
    assert said(text, answers=True) == text


@pytest.mark.parametrize(
    ("text", "words"), [("hallo", "hallo"), ("/hlep", "/hlep"), ("/help@other_bot", "/help"), ("", "")]
)
def test_in_private_everything_is_heard(text: str, words: str) -> None:
    assert said(text, private=True) == words


def test_what_is_no_text_is_not_heard_in_a_group() -> None:
    assert said("", answers=True, sent=Sent.STICKER) is None
