"""The loopback server: a request in, a method, an answer out.

https://core.telegram.org/bots/api#making-requests: `/bot<token>/METHOD_NAME`, parameters in the address,
a form or JSON; the answer is `{"ok": true, "result": …}` or a refusal with the status of its code.
"""

import asyncio
import inspect
import json
from collections import Counter, deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote

from tests.botapi.call import Call
from tests.botapi.chat import PATIENCE, Chat, Json
from tests.botapi.fault import Fault, Faults, Kind
from tests.botapi.form import read_form
from tests.botapi.listener import Listener, Reply
from tests.botapi.methods import METHODS, Method
from tests.botapi.person import Person
from tests.botapi.polling import WEBHOOK_ACTIVE, WEBHOOK_SET, Polling, Raw
from tests.botapi.rate import Rate
from tests.botapi.refusal import Refused, conflict, too_many
from tests.botapi.update import Update
from tests.botapi.webhook import Webhook
from tests.botapi.wire import Frame
from tests.botapi.world import SUPERGROUPS, TOKEN, World

REMEMBERED = 20_000
"""Calls that a test can look at."""

RATED = ("send", "edit", "copy", "delete")


class BotApi:
    """An async context: inside it the server listens on `url`.

    `calls` are the latest calls as they came, `counted` all of them by method, `misspelt` parameters
    that no method read, as "method.parameter". `pauses` and `patience` are those of the webhook.
    """

    def __init__(
        self,
        world: World | None = None,
        *,
        port: int = 0,
        pauses: tuple[float, float] = (0.05, 0.5),
        patience: float = 60.0,
    ) -> None:
        self.world = world or World()
        self.token = TOKEN
        self.faults = Faults()
        self.rate = Rate(self.world.clock)
        self.polling = Polling(self.world.updates)
        self.webhook = Webhook(
            self.world.updates, self.faults, self._execute_answer, pauses=pauses, patience=patience
        )
        self.calls: deque[Call] = deque(maxlen=REMEMBERED)
        self.counted: Counter[str] = Counter()
        self.misspelt: set[str] = set()
        self._methods: dict[str, Method] = {
            **METHODS,
            "getupdates": self._get_updates,
            "setwebhook": self._set_webhook,
            "deletewebhook": lambda _, call: self.webhook.delete(call),
            "getwebhookinfo": lambda _, call: self.webhook.info(),
            "logout": lambda _, call: True,
            "close": lambda _, call: True,
        }
        self._port = port
        self._listener = Listener(self._serve)
        self._closing = asyncio.Event()
        self.world.updates.arrived = self._arrived

    async def __aenter__(self) -> Self:
        self._port = await self._listener.start(self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self.polling.wake()
        await self.webhook.stop()
        await self._listener.stop()

    @property
    def url(self) -> str:
        """The base address: NAAST_TELEGRAM_API."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def refused(self) -> list[tuple[str, str]]:
        """What was refused, as method and description. An honest bot leaves it empty."""
        return list(self.world.refused)

    def person(self, first_name: str = "Anna", **user: Any) -> Person:
        """Somebody new, who has not yet written to the bot."""
        return Person.new(self.world, first_name, **user)

    def group(self, title: str, *people: Person, kind: str = "supergroup", forum: bool = False) -> Chat:
        """A group of people, without the bot (`Person.add_bot`)."""
        number = self.world.next_id()
        data: Json = {"id": SUPERGROUPS - number if kind == "supergroup" else -number}
        data |= {"type": kind, "title": title}
        if forum:
            data["is_forum"] = True
        chat = Chat(data, bot_status="left")
        self.world.chats[chat.id] = chat
        return chat

    async def until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Waits until something is so on this side. Raises AssertionError."""
        for _ in range(int(seconds / 0.005)):
            if condition():
                return
            await asyncio.sleep(0.005)
        raise AssertionError(f"it was not so within {seconds} s")

    async def _serve(self, request: Frame) -> Reply | None:
        path, _, query = request.first.split(" ")[1].partition("?")
        parts = unquote(path).split("/")
        token = f"bot{self.token}"
        if len(parts) > 3 and parts[1:3] == ["file", token]:
            return self._download("/".join(parts[3:]))
        if len(parts) != 3 or not parts[1].startswith("bot") or ":" not in parts[1]:
            return _answer(Refused(404, "Not Found"))
        if parts[1] != token:
            return _answer(Refused(401, "Unauthorized"))
        call = _read_call(request, parts[2].lower(), query)
        fault = self.faults.of(call.method, _chat_id(call))
        if fault:
            return await self._spoil(call, fault)
        return _answer(await self._execute(call))

    async def _execute(self, call: Call) -> Any:
        """The result of a call, or its refusal."""
        self.calls.append(call)
        self.counted[call.method] += 1
        try:
            if call.method not in self._methods:
                raise Refused(404, "Not Found: method not found")
            if call.method.startswith(RATED):
                self.rate.check(_chat_id(call) or 0)
            result = self._methods[call.method](self.world, call)
            if inspect.isawaitable(result):
                result = await result
        except Refused as refusal:
            self.world.refused.append((call.method, refusal.description))
            return refusal
        if call.unknown:
            self.misspelt |= {f"{call.method}.{name}" for name in call.unknown}
        return result

    async def _execute_answer(self, call: Call) -> None:
        await self._execute(call)

    async def _spoil(self, call: Call, fault: Fault) -> Reply | None:
        match fault.kind:
            case Kind.TOO_MANY:
                return _answer(too_many(fault.retry_after))
            case Kind.SERVER_ERROR:
                page = b"<html><h1>502 Bad Gateway</h1></html>"
                return Reply(502, page, {"Content-Type": "text/html"})
            case Kind.SLOW:
                result = await self._execute(call)
                await asyncio.sleep(fault.seconds)
                return _answer(result)
        if fault.kind in (Kind.DONE_AND_DROPPED, Kind.DONE_AND_HANGS):
            await self._execute(call)
        if fault.kind in (Kind.HANGS, Kind.DONE_AND_HANGS):
            await self._closing.wait()
        return None

    def _download(self, path: str) -> Reply:
        file = self.world.files.at(path)
        if file is None:
            return _answer(Refused(404, "Not Found"))
        return Reply(200, file.data, {"Content-Type": "application/octet-stream"})

    async def _get_updates(self, _: World, call: Call) -> Raw:
        if self.webhook.url:
            raise conflict(WEBHOOK_ACTIVE)
        return await self.polling.get(call)

    async def _set_webhook(self, _: World, call: Call) -> bool:
        done = await self.webhook.set(call)
        if self.webhook.url:
            self.polling.end(conflict(WEBHOOK_SET))
        return done

    def _arrived(self, update: Update) -> None:
        self.polling.wake()
        self.webhook.arrived(update)


def _read_call(request: Frame, method: str, query: str) -> Call:
    parameters: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    try:
        if request.media_type != "application/json":
            fields, files = read_form(request)
            return Call(method, {**parameters, **fields}, files)
        parameters |= json.loads(request.body.decode()) if request.body else {}
    except (ValueError, TypeError):
        return Call("", {})
    return Call(method, parameters)


def _chat_id(call: Call) -> int | None:
    given = str(call.parameters.get("chat_id", ""))
    return int(given) if given.removeprefix("-").isdecimal() else None


def _answer(result: Any) -> Reply:
    status, headers = 200, {"Content-Type": "application/json"}
    match result:
        case Refused():
            status, body = result.code, json.dumps(result.answer()).encode()
            if status == 429:
                headers["Retry-After"] = str(result.parameters["retry_after"])
        case Raw():
            body = b'{"ok":true,"result":' + result.body + b"}"
        case _:
            body = json.dumps({"ok": True, "result": result}).encode()
    return Reply(status, body, headers)
