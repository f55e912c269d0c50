"""Naast on a loopback Telegram, as it runs: the shipped content, a store on the disk, one channel."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
import uvloop

from bot.app import FILES
from bot.channels.telegram.account import Account
from bot.channels.telegram.run import run
from bot.conversation import Conversations
from bot.engine.library import Library
from bot.store.sqlite import open_sqlite
from bot.workshop.workshop import Workshop
from tests.botapi import BotApi, Person
from tests.small import shipped

Way = Literal["polling", "webhook"]
LOOPS = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}
WIRES = ("test_listener", "test_wire", "test_webhook", "test_body")
"""Where it matters whose event loop it is: that of asyncio, or the one that Naast runs on."""
SECRET = "a secret of nobody at all"


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    on_wires = item.path.stem in WIRES
    return LOOPS if on_wires else {"asyncio": asyncio.new_event_loop}


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped content."""
    return shipped()


@dataclass(slots=True)
class Naast:
    """Naast while it serves Telegram."""

    account: Account
    conversations: Conversations
    task: "asyncio.Task[None]"


Serving = Callable[..., AbstractAsyncContextManager[Naast]]


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture(params=["polling", "webhook"])
def way(request: pytest.FixtureRequest) -> Way:
    """Both ways in which updates come."""
    way: Way = request.param
    return way


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def account_on(api: BotApi, way: Way) -> Account:
    port = free_port()
    webhook = f"http://127.0.0.1:{port}/telegram" if way == "webhook" else ""
    return Account(api.token, api.url, webhook, ("127.0.0.1", port))


@pytest.fixture
def serving(api: BotApi, library: Library, tmp_path: Path) -> Serving:
    """Starts Naast on the loopback Telegram; on leaving it is stopped as by a signal. Every start of a
    test uses the same store, as one process after another does."""

    @contextlib.asynccontextmanager
    async def start(way: Way = "polling", content: Library = library) -> AsyncIterator[Naast]:
        account = account_on(api, way)
        async with open_sqlite(tmp_path / "data", SECRET) as store:
            conversations = Conversations(content, store, Workshop(tmp_path / FILES).make)
            task = asyncio.create_task(run(account, content, conversations))
            try:
                await ready(api, task, way)
                yield Naast(account, conversations, task)
            finally:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    return start


async def ready(api: BotApi, task: "asyncio.Task[None]", way: Way) -> None:
    """Waits until updates are listened to."""
    async with asyncio.timeout(20):
        while not (api.webhook.url if way == "webhook" else api.counted["getupdates"]):
            if task.done():
                task.result()
            await asyncio.sleep(0.01)


@pytest.fixture
async def naast(serving: Serving, way: Way) -> AsyncIterator[Naast]:
    """Naast, by polling and by webhook."""
    async with serving(way) as naast:
        yield naast


@pytest.fixture
def anna(api: BotApi) -> Person:
    return api.person("Anna")
