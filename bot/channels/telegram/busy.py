"""Shows that Naast is busy, to whoever has to wait: Telegram says that it is typing."""

import asyncio
from collections.abc import Callable

from bot.channels.telegram.call import Call
from bot.channels.telegram.update import Place

SLOW = 0.7
"""Seconds after which a person sees that Naast is busy."""

TYPING = 4.5
"""Seconds for which Telegram shows that, less a little."""


class Busy:
    """A context: what takes long inside it is shown. Most of it is not slow, and costs a timer only."""

    __slots__ = ("_make", "_place", "_timer")

    def __init__(self, place: Place, make: Callable[[Call], None]) -> None:
        self._place = place
        self._make = make

    def __enter__(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(SLOW, self._show)

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _show(self) -> None:
        topic = {"message_thread_id": self._place.topic} if self._place.topic else {}
        self._make(Call("sendChatAction", {"chat_id": self._place.chat, "action": "typing", **topic}))
        self._timer = asyncio.get_running_loop().call_later(TYPING, self._show)
