"""Replies on their way out: in order within a chat, side by side across chats, tried until they arrive.

What is given to the outbox has been committed and waits in the store, so nothing here has to be written
down. A reply that does not get through for some minutes makes room for the next of its chat; it stays
in the store, is tried again with what else is there, and at the latest at the next start.

With a webhook one call may go out in the response to the update instead (`body`): after the calls
before it, if those are quick, and only if nothing of this chat is still on its way.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import timedelta
from functools import partial
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    RetryAfter,
    TelegramError,
)

from bot.channels.conversing import Conversations
from bot.channels.telegram.api import Api
from bot.channels.telegram.body import Body
from bot.channels.telegram.call import Call
from bot.channels.telegram.pace import Pace, delay
from bot.errors import StoreError
from bot.record import record
from bot.store.key import EventKey

GIVEN_UP_AFTER = 300.0
"""Seconds of trying after which a reply makes room for the next."""

ASIDES_AT_ONCE = 8
"""Calls for the looks at once."""

BREATH = 0.25
"""Seconds between two of these calls: with eight at once they come to some thirty a second. More than that
in all Telegram does not let a bot send (https://core.telegram.org/bots/faq), and answers go first."""

MOST_ASIDES = 100
"""Calls for the looks that wait: what comes later than in three seconds is of no use."""

MOST_SAID = 10_000
"""Events of which is remembered that their replies arrived."""

GONE = ("chat not found", "user is deactivated", "group chat was deactivated", "peer_id_invalid")
"""What Telegram says of a chat that will never get anything again, besides 403."""

Told = Callable[[Call, Any], None]
"""Is told of every call that was made, with its result; None for one in a response."""

log = logging.getLogger(__name__)


@record
class Post:
    """The calls of one turn, made to one chat. `event` is marked when all have arrived."""

    chat: int = field(repr=False)
    calls: Sequence[Call] = field(repr=False)
    event: EventKey = field(repr=False)
    told: Told = field(repr=False)


class _LaterError(Exception):
    """A call that did not get through; it is tried again much later."""


class _GoneError(Exception):
    """A chat that gets nothing any more."""


class Outbox:
    """All that is on its way. Raises nothing: what goes wrong is logged, without a text or an id."""

    def __init__(self, api: Api, conversations: Conversations) -> None:
        self._api = api
        self._conversations = conversations
        self._pace = Pace()
        self._waiting: dict[int, deque[Post]] = {}  # for chats to which something is on its way
        self._tasks: set[asyncio.Task[None]] = set()
        self._events: set[EventKey] = set()
        self._delivered: list[EventKey] = []  # still to be marked
        self._is_marking = False
        self._said: dict[EventKey, None] = {}  # the latest, by requests of our own
        self._asides: deque[Call] = deque()
        self._busy = 0

    def put(self, post: Post, body: Body | None = None) -> None:
        """Takes a post on. A `body` is used or closed."""
        self._events.add(post.event)
        waiting = self._waiting.get(post.chat)
        if waiting is not None:
            waiting.append(post)
            if body:
                body.close()
            return
        self._waiting[post.chat] = deque()
        # The common case first: no task has to be begun, nor waited for.
        is_one = len(post.calls) == 1 and not post.calls[0].file
        if not (body and is_one and body.offer(post.calls[0], partial(self._answered, post))):
            self._start(self._deliver_all(post, body))

    def has_said(self, event: EventKey) -> bool:
        """Whether Telegram has told that the replies of this event arrived."""
        return event in self._said

    def holds(self, event: EventKey) -> bool:
        """Whether the replies of this event are on their way."""
        return event in self._events

    def once(self, call: Call) -> None:
        """Makes a call that is of no use later: once, and whatever comes of it."""
        self._start(self._try(call))

    def aside(self, call: Call) -> None:
        """Makes a call that is only for the looks, when there is time for it. Where too many wait it
        is left out: answers go before looks."""
        if len(self._asides) < MOST_ASIDES:
            self._asides.append(call)
            if self._busy < ASIDES_AT_ONCE:
                self._busy += 1
                self._start(self._try_asides())

    async def finish(self, seconds: float) -> None:
        """Waits until all is out, for as long as that; what is not stays in the store."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        self._go_on_marking()
        while self._tasks and (time := until - loop.time()) > 0:  # what was delivered is still to be marked
            await asyncio.wait(self._tasks, timeout=time)
        left = [task for task in self._tasks if not task.done()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _try(self, call: Call) -> None:
        try:
            await self._api.call(call)
        except TelegramError as error:
            log.debug("%s was not done: %s", call.method, type(error).__name__)

    async def _try_asides(self) -> None:
        try:
            while self._asides:
                await self._try(self._asides.popleft())
                await asyncio.sleep(BREATH)
        finally:
            self._busy -= 1

    # ---- one post

    def _answered(self, post: Post, has_gone: bool) -> None:
        """Goes on from a response that was to hold the only call of a post."""
        waiting = self._waiting[post.chat]
        if not has_gone:
            self._start(self._deliver_all(post, None))
            return
        self._mark(post.event, in_body=True)
        if waiting:
            self._start(self._deliver_all(waiting.popleft(), None))
        else:
            del self._waiting[post.chat]
        post.told(post.calls[0], None)

    async def _deliver_all(self, post: Post, body: Body | None) -> None:
        """Delivers a post, and all that comes for its chat meanwhile."""
        waiting = self._waiting[post.chat]
        try:
            await self._deliver(post, body)
            while waiting:
                await self._deliver(waiting.popleft(), None)
        finally:
            del self._waiting[post.chat]

    async def _deliver(self, post: Post, body: Body | None) -> None:
        is_delivered = False
        try:
            in_body = await self._send_all(post, body)
            self._mark(post.event, in_body=in_body)
            is_delivered = True
        except _LaterError:
            log.warning("a reply could not be delivered; it is kept, and tried again later")
        except Exception:
            log.exception("a reply could not be delivered")
        finally:
            if body:
                body.close()
            if not is_delivered:
                self._events.discard(post.event)

    def _mark(self, event: EventKey, *, in_body: bool) -> None:
        """Has an event marked as delivered, together with what else is delivered meanwhile."""
        if in_body:
            # A response may be lost on its way, and the update is back before this is marked.
            self._events.discard(event)
        else:
            self._said[event] = None
            if len(self._said) > MOST_SAID:
                del self._said[next(iter(self._said))]
        self._delivered.append(event)
        self._go_on_marking()

    def _go_on_marking(self) -> None:
        if self._delivered and not self._is_marking:
            self._is_marking = True
            self._start(self._mark_all())

    async def _mark_all(self) -> None:
        try:
            while self._delivered:
                events, self._delivered = self._delivered, []
                try:
                    await self._conversations.mark_delivered(*events)
                except Exception as error:
                    why = error if isinstance(error, StoreError) else type(error).__name__
                    log.error("replies went out and could not be marked as delivered: %s", why)
                    self._delivered += events  # with the next; until then they are held, and not said again
                    return
                self._events.difference_update(events)
        finally:
            self._is_marking = False

    async def _send_all(self, post: Post, body: Body | None) -> bool:
        """Whether the last call went out in the response."""
        last, in_body = len(post.calls) - 1, False
        try:
            for number, call in enumerate(post.calls):
                in_body = body is not None and number == last and call.file is None and await body.take(call)
                result = None if in_body else await self._send(call, post.chat)
                post.told(call, result)
        except _GoneError:
            log.info("a chat that gets nothing any more was passed over")
        return in_body

    async def _send(self, call: Call, chat: int) -> Any:
        """The result of a call; None for one that Telegram will never take. Raises _LaterError and
        _GoneError."""
        loop = asyncio.get_running_loop()
        until, attempt = loop.time() + GIVEN_UP_AFTER, 0
        while True:
            await self._pace.wait()
            attempt += 1
            try:
                result = await self._api.call(call)
            except RetryAfter as error:
                wait = _seconds(error.retry_after)
                self._pace.refused(chat, wait)
                wait += delay(1)
            except ChatMigrated as error:
                call = call.with_parameters(chat_id=error.new_chat_id)
                continue
            except Forbidden:
                raise _GoneError from None
            except BadRequest as error:
                retry = _mended(call, error.message.lower())
                if retry is None:
                    log.error("Telegram refuses a %s for good", call.method)
                    return None
                call = retry
                continue
            except OSError:
                log.warning("a file that should go out cannot be read")
                return None
            except TelegramError as error:
                log.info("%s failed: %s", call.method, type(error).__name__)
                wait = delay(attempt)
            else:
                self._pace.passed()
                return result
            if loop.time() + wait > until:
                raise _LaterError
            await asyncio.sleep(wait)


def _mended(call: Call, problem: str) -> Call | None:
    """A call that Telegram may take instead; None where there is none. Raises _GoneError."""
    if any(words in problem for words in GONE):
        raise _GoneError
    if "thread not found" in problem and "message_thread_id" in call.parameters:
        return call.with_parameters(message_thread_id=None)
    return None


def _seconds(given: int | timedelta) -> float:
    return given.total_seconds() if isinstance(given, timedelta) else float(given)
