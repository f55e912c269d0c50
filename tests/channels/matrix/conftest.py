"""Naast on a real homeserver, in this process: a store on the disk and one channel."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.app import FILES
from bot.channels.matrix.access import Access
from bot.channels.matrix.run import run
from bot.conversation import Conversations, TurnTaker, Workshop
from bot.engine.library import Library
from bot.engine.turn import take_turn
from bot.store.sqlite import SqliteStore, open_sqlite
from bot.workshop.workshop import Workshop as RealWorkshop
from tests.matrix.conftest import homeserver
from tests.matrix.homeserver import Account, Homeserver

__all__ = ["homeserver"]

SECRET = "a secret of nobody at all"


@dataclass(slots=True)
class Naast:
    """Naast while it serves Matrix."""

    user_id: str
    store: SqliteStore
    task: "asyncio.Task[None]"


Serving = Callable[..., AbstractAsyncContextManager[Naast]]


@pytest.fixture
def account(homeserver: Homeserver) -> Account:
    """A user for Naast."""
    return homeserver.register("naast")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the channel keeps."""
    return tmp_path / "data" / "matrix"


@pytest.fixture
def serving(
    homeserver: Homeserver, account: Account, library: Library, tmp_path: Path, folder: Path
) -> Serving:
    """Starts Naast; on leaving it is stopped as by a signal. Every start of a test uses the same
    folder, as one process after another does. `turn` and `workshop` may be others, and what else is
    given replaces parts of its `Access`."""

    @contextlib.asynccontextmanager
    async def start(
        content: Library = library,
        turn: TurnTaker = take_turn,
        workshop: Workshop | None = None,
        **other: object,
    ) -> AsyncIterator[Naast]:
        access = replace(Access(homeserver.url, account.user_id, account.password), **other)  # type: ignore[arg-type]
        async with open_sqlite(tmp_path / "data", SECRET) as store:
            make = workshop or RealWorkshop(tmp_path / FILES).make
            conversations = Conversations(content, store, make, turn=turn)
            task = asyncio.create_task(run(access, folder, content, conversations))
            try:
                yield Naast(access.user, store, task)
                if task.done():
                    task.result()
            finally:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    return start
