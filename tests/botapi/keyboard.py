"""What stands under a message: https://core.telegram.org/bots/api#inlinekeyboardmarkup.

A button of an inline keyboard does exactly one thing. Its data are 1 to 64 bytes.
"""

from typing import Any

from tests.botapi import limit
from tests.botapi.call import Call
from tests.botapi.refusal import bad_request

KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
DOES = (
    "callback_data",
    "url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "web_app",
    "login_url",
    "copy_text",
    "callback_game",
    "pay",
)

Markup = dict[str, Any]


def read_markup(call: Call, *, inline_only: bool = False) -> Markup | None:
    """The keyboard of a call; None where there is none. An empty inline keyboard is none."""
    given = call.value("reply_markup", "reply keyboard markup")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    if not given:
        return None
    kinds = [kind for kind in KINDS if given.get(kind)]
    if "inline_keyboard" in given:
        return check_inline(given)
    if not kinds:
        raise bad_request("can't parse reply keyboard markup JSON object")
    if inline_only:
        raise bad_request("inline keyboard expected")
    return given


def check_inline(markup: Markup) -> Markup | None:
    """An inline keyboard, if it is one that Telegram would show."""
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    rows = [row for row in rows if row]
    if not rows:
        return None
    if sum(map(len, rows)) > limit.BUTTONS or any(len(row) > limit.BUTTONS_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows}


def _check_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request(
            'can\'t parse inline keyboard button: Field "text" must be of type String'
            if "text" in button
            else "can't parse inline keyboard button: Can't find field \"text\""
        )
    if not text.strip():
        raise bad_request("can't parse inline keyboard button: text must be non-empty")
    does = [what for what in DOES if what in button]
    if not does:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(does) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one of the optional fields")
    if "callback_data" in button and not _is_data(button["callback_data"]):
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not str(button["url"]).startswith(("http://", "https://", "tg://", "tel:")):
        raise bad_request("BUTTON_URL_INVALID")


def _is_data(data: Any) -> bool:
    return isinstance(data, str) and 1 <= len(data.encode()) <= limit.CALLBACK_DATA
