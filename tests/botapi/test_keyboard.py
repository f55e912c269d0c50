"""A keyboard that Telegram would not show is refused."""

import json
from typing import Any

import pytest

from tests.botapi.call import Call
from tests.botapi.keyboard import read_markup
from tests.botapi.refusal import Refused

BUTTON = {"text": "a", "callback_data": "a"}
UNREADABLE = "can't parse inline keyboard button: "


def read(markup: Any) -> Any:
    return read_markup(Call("sendmessage", {"reply_markup": markup}))


def one(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ({"keys": []}, "can't parse reply keyboard markup JSON object"),
        ([], "object expected as reply markup"),
        ({"inline_keyboard": [BUTTON]}, 'field "inline_keyboard" must be an Array of Arrays'),
        ({"inline_keyboard": [["a"]]}, UNREADABLE + "InlineKeyboardButton must be an Object"),
        (one(text="a"), UNREADABLE + "Text buttons are unallowed in the inline keyboard"),
        (one(callback_data="a"), UNREADABLE + 'Can\'t find field "text"'),
        (one(text=1, callback_data="a"), UNREADABLE + 'Field "text" must be of type String'),
        (one(text=" ", callback_data="a"), UNREADABLE + "text must be non-empty"),
        (
            one(text="a", callback_data="a", url="https://a"),
            UNREADABLE + "exactly one of the optional fields",
        ),
        (one(text="a", callback_data=""), "BUTTON_DATA_INVALID"),
        (one(text="a", callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (one(text="a", callback_data=1), "BUTTON_DATA_INVALID"),
        (one(text="a", url="ftp://a"), "BUTTON_URL_INVALID"),
        ({"inline_keyboard": [[BUTTON] * 9]}, "reply markup is too long"),
        ({"inline_keyboard": [[BUTTON]] * 101}, "reply markup is too long"),
    ],
)
def test_a_keyboard_is_refused(markup: Any, why: str) -> None:
    with pytest.raises(Refused) as refused:
        read(markup)

    assert refused.value.description == f"Bad Request: {why}"


def test_data_of_64_bytes_and_a_hundred_buttons_are_allowed() -> None:
    full = {"text": "a", "callback_data": "é" * 32}
    markup = {"inline_keyboard": [[full] * 8] * 12 + [[full] * 4]}

    assert read(markup) == read(json.dumps(markup)) == markup


@pytest.mark.parametrize("markup", [None, "", {}, {"inline_keyboard": []}, {"inline_keyboard": [[]]}])
def test_an_empty_keyboard_is_none(markup: Any) -> None:
    assert read(markup) is None


def test_another_kind_of_keyboard_is_no_part_of_a_message_that_is_edited() -> None:
    given = Call("editmessagetext", {"reply_markup": {"remove_keyboard": True}})

    assert read_markup(given) == {"remove_keyboard": True}
    with pytest.raises(Refused, match="inline keyboard expected"):
        read_markup(given, inline_only=True)
