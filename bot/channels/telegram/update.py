"""Updates, read from the dictionaries that Telegram sends.

This module knows how Telegram writes things and nothing else does. python-telegram-bot could build an
object of every update too, but that takes a quarter of a millisecond, which is as long as the rest of
the channel. What is of no use to Naast (people who come and go, messages of other bots, edits of a
live location) is read as None.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from bot.messages import Sent
from bot.record import record

Raw = Mapping[str, Any]

WANTED = ("message", "edited_message", "callback_query", "inline_query")
"""The kinds of updates that Telegram is asked for."""

_SENT = {
    "sticker": Sent.STICKER,
    "animation": Sent.STICKER,
    "dice": Sent.STICKER,
    "photo": Sent.PICTURE,
    "video": Sent.PICTURE,
    "voice": Sent.VOICE,
    "video_note": Sent.VOICE,
    "audio": Sent.VOICE,
    "contact": Sent.CONTACT,
    "location": Sent.LOCATION,
    "venue": Sent.LOCATION,
    "poll": Sent.POLL,
    "checklist": Sent.OTHER,
    "game": Sent.OTHER,
    "paid_media": Sent.OTHER,
    "story": Sent.OTHER,
}
"""What people send besides words. An animation and a venue come with a second key, so those go first."""


@record
class Me:
    """This bot, as Telegram knows it."""

    id: int
    username: str


@record
class Place:
    """Where a message stands: chat, person and topic. `answers` says that it replies to this bot."""

    chat: int = field(repr=False)
    person: int = field(repr=False)
    is_private: bool
    message: int
    topic: int | None = None
    answers: bool = False

    @property
    def conversation(self) -> str:
        """The name of the conversation: one a person, in every group another."""
        return f"telegram:{self.chat}" if self.is_private else f"telegram:{self.chat}:{self.person}"


@record
class File:
    """A document that somebody sent; `size` in bytes, 0 where Telegram does not tell."""

    id: str = field(repr=False)
    name: str = field(repr=False)
    media_type: str
    size: int


@record
class Message:
    """Something that a person sent: words, a file, or what is told by `sent`; an edit has both."""

    update: int
    place: Place
    text: str = field(default="", repr=False)
    file: File | None = None
    sent: Sent | None = None


@record
class Press:
    """A button that a person pressed. `owner` is the person whom the message with the button replied
    to, if it did; `raw` is that message, None where Telegram no longer shows it."""

    update: int
    id: str
    place: Place
    data: str
    owner: int | None = field(repr=False)
    raw: Raw | None = field(repr=False)


@record
class Query:
    """What a person types behind the name of the bot, in any chat."""

    update: int
    id: str
    text: str = field(repr=False)


@record
class Lost:
    """A press that leads nowhere, but whose button must not go on turning."""

    update: int
    id: str


Update = Message | Press | Query | Lost


def read_update(raw: Raw, me: Me) -> Update | None:
    """The update; None for one that asks for silence. Raises KeyError or TypeError for what Telegram
    never sends."""
    update = raw["update_id"]
    if "message" in raw:
        return _message(update, raw["message"], me)
    if "callback_query" in raw:
        return _press(update, raw["callback_query"], me)
    if "inline_query" in raw:
        return Query(update, raw["inline_query"]["id"], raw["inline_query"]["query"])
    if "edited_message" in raw:
        return _edit(update, raw["edited_message"], me)
    return None


def _message(update: int, raw: Raw, me: Me) -> Message | None:
    person = raw.get("from")
    if person is None or person["is_bot"] or "is_automatic_forward" in raw or "sender_chat" in raw:
        return None
    if "via_bot" in raw and raw["via_bot"]["id"] == me.id:
        return None  # a card of our own
    place = _place(raw, person["id"], me)
    if "text" in raw:
        return Message(update, place, raw["text"])
    for key, sent in _SENT.items():
        if key in raw:
            caption = raw.get("caption", "")
            return Message(update, place, caption, sent=None if caption else sent)
    if "document" in raw:
        return Message(update, place, raw.get("caption", ""), file=_file(raw["document"]))
    return None


def _edit(update: int, raw: Raw, me: Me) -> Message | None:
    """An edited text, in private: in a group nobody waits for an answer to it."""
    message = _message(update, raw, me)
    if message is None or not message.text or not message.place.is_private:
        return None
    return Message(update, message.place, message.text, sent=Sent.EDIT)


def _press(update: int, raw: Raw, me: Me) -> Press | Lost:
    shown = raw.get("message")
    if shown is None or "data" not in raw:
        return Lost(update, raw["id"])
    place = _place(shown, raw["from"]["id"], me)
    visible = shown.get("date", 0) != 0  # Telegram marks one that it no longer shows with a date of 0
    answered = shown.get("reply_to_message", {}).get("from", {}).get("id")
    owner = None if answered == me.id else answered
    return Press(update, raw["id"], place, raw["data"], owner, shown if visible else None)


def _place(raw: Raw, person: int, me: Me) -> Place:
    chat = raw["chat"]
    if chat["type"] == "private":
        return Place(chat["id"], person, True, raw["message_id"])
    topic = raw.get("message_thread_id") if raw.get("is_topic_message") else None
    answered = raw.get("reply_to_message", {}).get("from", {}).get("id")
    return Place(chat["id"], person, False, raw["message_id"], topic, answered == me.id)


def _file(raw: Raw) -> File:
    media_type = raw.get("mime_type", "application/octet-stream")
    return File(raw["file_id"], raw.get("file_name", ""), media_type, raw.get("file_size", 0))
