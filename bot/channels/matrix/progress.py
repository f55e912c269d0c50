"""How far the stream has been handled.

A place in the stream is kept when all that came before it has been committed, and not a moment earlier.
What came later may be done already; after a crash it comes again, and its events are known.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from bot.channels.matrix.folder import write
from bot.store.fault import explained

FILE = "since"


class Progress:
    """The place in the stream that is kept in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: deque[tuple[str, list[asyncio.Future[None]]]] = deque()
        self._advanced = asyncio.Event()

    def load(self) -> str:
        """The place up to which all has been handled; empty where nothing has. Raises StoreError."""
        try:
            return self._path.read_text("utf-8").strip()
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise explained(error, self._path) from error

    def add(self, until: str, handled: Iterable[asyncio.Future[None]]) -> None:
        """Keeps the place `until` as soon as these, and all that were added before, are done."""
        waiting = list(handled)
        self._open.append((until, waiting))
        for one in waiting:
            one.add_done_callback(lambda _: self.advance())
        self.advance()

    def advance(self) -> None:
        """Keeps the last place that can be kept. Raises StoreError."""
        self._advanced.set()
        reached = ""
        while self._open and all(one.done() for one in self._open[0][1]):
            until, handled = self._open.popleft()
            if any(one.cancelled() for one in handled):  # it was not handled; nothing after it counts
                self._open.appendleft((until, [asyncio.get_running_loop().create_future()]))
                break
            reached = until
        if reached:
            write(self._path, reached)

    async def fewer_than(self, most: int) -> None:
        """Returns when fewer events than this are being handled."""
        while sum(not one.done() for _, handled in self._open for one in handled) >= most:
            self._advanced.clear()
            await self._advanced.wait()
