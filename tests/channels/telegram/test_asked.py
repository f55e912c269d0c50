"""What happens to a message with buttons once it is answered."""

from typing import Any

from bot.channels.telegram.asked import MOST, Asked, after_press
from bot.channels.telegram.call import Call
from bot.channels.telegram.update import Place, Press
from bot.engine.library import Library


def press(data: str, *labels_and_data: tuple[str, str], text: str = "Vraag?", **more: Any) -> Press:
    rows = [[{"text": label, "callback_data": one}] for label, one in labels_and_data]
    raw = {"text": text, "reply_markup": {"inline_keyboard": rows}, **more}
    return Press(1, "q", Place(7, 7, True, 3), data, None, raw)


def shown(library: Library, one: Press, *, stale: bool = False) -> Call:
    return after_press(one, one.data, library.phrases, stale=stale)


def test_the_label_stands_under_the_question_and_the_buttons_are_gone(library: Library) -> None:
    entities = [{"type": "bold", "offset": 0, "length": 3}]
    call = shown(library, press("ja.1", ("Ja", "ja.1"), ("Nee", "nee.1"), entities=entities))

    assert call.method == "editMessageText"
    assert call.parameters["text"] == "Vraag?\n\n✓ Ja"
    assert call.parameters["entities"] == entities
    assert "reply_markup" not in call.parameters


def test_of_things_to_look_up_the_others_can_still_be_pressed(library: Library) -> None:
    call = shown(library, press("answer:a", ("A", "answer:a"), ("B", "answer:b")))

    [[left]] = call.parameters["reply_markup"]["inline_keyboard"]
    assert left["text"] == "B"


def test_a_term_under_a_question_takes_all_along_as_the_question_is_put_again(library: Library) -> None:
    call = shown(library, press("term:a", ("Ja", "ja.1"), ("Wat is A?", "term:a")))

    assert call.parameters["text"].endswith("✓ Wat is A?")
    assert "reply_markup" not in call.parameters


def test_a_stale_button_goes_without_a_mark(library: Library) -> None:
    call = shown(library, press("ja.1", ("Ja", "ja.1")), stale=True)

    assert call == Call("editMessageReplyMarkup", {"chat_id": 7, "message_id": 3})


def test_a_message_that_telegram_no_longer_shows_only_loses_its_buttons(library: Library) -> None:
    one = Press(1, "q", Place(7, 7, True, 3), "ja.1", None, None)

    assert shown(library, one).method == "editMessageReplyMarkup"


def test_a_message_without_room_or_text_only_loses_its_buttons(library: Library) -> None:
    for text in ("x" * 4094, ""):
        assert shown(library, press("ja.1", ("Ja", "ja.1"), text=text)).method == "editMessageReplyMarkup"


def test_the_last_question_is_given_once() -> None:
    asked = Asked()
    asked.put("telegram:1", 1, 5)
    asked.put("telegram:1", 1, 9)

    assert asked.take("telegram:1") == (1, 9)
    assert asked.take("telegram:1") is None


def test_only_the_latest_conversations_are_remembered() -> None:
    asked = Asked()
    for number in range(MOST + 5):
        asked.put(str(number), number, 1)

    assert asked.take("0") is None
    assert asked.take(str(MOST + 4)) == (MOST + 4, 1)
