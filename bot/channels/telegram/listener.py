"""An HTTP server for few and small requests, such as a proxy hands on from Telegram.

httptools, the parser of Node.js, reads what comes; here stands only what a connection may and may not do:
one request after the other is answered in the order in which they came, no request is larger than
`LARGEST` or takes longer than `SLOWEST` to come in, and on leaving what is being answered is finished. A
framework for the web would take as long for a request as a turn takes to be rendered and saved.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import field
from http import HTTPStatus
from typing import cast

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

from bot.record import record

LARGEST = 1024 * 1024
"""Bytes of the content of a request."""

LARGEST_HEAD = 32 * 1024
"""Bytes of its first line and headers."""

SLOWEST = 30.0
"""Seconds in which a request has to come in."""

KEPT = 75.0
"""Seconds for which a connection is kept on which nothing comes."""

WAITING = 32
"""Requests on one connection that may wait for the answer to an earlier one."""

FINISHING = 5.0
"""Seconds for which answers are waited for on leaving."""

log = logging.getLogger(__name__)


@record
class Request:
    """What was asked. Names of headers are in lower case."""

    method: str
    path: str
    headers: Mapping[bytes, bytes] = field(repr=False)
    content: bytes = field(repr=False)


@record
class Response:
    """What is answered. `told` is told whether it has gone out."""

    status: int = 200
    content: bytes = field(default=b"", repr=False)
    media_type: str = ""
    allow: str = ""
    told: Callable[[bool], None] | None = field(default=None, repr=False)


Answer = Callable[[Request], Awaitable[Response]]


@asynccontextmanager
async def listening(host: str, port: int, answer: Answer) -> AsyncIterator[int]:
    """Answers requests at this host and port, and gives the port; with port 0 a free one. Raises OSError
    where it cannot."""
    connections: set[Connection] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(answer, connections), host, port, backlog=1024)
    sweeping = asyncio.create_task(_sweep(connections))
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        sweeping.cancel()
        until = loop.time() + FINISHING
        # Again, as a connection of the backlog may be made after the first look.
        while (answering := _finish(connections)) and (time := until - loop.time()) > 0:
            await asyncio.wait(answering, timeout=time)
        for task in answering:
            task.cancel()
        await asyncio.gather(sweeping, *answering, return_exceptions=True)
        for one in connections:
            one.abort()
        await server.wait_closed()


def _finish(connections: set["Connection"]) -> list[asyncio.Task[None]]:
    return [task for task in [one.finish() for one in connections] if task]


async def _sweep(connections: set["Connection"]) -> None:
    """Closes what has taken too long, within some seconds."""
    while True:
        await asyncio.sleep(min(SLOWEST, KEPT) / 10)
        now = asyncio.get_running_loop().time()
        for one in connections:
            if one.is_overdue(now):
                one.abort()


class Connection(asyncio.Protocol):
    """One connection. What begins with `on_` is called by the parser."""

    def __init__(self, answer: Answer, connections: set["Connection"]) -> None:
        self._answer = answer
        self._connections = connections
        self._parser = HttpRequestParser(self)
        self._requests: deque[tuple[Request, bool]] = deque()  # with whether the connection stays
        self._answering: asyncio.Task[None] | None = None
        self._is_closing = False
        self._refusal = HTTPStatus.BAD_REQUEST
        self._unheard = 0  # bytes since the parser told of anything
        self._begin()
        self._wait(SLOWEST)

    def _begin(self) -> None:
        """Forgets the last request, for the next: an idle connection keeps nothing of anybody."""
        self._target = b""
        self._headers: dict[bytes, bytes] = {}
        self._content: list[bytes] = []
        self._head_size = self._size = 0
        self._has_head = False

    def _wait(self, seconds: float) -> None:
        self._until = asyncio.get_running_loop().time() + seconds

    def is_overdue(self, now: float) -> bool:
        """Whether what should have come by this time of the event loop has not."""
        return self._until < now and self._answering is None

    def finish(self) -> asyncio.Task[None] | None:
        """Takes no more requests; what answers those that have come, if there are any."""
        self._is_closing = True
        if self._answering is None:
            self.abort()
        return self._answering

    def abort(self) -> None:
        """Breaks the connection off."""
        self._transport.abort()

    # ---- what the connection brings

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are of no class of asyncio
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)

    def pause_writing(self) -> None:
        self._transport.pause_reading()  # whoever does not read answers is not listened to

    def resume_writing(self) -> None:
        self._transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        if self._is_closing:  # what comes behind a request that was refused is not read
            return
        self._unheard += len(data)
        try:
            self._parser.feed_data(data)
            if self._unheard > LARGEST_HEAD + len(data):  # the parser keeps a line until it ends
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        except (HttpParserError, HttpParserUpgrade, ValueError):
            self._is_closing = True
            if self._answering is None:
                self._write(Response(self._refusal), stays=False)

    def on_message_begin(self) -> None:
        self._unheard = 0
        self._wait(SLOWEST)

    def on_url(self, part: bytes) -> None:
        self._target += part
        self._weigh_head(part)

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._has_head:  # what stands behind the content is no header
            self._headers[name.lower()] = value
        self._weigh_head(name + value)

    def on_headers_complete(self) -> None:
        self._has_head = True
        length = self._headers.get(b"content-length", b"0")
        self._weigh(int(length) if length.isdigit() else 0)
        self._size = 0
        waits = self._headers.get(b"expect", b"").lower() == b"100-continue"
        if waits and self._answering is None:  # or it would stand before the answer to an earlier request
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, part: bytes) -> None:
        self._unheard = 0
        self._weigh(len(part))
        self._content.append(part)

    def on_message_complete(self) -> None:
        path = self._target.partition(b"?")[0].decode("latin-1")
        method = self._parser.get_method().decode("latin-1")
        request = Request(method, path, self._headers, b"".join(self._content))
        self._requests.append((request, self._parser.should_keep_alive()))
        self._begin()
        if self._answering is None:
            self._answering = asyncio.create_task(self._answer_all())
        elif len(self._requests) > WAITING:
            self._refuse(HTTPStatus.TOO_MANY_REQUESTS)

    def _weigh_head(self, part: bytes) -> None:
        self._unheard = 0
        self._head_size += len(part)
        if self._head_size > LARGEST_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def _weigh(self, size: int) -> None:
        self._size += size
        if self._size > LARGEST:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    def _refuse(self, status: HTTPStatus) -> None:
        self._refusal = status
        raise ValueError(status.phrase)  # the parser ends at this, and says so

    # ---- what goes back

    async def _answer_all(self) -> None:
        try:
            while self._requests:
                request, stays = self._requests.popleft()
                try:
                    response = await self._answer(request)
                except Exception:
                    log.exception("a request could not be answered")
                    response = Response(500)
                stays = bool(self._requests) or (stays and not self._is_closing)
                self._write(response, stays=stays, whole=request.method != "HEAD")
        finally:
            self._answering = None
            self._wait(SLOWEST if self._is_closing else KEPT)

    def _write(self, response: Response, *, stays: bool, whole: bool = True) -> None:
        has_gone = not self._transport.is_closing()
        if has_gone:
            self._transport.write(_head(response, stays) + (response.content if whole else b""))
        if response.told:
            response.told(has_gone)
        if not stays:
            self._is_closing = True
            if has_gone:  # uvloop raises where the connection has been lost
                self._transport.write_eof()  # what still comes in is read, or the answer might be lost
            self._wait(SLOWEST)


def _head(response: Response, stays: bool) -> bytes:
    status = HTTPStatus(response.status)
    media_type = f"Content-Type: {response.media_type}\r\n" if response.media_type else ""
    allow = f"Allow: {response.allow}\r\n" if response.allow else ""
    close = "" if stays else "Connection: close\r\n"
    length = len(response.content)
    line = f"HTTP/1.1 {status.value} {status.phrase}\r\n"
    return f"{line}{media_type}{allow}{close}Content-Length: {length}\r\n\r\n".encode()
