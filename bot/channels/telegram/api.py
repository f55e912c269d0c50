"""The Bot API: calls go out, results come back.

python-telegram-bot makes the requests and says what went wrong; only the way to the wire is our own.
Its own way, httpx, walks its whole pool of connections for every request and costs a hundred times as
much. Files, which are few, go and come over an aiohttp session. And a call on the way of a message goes
out as the plain dictionary that it is: `telegram.Bot` builds an object of every result, which takes
longer than all the rest.

The address of a request holds the token, so what is raised here never repeats an address.
"""

import asyncio
import os
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

os.environ.setdefault("PTB_TIMEDELTA", "true")  # or it warns at every `retry_after`

import aiohttp
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.call import Call
from bot.channels.telegram.notation import decode, encode
from bot.channels.telegram.wire import Wire
from bot.messages import Attachment

PATIENCE = 15.0
"""Seconds after which a request is given up."""

FILES = 60.0
"""The same for a file that is fetched."""

ODVInput = Any
"""A number of seconds, None, or python-telegram-bot's mark for "as it was set"."""


class Api:
    """Calls methods as this bot. To be opened and closed as a context."""

    def __init__(self, token: str, address: str) -> None:
        self._request = _Request(address, PATIENCE)
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
        data: Call | aiohttp.FormData = call
        if call.file:
            data = _form(call, call.file, await asyncio.to_thread(Path(call.file.path).read_bytes))
        timeout = BaseRequest.DEFAULT_NONE if patience is None else patience
        # `post` hands the data on to `do_request` as they are, and looks at the answer only.
        return await self._request.post(self._url + call.method, cast("RequestData", data), timeout)

    async def download(self, file_id: str, most: int) -> bytes:
        """The content of a file. Raises TelegramError, and ValueError for more than `most` bytes."""
        found = await self.call(Call("getFile", {"file_id": file_id}))
        path = f"{self._files}{self.bot.token}/{found['file_path']}"
        return await self._request.fetch(path, most)


class _Request(BaseRequest):
    """How python-telegram-bot reaches the wire."""

    __slots__ = ("_origin", "_patience", "_session", "_wire")

    def __init__(self, address: str, patience: float) -> None:
        parts = urlsplit(address)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._patience = patience
        self._wire: Wire | None = None
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._patience

    async def initialize(self) -> None:
        if self._wire is None:
            self._wire = Wire(self._origin)
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        if self._wire is not None and self._session is not None:
            await self._wire.close()
            await self._session.close()
            self._wire = self._session = None

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
        patience = read_timeout if isinstance(read_timeout, int | float) else self._patience
        data = cast("RequestData | Call | aiohttp.FormData | None", request_data)
        try:
            if isinstance(data, aiohttp.FormData):
                return await self._post_form(url, data, patience)
            # What `telegram.Bot` is asked for has no file.
            return await self._post(url, encode(data.parameters if data else {}), patience)
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError, EOFError, ValueError) as error:
            raise NetworkError(type(error).__name__) from None

    async def _post(self, url: str, body: bytes, patience: float) -> tuple[int, bytes]:
        assert self._wire is not None, "a request is made between initialize and shutdown"
        return await self._wire.post(url.removeprefix(self._origin), body, patience)

    async def _post_form(self, url: str, form: aiohttp.FormData, patience: float) -> tuple[int, bytes]:
        assert self._session is not None, "a request is made between initialize and shutdown"
        timeout = aiohttp.ClientTimeout(total=patience)
        async with self._session.post(url, data=form, timeout=timeout) as response:
            return response.status, await response.read()

    async def fetch(self, url: str, most: int) -> bytes:
        """What is at an address. Raises NetworkError, and ValueError for more than `most` bytes."""
        assert self._session is not None, "a file is fetched between initialize and shutdown"
        content = b""
        try:
            async with self._session.get(url, timeout=aiohttp.ClientTimeout(total=FILES)) as response:
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
            answer = decode(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("the answer is not JSON")
        return answer


def _form(call: Call, file: Attachment, content: bytes) -> aiohttp.FormData:
    """A call with its file."""
    form = aiohttp.FormData(quote_fields=False)  # or "é" in a name arrives as "%C3%A9"
    for name, value in call.parameters.items():
        form.add_field(name, value if isinstance(value, str) else encode(value).decode())
    form.add_field(call.field, content, filename=file.name, content_type=file.media_type)
    return form
