"""A server, a bot that calls it, and somebody who has pressed Start."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.botapi import BotApi, Person
from tests.botapi.client import Client


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield Client(api, session)


@pytest.fixture
async def anna(api: BotApi) -> Person:
    """Somebody whose first message was read and acknowledged."""
    anna = api.person("Anna")
    anna.start()
    api.world.updates.clear()
    return anna
