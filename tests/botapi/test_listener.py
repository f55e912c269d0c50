"""A connection is answered in order, and is closed when something is wrong with it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from tests.botapi.listener import Listener, Reply
from tests.botapi.wire import Frame

Answer = Callable[[Frame], Awaitable[Reply | None]]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def connected(serve: Answer) -> AsyncIterator[Streams]:
    listener = Listener(serve)
    port = await listener.start(0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        await listener.stop()


async def echo(request: Frame) -> Reply:
    return Reply(200, request.body, {"Content-Type": "text/plain"})


def post(body: bytes, more: str = "") -> bytes:
    return f"POST / HTTP/1.1\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode() + body


def answered(body: str) -> bytes:
    return (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    )


async def test_requests_are_answered_in_the_order_in_which_they_came() -> None:
    async with connected(echo) as (reader, writer):
        writer.write(post(b"een") + post(b"twee") + post(b"drie", "Connection: close\r\n"))

        assert await reader.read() == answered("een") + answered("twee") + answered("drie")


async def test_what_is_no_request_is_refused_and_the_connection_closed() -> None:
    async with connected(echo) as (reader, writer):
        writer.write(b"hallo\r\n\r\n")

        assert await reader.read() == b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"


async def test_without_a_reply_the_connection_is_closed() -> None:
    async def drop(request: Frame) -> None:
        return None

    async with connected(drop) as (reader, writer):
        writer.write(post(b"een"))
        assert await reader.read() == b""


async def test_a_fault_of_the_server_is_told(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(request: Frame) -> Reply:
        raise ZeroDivisionError

    async with connected(fail) as (reader, writer):
        writer.write(post(b"een"))
        first = await reader.readline()

    assert first == b"HTTP/1.1 500 Internal Server Error\r\n"
    assert "ZeroDivisionError" in caplog.text


async def test_who_closes_the_connection_is_not_served_any_more() -> None:
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def wait(request: Frame) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    async with asyncio.timeout(10), connected(wait) as (_, writer):
        writer.write(post(b"een"))
        await begun.wait()
        writer.close()
        await cancelled.wait()


async def test_what_hangs_when_it_stops_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.botapi.listener.GRACE", 0.01)
    begun = asyncio.Event()

    async def wait(request: Frame) -> None:
        begun.set()
        await asyncio.Event().wait()

    async with asyncio.timeout(10), connected(wait) as (reader, writer):
        writer.write(post(b"een"))
        await begun.wait()

    assert await reader.read() == b""
