"""Posting to one address, over connections that stay open."""

import asyncio
from collections.abc import Mapping
from typing import cast
from urllib.parse import urlsplit

from tests.botapi.wire import Frame, Reader, WireError


class Address:
    """`headers` go along with each request; `patience` is how many seconds an answer may take."""

    def __init__(self, url: str, headers: Mapping[str, str], patience: float) -> None:
        parts = urlsplit(url)
        self._encrypted = parts.scheme == "https"
        self._host, self._port = parts.hostname or "", parts.port or (443 if self._encrypted else 80)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [f"POST {path} HTTP/1.1", f"Host: {parts.netloc}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._head = "\r\n".join([*lines, "Content-Length: "]).encode()
        self._patience = patience
        self._idle: list[_Connection] = []

    async def post(self, body: bytes) -> Frame:
        """The answer to a body. Raises OSError, TimeoutError and WireError."""
        connection = None
        try:
            connection = self._kept() or await self._open()
            answer = await connection.ask(b"%b%d\r\n\r\n%b" % (self._head, len(body), body), self._patience)
        except BaseException:
            if connection:
                connection.close()
            raise
        if answer.lasts:
            self._idle.append(connection)
        else:
            connection.close()
        return answer

    async def close(self) -> None:
        """Closes the connections that are not in use."""
        for connection in self._idle:
            connection.close()
        self._idle.clear()
        await asyncio.sleep(0)  # only then they are closed

    def _kept(self) -> "_Connection | None":
        while self._idle:
            connection = self._idle.pop()
            if not connection.lost:
                return connection
        return None

    async def _open(self) -> "_Connection":
        loop, encrypted = asyncio.get_running_loop(), self._encrypted or None
        async with asyncio.timeout(self._patience):
            return (await loop.create_connection(_Connection, self._host, self._port, ssl=encrypted))[1]


class _Connection(asyncio.Protocol):
    """One request at a time."""

    def __init__(self) -> None:
        self.lost = False
        self._transport: asyncio.Transport
        self._reader = Reader()
        self._asked: asyncio.Future[Frame] | None = None

    async def ask(self, request: bytes, patience: float) -> Frame:
        loop = asyncio.get_running_loop()
        self._asked = loop.create_future()
        timer = loop.call_later(patience, self._fail, TimeoutError())
        self._transport.write(request)
        try:
            return await self._asked
        finally:
            timer.cancel()

    def close(self) -> None:
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        self._read(ended=False)

    def connection_lost(self, error: Exception | None) -> None:
        self.lost = True
        self._read(ended=True)
        self._fail(error or ConnectionResetError("closed without an answer"))

    def _read(self, *, ended: bool) -> None:
        if self._asked is None or self._asked.done():
            return
        try:
            answer = self._reader.take(ended=ended)
        except WireError as error:
            self._fail(error)
        else:
            if answer:
                self._asked.set_result(answer)

    def _fail(self, error: Exception) -> None:
        if self._asked and not self._asked.done():
            self._asked.set_exception(error)
