"""Requests and answers of HTTP/1.1 as they come over a connection: as much of it as bots use.

An implementation of all of HTTP takes longer over a message than everything that is done with it here,
and a benchmark of bots would measure that. Of https://www.rfc-editor.org/rfc/rfc9112#name-message-body
a body of a length, one in chunks without trailers, and one up to the end of the connection are read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LARGEST = 60_000_000
"""Bytes of a body; more than the largest upload."""

LARGEST_HEAD = 64_000
"""Bytes of a first line with its headers."""

FIRST = re.compile(r"HTTP/1\.[01] \d{3}(?: .*)?|[A-Z]+ \S+ HTTP/1\.[01]")
HEAD_END = b"\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"


class WireError(Exception):
    """What came is no HTTP, or is too large. `status` is what a server says to that."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Frame:
    """A request or an answer. `first` is its first line; names of headers are in lower case."""

    first: str
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)

    @property
    def media_type(self) -> str:
        """What the body is, without parameters; empty where it is not told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def lasts(self) -> bool:
        """Whether the connection can be used for another one."""
        if self.length is None and not self.is_chunked:
            return False
        return "HTTP/1.1" in self.first and self.headers.get("connection", "").lower() != "close"

    @property
    def is_chunked(self) -> bool:
        """Whether the body comes in chunks."""
        return self.headers.get("transfer-encoding", "").lower() == "chunked"

    @property
    def length(self) -> int | None:
        """Bytes of a body that is not in chunks; None where only the end of the connection ends it."""
        if "content-length" in self.headers:
            return int(self.headers["content-length"])
        is_open = self.first.startswith("HTTP/") and self.first.split(" ")[1] not in ("204", "304")
        return None if is_open else 0


class Reader:
    """Puts together what comes piece by piece."""

    def __init__(self) -> None:
        self._received = bytearray()
        self._begun: Frame | None = None

    def feed(self, data: bytes) -> None:
        """Takes a piece."""
        self._received += data

    def take(self, *, ended: bool = False) -> Frame | None:
        """The next request or answer; None while a part of it is missing. Raises WireError.

        `ended` tells that no more is to come.
        """
        if self._begun is None:
            self._begun = self._begin()
            if self._begun is None:
                return None
        body = self._body(self._begun, ended=ended)
        if body is None:
            return None
        begun, self._begun = self._begun, None
        return Frame(begun.first, begun.headers, body)

    def _begin(self) -> Frame | None:
        end = self._received.find(HEAD_END)
        if end < 0:
            if len(self._received) > LARGEST_HEAD:
                raise WireError(431)
            return None
        first, *lines = self._received[:end].decode("latin-1").split("\r\n")
        del self._received[: end + len(HEAD_END)]
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if not FIRST.fullmatch(first) or not headers.get("content-length", "0").isdecimal():
            raise WireError(400)
        return Frame(first, headers)

    def _body(self, begun: Frame, *, ended: bool) -> bytes | None:
        came = len(self._received)
        if begun.is_chunked:
            length, body = (
                came,
                _joined(bytes(self._received)) if self._received.endswith(LAST_CHUNK) else None,
            )
        elif begun.length is None:
            length, body = came, bytes(self._received) if ended else None
        else:
            length = begun.length
            body = bytes(self._received[:length]) if came >= length else None
        if length > LARGEST:
            raise WireError(413)
        if body is not None:
            del self._received[:length]
        return body


def _joined(chunks: bytes) -> bytes | None:
    """A body from its chunks, the last of which is empty; None where that has not come."""
    parts: list[bytes] = []
    while chunks:
        line, _, chunks = chunks.partition(b"\r\n")
        try:
            size = int(line.partition(b";")[0], 16)
        except ValueError:
            raise WireError(400) from None
        if not size:
            return b"".join(parts)
        parts.append(chunks[:size])
        chunks = chunks[size + 2 :]
    return None
