"""JSON to one HTTP server, and what it answers, over connections that stay open.

One kind of request to one server needs little of HTTP: a client for all of the web takes five times as
long for it, which is longer than all the rest of a message. What goes out is a POST with its length;
what comes back has a length, comes in chunks, or ends with the connection.
"""

import asyncio
import re
import socket
import ssl
from collections import deque
from urllib.parse import quote, urlsplit

from aiohappyeyeballs import start_connection

CONNECTIONS = 256
"""Requests at once; more wait."""

KEPT = 60.0
"""Seconds for which a connection is kept that nobody uses; servers and routers close it silently."""

NEXT_ADDRESS = 0.25
"""Seconds after which the next address of the server is tried beside the first: IPv6 may lead nowhere."""

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)[ \t]*\r\n")
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n")
_CLOSES = re.compile(rb"\r\nconnection:[ \t]*close[ \t]*\r\n")

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


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
        self._idle: deque[tuple[float, Connection]] = deque()  # the longest idle first

    async def post(self, path: str, body: bytes, patience: float) -> tuple[int, bytes]:
        """The status and the content of the answer. Raises TimeoutError after `patience` seconds, OSError
        or EOFError where there is no connection, and ValueError for what is not HTTP."""
        loop = asyncio.get_running_loop()
        async with self._room:
            until = loop.time() + patience
            reader, writer = self._kept() or await self._connect(until)
            stays = is_late = False

            def give_up() -> None:  # what waits for the connection ends with it
                nonlocal is_late
                is_late = True
                writer.transport.abort()

            timer = loop.call_at(until, give_up)  # asyncio.timeout costs five times as much
            try:
                writer.write(b"%b%d\r\n\r\n%b" % (self._head(path), len(body), body))
                status, content, stays = await _answer(reader)
            except (EOFError, OSError):
                if not is_late:
                    raise
            finally:
                timer.cancel()
                if stays:
                    self._idle.append((loop.time(), (reader, writer)))
                else:
                    writer.transport.abort()
            if is_late:
                raise TimeoutError
            return status, content

    async def close(self) -> None:
        """Closes what is kept open."""
        for _, (_, writer) in self._idle:
            writer.transport.abort()
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

    def _kept(self) -> Connection | None:
        """The connection that was used last, if it is still open; the longest idle are closed."""
        oldest = asyncio.get_running_loop().time() - KEPT
        while self._idle and self._idle[0][0] < oldest:
            _, (_, writer) = self._idle.popleft()
            writer.transport.abort()
        while self._idle:
            _, (reader, writer) = self._idle.pop()
            if not reader.at_eof() and not writer.is_closing():
                return reader, writer
            writer.transport.abort()
        return None

    async def _connect(self, until: float) -> Connection:
        async with asyncio.timeout_at(until):
            loop = asyncio.get_running_loop()
            found = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
            sock = await start_connection(found, happy_eyeballs_delay=NEXT_ADDRESS)
            name = self._host if self._secure else None
            return await asyncio.open_connection(sock=sock, ssl=self._secure, server_hostname=name)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    """Status, content, and whether the connection stays open."""
    head = b""
    while not head or head.startswith(b"http/1.1 1"):  # "100 Continue" and the like
        head = (await _read_head(reader)).lower()
    if not head.startswith(b"http/1."):
        raise ValueError("this is not HTTP")
    status, stays = int(head[9:12]), head.startswith(b"http/1.1") and not _CLOSES.search(head)
    if _CHUNKED.search(head):
        return status, await _chunks(reader), stays
    length = _LENGTH.search(head)
    if length:
        return status, await reader.readexactly(int(length[1])), stays
    return status, await reader.read(), False


async def _read_head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError:
        raise ValueError("this is no head of an answer") from None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readline()).partition(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    while (await reader.readline()).strip():  # what may follow the last of them
        pass
    return b"".join(parts)
