"""A bot that only calls methods: what the tests of the server itself use."""

import asyncio
from io import BytesIO
from typing import Any

import aiohttp

from tests.botapi.model import read_result
from tests.botapi.refusal import Refused
from tests.botapi.server import BotApi


class Client:
    """Every answer is read with the models of others."""

    def __init__(self, api: BotApi, session: aiohttp.ClientSession) -> None:
        self._api = api
        self._session = session
        self.token = api.token

    async def call(self, method: str, /, **parameters: Any) -> Any:
        """The result of a method with its parameters in JSON. Raises Refused."""
        return await self._answer(method, json=parameters)

    async def upload(self, method: str, file: str, name: str, data: bytes, **parameters: Any) -> Any:
        """The result of a method with a file in its form. Raises Refused."""
        form = aiohttp.FormData(quote_fields=False)
        for key, value in parameters.items():
            form.add_field(key, str(value))
        form.add_field(file, BytesIO(data), filename=name)
        return await self._answer(method, data=form)

    async def submit(self, method: str, /, **parameters: str) -> Any:
        """The result of a method with its parameters in a form. Raises Refused."""
        return await self._answer(method, data=parameters)

    async def refusal(self, method: str, /, **parameters: Any) -> str:
        """Why a call with its parameters in JSON is a bad request."""
        try:
            await self.call(method, **parameters)
        except Refused as refused:
            assert refused.code == 400, refused
            return refused.description.removeprefix("Bad Request: ")
        raise AssertionError(f"{method} was not refused")

    async def updates(self, offset: int = 0, **more: Any) -> list[dict[str, Any]]:
        """What waits from an offset on."""
        found: list[dict[str, Any]] = await self.call("getUpdates", offset=offset, **more)
        return found

    async def update(self, kind: str) -> Any:
        """The only update that waits, which must be of this kind; it is acknowledged."""
        [update] = await self.updates()
        await self.updates(update["update_id"] + 1)
        return update[kind]

    async def waits(self, offset: int = 0) -> "asyncio.Task[list[dict[str, Any]]]":
        """A poll that has begun to wait."""
        begun = self._api.polling.begun
        begun.clear()
        task = asyncio.create_task(self.updates(offset, timeout=20))
        async with asyncio.timeout(10):
            await begun.wait()
        return task

    async def _answer(self, method: str, **how: Any) -> Any:
        url = f"{self._api.url}/bot{self.token}/{method}"
        async with self._session.post(url, **how) as answer:
            body = await answer.json()
        if body["ok"]:
            assert answer.status == 200
            read_result(method.lower(), body["result"])
            return body["result"]
        assert answer.status == body["error_code"]
        raise Refused(answer.status, body["description"], **body.get("parameters", {}))
