"""HTTP with one server, as servers and what stands before them speak it."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import wire as wire_module
from bot.channels.telegram.wire import Wire
from tests.channels.telegram.waiting import soon

JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
LENGTH = re.compile(rb"Content-Length: (\d+)\r\n")


class Server:
    """Answers each request with the next of `answers`, byte for byte; an empty one breaks the connection
    off, and after None nothing more is said. `closing` says that it closes after every answer."""

    def __init__(self, *answers: bytes | None, closing: bool = False, piece: int = 7) -> None:
        self.answers = [*answers]
        self.piece = piece
        self.closing = closing
        self.connections = 0
        self.requests: list[bytes] = []
        self.writers: list[asyncio.StreamWriter] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.append(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while self.answers:
                head = await reader.readuntil(b"\r\n\r\n")
                length = LENGTH.search(head)
                self.requests.append(head + await reader.readexactly(int(length[1]) if length else 0))
                answer = self.answers.pop(0)
                if answer is None:
                    await reader.read()
                    break
                for at in range(0, len(answer), self.piece):  # as a slow line brings them
                    writer.write(answer[at : at + self.piece])
                    await asyncio.sleep(0)
                if self.closing or not answer:
                    break
        writer.close()


@contextlib.asynccontextmanager
async def to(server: Server) -> AsyncIterator[Wire]:
    listening = await asyncio.start_server(server, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    wire = Wire(f"http://127.0.0.1:{port}")
    try:
        yield wire
    finally:
        await wire.close()
        for writer in server.writers:
            writer.close()
        listening.close()
        await listening.wait_closed()


def with_length(content: bytes, head: bytes = JSON) -> bytes:
    return b"%bContent-Length: %d\r\n\r\n%b" % (head, len(content), content)


async def test_requests_go_over_one_connection() -> None:
    server = Server(with_length(b"one"), with_length(b""), with_length(b"three"))
    async with to(server) as wire:
        answers = [await wire.post("/bot1:x/getMe", body, 5) for body in (b"{}", b"", b'{"a":1}')]

    assert answers == [(200, b"one"), (200, b""), (200, b"three")]
    assert server.connections == 1
    assert server.requests[0].startswith(b"POST /bot1:x/getMe HTTP/1.1\r\nHost: 127.0.0.1:")
    assert server.requests[2].endswith(b'Content-Length: 7\r\n\r\n{"a":1}')


async def test_requests_at_once_go_over_connections_of_their_own() -> None:
    server = Server(*[with_length(b"x")] * 10)
    async with to(server) as wire:
        await asyncio.gather(*(wire.post("/x", b"{}", 5) for _ in range(5)))
        await asyncio.gather(*(wire.post("/x", b"{}", 5) for _ in range(5)))

    assert server.connections == 5


async def test_no_more_requests_go_out_at_once_than_there_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire_module, "CONNECTIONS", 2)
    server = Server(*[with_length(b"x")] * 6)
    async with to(server) as wire:
        answers = await asyncio.gather(*(wire.post("/x", b"{}", 5) for _ in range(6)))

    assert answers == [(200, b"x")] * 6
    assert server.connections == 2


@pytest.mark.parametrize(
    "answer",
    [
        JSON + b"Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n2;x=y\r\nef\r\n0\r\n\r\n",
        JSON + b"TRANSFER-ENCODING:chunked\r\n\r\n6\r\nabcdef\r\n0\r\nTrailer: x\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" + with_length(b"abcdef"),
        with_length(b"abcdef", b"HTTP/1.1 200\r\nserver: x\r\n"),
    ],
    ids=["chunks", "chunks with more behind them", "continue", "no reason"],
)
async def test_however_a_server_writes_its_answer(answer: bytes) -> None:
    server = Server(answer, with_length(b"next"))
    async with to(server) as wire:
        assert await wire.post("/x", b"{}", 5) == (200, b"abcdef")
        assert await wire.post("/x", b"{}", 5) == (200, b"next")

    assert server.connections == 1


async def test_an_answer_may_end_with_the_connection() -> None:
    server = Server(JSON + b"\r\nabcdef", with_length(b"next"), closing=True)
    async with to(server) as wire:
        assert await wire.post("/x", b"{}", 5) == (200, b"abcdef")
        assert await wire.post("/x", b"{}", 5) == (200, b"next")


@pytest.mark.parametrize("head", [b"HTTP/1.1 502 Bad\r\nConnection: close\r\n", b"HTTP/1.0 502 Bad\r\n"])
async def test_a_connection_that_the_server_will_close_is_not_used_again(head: bytes) -> None:
    server = Server(with_length(b"sorry", head), with_length(b"next"))
    async with to(server) as wire:
        assert await wire.post("/x", b"{}", 5) == (502, b"sorry")
        assert await wire.post("/x", b"{}", 5) == (200, b"next")

    assert server.connections == 2


@pytest.mark.parametrize("more", [b"HTTP/1.1 2", b"x", with_length(b"more"), with_length(b"more")[:-1]])
async def test_a_connection_on_which_more_comes_than_was_asked_for_is_not_used_again(more: bytes) -> None:
    server = Server(with_length(b"one") + more, with_length(b"next"), piece=1000)
    async with to(server) as wire:
        assert await wire.post("/x", b"{}", 5) == (200, b"one")
        assert await wire.post("/x", b"{}", 5) == (200, b"next")

    assert server.connections == 2


async def test_a_connection_that_was_closed_meanwhile_is_not_used_again() -> None:
    server = Server(with_length(b"one"), with_length(b"two"), closing=True)
    async with to(server) as wire:
        assert await wire.post("/x", b"{}", 5) == (200, b"one")
        await soon(lambda: not wire._idle[0][1].is_free)
        assert await wire.post("/x", b"{}", 5) == (200, b"two")


async def test_a_connection_that_nobody_used_for_long_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(with_length(b"one"), with_length(b"two"))
    async with to(server) as wire:
        await wire.post("/x", b"{}", 5)
        monkeypatch.setattr(wire_module, "KEPT", -1.0)
        await wire.post("/x", b"{}", 5)

    assert server.connections == 2


async def test_a_server_that_says_nothing_is_given_up() -> None:
    server = Server(None, with_length(b"next"))
    async with to(server) as wire:
        with pytest.raises(TimeoutError):
            await wire.post("/x", b"{}", 0.05)
        assert await wire.post("/x", b"{}", 5) == (200, b"next")


async def test_an_answer_that_never_ends_is_given_up() -> None:
    server = Server(JSON + b"\r\nabc", None)
    async with to(server) as wire:
        with pytest.raises(TimeoutError):
            await wire.post("/x", b"{}", 0.2)


@pytest.mark.parametrize("answer", [b"", with_length(b"abcdef")[:-3], JSON])
async def test_a_connection_that_breaks_is_told(answer: bytes) -> None:
    server = Server(answer, closing=True)
    async with to(server) as wire:
        with pytest.raises((EOFError, OSError)):
            await wire.post("/x", b"{}", 5)


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/1.1 OK\r\n\r\n",
        b"x" * 200_000,
        JSON + b"Transfer-Encoding: chunked\r\n\r\nmany\r\n",
        JSON + b"Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n1\r\na\r\n0\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_told(answer: bytes) -> None:
    async with to(Server(answer)) as wire:
        with pytest.raises(ValueError, match=r"."):
            await wire.post("/x", b"{}", 5)


async def test_a_request_that_is_cancelled_leaves_no_connection_behind() -> None:
    server = Server(None, with_length(b"next"))
    async with to(server) as wire:
        task = asyncio.create_task(wire.post("/x", b"{}", 5))
        await soon(lambda: server.requests)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await wire.post("/x", b"{}", 5) == (200, b"next")

    assert server.connections == 2


async def test_a_server_that_is_not_there_is_told() -> None:
    wire = Wire("http://127.0.0.1:9")
    with pytest.raises(OSError, match=r"."):
        await wire.post("/x", b"{}", 5)
    await wire.close()
