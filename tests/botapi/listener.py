"""Listening on the loopback: requests in, answers out, one after the other on each connection."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import cast

from tests.botapi.wire import Frame, Reader, WireError

GRACE = 0.5
"""Seconds that requests in hand have when the listener stops."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered."""

    status: int = 200
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)

    def encode(self) -> bytes:
        """As it goes out."""
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines.append(f"Content-Length: {len(self.body)}\r\n\r\n")
        return "\r\n".join(lines).encode() + self.body


Serve = Callable[[Frame], Awaitable[Reply | None]]
"""What answers a request; with None the connection is closed without an answer."""


class Listener:
    """`serve` is cancelled where the other side closes the connection before it has its answer."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._server: asyncio.Server | None = None
        self._connections: set[_Connection] = set()

    async def start(self, port: int) -> int:
        """Listens at a port, with 0 at a free one, and gives it."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Connection(self._serve, self._connections), "127.0.0.1", port, backlog=1024
        )
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Takes no more requests, and closes all connections."""
        if self._server:
            self._server.close()
        tasks = [connection.task for connection in self._connections if connection.task]
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE)
        for connection in list(self._connections):
            connection.close()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # only then they are closed


class _Connection(asyncio.Protocol):
    def __init__(self, serve: Serve, others: "set[_Connection]") -> None:
        self.task: asyncio.Task[None] | None = None
        self._serve = serve
        self._others = others
        self._transport: asyncio.Transport
        self._reader = Reader()

    def close(self) -> None:
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._others.add(self)

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        if self.task is None:
            self._go_on()

    def connection_lost(self, error: Exception | None) -> None:
        self._others.discard(self)
        if self.task:
            self.task.cancel()

    def _go_on(self) -> None:
        try:
            request = self._reader.take()
        except WireError as error:
            self._transport.write(Reply(error.status).encode())
            self._transport.close()
            return
        if request:
            self.task = asyncio.get_running_loop().create_task(self._answer(request))

    async def _answer(self, request: Frame) -> None:
        try:
            reply = await self._serve(request)
        except Exception:
            log.exception("a request could not be answered")
            reply = Reply(500)
        self.task = None
        if reply is None:
            self.close()
            return
        self._transport.write(reply.encode())
        if request.lasts:
            self._go_on()
        else:
            self._transport.close()
