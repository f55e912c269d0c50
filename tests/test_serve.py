"""Channels side by side, until a signal or until one of them cannot go on."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from bot.app import serve
from bot.channels.conversing import Conversations
from bot.engine.library import Library
from bot.errors import SettingsError
from bot.heartbeat import is_alive
from bot.settings import Settings


class Channel:
    """Runs until it is cancelled, and then takes a moment to finish."""

    def __init__(self) -> None:
        self.ended = ""

    async def __call__(self, conversations: Conversations) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            await conversations.undelivered("test")  # the store is still there
            self.ended = "finished"


async def fails(conversations: Conversations) -> None:
    await asyncio.sleep(0)
    raise SettingsError("one line")


async def asks_to_stop(conversations: Conversations) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.Event().wait()


def test_one_that_cannot_go_on_ends_all_and_tells_why(library: Library, tmp_path: Path) -> None:
    other = Channel()
    with pytest.raises(SettingsError, match="one line"):
        serve(Settings(tmp_path), library, {"other": other, "failing": fails})

    assert other.ended == "finished"


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_a_signal_lets_all_finish(library: Library, tmp_path: Path) -> None:
    other = Channel()
    serve(Settings(tmp_path), library, {"other": other, "asking": asks_to_stop})

    assert other.ended == "finished"
    assert not is_alive(tmp_path)


def test_while_it_runs_it_is_alive(library: Library, tmp_path: Path) -> None:
    async def looks(conversations: Conversations) -> None:
        async with asyncio.timeout(10):
            while not is_alive(tmp_path):  # noqa: ASYNC110 - a file tells nobody
                await asyncio.sleep(0.01)
        raise SettingsError("seen")

    with pytest.raises(SettingsError, match="seen"):
        serve(Settings(tmp_path), library, {"looking": looks})
