"""Delivery to the bot's own address: https://core.telegram.org/bots/api#setwebhook.

Updates of one chat are delivered one after the other, those of different chats side by side, over at
most `max_connections` connections. What is not answered with 2xx is delivered again, after a pause that
doubles or that the bot asked for (Retry-After). A method in the body of the answer is done as if it had
been called, without a result for the bot
(https://core.telegram.org/bots/faq#how-can-i-make-requests-in-response-to-updates).

As on a self-hosted server, an http address and any port are allowed
(https://core.telegram.org/bots/api#using-a-local-bot-api-server). An https address is reached through
what an operator has before the bot: `proxy` is where that passes deliveries on to.
"""

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.botapi import limit
from tests.botapi.call import Call
from tests.botapi.chat import Json
from tests.botapi.fault import Faults, Kind
from tests.botapi.post import Address
from tests.botapi.refusal import bad_request
from tests.botapi.update import Update, Updates
from tests.botapi.wire import WireError

SECRET = re.compile(r"[A-Za-z0-9_-]*")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
NOT_IN_ANSWER = ("setwebhook", "deletewebhook", "close", "logout")
"""What tdlib/telegram-bot-api does not do from the answer of a webhook, nor anything that begins with get."""

Execute = Callable[[Call], Awaitable[Any]]


class Webhook:
    """`pauses` are the first and the longest between two tries, in seconds; Telegram has 1 and 60 or
    more. `patience` is how long an answer may take; Telegram has about 60."""

    def __init__(
        self,
        updates: Updates,
        faults: Faults,
        execute: Execute,
        *,
        pauses: tuple[float, float],
        patience: float,
    ) -> None:
        self._updates = updates
        self._faults = faults
        self._execute = execute
        self._first_pause, self._longest_pause = pauses
        self._patience = patience
        self._queues: dict[int, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._address: Address | None = None
        self._connections = asyncio.Semaphore()
        self._settings: Json = {}
        self._error: tuple[int, str] | None = None
        self.proxy = ""
        """Scheme, host and port that stand in for those of the address, from when it is set:
        "http://127.0.0.1:8080"."""
        self.in_flight = 0
        self.most_in_flight = 0
        self.deliveries = 0

    @property
    def url(self) -> str:
        """Empty where there is none."""
        return str(self._settings.get("url", ""))

    async def set(self, call: Call) -> bool:
        """Sets another address; an empty one takes it away."""
        url, secret = call.text("url"), call.text("secret_token")
        connections = call.integer("max_connections", 40)
        kinds = call.value("allowed_updates", "allowed_updates")
        call.text("ip_address")
        if not url:
            return await self.delete(call)
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise bad_request("invalid webhook URL specified")
        if len(secret) > limit.SECRET_TOKEN:
            raise bad_request("secret token is too long")
        if not SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        await self.stop()
        if isinstance(kinds, list):
            self._updates.allow(kinds)
        if call.flag("drop_pending_updates"):
            self._updates.clear()
        most = min(max(connections, 1), limit.WEBHOOK_CONNECTIONS)
        self._settings = {"url": url, "max_connections": most}
        self._error = None
        self._connections = asyncio.Semaphore(most)
        headers = {"Content-Type": "application/json"}
        if secret:
            headers[SECRET_HEADER] = secret
        self._address = Address(self._reached_at(url), headers, self._patience)
        for update in self._updates.waiting:
            self.arrived(update)
        return True

    async def delete(self, call: Call) -> bool:
        """Takes the address away: from now on updates wait for polling."""
        if call.flag("drop_pending_updates"):
            self._updates.clear()
        await self.stop()
        self._settings = {}
        return True

    def info(self) -> Json:
        """https://core.telegram.org/bots/api#webhookinfo"""
        allowed = {"allowed_updates": sorted(self._updates.allowed)}
        error = {}
        if self._error:
            error = {"last_error_date": self._error[0], "last_error_message": self._error[1]}
        head = {"url": self.url, "has_custom_certificate": False, "pending_update_count": len(self._updates)}
        return {**head, **self._settings, **allowed, **error}

    def arrived(self, update: Update) -> None:
        """Delivers an update after those of its chat that came before."""
        if self._address is None:
            return
        queue = self._queues.get(update.queue)
        if queue is not None:
            queue.append(update)
            return
        self._queues[update.queue] = deque([update])
        task = asyncio.get_running_loop().create_task(self._deliver(update.queue))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Ends all deliveries; what was not acknowledged waits on."""
        address, self._address = self._address, None
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._queues.clear()
        if address:
            await address.close()

    async def _deliver(self, number: int) -> None:
        queue, pause = self._queues[number], 0.0
        while queue:
            async with self._connections:
                self.in_flight += 1
                self.most_in_flight = max(self.most_in_flight, self.in_flight)
                try:
                    retry_after = await self._post(queue[0])
                finally:
                    self.in_flight -= 1
            if retry_after is None:
                self._updates.confirm(queue.popleft().id)
                pause = 0.0
            else:
                await asyncio.sleep(retry_after or pause)
                pause = min(max(2 * pause, self._first_pause), self._longest_pause)
        del self._queues[number]

    async def _post(self, update: Update) -> float | None:
        """None where it was acknowledged, else the seconds until the next try that the bot asks for."""
        assert self._address
        fault = self._faults.of("webhook", None)
        if fault and fault.kind is Kind.DROPPED:
            return self._failed("Connection reset by peer")
        self.deliveries += 1
        try:
            answer = await self._address.post(update.body)
        except (WireError, TimeoutError, OSError) as error:
            return self._failed(type(error).__name__)
        if fault and fault.kind in (Kind.DONE_AND_DROPPED, Kind.DONE_AND_HANGS):
            return self._failed("Connection closed")
        _, status, *reason = answer.first.split(" ", 2)
        if not 200 <= int(status) <= 299:
            asked = answer.headers.get("retry-after", "0")
            self._failed(f"Wrong response from the webhook: {status} {' '.join(reason)}")
            return float(asked) if asked.isdecimal() else 0.0
        call = _call_in(answer.body, answer.media_type)
        if call:
            await self._execute(call)
        return None

    def _reached_at(self, url: str) -> str:
        parts = urlsplit(url)
        return (
            self.proxy + (f"{parts.path}?{parts.query}" if parts.query else parts.path) if self.proxy else url
        )

    def _failed(self, why: str) -> float:
        self._error = (int(time.time()), why)
        return 0.0


def _call_in(body: bytes, media_type: str) -> Call | None:
    """The method in the answer of a webhook."""
    parameters: Any = {}
    if body and media_type == "application/json":
        try:
            parameters = json.loads(body)
        except ValueError:
            return None
    elif body and media_type == "application/x-www-form-urlencoded":
        parameters = dict(parse_qsl(body.decode()))
    if not isinstance(parameters, dict) or not parameters.get("method"):
        return None
    method = str(parameters.pop("method")).lower()
    if method in NOT_IN_ANSWER or method.startswith("get"):
        return None
    return Call(method, parameters)
