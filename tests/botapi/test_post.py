"""Posts go over connections that are kept, and say what went wrong."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest

from tests.botapi.post import Address
from tests.botapi.wire import Reader, WireError


class Bot:
    """Answers what comes with what it is told; an answer without a length ends the connection."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.got: list[tuple[str, str | None, bytes]] = []
        self.connections = 0
        self.lost = asyncio.Semaphore(0)


class Connection(asyncio.Protocol):
    """One connection to the bot."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.reader = Reader()
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.bot.connections += 1

    def data_received(self, data: bytes) -> None:
        self.reader.feed(data)
        if request := self.reader.take():
            self.bot.got.append((request.first, request.headers.get("x-secret"), request.body))
            answer = self.bot.answers.pop(0)
            self.transport.write(answer)
            if b"Length" not in answer:
                self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.bot.lost.release()


@asynccontextmanager
async def posting(bot: Bot, patience: float = 10) -> AsyncIterator[Address]:
    server = await asyncio.get_running_loop().create_server(lambda: Connection(bot), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    address = Address(f"http://127.0.0.1:{port}/hook?a=1", {"X-Secret": "geheim"}, patience)
    try:
        yield address
    finally:
        await address.close()
        server.close()
        async with asyncio.timeout(10):
            for _ in range(bot.connections):
                await bot.lost.acquire()


def ok(body: str, more: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\n{more}Content-Length: {len(body)}\r\n\r\n{body}".encode()


async def test_a_connection_is_used_again() -> None:
    bot = Bot(ok("een"), ok("twee"))
    async with posting(bot) as address:
        answers = [(await address.post(body)).body for body in (b"a", b"b")]

    assert answers == [b"een", b"twee"]
    assert bot.connections == 1
    first = "POST /hook?a=1 HTTP/1.1"
    assert bot.got == [(first, "geheim", b"a"), (first, "geheim", b"b")]


@pytest.mark.parametrize("ending", [ok("een", "Connection: close\r\n"), b"HTTP/1.1 200 OK\r\n\r\neen"])
async def test_a_connection_that_ends_is_not_used_again(ending: bytes) -> None:
    bot = Bot(ending, ok("twee"))
    async with posting(bot) as address:
        answers = [(await address.post(body)).body for body in (b"a", b"b")]

    assert answers == [b"een", b"twee"]
    assert bot.connections == 2


async def test_those_at_once_have_a_connection_each() -> None:
    bot = Bot(*[ok("een")] * 3)
    async with posting(bot) as address:
        await asyncio.gather(*(address.post(b"a") for _ in range(3)))

    assert bot.connections == 3


@pytest.mark.parametrize(
    ("answer", "error"),
    [(b"", ConnectionError), (b"HTTP/1.1 200 OK\r\n", ConnectionError), (b"hallo\r\n\r\n", WireError)],
)
async def test_what_is_no_answer_is_an_error(answer: bytes, error: type[Exception]) -> None:
    async with posting(Bot(answer)) as address:
        with pytest.raises(error):
            await address.post(b"a")


async def test_an_answer_that_takes_too_long_is_an_error() -> None:
    async with posting(Bot(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), patience=0.1) as address:
        with pytest.raises(TimeoutError):
            await address.post(b"a")


async def test_nobody_there_is_an_error() -> None:
    async with posting(Bot()) as address:
        pass
    with pytest.raises(ConnectionRefusedError):
        await address.post(b"a")
