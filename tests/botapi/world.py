"""What there is on the loopback Telegram: one bot, people, chats, messages, files and what waits.

Everything that a method does to it, and everything that a person does, goes through here.
"""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.botapi.chat import Chat, Json, Message
from tests.botapi.entity import Formatted
from tests.botapi.file import Files
from tests.botapi.profile import Profile
from tests.botapi.refusal import bad_request, forbidden
from tests.botapi.update import Updates

BOT_ID = 424242
SUPERGROUPS = -1_000_000_000_000
"""Ids of supergroups are below this."""

TOKEN = f"{BOT_ID}:loopback-AAF_no-secret-of-anybody-0123456"
"""A well-formed token: the bot's id, a colon, and 35 characters or so."""


@dataclass(eq=False, slots=True)
class Query:
    """A callback or inline query that waits for its answer; `at` is when it was asked."""

    id: str
    at: float
    chat: Chat | None = None
    answer: Json | None = None


@dataclass(eq=False, slots=True)
class World:
    """`reads_groups` switches privacy mode off; `clock` gives seconds since 1970."""

    username: str = "naast_loopback_bot"
    reads_groups: bool = False
    query_lifetime: float = 15.0
    clock: Callable[[], float] = time.time
    updates: Updates = field(default_factory=Updates)
    files: Files = field(default_factory=Files)
    profile: Profile = field(default_factory=Profile)
    chats: dict[int, Chat] = field(default_factory=dict)
    users: dict[int, Json] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    inline_cache: dict[tuple[int, str, str], tuple[float, Json]] = field(default_factory=dict)
    refused: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=10_000))
    _ids: "count[int]" = field(default_factory=lambda: count(1))
    _message_ids: "defaultdict[int, count[int]]" = field(
        default_factory=lambda: defaultdict(lambda: count(1))
    )

    @property
    def bot(self) -> Json:
        """The bot as others see it."""
        return {"id": BOT_ID, "is_bot": True, "first_name": self.profile.name(), "username": self.username}

    def next_id(self) -> int:
        """A number that was not given before: for people, chats and queries."""
        return next(self._ids)

    def chat_of(self, given: str) -> Chat:
        """The chat of a `chat_id`, if the bot may speak there."""
        if not given:
            raise bad_request("chat_id is empty")
        try:
            chat = self.chats.get(int(given))
        except ValueError:
            chat = None
        if chat is None:
            raise bad_request("chat not found")
        if chat.moved_to:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
            )
        match chat.bot_status:
            case "kicked" if chat.is_private:
                raise forbidden("bot was blocked by the user")
            case "kicked":
                raise forbidden(f"bot was kicked from the {chat.data['type']} chat")
            case "left" if chat.is_private:
                raise forbidden("bot can't initiate conversation with a user")
            case "left":
                raise forbidden(f"bot is not a member of the {chat.data['type']} chat")
        return chat

    def post(self, chat: Chat, sender: Json, content: Json) -> Message:
        """A new message in a chat."""
        # A supergroup counts its messages by itself; all other chats of the bot share one count.
        number = next(self._message_ids[chat.id if chat.id < SUPERGROUPS else 0])
        head = {"message_id": number, "from": sender, "chat": chat.data, "date": int(self.clock())}
        message = Message({**head, **content}, sender["id"] == BOT_ID)
        chat.add(message)
        return message

    def tell(self, kind: str, payload: Json, queue: int) -> int | None:
        """Puts an update in the queue of the bot."""
        return self.updates.put(kind, payload, queue)

    def member_update(self, chat: Chat, by: Json, new: str) -> None:
        """The bot's own place in a chat has changed: https://core.telegram.org/bots/api#chatmemberupdated."""
        old, chat.bot_status = chat.bot_status, new
        change = {
            "chat": chat.data,
            "from": by,
            "date": int(self.clock()),
            "old_chat_member": self._member(old),
            "new_chat_member": self._member(new),
        }
        self.tell("my_chat_member", change, chat.id)

    def _member(self, status: str) -> Json:
        member: Json = {"user": self.bot, "status": status}
        return {**member, "until_date": 0} if status == "kicked" else member


def written(formatted: Formatted, *, caption: bool = False) -> Json:
    """The text of a message, and its entities where it has any."""
    text, entities = ("caption", "caption_entities") if caption else ("text", "entities")
    content: dict[str, Any] = {text: formatted.text}
    if formatted.entities:
        content[entities] = list(formatted.entities)
    return content
