"""Updates by asking for them, acknowledged only when they are safe.

Telegram takes an update as confirmed as soon as it is asked for a later one. So what is asked for is
always the first update that is not on the disk yet, even where later ones are: they come again and are
passed over. A crash at any moment brings back all that was not committed.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.call import Call
from bot.channels.telegram.pace import delay
from bot.channels.telegram.update import WANTED, Raw
from bot.errors import SettingsError, StoreError

WAITING = 50
"""Seconds for which Telegram holds a request when there is nothing; more it does not."""

OVERDUE = 10
"""Seconds after which the answer that should have come by then is not waited for any longer."""

PATIENCE = 0.2
"""Seconds for which the updates in hand are waited for before more are fetched."""

AT_ONCE = 100
"""Updates of one request, which is the most there are."""

WEBHOOK_IS_SET = (
    "A webhook is set for this bot, so it gets no updates here. "
    "Set NAAST_TELEGRAM_WEBHOOK, or run `naast telegram --delete-webhook`."
)

FEW = 10
"""Updates that may keep others waiting only until a whole request is full of what comes after them."""

Take = Callable[[Raw], Awaitable[None]]

log = logging.getLogger(__name__)


class Polling:
    """Asks for updates and has them taken, until it is cancelled."""

    def __init__(self, api: Api, take: Take) -> None:
        self._api = api
        self._take = take
        self._next = 0  # after the latest update that has come
        self._asked = 0  # the offset of the latest request, which confirmed all before it
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._failed: set[int] = set()  # have to come again
        self._done: set[int] = set()  # are safe, and later than one that is not
        self._failures = 0

    async def run(self) -> None:
        """Raises SettingsError where Telegram will never answer."""
        failures = 0
        while True:
            try:
                updates = await self._fetch()
            except (Conflict, InvalidToken) as error:
                raise SettingsError(_refusal(error)) from error
            except RetryAfter as error:
                await asyncio.sleep(float(error.retry_after.total_seconds()))  # type: ignore[union-attr]
                continue
            except TelegramError as error:
                failures += 1
                if failures == 3:
                    log.warning("Telegram cannot be reached (%s); trying on", type(error).__name__)
                await asyncio.sleep(delay(failures))
                continue
            if failures >= 3:
                log.warning("Telegram can be reached again")
            failures = 0
            await self._hand_out(updates)

    async def finish(self, seconds: float) -> None:
        """Waits for the turns in hand, for as long as that; what is not done comes again."""
        if self._in_hand:
            await asyncio.wait(self._in_hand.values(), timeout=seconds)
        left = list(self._in_hand.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if self.offset > self._asked:
            await self._confirm()

    @property
    def offset(self) -> int:
        """The first update that is not safe; 0 for whatever Telegram has, where all are confirmed."""
        waiting = self._in_hand.keys() | self._failed
        return min(waiting) if waiting else self._next

    async def _fetch(self) -> Sequence[Raw]:
        waiting = 0 if self._in_hand or self._failed else WAITING
        parameters = {"timeout": waiting, "limit": AT_ONCE, "allowed_updates": WANTED}
        self._asked = self.offset
        if self._asked:
            parameters["offset"] = self._asked
        call = Call("getUpdates", parameters)
        updates: Sequence[Raw] = await self._api.call(call, patience=waiting + OVERDUE)
        return updates

    async def _hand_out(self, updates: Sequence[Raw]) -> None:
        """Has new updates taken, and waits a moment for all that are in hand."""
        known = self._in_hand.keys() | self._done
        new: Sequence[Raw] = [u for u in updates if u["update_id"] not in known]
        if len(updates) == AT_ONCE and len(new) <= FEW and not self._in_hand:
            new = self._pass_over(new)
        for update in new:
            number = update["update_id"]
            self._failed.discard(number)
            self._next = number + 1 if not self._next else max(self._next, number + 1)
            self._in_hand[number] = asyncio.create_task(self._one(number, update))
        if not updates and not self._in_hand and not self._failed:
            # All is confirmed. After a quiet week Telegram may begin to count at a lower number.
            self._next = 0
        if self._in_hand:
            await asyncio.wait(self._in_hand.values(), timeout=PATIENCE)
        if self._in_hand and not new:
            await asyncio.wait(self._in_hand.values(), timeout=1, return_when=asyncio.FIRST_COMPLETED)
        self._done = {number for number in self._done if number > self.offset}
        if self._failures:
            await asyncio.sleep(delay(self._failures))

    def _pass_over(self, new: Sequence[Raw]) -> Sequence[Raw]:
        """Leaves out the few that fail again and again while all that came after them are safe: Telegram
        tells of no more updates at once, so they keep everybody from being heard."""
        numbers = {update["update_id"] for update in new}
        if not new or not numbers <= self._failed:
            return new
        log.error("%d updates that could not be saved time and again were passed over", len(new))
        self._failed -= numbers
        self._done |= numbers
        return ()

    async def _one(self, number: int, update: Raw) -> None:
        try:
            await self._take(update)
        except StoreError as error:
            log.error("an update was not handled and will come again: %s", error)
            self._failed.add(number)
            self._failures += 1
        except asyncio.CancelledError:
            self._failed.add(number)
            raise
        else:
            self._done.add(number)
            self._failures = 0
        finally:
            del self._in_hand[number]

    async def _confirm(self) -> None:
        """Tells Telegram what was handled, so that it does not come again at the next start."""
        call = Call("getUpdates", {"offset": self.offset, "timeout": 0, "limit": 1})
        try:
            await self._api.call(call, patience=2)
        except TelegramError as error:
            log.debug("the last updates were not confirmed: %s", type(error).__name__)


def _refusal(error: TelegramError) -> str:
    if isinstance(error, InvalidToken):
        return (
            "Telegram does not know this token any more. Set NAAST_TELEGRAM_TOKEN to the one of @BotFather."
        )
    if "webhook" in error.message.lower():
        return WEBHOOK_IS_SET
    return "Another program is asking for the updates of this bot. Stop that one, or use another bot."
