"""Waiting for something to become so."""

import asyncio
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.channels.telegram.conftest import Naast


async def soon(condition: Callable[[], Any], seconds: float = 10.0) -> None:
    """Returns when the condition holds. Raises TimeoutError. A condition may have to be awaited."""
    async with asyncio.timeout(seconds):
        while not await _value(condition()):  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.01)


async def delivered(naast: "Naast") -> bool:
    """Whether no reply waits any more."""
    return not await naast.conversations.undelivered("telegram")


async def _value(found: Any) -> Any:
    return await found if inspect.isawaitable(found) else found
