"""How long to wait before a call is tried again, and when all calls must wait.

Telegram limits what goes to one chat and what goes out in all, and does not say which of the two was
too much. A refusal in one chat makes that chat wait. Where chat after chat is refused and nothing gets
through in between, it is all of them.
"""

import asyncio
import random
from collections.abc import Callable

LONGEST = 60.0
"""Seconds between two tries, at most."""

CHATS_IN_A_ROW = 5
"""Chats refused one after the other from which the limit is taken to be that of the bot."""


def delay(attempt: int) -> float:
    """Seconds to wait after the given number of failures in a row, from 1. Doubled every time, and
    drawn at random between the half and the whole, so that what failed together is not tried together."""
    most = min(LONGEST, 0.5 * 2.0 ** min(attempt - 1, 10))
    return most * random.uniform(0.5, 1.0)


class Pace:
    """Keeps all calls waiting while the bot as a whole is too fast."""

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self._clock = clock or asyncio.get_running_loop().time
        self._refused: set[int] = set()
        self._until = 0.0

    async def wait(self) -> None:
        """Returns when calls may be made."""
        if not self._until:
            return
        while (left := self._until - self._clock()) > 0:  # noqa: ASYNC110 - it may be put off meanwhile
            await asyncio.sleep(left)

    def refused(self, chat: int, seconds: float) -> None:
        """A call to this chat was too fast; it may be tried again after these seconds."""
        self._refused.add(chat)
        if len(self._refused) >= CHATS_IN_A_ROW:
            self._until = max(self._until, self._clock() + seconds)

    def passed(self) -> None:
        """A call got through."""
        if self._refused:
            self._refused.clear()
