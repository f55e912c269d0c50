"""The homeserver, as the account of Naast sees it: what nio knows, and requests of our own.

nio is asked for what it does well: encryption, and who is in which room. What is fetched (`fetch`) goes
past nio's parsing, so that no event that somebody has made up can stop the stream. Only where the
homeserver asks for patience (429) does nio wait by itself; everything else is left to `patience`.
"""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import ClientResponse
from nio import AsyncClient, AsyncClientConfig
from nio.store import SqliteStore

from bot.channels.matrix.patience import ChallengedError, Patience, UnavailableError, failed

Json = dict[str, Any]

API = "/_matrix/client/v3"

REQUEST_PATIENCE = 60.0
"""Seconds after which a request is given up and made again."""

QUIET = ("nio", "peewee")
"""Loggers of libraries that would tell what people write: nio logs whole answers and events that do
not fit its schema, and peewee what it stores."""


class Homeserver:
    """A logged-in client, and how to wait for what it asks."""

    def __init__(self, client: AsyncClient) -> None:
        self.client = client
        self.patience = Patience(client.homeserver)

    @property
    def me(self) -> str:
        """Naast's user id."""
        return str(self.client.user_id)

    async def fetch(
        self,
        method: str,
        *path: str,
        query: Mapping[str, str] | None = None,
        body: Json | None = None,
        seconds: float = REQUEST_PATIENCE,
        tries: int = 0,
    ) -> Json:
        """An object from the client API, under /_matrix/client/v3.

        Raises RefusedError, ChallengedError, LoggedOutError, and with `tries` UnavailableError.
        """

        async def request() -> Json:
            response = await self.request(method, address(API, *path, query=query), body, seconds)
            async with response:
                return await _answer(response)

        return await self.patience.ask(request, tries=tries)

    async def request(
        self, method: str, where: str, body: Json | None = None, seconds: float = REQUEST_PATIENCE
    ) -> ClientResponse:
        """One request, made once; the response is still to be read."""
        headers = {"Authorization": f"Bearer {self.client.access_token}"}
        data = None if body is None else json.dumps(body)
        if data:
            headers["Content-Type"] = "application/json"
        response: ClientResponse = await self.client.send(method, where, data, headers, timeout=seconds)
        return response


def new_client(homeserver: str, user: str, folder: Path, pickle_key: str, keys: str) -> AsyncClient:
    """A client of nio that keeps its keys in the file `keys` of the folder."""
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    config = AsyncClientConfig(
        encryption_enabled=True,
        pickle_key=pickle_key,
        request_timeout=REQUEST_PATIENCE,
        max_timeouts=0,  # nio would try for ever, and tell nobody
        store=SqliteStore,  # one file; the default keeps three more beside it
        store_name=keys,
    )
    return AsyncClient(homeserver, user, store_path=str(folder), config=config)


def address(base: str, *path: str, query: Mapping[str, str] | None = None) -> str:
    """The path and query of a request; every part of the path may hold any character."""
    where = "/".join((base, *(quote(part, safe="") for part in path)))
    return f"{where}?{urlencode(query)}" if query else where


async def _answer(response: ClientResponse) -> Json:
    try:
        answer = await response.json(content_type=None)
    except ValueError as error:  # not JSON: not from the homeserver itself
        if response.status >= 500 or response.ok:
            raise UnavailableError from error
        answer = {}
    answer = answer if isinstance(answer, dict) else {}
    if response.ok:
        return answer
    if response.status == 401 and "flows" in answer:
        raise ChallengedError(answer)
    code = answer.get("errcode")
    after = answer.get("retry_after_ms")
    raise failed(
        code if isinstance(code, str) else "",
        response.status,
        after / 1000 if isinstance(after, int) else 0.0,
    )
