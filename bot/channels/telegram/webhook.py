"""Updates as Telegram brings them: a small HTTP server behind the operator's own proxy.

The answer is 200 only when the update is safe on the disk; anything else makes Telegram bring it again.
Where a turn ends in one message that can go at once, the answer holds it, and the turn costs no request
of our own. Nobody without the secret token is listened to, and nothing else is told of this program but
that it is alive.
"""

import hmac
import logging
import os
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import field
from typing import Protocol

from bot.channels.telegram.body import Body, Gone
from bot.channels.telegram.call import Call
from bot.channels.telegram.listener import Answer, Request, Response, listening
from bot.channels.telegram.notation import decode, encode
from bot.channels.telegram.update import Raw
from bot.errors import SettingsError, StoreError
from bot.record import record

HEADER = "X-Telegram-Bot-Api-Secret-Token"

HEALTH = "/health"

PATIENCE = 1.0
"""Seconds for which the answer waits for messages that go before the one that it could hold."""

log = logging.getLogger(__name__)


class Take(Protocol):
    """Has an update taken, and returns when it is safe."""

    def __call__(self, raw: Raw, body: Body | None) -> Awaitable[None]:
        """Raises StoreError where it is not."""


@record
class Webhook:
    """What answers requests; `path` is where Telegram brings updates."""

    path: str
    secret: str = field(repr=False)
    take: Take

    async def answer(self, request: Request) -> Response:
        """The answer to any request."""
        if request.path == HEALTH and request.method in ("GET", "HEAD"):
            return Response(content=b"ok\n", media_type="text/plain; charset=utf-8")
        if request.path != self.path:
            return Response(404)
        if request.method != "POST":
            return Response(405, allow="POST")
        given = request.headers.get(HEADER.lower().encode(), b"")
        if not hmac.compare_digest(given, self.secret.encode()):
            return Response(403)
        try:
            raw = decode(request.content)
        except (ValueError, RecursionError):
            return Response(400)
        if not isinstance(raw, dict) or "update_id" not in raw:
            return Response(400)
        return await self._taken(raw)

    async def _taken(self, raw: Raw) -> Response:
        body, response = Body(), Response(500)
        try:
            await self.take(raw, body)
            call = await body.call(PATIENCE)
            response = _with_call(call, body.written) if call else Response()
        except StoreError as error:
            log.error("an update was not handled and will come again: %s", error)
        finally:
            if response.told is None:
                body.written(False)
        return response


@asynccontextmanager
async def serving(listen: tuple[str, int], answer: Answer) -> AsyncIterator[int]:
    """Answers requests at this host and port, and gives the port; with port 0 a free one. On leaving
    nothing new is taken and what is being answered is finished. Raises SettingsError."""
    async with AsyncExitStack() as stack:
        try:
            port = await stack.enter_async_context(listening(*listen, answer))
        except OSError as error:
            why = os.strerror(error.errno or 0)
            raise SettingsError(f"NAAST_TELEGRAM_LISTEN cannot be {listen[0]}:{listen[1]}: {why}.") from error
        yield port


def _with_call(call: Call, told: Gone) -> Response:
    said = encode({"method": call.method, **call.parameters})
    return Response(content=said, media_type="application/json", told=told)
