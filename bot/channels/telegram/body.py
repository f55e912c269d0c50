"""The response to an update, which can hold one call.

The outbox offers a call, or none. Whoever writes the response asks for it, and says afterwards whether it
has gone out. The first thing that is said counts, on either side.
"""

import asyncio

from bot.channels.telegram.call import Call


class Body:
    """A response that is still to be written."""

    __slots__ = ("_call", "_has_gone", "_offered", "_over")

    def __init__(self) -> None:
        self._call: Call | None = None
        self._has_gone = False
        self._offered = asyncio.Event()  # a call, or that there will be none
        self._over = asyncio.Event()

    # ---- whoever writes the response

    async def call(self, patience: float) -> Call | None:
        """The call that goes in the response; None for an empty one, and after `patience` seconds."""
        if not self._offered.is_set():
            try:
                async with asyncio.timeout(patience):
                    await self._offered.wait()
            except TimeoutError:
                self.written(False)
                return None
        return self._call

    def written(self, ok: bool) -> None:
        """Whether the response with the call has gone out."""
        if not self._over.is_set():
            self._has_gone = ok
            self._over.set()

    # ---- the outbox

    def offer(self, call: Call) -> None:
        """Offers a call."""
        if not self._offered.is_set():
            self._call = call
            self._offered.set()

    async def take(self, call: Call) -> bool:
        """Offers a call, and returns when it is known whether it has gone out."""
        self.offer(call)
        if self._call is not call:
            return False
        await self._over.wait()
        return self._has_gone

    def close(self) -> None:
        """No call is going to be offered."""
        self._offered.set()
