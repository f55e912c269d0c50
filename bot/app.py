"""Opens the parts that a command needs, and closes them again."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace

from bot.channels.talk import Talk
from bot.content.load import load_library
from bot.conversation import Conversations, make_all
from bot.engine.library import Library
from bot.engine.session import Session, from_json
from bot.engine.turn import Turn, take_turn
from bot.messages import Incoming
from bot.settings import Settings
from bot.store.sqlite import open_sqlite
from bot.store.store import Store
from bot.workshop.workshop import Workshop

FILES = "files"
"""The folder in NAAST_DATA of the files that go out with replies."""

REMEMBERED = 100
"""Events of which an unkept conversation remembers the replies."""


def open_library(settings: Settings) -> Library:
    """All content, with the municipality's own. Raises ContentError."""
    return replace(load_library(settings.local), retention_days=settings.retention_days)


@contextmanager
def open_talk(settings: Settings, library: Library, name: str | None) -> Iterator[Talk]:
    """A conversation of the terminal: with a name it is kept in the store under that name, without
    one it is kept nowhere. Raises StoreError and SettingsError."""
    if name is None:
        yield Unkept(library)
        return
    secret = settings.secret.get_secret_value() if settings.secret else None
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        store = runner.run(stack.enter_async_context(open_sqlite(settings.data, secret)))
        try:
            conversations = Conversations(library, store, Workshop(settings.data / FILES).make)
            runner.run(conversations.prune())
            yield Kept(library, f"terminal:{name}", runner, store, conversations)
        finally:
            runner.run(stack.aclose())


class Unkept:
    """A `bot.channels.talk.Talk` that is gone when the program ends."""

    name = "terminal:"

    def __init__(self, library: Library) -> None:
        self.library = library
        self._workshop = Workshop(None)
        self._session = Session()
        self._handled: dict[str, Turn] = {}

    def session(self) -> Session:
        return self._session

    def take(self, incoming: Incoming) -> Turn:
        turn = self._handled.get(incoming.event)
        if turn is None:
            turn = take_turn(self.library, self._session, incoming)
            replies = make_all(self._workshop.make, self.library, turn.replies, incoming.at)
            turn = replace(turn, replies=replies)
            self._session = turn.session
            self._handled[incoming.event] = turn
            if len(self._handled) > REMEMBERED:
                del self._handled[next(iter(self._handled))]
        return turn


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
