"""What happens to a message with buttons once it is answered, so that a conversation reads back as one.

A pressed button leaves its label under the question and takes the buttons of the question with it. An
answer that was typed takes them away too: for that the last question of every conversation is
remembered, by the number of its message. That is lost at a restart and no harm done, as a button of an
earlier question gets a kind answer.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.channels.telegram.call import Call
from bot.channels.telegram.markup import LONGEST_TEXT, units
from bot.channels.telegram.update import Press, Raw
from bot.engine.phrase import Phrase, Phrases

MOST = 20_000
"""Conversations of which the last question is remembered."""

LOOK_UPS = ("answer:", "passage:", "term:")
"""What choices begin with that can be pressed one after the other: one that was pressed leaves the others."""


class Asked:
    """The last question of every conversation: its chat and message."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[int, int]] = {}

    def put(self, conversation: str, chat: int, message: int) -> None:
        """A question has been put."""
        self._last.pop(conversation, None)
        self._last[conversation] = (chat, message)
        if len(self._last) > MOST:
            del self._last[next(iter(self._last))]

    def take(self, conversation: str) -> tuple[int, int] | None:
        """The last question, which is so no more."""
        return self._last.pop(conversation, None)


def without_buttons(chat: int, message: int) -> Call:
    """Takes all buttons of a message away."""
    return Call("editMessageReplyMarkup", {"chat_id": chat, "message_id": message})


def after_press(press: Press, choice_id: str, phrases: Phrases, *, stale: bool) -> Call:
    """Shows on the message what was pressed, and takes the buttons away that are of no more use."""
    at = {"chat_id": press.place.chat, "message_id": press.place.message}
    raw = press.raw
    if raw is None or stale:
        return Call("editMessageReplyMarkup", at)
    rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
    label = next((one["text"] for row in rows for one in row if one.get("callback_data") == press.data), "")
    left = _left(rows, press.data, choice_id)
    markup = {"reply_markup": {"inline_keyboard": left}} if left else {}
    shown = raw.get("text", "")
    text = f"{shown}\n\n{phrases.text(Phrase.CHOSEN, choice=label)}"
    if not label or not shown or units(text) > LONGEST_TEXT:
        return Call("editMessageReplyMarkup", {**at, **markup})
    same = {"entities": raw["entities"]} if "entities" in raw else {}
    preview = {"link_preview_options": {"is_disabled": True}}
    return Call("editMessageText", {**at, "text": text, **same, **preview, **markup})


def _left(rows: list[list[Mapping[str, Any]]], pressed: str, choice_id: str) -> list[list[Mapping[str, Any]]]:
    """The buttons that stay: of a list of things to look up, those that were not pressed."""
    if not choice_id.startswith(LOOK_UPS) or not all(data.startswith(LOOK_UPS) for data in _data(rows)):
        return []
    left = [[one for one in row if one.get("callback_data") != pressed] for row in rows]
    return [row for row in left if row]


def _data(rows: list[list[Mapping[str, Any]]]) -> Iterator[str]:
    return (one.get("callback_data", "") for row in rows for one in row)


def message_of(result: Raw | None) -> int | None:
    """The number of the message that a call has sent; None where Telegram did not tell."""
    return None if result is None else result.get("message_id")
