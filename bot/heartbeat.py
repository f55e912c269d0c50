"""Whether a running Naast is alive, for whoever looks from outside: a file that is touched all the time.

It is touched by the event loop that also takes the turns, so a loop that hangs leaves it old.
"""

import asyncio
import logging
import time
from pathlib import Path

FILE = "heartbeat"

EVERY = 10.0
"""Seconds between two touches."""

DEAD_AFTER = 45.0
"""Seconds without one after which something is wrong."""

log = logging.getLogger(__name__)


async def beat(folder: Path) -> None:
    """Touches the file in this folder until it is cancelled, and removes it then."""
    path = folder / FILE
    try:
        while True:
            _touch(path)
            await asyncio.sleep(EVERY)
    finally:
        path.unlink(missing_ok=True)


def _touch(path: Path) -> None:
    """Not on a thread, which could touch the file once more after it was removed."""
    try:
        path.touch()
    except OSError as error:
        log.error("the heartbeat cannot be written: %s", error.strerror)


def is_alive(folder: Path) -> bool:
    """Whether somebody touches the file in this folder."""
    try:
        return time.time() - (folder / FILE).stat().st_mtime < DEAD_AFTER
    except OSError:
        return False
