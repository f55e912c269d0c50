"""One turn of a conversation, from a message to replies that are safe on the disk.

A turn is six steps, and their order is the point:

1. **Take the lock of this conversation.** Two messages of one person that arrive together are two
   turns, one after the other, in the order of arrival. Conversations do not wait for each other.
2. **Only then load the state.** What is loaded before the lock is held may be a turn behind, and
   the answer given in that turn would be lost when this one is saved.
3. **Look whether the event was handled before.** Channels deliver at least once: a connection that
   breaks after our commit, but before the channel knows of it, brings the same message again. It
   gets the replies that it got then, and moves nothing.
4. **Take the turn.** This is pure; whatever goes wrong in it has changed nothing. What it asks to be
   made, such as the test of a letter, is made now, and may be made again.
5. **Save session, event and replies in one transaction.** A crash before the commit leaves no trace
   of the turn, and the channel delivers the message again. A crash after it leaves all three, and
   the replies are found undelivered at the next start. There is nothing in between.
6. **Only then hand over the replies.** Had a person read a reply before the commit, a crash would
   make us forget a question that they have answered. So a channel acknowledges a message, and sends
   its replies, after `handle` has returned, and marks them as delivered after that. What can happen
   is that a reply is sent twice; what cannot is that an answer is lost or counted twice.

The lock reaches no further than this process. Another one may save the same conversation between
our load and our save; the store sees that by the version (`ConflictError`), and the turn is taken
again from what is there now. That is safe for the same reason that step 4 is.

**What was saved last need not be loaded.** For the latest conversations steps 2 and 3 are left to the
save: it compares versions, and knows the event, in any case. Where another process was faster, or the
event came before, it refuses, and all six steps are taken again.

**Private by construction.** The store knows a conversation by an HMAC of its name. The address of a
person leaves this module for the store with undelivered replies only. The log has outcomes and
counts, and never a text, a name or a key.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from weakref import WeakValueDictionary

from bot.engine.library import Library
from bot.engine.session import Session, from_json, to_json
from bot.engine.turn import Turn, refuse, take_turn
from bot.errors import ConflictError, RefusedError
from bot.messages import Incoming, Outcome, Reply, Work
from bot.record import record
from bot.sharing import FILLED_IN, oldest, share, with_shared
from bot.store.key import EventKey
from bot.store.replies import replies_from_json, replies_to_json
from bot.store.store import Address, Change, Earlier, Loaded, Pruned, Store

TurnTaker = Callable[[Library, Session, Incoming], Turn]

Count = Callable[[str, Turn, float], None]
"""Is told the channel, a turn that was committed, and the seconds that it took."""

Workshop = Callable[[Library, Work, datetime], Sequence[Reply]]
"""Makes what a turn asks for. It may take seconds, and runs in a thread. Raises RefusedError."""

TRIES = 50
"""How often a turn is tried while other processes are faster, before it is given up.

With two or four connections that wrote one conversation without a pause, one turn in some hundreds
lost ten tries, and the unluckiest of 7,200 lost 25. A turn that is given up has changed nothing.
"""

REMEMBERED = 1000
"""Conversations whose latest session stays in memory."""

HANDLED_KEPT = timedelta(days=7)
"""How long a handled event and its replies are known; Telegram delivers again for a day."""

log = logging.getLogger(__name__)


@record
class Handled:
    """What a message came to, safe on the disk.

    `session` is the state after the turn. `delivered` says that these replies reached the person
    when the event came earlier; a channel need not send them again. After delivery, or when it has
    turned out to be impossible, the channel gives `event` to `Conversations.mark_delivered`.
    """

    replies: tuple[Reply, ...] = field(repr=False)
    outcome: Outcome
    session: Session = field(repr=False)
    event: EventKey = field(repr=False)
    delivered: bool = False


@record
class Delivery:
    """Replies that a crash kept from being delivered; `chat` is the address that `handle` got."""

    chat: str = field(repr=False)
    replies: tuple[Reply, ...] = field(repr=False)
    event: EventKey = field(repr=False)


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


class Conversations:
    """All conversations of this process. Every method raises StoreError."""

    def __init__(
        self,
        library: Library,
        store: Store,
        workshop: Workshop,
        *,
        turn: TurnTaker = take_turn,
        count: Count | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._library = library
        self._store = store
        self._workshop = workshop
        self._take_turn = turn
        self._count = count
        self._clock = clock
        # A lock is there as long as somebody holds it or waits for it.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        # What was saved last, with its version; the latest stand at the end.
        self._latest: dict[str, tuple[Session, int]] = {}

    async def handle(self, incoming: Incoming, address: str | None = None) -> Handled:
        """Takes one turn, or repeats the replies of an event that was handled before.

        With an `address` (the chat as its channel names it) the replies wait in the store until
        they are marked as delivered; without one the caller sees to it that they arrive.
        """
        event = self._store.keys.event(incoming.conversation, incoming.event)
        lock = self._locks.setdefault(event.conversation, asyncio.Lock())
        async with lock:
            for _ in range(TRIES):
                try:
                    handled = await self._handle(event, incoming, address)
                except ConflictError:
                    log.info("a turn is taken again: its event came before, or another process was faster")
                else:
                    log.debug("%s, %d replies", handled.outcome, len(handled.replies))
                    return handled
        raise ConflictError(
            f"Other processes changed a conversation {TRIES} times during one turn. "
            "Let one process serve a channel."
        )

    async def mark_delivered(self, *events: EventKey) -> None:
        """The replies of these events have arrived, or never will: their address is forgotten."""
        await self._store.mark_delivered(*events)

    async def undelivered(self, channel: str) -> list[Delivery]:
        """The replies that wait for delivery, the earliest first; to be sent at start-up, before
        the channel is listened to."""
        deliveries = []
        for waiting in await self._store.undelivered(channel):
            try:
                replies = replies_from_json(waiting.replies)
            except ValueError:
                log.warning("undelivered replies that cannot be read were passed over")
                continue
            deliveries.append(Delivery(waiting.chat, replies, waiting.event))
        return deliveries

    async def prune(self) -> Pruned:
        """Erases what has been kept long enough. To be called at start-up and once a day."""
        moment = self._clock()
        self._latest.clear()
        pruned = await self._store.prune(
            idle_since=moment - timedelta(days=self._library.retention_days),
            handled_before=moment - HANDLED_KEPT,
            shared_before=oldest(self._library, moment),
        )
        log.info("pruned %d conversations, %d events", pruned.conversations, pruned.events)
        return pruned

    async def _handle(self, event: EventKey, incoming: Incoming, address: str | None) -> Handled:
        # Whatever goes wrong from here, the next try loads what is there.
        session, version = self._latest.pop(event.conversation, (None, None))
        if session is None:
            loaded = await self._store.load(event)
            session, version = _session(loaded), loaded.version
            if loaded.earlier:
                return _again(event, session, loaded.earlier)
        began = monotonic()
        turn = self._take_turn(self._library, session, incoming)
        works = [reply.work for reply in turn.replies if reply.work]
        clears = any(work.kind == FILLED_IN for work in works)
        if works:
            library, at = self._library, self._clock()
            try:
                done = await made(library, self._store, self._workshop, event, turn.replies, at=at)
                turn = replace(turn, replies=done)
            except RefusedError as error:
                turn, clears = refuse(self._library, session, str(error)), False
        change = Change(
            session=None if turn.forget else to_json(turn.session),
            version=version,
            outcome=turn.outcome.value,
            replies=replies_to_json(turn.replies),
            at=self._clock(),
            address=_address(incoming, address),
            clears=clears,
        )
        saved = await self._store.save(event, change)
        if saved is not None:
            self._remember(event.conversation, turn.session, saved)
        if self._count:
            self._count(_channel(incoming), turn, monotonic() - began)
        return Handled(turn.replies, turn.outcome, turn.session, event)

    def _remember(self, conversation: str, session: Session, version: int) -> None:
        self._latest[conversation] = session, version
        if len(self._latest) > REMEMBERED:
            del self._latest[next(iter(self._latest))]


async def made(
    library: Library,
    store: Store,
    workshop: Workshop,
    event: EventKey,
    replies: tuple[Reply, ...],
    *,
    at: datetime,
) -> tuple[Reply, ...]:
    """The replies with each piece of work made, and with what colleagues share. Raises RefusedError."""
    replies = await with_shared(library, store, event, replies, at)
    done = await asyncio.to_thread(make_all, workshop, library, replies, at)
    await share(library, store, event, replies, at)
    return done


def make_all(
    workshop: Workshop, library: Library, replies: Sequence[Reply], at: datetime
) -> tuple[Reply, ...]:
    """The replies of a turn with each piece of work made. The choices under it stay the last. Raises
    RefusedError."""
    done: list[Reply] = []
    for reply in replies:
        if reply.work is None:
            done.append(reply)
        else:
            *first, last = workshop(library, reply.work, at)
            done += [*first, replace(last, choices=(*last.choices, *reply.choices))]
    return tuple(done)


def _session(loaded: Loaded) -> Session:
    """The session that was loaded; a new one where there is none, or none that can be read."""
    if loaded.session is None:
        return Session()
    try:
        return from_json(loaded.session)
    except (ValueError, TypeError, KeyError, AttributeError):  # whatever another release wrote
        log.warning("a session that cannot be read was begun anew")
        return Session()


def _again(event: EventKey, session: Session, earlier: Earlier) -> Handled:
    """What the event got then; nothing to send where a later release wrote it."""
    try:
        outcome, replies = Outcome(earlier.outcome), replies_from_json(earlier.replies)
    except ValueError:
        log.warning("replies of an event that came again cannot be read")
        outcome, replies = Outcome.UNCLEAR, ()
    return Handled(replies, outcome, session, event, earlier.delivered)


def _address(incoming: Incoming, chat: str | None) -> Address | None:
    return None if chat is None else Address(_channel(incoming), chat)


def _channel(incoming: Incoming) -> str:
    """What stands before the colon in the name of a conversation."""
    return incoming.conversation.partition(":")[0]
