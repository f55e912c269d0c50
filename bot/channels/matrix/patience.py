"""Waiting for a homeserver that is away, too busy or being restarted.

Whatever is asked of it is asked again until it answers, with a growing pause in between. The operator
gets one line when it goes away and one when it is back.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import aiohttp
from nio import ErrorResponse
from nio.responses import Response

from bot.errors import NaastError

LONGEST = 60.0
"""Seconds between two tries, at most."""

OUTAGES = (aiohttp.ClientError, TimeoutError, ConnectionError)
"""What a request raises when nobody answers."""

GONE = frozenset({"M_UNKNOWN_TOKEN", "M_USER_DEACTIVATED", "M_MISSING_TOKEN"})
"""What a homeserver says when it does not know this device any more."""

BUSY = frozenset({"M_LIMIT_EXCEEDED"})

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


class UnavailableError(Exception):
    """The homeserver did not answer, or not in its own words: a time-out, a reset, a 502.

    `after` is for how many seconds it asks to be left alone; 0 where it does not tell.
    """

    def __init__(self, after: float = 0.0) -> None:
        super().__init__("the homeserver does not answer")
        self.after = after


class RefusedError(Exception):
    """The homeserver refuses a request; `code` is its reason, such as M_FORBIDDEN."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(f"the homeserver refuses: {code or status}")
        self.code = code
        self.status = status


class ChallengedError(Exception):
    """The homeserver wants to see again who asks; `challenge` has its `flows` and `session`
    (https://spec.matrix.org/latest/client-server-api/#user-interactive-authentication-api)."""

    def __init__(self, challenge: Mapping[str, Any]) -> None:
        super().__init__("the homeserver asks who this is")
        self.challenge = challenge


class LoggedOutError(NaastError):
    """The homeserver does not know this device any more."""


class Patience:
    """Asks until there is an answer. All requests of a channel share one, so that the operator is told
    once and not by each of them."""

    def __init__(self, homeserver: str) -> None:
        self._homeserver = homeserver
        self._is_away = False

    async def ask(self, request: Callable[[], Awaitable[Answer]], *, tries: int = 0) -> Answer:
        """The answer to a request; after a number of `tries`, where one is given, the last failure.

        Raises RefusedError, LoggedOutError, and with `tries` UnavailableError.
        """
        attempt = 0
        while True:
            attempt += 1
            try:
                answer = await request()
            except UnavailableError as error:
                pause = max(error.after, delay(attempt))
            except OUTAGES:
                pause = delay(attempt)
            else:
                self._answered()
                return answer
            if attempt == tries:
                raise UnavailableError
            self._missed()
            await asyncio.sleep(pause)

    async def ask_nio(
        self, request: Callable[[], Awaitable[object]], expected: type[Answer], *, tries: int = 0
    ) -> Answer:
        """The same for a request that nio makes, which returns what went wrong."""

        async def strict() -> Answer:
            answer = await request()
            if isinstance(answer, expected):
                return answer
            raise failure(answer)

        return await self.ask(strict, tries=tries)

    def _missed(self) -> None:
        if not self._is_away:
            log.warning("the homeserver %s does not answer; trying until it does", self._homeserver)
        self._is_away = True

    def _answered(self) -> None:
        if self._is_away:
            log.info("the homeserver %s answers again", self._homeserver)
        self._is_away = False


def failure(answer: object) -> Exception:
    """What to raise for an answer of nio that is not the expected one."""
    transport = answer.transport_response if isinstance(answer, Response) else None
    status = int(getattr(transport, "status", 0) or 0)
    code = str(answer.status_code or "") if isinstance(answer, ErrorResponse) else ""
    after = getattr(answer, "retry_after_ms", None) or 0
    return failed(code, status, after / 1000)


def failed(code: str, status: int, after: float = 0.0) -> Exception:
    """What to raise for a status and an error code of Matrix. What is not in Matrix's own words comes
    from something in between, such as a proxy while the homeserver is restarted."""
    if code in GONE:
        return LoggedOutError("The homeserver does not know this device any more.")
    if status >= 500 or code in BUSY or (not code.startswith("M_") and status != 404):
        return UnavailableError(after)
    return RefusedError(code, status)


def delay(attempt: int) -> float:
    """Seconds to wait after a number of failures in a row, from 1. Doubled every time, and drawn at
    random between the half and the whole, so that what failed together is not tried together."""
    return min(LONGEST, 0.5 * 2.0 ** min(attempt - 1, 10)) * random.uniform(0.5, 1.0)
