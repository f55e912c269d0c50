"""Messages that could not be decrypted, for as long as their key may still come.

The key of a message travels on its own, and may be later than the message. So each waits here: when
its key comes it is read, as if it had come just now; and when that takes too long, the person is told.
"""

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any

from bot.record import record

GRACE = 5.0
"""Seconds after which the person is told."""

MOST = 1000
"""Messages that wait; of more, the oldest are given up."""


@record
class Unread:
    """An encrypted event as it came."""

    room: str = field(repr=False)
    event: dict[str, Any] = field(repr=False)

    @property
    def id(self) -> str:
        """The id of the event."""
        return str(self.event["event_id"])


class UnreadMessages:
    """What waits for its key, and in which rooms people have been told."""

    def __init__(self) -> None:
        self._waiting: dict[str, Unread] = {}
        self._told: set[str] = set()

    def add(self, unread: Unread) -> None:
        """Lets a message wait."""
        self._waiting[unread.id] = unread
        if len(self._waiting) > MOST:
            del self._waiting[next(iter(self._waiting))]

    def discard(self, event_id: str) -> None:
        """A message that was taken back waits no more."""
        self._waiting.pop(event_id, None)

    def readable(self, decrypt: Callable[[str, dict[str, Any]], Any]) -> Iterator[tuple[Unread, Any]]:
        """The messages whose key has come, each with what `decrypt` made of it."""
        for unread in list(self._waiting.values()):
            plain = decrypt(unread.room, unread.event)
            if plain is not None:
                del self._waiting[unread.id]
                self._told.discard(unread.room)
                yield unread, plain

    def is_to_be_told(self, event_id: str) -> bool:
        """Whether the person who sent this should hear of it now: once a room, until something could be
        read again."""
        unread = self._waiting.get(event_id)
        if unread is None or unread.room in self._told:
            return False
        self._told.add(unread.room)
        return True
