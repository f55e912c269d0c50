"""An update is delivered until it is answered with 2xx: in order within a chat, side by side across chats."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from tests.botapi import BotApi, Kind, Person
from tests.botapi.client import Client
from tests.botapi.webhook import SECRET_HEADER

Answer = Callable[[dict[str, Any]], web.Response]


@dataclass
class Endpoint:
    """A bot that listens. `answer` gives its answer to an update; `gate` lets answers out."""

    url: str = ""
    answer: Answer = lambda update: web.Response()
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    got: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.got]

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        self.got.append(json.loads(await request.read()))
        self.paths.append(request.path_qs)
        self.secrets.append(request.headers.get(SECRET_HEADER))
        self.came.set()
        await self.gate.wait()
        return self.answer(self.got[-1])

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                self.came.clear()
                await self.came.wait()


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    endpoint = Endpoint()
    endpoint.gate.set()
    runner = web.ServerRunner(web.Server(endpoint.serve), shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    endpoint.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield endpoint
    endpoint.gate.set()
    await runner.cleanup()


async def test_an_update_is_delivered_with_the_secret_and_then_forgotten(
    api: BotApi, bot: Client, anna: Person, endpoint: Endpoint
) -> None:
    await bot.call("setWebhook", url=endpoint.url, secret_token="geheim_1")
    anna.say("hallo")
    await endpoint.until(lambda: endpoint.got)
    await bot.call("deleteWebhook")

    assert (endpoint.texts, endpoint.secrets) == (["hallo"], ["geheim_1"])
    assert endpoint.got[0]["update_id"] > 0


async def test_what_waited_is_delivered_when_a_webhook_is_set(
    bot: Client, anna: Person, endpoint: Endpoint
) -> None:
    anna.say("een")
    await bot.call("setWebhook", url=endpoint.url)
    await endpoint.until(lambda: endpoint.texts == ["een"])
    await bot.call("deleteWebhook", drop_pending_updates=True)
    anna.say("twee")
    await bot.call("setWebhook", url=endpoint.url, drop_pending_updates=True)
    anna.say("drie")
    await endpoint.until(lambda: "drie" in endpoint.texts)

    assert "twee" not in endpoint.texts


async def test_what_is_not_answered_with_2xx_is_delivered_again_in_order(
    bot: Client, anna: Person, endpoint: Endpoint
) -> None:
    endpoint.answer = lambda _: web.Response(status=500 if len(endpoint.got) < 4 else 204)
    await bot.call("setWebhook", url=endpoint.url)
    anna.say("een")
    anna.say("twee")
    await endpoint.until(lambda: "twee" in endpoint.texts)
    info = await bot.call("getWebhookInfo")

    assert endpoint.texts == ["een", "een", "een", "een", "twee"]
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_the_pause_that_the_bot_asks_for_is_kept(bot: Client, anna: Person, endpoint: Endpoint) -> None:
    busy = web.Response(status=503, headers={"Retry-After": "1"})
    endpoint.answer = lambda _: busy if len(endpoint.got) == 1 else web.Response()
    await bot.call("setWebhook", url=endpoint.url)
    before = asyncio.get_running_loop().time()
    anna.say("hallo")
    await endpoint.until(lambda: len(endpoint.got) == 2)

    assert asyncio.get_running_loop().time() - before >= 1


async def test_chats_are_served_side_by_side_and_a_chat_in_order(
    api: BotApi, bot: Client, endpoint: Endpoint
) -> None:
    people = [api.person(str(number)) for number in range(5)]
    endpoint.gate.clear()
    await bot.call("setWebhook", url=endpoint.url, max_connections=3)
    for text in ("een", "twee"):
        for person in people:
            person.say(text)
    await endpoint.until(lambda: len(endpoint.got) == 3)
    assert endpoint.texts == ["een"] * 3
    endpoint.gate.set()
    await endpoint.until(lambda: len(endpoint.got) == 10)

    assert api.webhook.most_in_flight == 3
    for person in people:
        own = [u["message"]["text"] for u in endpoint.got if u["message"]["chat"]["id"] == person.id]
        assert own == ["een", "twee"]


async def test_a_method_in_the_answer_is_done(
    api: BotApi, bot: Client, anna: Person, endpoint: Endpoint
) -> None:
    reply = {"method": "sendMessage", "chat_id": anna.id, "text": "dag"}
    endpoint.answer = lambda _: web.json_response(reply)
    await bot.call("setWebhook", url=endpoint.url)
    anna.say("hallo")

    assert (await anna.chat.hears()).text == "dag"


async def test_a_method_in_a_form_is_done_as_well(bot: Client, anna: Person, endpoint: Endpoint) -> None:
    form = f"method=sendMessage&chat_id={anna.id}&text=dag+en+welkom"
    endpoint.answer = lambda _: web.Response(text=form, content_type="application/x-www-form-urlencoded")
    await bot.call("setWebhook", url=endpoint.url)
    anna.say("hallo")

    assert (await anna.chat.hears()).text == "dag en welkom"


async def test_a_method_in_the_answer_that_is_refused_is_noticed(
    api: BotApi, bot: Client, anna: Person, endpoint: Endpoint
) -> None:
    reply = {"method": "sendMessage", "chat_id": anna.id, "text": ""}
    endpoint.answer = lambda _: web.json_response(reply)
    await bot.call("setWebhook", url=endpoint.url)
    anna.say("een")
    anna.say("twee")
    await endpoint.until(lambda: len(endpoint.got) == 2)

    assert api.refused[0] == ("sendmessage", "Bad Request: message text is empty")


@pytest.mark.parametrize(
    "answer",
    [
        '{"method": "getMe"}',
        '{"method": "setWebhook", "url": ""}',
        "[1]",
        "{",
        '{"chat_id": 1}',
    ],
)
async def test_an_answer_without_a_method_that_counts_is_only_an_acknowledgement(
    api: BotApi, bot: Client, anna: Person, endpoint: Endpoint, answer: str
) -> None:
    endpoint.answer = lambda _: web.Response(text=answer, content_type="application/json")
    await bot.call("setWebhook", url=endpoint.url)
    anna.say("een")
    anna.say("twee")
    await endpoint.until(lambda: len(endpoint.got) == 2)

    assert api.counted == {"setwebhook": 1}


async def test_an_acknowledgement_that_is_lost_brings_the_update_again(
    api: BotApi, bot: Client, anna: Person, endpoint: Endpoint
) -> None:
    api.faults.next("webhook", Kind.DROPPED, Kind.DONE_AND_DROPPED)
    await bot.call("setWebhook", url=endpoint.url)
    anna.say("hallo")
    await endpoint.until(lambda: len(endpoint.got) == 2)

    assert endpoint.texts == ["hallo", "hallo"]
    assert endpoint.got[0] == endpoint.got[1]


async def test_an_acknowledged_update_can_be_delivered_once_more(
    api: BotApi, bot: Client, anna: Person, endpoint: Endpoint
) -> None:
    await bot.call("setWebhook", url=endpoint.url)
    anna.say("hallo")
    await endpoint.until(lambda: endpoint.got)
    api.world.updates.redeliver(endpoint.got[0]["update_id"])
    await endpoint.until(lambda: len(endpoint.got) == 2)

    assert endpoint.got[0] == endpoint.got[1]


async def test_an_endpoint_that_is_gone_is_told_and_the_update_waits(
    api: BotApi, bot: Client, anna: Person, endpoint: Endpoint
) -> None:
    api.faults.next("webhook", *[Kind.DROPPED] * 100)
    await bot.call("setWebhook", url=endpoint.url, allowed_updates=["message"])
    anna.say("hallo")
    await bot.call("getMe")
    info = await bot.call("getWebhookInfo")

    assert (info["pending_update_count"], info["allowed_updates"]) == (1, ["message"])
    assert info["last_error_message"] == "Connection reset by peer"
    assert not endpoint.got


async def test_a_proxy_stands_before_an_https_address(
    api: BotApi, bot: Client, anna: Person, endpoint: Endpoint
) -> None:
    api.webhook.proxy = endpoint.url.removesuffix("/hook")
    await bot.call("setWebhook", url="https://naast.example/hook?a=1")
    anna.say("hallo")
    await endpoint.until(lambda: endpoint.got)

    assert endpoint.paths == ["/hook?a=1"]


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"url": "naast.example"}, "invalid webhook URL specified"),
        ({"url": "https://a", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "https://a", "secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_a_webhook_is_refused(bot: Client, parameters: dict[str, str], why: str) -> None:
    assert await bot.refusal("setWebhook", **parameters) == why
    assert (await bot.call("getWebhookInfo"))["url"] == ""
