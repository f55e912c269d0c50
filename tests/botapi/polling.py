"""getUpdates: https://core.telegram.org/bots/api#getupdates.

An update is forgotten when it is asked for with a higher offset, and not before. There is one poll at a
time: a second one ends the first with a conflict, and so does a webhook.
"""

import asyncio
from dataclasses import dataclass

from tests.botapi import limit
from tests.botapi.call import Call
from tests.botapi.refusal import Refused, conflict
from tests.botapi.update import Update, Updates

OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@dataclass(frozen=True, slots=True)
class Raw:
    """A result that is JSON already."""

    body: bytes


class Polling:
    """At most one poll, which waits for updates."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self._waiting: asyncio.Future[None] | None = None
        self.begun = asyncio.Event()
        """Set when a poll begins to wait."""

    async def get(self, call: Call) -> Raw:
        """The updates from an offset on; waits for one at most `timeout` seconds."""
        await asyncio.sleep(0)  # a poll whose connection was just closed is no other one
        self.end(conflict(OTHER_POLL))
        offset = call.integer("offset")
        count = min(max(call.integer("limit", limit.UPDATES), 1), limit.UPDATES)
        timeout = min(max(call.integer("timeout"), 0), limit.LONG_POLL)
        kinds = call.value("allowed_updates", "allowed_updates")
        if isinstance(kinds, list):
            self._updates.allow(kinds)
        if offset < 0:
            self._updates.keep_last(-offset)
        else:
            self._updates.confirm_before(offset)
        if not self._take_any() and timeout:
            await self._wait(timeout)
        return _listed([*self._updates.take_again(), *self._updates.first(count)])

    def wake(self) -> None:
        """Something has arrived."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    def end(self, reason: Refused) -> None:
        """Ends the poll that waits, if there is one."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(reason)

    def _take_any(self) -> bool:
        return bool(len(self._updates) or self._updates.has_again)

    async def _wait(self, seconds: float) -> None:
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        self.begun.set()
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            pass
        finally:
            if self._waiting is waiting:
                self._waiting = None


def _listed(updates: list[Update]) -> Raw:
    return Raw(b"[" + b",".join(update.body for update in updates) + b"]")
