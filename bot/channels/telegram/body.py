"""The response to an update, which can hold one call.

The outbox offers a call, or none. Whoever writes the response asks for it, and says afterwards whether it
has gone out. The first thing that is said counts, on either side.
"""

import asyncio
from collections.abc import Callable

from bot.channels.telegram.call import Call

Gone = Callable[[bool], None]
"""Is told whether a call has gone out in the response."""


class Body:
    """A response that is still to be written."""

    __slots__ = ("_call", "_gone", "_is_over", "_offered")

    def __init__(self) -> None:
        self._call: Call | None = None
        self._gone: Gone | None = None
        self._offered = asyncio.Event()  # a call, or that there will be none
        self._is_over = False

    # ---- whoever writes the response

    async def call(self, patience: float) -> Call | None:
        """The call that goes in the response; None for an empty one, and after `patience` seconds."""
        if not self._offered.is_set():
            try:
                async with asyncio.timeout(patience):
                    await self._offered.wait()
            except TimeoutError:
                self.written(False)
                return None  # a call that was offered in this very moment goes out by itself
        return self._call

    def written(self, ok: bool) -> None:
        """Whether the response with the call has gone out."""
        if not self._is_over:
            self._is_over = True
            self._offered.set()
            if self._gone:
                self._gone(ok)

    # ---- the outbox

    def offer(self, call: Call, gone: Gone) -> bool:
        """Offers a call. False where it comes too late; or else `gone` is told what became of it."""
        if self._offered.is_set():
            return False
        self._call, self._gone = call, gone
        self._offered.set()
        return True

    async def take(self, call: Call) -> bool:
        """Offers a call, and returns when it is known whether it has gone out."""
        known: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        return self.offer(call, lambda ok: None if known.done() else known.set_result(ok)) and await known

    def close(self) -> None:
        """No call is going to be offered."""
        self._offered.set()
