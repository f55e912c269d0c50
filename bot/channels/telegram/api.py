"""The Bot API over one aiohttp session.

python-telegram-bot makes the requests and says what went wrong; only the way to the wire is our own.
Its own way, httpx, walks its whole pool of connections for every request and costs twenty times as much.
And a call on the way of a message goes out as the plain dictionary that it is: `telegram.Bot` builds an
object of every result, which takes longer than all the rest.

The address of a request holds the token, so what is raised here never repeats an address.
"""

import asyncio
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

os.environ.setdefault("PTB_TIMEDELTA", "true")  # or it warns at every `retry_after`

import aiohttp
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.call import Call, encode

PATIENCE = 15.0
"""Seconds after which a request is given up."""

CONNECTIONS = 256
"""Requests at once; more wait."""

JSON = {"Content-Type": "application/json"}

ODVInput = Any
"""A number of seconds, None, or python-telegram-bot's mark for "as it was set"."""


class Api:
    """Calls methods as this bot. To be opened and closed as a context."""

    def __init__(self, token: str, address: str) -> None:
        self._request = _AiohttpRequest(PATIENCE)
        self._base = f"{address.rstrip('/')}/bot"
        self._files = f"{address.rstrip('/')}/file/bot"
        self._url = f"{self._base}{token}/"
        self.bot = Bot(
            token,
            base_url=self._base,
            base_file_url=self._files,
            request=self._request,
            get_updates_request=self._request,
        )
        """For what is done once, at the start; never for a message."""

    async def __aenter__(self) -> "Api":
        await self._request.initialize()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._request.shutdown()

    async def call(self, call: Call, *, patience: float | None = None) -> Any:
        """The result of a call, as Telegram sent it. Raises TelegramError, and OSError for a file
        that cannot be read."""
        content = await asyncio.to_thread(Path(call.file.path).read_bytes) if call.file else b""
        timeout = BaseRequest.DEFAULT_NONE if patience is None else patience
        # `post` hands the data on to `do_request` as they are, and looks at the answer only.
        data = cast("RequestData", _Outgoing(call, content))
        return await self._request.post(self._url + call.method, data, timeout)

    async def download(self, file_id: str, most: int) -> bytes:
        """The content of a file. Raises TelegramError, and ValueError for more than `most` bytes."""
        found = await self.call(Call("getFile", {"file_id": file_id}))
        path = f"{self._files}{self.bot.token}/{found['file_path']}"
        return await self._request.fetch(path, most)


@dataclass(frozen=True, slots=True)
class _Outgoing:
    """A call with the content of its file."""

    call: Call
    content: bytes


class _AiohttpRequest(BaseRequest):
    """How python-telegram-bot reaches the wire."""

    __slots__ = ("_patience", "_session")

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._patience

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0917 - as the original
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        assert self._session is not None, "a request is made between initialize and shutdown"
        given = isinstance(read_timeout, int | float)
        timeout = aiohttp.ClientTimeout(total=read_timeout if given else self._patience)
        body = _body(request_data) if request_data else {}
        try:
            async with self._session.request(method, url, timeout=timeout, **body) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    async def fetch(self, url: str, most: int) -> bytes:
        """What is at an address. Raises NetworkError, and ValueError for more than `most` bytes."""
        assert self._session is not None, "a file is fetched between initialize and shutdown"
        content = b""
        try:
            async with self._session.get(url, timeout=aiohttp.ClientTimeout(total=60)) as response:
                if response.status != 200:
                    raise NetworkError(f"status {response.status}")
                async for part in response.content.iter_chunked(64 * 1024):
                    content += part
                    if len(content) > most:
                        raise ValueError("the file is too large")
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None
        return content

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer of the server; the original logs one that cannot be read, with all that is in it."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("the answer is not JSON")
        return answer


def _body(data: RequestData | _Outgoing) -> dict[str, Any]:
    """JSON, or a form where a file goes along. What `telegram.Bot` sends has no file."""
    if isinstance(data, RequestData):
        return {"json": data.parameters}
    call = data.call
    if call.file is None:
        return {"data": encode(call.parameters).encode(), "headers": JSON}
    form = aiohttp.FormData(quote_fields=False)  # or "é" in a name arrives as "%C3%A9"
    for name, value in call.parameters.items():
        form.add_field(name, value if isinstance(value, str) else encode(value))
    form.add_field(call.field, data.content, filename=call.file.name, content_type=call.file.media_type)
    return {"data": form}
