"""JSON to one HTTP server, and what it answers, over connections that stay open.

One kind of request to one server needs little of HTTP: a client for all of the web takes five times as
long for it, which is longer than all the rest of a message. What goes out is a POST with its length;
what comes back is read by httptools, the parser of Node.js.
"""

import asyncio
import socket
import ssl
from collections import deque
from typing import cast
from urllib.parse import quote, urlsplit

from aiohappyeyeballs import start_connection
from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

CONNECTIONS = 256
"""Requests at once; more wait."""

KEPT = 60.0
"""Seconds for which a connection is kept that nobody uses; servers and routers close it silently."""

NEXT_ADDRESS = 0.25
"""Seconds after which the next address of the server is tried beside the first: IPv6 may lead nowhere."""

Answer = tuple[int, bytes]
"""Status and content."""


class Wire:
    """Requests to the server at an address such as "https://api.telegram.org". To be closed."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._secure = ssl.create_default_context() if parts.scheme == "https" else None
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if self._secure else 80)
        self._named = parts.netloc.rpartition("@")[2]
        self._heads: dict[str, bytes] = {}
        self._room = asyncio.Semaphore(CONNECTIONS)
        self._idle: deque[tuple[float, Line]] = deque()  # the longest idle first

    async def post(self, path: str, body: bytes, patience: float) -> Answer:
        """What is answered. Raises TimeoutError after `patience` seconds, OSError or EOFError where there
        is no connection, and ValueError for what is not HTTP."""
        loop = asyncio.get_running_loop()
        async with self._room:
            until = loop.time() + patience
            line = self._kept() or await self._connect(until)
            try:
                return await line.ask(b"%b%d\r\n\r\n%b" % (self._head(path), len(body), body), until)
            finally:
                if line.is_free:
                    self._idle.append((loop.time(), line))
                else:
                    line.abort()

    async def close(self) -> None:
        """Closes what is kept open."""
        for _, line in self._idle:
            line.abort()
        self._idle.clear()
        await asyncio.sleep(0)  # in which they are closed

    def _head(self, path: str) -> bytes:
        head = self._heads.get(path)
        if head is None:
            head = self._heads[path] = (
                f"POST {quote(path, safe='/:')} HTTP/1.1\r\nHost: {self._named}\r\nUser-Agent: naast\r\n"
                "Accept: application/json\r\nContent-Type: application/json\r\nContent-Length: "
            ).encode()
        return head

    def _kept(self) -> "Line | None":
        """The connection that was used last, if it is still open; the longest idle are closed."""
        oldest = asyncio.get_running_loop().time() - KEPT
        while self._idle and self._idle[0][0] < oldest:
            self._idle.popleft()[1].abort()
        while self._idle:
            line = self._idle.pop()[1]
            if line.is_free:
                return line
        return None

    async def _connect(self, until: float) -> "Line":
        async with asyncio.timeout_at(until):
            loop = asyncio.get_running_loop()
            found = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
            sock = await start_connection(found, happy_eyeballs_delay=NEXT_ADDRESS)
            name = self._host if self._secure else None
            _, line = await loop.create_connection(Line, sock=sock, ssl=self._secure, server_hostname=name)
            return line


class Line(asyncio.Protocol):
    """One connection: a request goes out, its answer comes back, then the next may go out.

    `is_free` says that the next may. The methods below `ask` and `abort` are called by the connection,
    and those that begin with `on_` by the parser.
    """

    def __init__(self) -> None:
        self.is_free = False
        self._parser = HttpResponseParser(self)
        self._asked: asyncio.Future[Answer] | None = None
        self._content: list[bytes] = []
        self._is_measured = False  # or the end of the connection is the end of the answer
        self._has_begun = False
        self._is_surplus = False

    async def ask(self, request: bytes, until: float) -> Answer:
        """What is answered by this time of the event loop. Raises as `Wire.post`."""
        if self._transport.is_closing():
            raise EOFError
        loop = asyncio.get_running_loop()
        self.is_free = False
        answer: asyncio.Future[Answer] = loop.create_future()
        self._asked = answer
        timer = loop.call_at(until, self._fail, TimeoutError())  # asyncio.timeout costs five times as much
        try:
            self._transport.write(request)
            return await answer
        finally:
            timer.cancel()
            self._asked = None

    def abort(self) -> None:
        """Breaks the connection off."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are of no class of asyncio

    def data_received(self, data: bytes) -> None:
        if self._asked is None:  # nobody asked for anything
            self.is_free = False
            self.abort()
            return
        try:
            self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade):
            self.is_free = False  # also where it stands behind a whole answer
            self._fail(ValueError("this is not HTTP"))

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_free = False
        if self._has_begun and not self._is_measured and exc is None:
            self._tell()
        self._fail(exc or EOFError())

    def on_message_begin(self) -> None:
        self.is_free = False  # also for a second answer behind the first, which nobody asked for
        self._is_surplus = self._asked is None or self._asked.done()

    def on_header(self, name: bytes, _: bytes) -> None:
        if name.lower() in (b"content-length", b"transfer-encoding"):
            self._is_measured = True

    def on_headers_complete(self) -> None:
        self._has_begun = True

    def on_body(self, content: bytes) -> None:
        self._content.append(content)

    def on_message_complete(self) -> None:
        if self._parser.get_status_code() >= 200:  # and no "100 Continue" and the like
            self.is_free = self._parser.should_keep_alive() and not self._is_surplus
            self._tell()
        self._content, self._is_measured, self._has_begun = [], False, False

    def _tell(self) -> None:
        if self._asked and not self._asked.done():
            self._asked.set_result((self._parser.get_status_code(), b"".join(self._content)))

    def _fail(self, error: Exception) -> None:
        if self._asked and not self._asked.done():
            self._asked.set_exception(error)
