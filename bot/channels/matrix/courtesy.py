"""What others see of Naast at work: that it has read something, and that it is busy.

It happens beside all else. Whether it arrives does not matter, so nothing waits for it.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from nio import AsyncClient

from bot.channels.matrix.patience import OUTAGES

SLOW = 0.7
"""Seconds after which a person sees that Naast is busy."""

TYPING = 20.0
"""Seconds for which clients show that."""

PATIENCE = 5.0
"""Seconds after which a sign is left out."""


class Courtesy:
    """Signs to the people in a room."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._beside: set[asyncio.Task[None]] = set()

    def read(self, room: str, event: str) -> None:
        """Tells that Naast has read up to here."""
        self._do(self._client.update_receipt_marker(room, event))

    @asynccontextmanager
    async def busy(self, room: str) -> AsyncIterator[None]:
        """Shows that Naast is busy until the end of the block, if that takes longer than a moment."""
        typing = asyncio.create_task(self._type(room))
        try:
            yield
        finally:
            typing.cancel()

    async def close(self) -> None:
        """Leaves what has not arrived yet."""
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)

    async def _type(self, room: str) -> None:
        await asyncio.sleep(SLOW)
        try:
            while True:
                self._do(self._client.room_typing(room, True, timeout=int(TYPING * 1000)))
                await asyncio.sleep(TYPING / 2)
        finally:
            self._do(self._client.room_typing(room, False))

    def _do(self, sign: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(_given(sign))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


async def _given(sign: Coroutine[Any, Any, Any]) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await sign
    except OUTAGES:
        return
