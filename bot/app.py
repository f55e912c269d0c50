"""Opens the parts that a command needs, and closes them again."""

import asyncio
import gc
import logging
import signal
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from bot.channels.talk import Talk
from bot.content.load import load_library
from bot.conversation import Conversations, made, make_all
from bot.engine.library import Library
from bot.engine.session import Session, from_json
from bot.engine.turn import Turn, refuse, take_turn
from bot.errors import RefusedError, StoreError
from bot.heartbeat import beat
from bot.messages import Incoming, Reply
from bot.settings import Settings
from bot.sharing import is_shared
from bot.store.sqlite import open_sqlite
from bot.store.store import Store
from bot.workshop.workshop import Workshop

FILES = "files"
"""The folder in NAAST_DATA of the files that go out with replies."""

Serve = Callable[[Conversations], Coroutine[None, None, None]]
"""A channel of a network: runs until it is cancelled. Raises NaastError where it cannot."""

SELDOM = 50_000
"""Objects that a running channel makes before Python looks for rings among them."""

REMEMBERED = 100
"""Events of which an unkept conversation remembers the replies."""

log = logging.getLogger(__name__)


def open_library(settings: Settings) -> Library:
    """All content, with the municipality's own. Raises ContentError."""
    return replace(load_library(settings.local), retention_days=settings.retention_days)


def open_store(settings: Settings) -> AbstractAsyncContextManager[Store]:
    """Where conversations rest. Opening raises StoreError and SettingsError."""
    secret = settings.secret.get_secret_value() if settings.secret else None
    if settings.database_url is None:
        return open_sqlite(settings.data, secret)
    from bot.store.postgresql import open_postgresql  # noqa: PLC0415 - few need it

    return open_postgresql(settings.database_url.get_secret_value(), secret)


@contextmanager
def open_talk(settings: Settings, library: Library, name: str | None) -> Iterator[Talk]:
    """A conversation of the terminal: with a name it is kept in the store under that name, without
    one it is kept nowhere. Raises StoreError and SettingsError."""
    if name is None:
        yield Unkept(library, settings)
        return
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        store = runner.run(stack.enter_async_context(open_store(settings)))
        try:
            workshop = Workshop(settings.data / FILES)
            workshop.prune(datetime.now(UTC))
            conversations = Conversations(library, store, workshop.make)
            runner.run(conversations.prune())
            yield Kept(library, f"terminal:{name}", runner, store, conversations)
        finally:
            runner.run(stack.aclose())


def serve(settings: Settings, library: Library, channels: Mapping[str, Serve]) -> None:
    """Runs channels until the program is asked to stop, or one of them cannot go on.

    Each is a coroutine that runs until it is cancelled, and finishes then what it has in hand. Raises
    the NaastError of the first that fails.
    """
    gc.set_threshold(SELDOM)
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(_serve(settings, library, channels))


async def _serve(settings: Settings, library: Library, channels: Mapping[str, Serve]) -> None:
    async with open_store(settings) as store, AsyncExitStack() as stack:
        count = None
        if settings.metrics:
            from bot.metrics import Metrics  # noqa: PLC0415 - few need it

            metrics = Metrics()
            port = stack.enter_context(metrics.served(*settings.metrics))
            log.info("metrics: listening on port %d", port)
            count = metrics.count
        workshop = Workshop(settings.data / FILES)
        conversations = Conversations(library, store, workshop.make, count=count)
        main = [asyncio.create_task(serve(conversations), name=name) for name, serve in channels.items()]
        beside = [
            asyncio.create_task(_prune_daily(conversations, workshop)),
            asyncio.create_task(beat(settings.data)),
        ]
        stopped = asyncio.create_task(_stop_signal())
        try:
            await asyncio.wait([*main, stopped], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (*main, *beside, stopped):
                task.cancel()
            ended = await asyncio.gather(*main, return_exceptions=True)
            await asyncio.gather(*beside, stopped, return_exceptions=True)
    for error in ended:
        if isinstance(error, Exception):
            raise error


async def _prune_daily(conversations: Conversations, workshop: Workshop) -> None:
    while True:
        try:
            await conversations.prune()
            workshop.prune(datetime.now(UTC))
        except StoreError as error:
            log.error("what is too old could not be erased: %s", error)
        await asyncio.sleep(24 * 3600)


async def _stop_signal() -> None:
    """Returns when the program is asked to stop. A second signal ends it at once."""
    loop, asked = asyncio.get_running_loop(), asyncio.Event()
    known = [signal.SIGTERM, signal.SIGINT]

    def stop() -> None:
        asked.set()
        for one in known:
            loop.remove_signal_handler(one)

    with suppress(NotImplementedError):  # Windows: Ctrl-C is a KeyboardInterrupt there
        for one in known:
            loop.add_signal_handler(one, stop)
    await asked.wait()
    log.info("stopping")


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's event loop, where it is installed; it saves a third of the time of a message."""
    try:
        import uvloop  # noqa: PLC0415 - only a channel of a network needs it
    except ImportError:
        return None
    new: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return new


class Unkept:
    """A `bot.channels.talk.Talk` that is gone when the program ends. Only a scan that is shared with
    colleagues is kept, as they need it: under the code, and under a name that nobody else has."""

    name = "terminal:"

    def __init__(self, library: Library, settings: Settings | None = None) -> None:
        self.library = library
        self._settings = settings
        self._shares_as = f"terminal:{uuid4().hex}"
        self._workshop = Workshop(None)
        self._session = Session()
        self._handled: dict[str, Turn] = {}

    def session(self) -> Session:
        return self._session

    def take(self, incoming: Incoming) -> Turn:
        turn = self._handled.get(incoming.event)
        if turn is None:
            turn = self._take(incoming)
            self._session = turn.session
            self._handled[incoming.event] = turn
            if len(self._handled) > REMEMBERED:
                del self._handled[next(iter(self._handled))]
        return turn

    def _take(self, incoming: Incoming) -> Turn:
        turn = take_turn(self.library, self._session, incoming)
        if turn.forget and self._session.shared and self._settings:
            asyncio.run(self._unshare(self._settings))
        try:
            if self._settings and is_shared(turn.replies):
                replies = asyncio.run(self._made_together(self._settings, incoming, turn.replies))
            else:
                replies = make_all(self._workshop.make, self.library, turn.replies, incoming.at)
        except RefusedError as error:
            return refuse(self.library, self._session, str(error))
        return replace(turn, replies=replies)

    async def _made_together(
        self, settings: Settings, incoming: Incoming, replies: tuple[Reply, ...]
    ) -> tuple[Reply, ...]:
        async with open_store(settings) as store:
            event = store.keys.event(self._shares_as, incoming.event)
            return await made(self.library, store, self._workshop.make, event, replies, at=incoming.at)

    async def _unshare(self, settings: Settings) -> None:
        async with open_store(settings) as store:
            await store.erase(store.keys.conversation(self._shares_as))


class Kept:
    """A `bot.channels.talk.Talk` that rests in the store between two messages."""

    def __init__(
        self,
        library: Library,
        name: str,
        runner: asyncio.Runner,
        store: Store,
        conversations: Conversations,
    ) -> None:
        self.library = library
        self.name = name
        self._runner = runner
        self._store = store
        self._conversations = conversations

    def session(self) -> Session:
        loaded = self._runner.run(self._store.load(self._store.keys.event(self.name, "")))
        try:
            return from_json(loaded.session) if loaded.session else Session()
        except (ValueError, TypeError, KeyError, AttributeError):  # whatever another release wrote
            return Session()

    def take(self, incoming: Incoming) -> Turn:
        handled = self._runner.run(self._conversations.handle(incoming))
        return Turn(handled.session, handled.replies, handled.outcome)
