"""A chat as the people in it see it: its messages as they stand there now."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

PATIENCE = 10.0
"""Seconds that a person waits for the bot before a test fails."""


@dataclass(eq=False, slots=True)
class Message:
    """`data` is the Message object of the Bot API; edits change it."""

    data: Json = field(repr=False)
    by_bot: bool
    deleted: bool = False
    edits: int = 0

    @property
    def id(self) -> int:
        return int(self.data["message_id"])

    @property
    def text(self) -> str:
        """The text or the caption; empty where there is none."""
        return str(self.data.get("text", self.data.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        found: list[Json] = self.data.get("entities") or self.data.get("caption_entities") or []
        return found

    @property
    def buttons(self) -> list[Json]:
        """All inline buttons, from left to right and from top to bottom."""
        rows = self.data.get("reply_markup", {}).get("inline_keyboard", ())
        return [button for row in rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]

    def marked(self, kind: str) -> list[str]:
        """What is marked as bold, blockquote, …, each part as it is read."""
        wide = self.text.encode("utf-16-le")
        return [
            wide[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
            for e in self.entities
            if e["type"] == kind
        ]

    def line(self) -> str:
        """One line of a transcript: who, what, and the buttons in brackets."""
        who = "bot" if self.by_bot else self.data["from"]["first_name"]
        kinds = ("document", "photo", "sticker", "voice", "location", "contact", "poll")
        media = "".join(f"<{kind}> " for kind in kinds if kind in self.data)
        buttons = "".join(f" [{label}]" for label in self.labels)
        return f"{who}: {media}{self.text}{buttons}"


@dataclass(eq=False, slots=True)
class Chat:
    """A private chat or a group. `data` is the Chat object of the Bot API."""

    data: Json = field(repr=False)
    bot_status: str = "member"
    moved_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict, repr=False)
    topics: set[int] = field(default_factory=set)
    actions: list[str] = field(default_factory=list)
    listener: Callable[[Message], None] | None = field(default=None, repr=False)
    """Called with each new message of the bot."""
    _spoken: list[Message] = field(default_factory=list, repr=False)
    _changed: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    _heard: int = 0

    @property
    def id(self) -> int:
        return int(self.data["id"])

    @property
    def is_private(self) -> bool:
        return bool(self.data["type"] == "private")

    @property
    def shows(self) -> list[Message]:
        """The messages that stand there, the earliest first."""
        return [message for message in self.messages.values() if not message.deleted]

    @property
    def by_bot(self) -> list[Message]:
        """Those of the bot."""
        return [message for message in self.shows if message.by_bot]

    def transcript(self) -> str:
        """What a person sees when they scroll."""
        return "\n".join(message.line() for message in self.shows)

    def add(self, message: Message) -> None:
        """A new message, which the listener hears of if it is the bot's."""
        self.messages[message.id] = message
        if message.by_bot:
            self._spoken.append(message)
            if self.listener:
                self.listener(message)
        self.touch()

    def touch(self) -> None:
        """Wakes who waits for a change."""
        self._changed.set()

    async def hears(self, seconds: float = PATIENCE) -> Message:
        """The next message of the bot that has not been heard; waits for it."""
        await self.until(lambda: len(self._spoken) > self._heard, seconds)
        self._heard += 1
        return self._spoken[self._heard - 1]

    async def until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Waits until something is so in this chat. Raises AssertionError with the transcript."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"nothing came within {seconds} s:\n{self.transcript()}") from None
