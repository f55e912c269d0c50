"""Updates as Telegram brings them: a small HTTP server behind the operator's own proxy.

The answer is 200 only when the update is safe on the disk; anything else makes Telegram bring it again.
Where a turn ends in one message that can go at once, the answer holds it, and the turn costs no request
of our own. Nobody without the secret token is listened to, and nothing else is told of this program but
that it is alive.
"""

import hmac
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import web

from bot.channels.telegram.body import Body
from bot.channels.telegram.call import Call
from bot.channels.telegram.notation import decode, encode
from bot.channels.telegram.update import Raw
from bot.errors import SettingsError, StoreError

HEADER = "X-Telegram-Bot-Api-Secret-Token"

HEALTH = "/health"

PATIENCE = 1.0
"""Seconds for which the answer waits for messages that go before the one that it could hold."""

log = logging.getLogger(__name__)


class Take(Protocol):
    """Has an update taken, and returns when it is safe."""

    def __call__(self, raw: Raw, body: Body | None) -> Awaitable[None]:
        """Raises StoreError where it is not."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """What answers requests; `path` is where Telegram brings updates."""

    path: str
    secret: str = field(repr=False)
    take: Take

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """The answer to any request."""
        if request.path == HEALTH and request.method in ("GET", "HEAD"):
            return web.Response(text="ok\n")
        if request.path != self.path:
            return web.Response(status=404)
        if request.method != "POST":
            return web.Response(status=405, headers={"Allow": "POST"})
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self.secret.encode()):
            return web.Response(status=403)
        try:
            raw = decode(await request.read())  # aiohttp reads a megabyte at most
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(raw, dict) or "update_id" not in raw:
            return web.Response(status=400)
        return await self._taken(request, raw)

    async def _taken(self, request: web.BaseRequest, raw: Raw) -> web.StreamResponse:
        body = Body()
        try:
            await self.take(raw, body)
            call = await body.call(PATIENCE)
            if call is None:
                return web.Response()
            response = _with_call(call)
            await response.prepare(request)
            await response.write_eof()
            body.written(True)
        except StoreError as error:
            log.error("an update was not handled and will come again: %s", error)
            return web.Response(status=500)
        finally:
            body.written(False)
        return response


@asynccontextmanager
async def serving(
    listen: tuple[str, int], answer: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
) -> AsyncIterator[int]:
    """Answers requests at this host and port, and gives the port; with port 0 a free one. On leaving
    nothing new is taken and what is being answered is finished. Raises SettingsError."""
    runner = web.ServerRunner(web.Server(answer, access_log=None), shutdown_timeout=5)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, *listen, backlog=1024).start()
        except OSError as error:
            why = os.strerror(error.errno or 0)
            raise SettingsError(f"NAAST_TELEGRAM_LISTEN cannot be {listen[0]}:{listen[1]}: {why}.") from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _with_call(call: Call) -> web.Response:
    said = encode({"method": call.method, **call.parameters})
    return web.Response(body=said, content_type="application/json")
