"""HTTP from a proxy, and from whoever else finds the port."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import listener as listener_module
from bot.channels.telegram.listener import LARGEST, WAITING, Answer, Request, Response, listening
from tests.channels.telegram.waiting import soon

POST = b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
GET = b"GET /x?y=z HTTP/1.1\r\nHost: x\r\n\r\n"


async def echo(request: Request) -> Response:
    said = f"{request.method} {request.path} ".encode() + request.content
    return Response(content=said, media_type="text/plain")


class Line:
    """A connection, to write bytes to and read answers from."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def ask(self, *parts: bytes) -> tuple[int, bytes]:
        """The next answer, after these bytes went out one by one."""
        for part in parts:
            self.writer.write(part)
            await asyncio.sleep(0)
        return await self.answer()

    async def answer(self) -> tuple[int, bytes]:
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        length = int(head.lower().partition("content-length: ")[2].partition("\r\n")[0])
        return int(head.split(" ")[1]), await self.reader.readexactly(length)

    async def has_ended(self) -> bool:
        with contextlib.suppress(ConnectionError):
            return await self.reader.read() == b""
        return True


@contextlib.asynccontextmanager
async def lines(count: int = 1, answer: Answer = echo) -> AsyncIterator[list[Line]]:
    """Connections to a server that answers like this."""
    async with listening("127.0.0.1", 0, answer) as port:
        made = [Line(*await asyncio.open_connection("127.0.0.1", port)) for _ in range(count)]
        try:
            yield made
        finally:
            for one in made:
                one.writer.close()
                with contextlib.suppress(ConnectionError):
                    await one.writer.wait_closed()


async def test_one_connection_takes_request_after_request() -> None:
    async with lines() as [line]:
        assert await line.ask(POST) == (200, b"POST /x {}")
        assert await line.ask(GET) == (200, b"GET /x ")


async def test_a_request_may_come_byte_by_byte() -> None:
    async with lines() as [line]:
        assert await line.ask(*(bytes([byte]) for byte in POST)) == (200, b"POST /x {}")


async def test_a_request_may_come_in_chunks() -> None:
    head = b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with lines() as [line]:
        assert await line.ask(head, b"2\r\nab\r\n", b"1\r\nc\r\n0\r\n\r\n") == (200, b"POST /x abc")


async def test_requests_that_do_not_wait_are_answered_in_their_order() -> None:
    async def slow(request: Request) -> Response:
        await asyncio.sleep(0 if request.method == "GET" else 0.05)
        return await echo(request)

    async with lines(answer=slow) as [line]:
        assert await line.ask(POST + GET + POST) == (200, b"POST /x {}")
        assert await line.answer() == (200, b"GET /x ")
        assert await line.answer() == (200, b"POST /x {}")


async def test_connections_do_not_wait_for_each_other() -> None:
    held = asyncio.Event()

    async def wait(request: Request) -> Response:
        if request.method == "POST":
            await held.wait()
        return await echo(request)

    async with lines(2, wait) as [one, other]:
        one.writer.write(POST)
        assert await other.ask(GET) == (200, b"GET /x ")
        held.set()
        assert await one.answer() == (200, b"POST /x {}")


async def test_of_head_only_the_head_is_answered() -> None:
    async with lines() as [line]:
        line.writer.write(b"HEAD /x HTTP/1.1\r\nHost: x\r\n\r\n" + GET)
        heads = await line.reader.readuntil(b"GET /x ")

    assert heads.count(b"HTTP/1.1 200 OK") == 2
    assert b"HEAD /x " not in heads


async def test_whoever_asks_whether_to_go_on_is_told_to() -> None:
    head = b"POST /x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    async with lines() as [line]:
        line.writer.write(head)
        assert await line.reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        assert await line.ask(b"{}") == (200, b"POST /x {}")


async def test_nobody_is_told_to_go_on_before_the_answer_to_an_earlier_request() -> None:
    head = b"POST /x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    async with lines() as [line]:
        assert await line.ask(GET + head) == (200, b"GET /x ")
        assert await line.ask(b"{}") == (200, b"POST /x {}")


async def test_what_stands_behind_the_content_is_no_header() -> None:
    async def tell(request: Request) -> Response:
        return Response(content=request.headers[b"key"])

    head = b"POST /x HTTP/1.1\r\nKey: one\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with lines(answer=tell) as [line]:
        assert await line.ask(head + b"1\r\na\r\n0\r\nKey: other\r\n\r\n") == (200, b"one")


async def test_a_client_that_goes_before_the_last_answer_is_no_fault() -> None:
    faults: list[object] = []
    told: list[bool] = []
    asked, held = asyncio.Event(), asyncio.Event()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: faults.append(context))

    async def wait(request: Request) -> Response:
        asked.set()
        await held.wait()
        return Response(told=told.append)

    async with lines(answer=wait) as [line]:
        line.writer.write(b"GET /x HTTP/1.0\r\n\r\n")
        await asked.wait()
        line.writer.transport.abort()
        await asyncio.sleep(0.05)
        held.set()
        await soon(lambda: told)
    gc.collect()

    assert told == [False]
    assert not faults


@pytest.mark.parametrize("version", [b"1.0\r\n", b"1.1\r\nConnection: close\r\n"])
async def test_a_connection_that_is_not_to_stay_is_closed(version: bytes) -> None:
    async with lines() as [line]:
        assert await line.ask(b"GET /x HTTP/" + version + b"Host: x\r\n\r\n") == (200, b"GET /x ")
        assert await line.has_ended()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", 400),
        (b"GET /x HTTP/9.9\r\n\r\n", 400),
        (b"POST /x HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST /x HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\n\r\n", 431),
        (b"GET /x HTTP/1.1\r\n" + b"A: " + b"x" * 40_000 + b"\r\n\r\n", 431),
        (b"GET /x HTTP/1.1\r\n" + b"A: b\r\n" * 40_000 + b"\r\n", 431),
        (b"GET /x HTTP/1.1\r\nA: ", 431),  # and no end of it
        (b"GET /x HTTP/1.1\r\n", 431),
        (b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: ", 431),
        (b"POST /x HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (LARGEST + 1), 413),
        (b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % (LARGEST + 1), 413),
    ],
)
async def test_what_is_not_taken_is_refused_and_the_connection_closed(request_: bytes, status: int) -> None:
    async with lines() as [line]:
        line.writer.write(request_ + b"x" * (LARGEST + 10))

        assert await line.answer() == (status, b"")
        line.writer.write_eof()
        assert await line.has_ended()


async def test_the_largest_request_is_taken() -> None:
    async with lines() as [line]:
        head = b"POST /x HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % LARGEST

        assert await line.ask(head, b"x" * LARGEST) == (200, b"POST /x " + b"x" * LARGEST)


async def test_a_fault_is_answered_and_the_next_request_taken(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(request: Request) -> Response:
        if request.method == "POST":
            raise ZeroDivisionError
        return await echo(request)

    async with lines(answer=fail) as [line]:
        assert await line.ask(POST) == (500, b"")
        assert await line.ask(GET) == (200, b"GET /x ")
    assert "a request could not be answered" in caplog.text


async def test_whoever_answers_is_told_whether_it_has_gone_out() -> None:
    told: list[bool] = []
    asked, held = asyncio.Event(), asyncio.Event()

    async def wait(request: Request) -> Response:
        asked.set()
        await held.wait()
        return Response(told=told.append)

    async with lines(2, wait) as [one, other]:
        one.writer.write(POST)
        await asked.wait()
        one.writer.transport.abort()
        await asyncio.sleep(0.05)
        held.set()
        await soon(lambda: told)
        assert await other.ask(POST) == (200, b"")

    assert told == [False, True]


async def test_what_takes_too_long_to_come_in_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener_module, "SLOWEST", 0.1)
    async with lines(2) as [begun, silent]:
        begun.writer.write(POST[:-1])

        assert await begun.has_ended()
        assert await silent.has_ended()


async def test_a_connection_that_nobody_uses_for_long_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener_module, "KEPT", 0.1)
    async with lines() as [line]:
        assert await line.ask(POST) == (200, b"POST /x {}")
        assert await line.has_ended()


async def test_an_answer_may_take_longer_than_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener_module, "SLOWEST", 0.05)

    async def slow(request: Request) -> Response:
        await asyncio.sleep(0.3)
        return await echo(request)

    async with lines(answer=slow) as [line]:
        assert await line.ask(POST) == (200, b"POST /x {}")


async def test_nobody_can_have_any_number_of_requests_waiting() -> None:
    held = asyncio.Event()
    answered: list[Request] = []

    async def wait(request: Request) -> Response:
        await held.wait()
        answered.append(request)
        return await echo(request)

    async with lines(answer=wait) as [line]:
        line.writer.write(POST * (WAITING + 100))
        await asyncio.sleep(0.1)
        held.set()
        line.writer.write_eof()
        await line.reader.read()

    assert WAITING <= len(answered) <= WAITING + 2


async def test_whoever_does_not_read_answers_is_not_listened_to() -> None:
    answered: list[Request] = []

    async def much(request: Request) -> Response:
        answered.append(request)
        return Response(content=b"x" * LARGEST)

    async with lines(answer=much) as [line]:
        for _ in range(200):
            line.writer.write(POST)
            await asyncio.sleep(0.002)

        assert 0 < len(answered) < 100


async def test_on_leaving_what_is_being_answered_is_finished() -> None:
    asked, held = asyncio.Event(), asyncio.Event()

    async def wait(request: Request) -> Response:
        asked.set()
        await held.wait()
        return await echo(request)

    async with contextlib.AsyncExitStack() as stack:
        port = await stack.enter_async_context(listening("127.0.0.1", 0, wait))
        busy = Line(*await asyncio.open_connection("127.0.0.1", port))
        idle = Line(*await asyncio.open_connection("127.0.0.1", port))
        busy.writer.write(POST)
        await asked.wait()
        leaving = asyncio.create_task(stack.aclose())
        assert await idle.has_ended()
        with pytest.raises(OSError, match=r"."):
            await asyncio.open_connection("127.0.0.1", port)
        held.set()

        assert await busy.answer() == (200, b"POST /x {}")
        assert await busy.has_ended()
        await leaving
        for line in (busy, idle):
            line.writer.close()


async def test_on_leaving_nothing_is_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener_module, "FINISHING", 0.1)
    asked = asyncio.Event()

    async def hang(request: Request) -> Response:
        asked.set()
        await asyncio.Event().wait()
        return Response()

    async with lines(answer=hang) as [line]:
        line.writer.write(POST)
        await asked.wait()
    assert await line.has_ended()
