"""Updates as Telegram brings them, and what else may come to that address."""

import asyncio
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.channels.telegram.account import Account
from bot.channels.telegram.run import run
from bot.channels.telegram.webhook import HEADER, PATIENCE
from bot.conversation import Handled
from bot.engine.library import Library
from bot.errors import SettingsError, StoreError
from bot.messages import Incoming
from tests.botapi import BotApi, Fault, Kind, Person
from tests.channels.telegram.conftest import Naast, Serving, account_on
from tests.channels.telegram.waiting import delivered, soon


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def naast(serving: Serving) -> AsyncIterator[Naast]:
    async with serving("webhook") as naast:
        yield naast


def update(person: Person, text: str, number: int = 7) -> dict[str, Any]:
    message = person.world.post(person.chat, person.user, {"text": text})
    return {"update_id": number, "message": message.data}


async def bring(
    web: aiohttp.ClientSession, account: Account, body: bytes | str, secret: str | None = None
) -> tuple[int, str]:
    headers = {HEADER: account.webhook_secret if secret is None else secret}
    async with web.post(
        account.webhook, data=BytesIO(body if isinstance(body, bytes) else body.encode()), headers=headers
    ) as answer:
        return answer.status, await answer.text()


async def test_the_answer_holds_the_reply_and_the_turn_costs_no_request(
    naast: Naast, api: BotApi, anna: Person, web: aiohttp.ClientSession
) -> None:
    before = sum(api.counted.values())
    status, text = await bring(web, naast.account, json.dumps(update(anna, "artikel 10")))

    call = json.loads(text)
    assert status == 200
    assert call["method"] == "sendMessage"
    assert call["chat_id"] == anna.chat.id
    assert sum(api.counted.values()) == before


async def test_an_update_that_comes_again_gets_the_same_answer_again(
    naast: Naast, anna: Person, web: aiohttp.ClientSession
) -> None:
    body = json.dumps(update(anna, "artikel 10"))
    once = await bring(web, naast.account, body)
    await soon(lambda: delivered(naast))

    assert await bring(web, naast.account, body) == once


async def test_of_several_replies_the_last_is_in_the_answer(
    naast: Naast, api: BotApi, anna: Person, web: aiohttp.ClientSession
) -> None:
    anna.start()
    await anna.chat.hears()
    _, text = await bring(web, naast.account, json.dumps(update(anna, "artikel 10", 5000)))

    assert anna.chat.by_bot[-1].marked("expandable_blockquote")
    assert json.loads(text)["reply_markup"]


async def test_an_answer_does_not_overtake_what_is_on_its_way(
    naast: Naast, api: BotApi, anna: Person, web: aiohttp.ClientSession
) -> None:
    anna.start()
    await anna.chat.hears()
    api.faults.next("sendMessage", Fault(Kind.SLOW, seconds=PATIENCE / 2))
    first = asyncio.create_task(bring(web, naast.account, json.dumps(update(anna, "artikel 10", 5000))))
    await soon(lambda: api.faults.happened[Kind.SLOW])
    second = await bring(web, naast.account, json.dumps(update(anna, "artikel 9", 5001)))
    await anna.chat.until(lambda: len(anna.chat.by_bot) == 4)

    assert second == (200, "")
    assert json.loads((await first)[1])["reply_markup"]
    quoted = [m.text.partition(" ·")[0] for m in anna.chat.by_bot if m.marked("expandable_blockquote")]
    assert quoted == ["Artikel 10", "Artikel 9"]


async def test_an_answer_does_not_wait_for_long(
    naast: Naast, api: BotApi, anna: Person, web: aiohttp.ClientSession
) -> None:
    anna.start()
    await anna.chat.hears()
    api.faults.next("sendMessage", Fault(Kind.SLOW, seconds=PATIENCE * 2))
    answer = await bring(web, naast.account, json.dumps(update(anna, "artikel 10", 5000)))
    await anna.chat.until(lambda: len(anna.chat.by_bot) == 3)

    assert answer == (200, "")


@pytest.mark.parametrize("secret", ["", "wrong", "é" * 20])
async def test_nobody_is_listened_to_without_the_secret(
    naast: Naast, anna: Person, web: aiohttp.ClientSession, secret: str
) -> None:
    body = json.dumps(update(anna, "artikel 10"))

    assert await bring(web, naast.account, body, secret) == (403, "")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"7", b"null", b'"x"', b"{}", b"\xff\xfe", b"[" * 100_000]
)
async def test_what_is_no_update_is_refused(naast: Naast, web: aiohttp.ClientSession, body: bytes) -> None:
    assert await bring(web, naast.account, body) == (400, "")


async def test_a_body_that_is_too_large_is_refused(naast: Naast, web: aiohttp.ClientSession) -> None:
    status, _ = await bring(web, naast.account, b" " * (2 * 1024 * 1024))

    assert status == 413


async def test_unknown_paths_are_not_there(naast: Naast, web: aiohttp.ClientSession) -> None:
    base = naast.account.webhook.rpartition("/")[0]
    for path in ("/", "/telegramx", "/telegram/", "/.env", "/health/x"):
        async with web.get(base + path) as answer:
            assert answer.status == 404
    async with web.get(naast.account.webhook) as answer:
        assert answer.status == 405


async def test_whoever_asks_is_told_that_it_is_alive(naast: Naast, web: aiohttp.ClientSession) -> None:
    async with web.get(naast.account.webhook.rpartition("/")[0] + "/health") as answer:
        assert (answer.status, await answer.text()) == (200, "ok\n")


async def test_an_update_that_cannot_be_saved_is_not_acknowledged(
    naast: Naast, anna: Person, web: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.dumps(update(anna, "artikel 10"))

    async def fail(*_: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(naast.conversations, "handle", fail)
        assert await bring(web, naast.account, body) == (500, "")
    status, text = await bring(web, naast.account, body)

    assert status == 200
    assert text


async def test_a_fault_of_ours_is_acknowledged_or_it_would_come_for_ever(
    naast: Naast, anna: Person, web: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(naast.conversations, "handle", fail)

    assert await bring(web, naast.account, json.dumps(update(anna, "artikel 10"))) == (200, "")


async def test_an_answer_that_could_not_be_written_goes_out_by_itself_and_once(
    naast: Naast, anna: Person, web: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks while the turn is taken, and Telegram brings the update again."""
    anna.start()
    await anna.chat.hears()
    await soon(lambda: delivered(naast))
    before = len(anna.chat.by_bot)
    handle, asked, held = naast.conversations.handle, asyncio.Event(), asyncio.Event()

    async def wait(incoming: Incoming, address: str | None = None) -> Handled:
        asked.set()
        await held.wait()
        return await handle(incoming, address)

    monkeypatch.setattr(naast.conversations, "handle", wait)
    body = json.dumps(update(anna, "wat is wlz", 5000)).encode()
    head = f"POST /telegram HTTP/1.1\r\nHost: x\r\n{HEADER}: {naast.account.webhook_secret}\r\n"
    _, writer = await asyncio.open_connection(*naast.account.listen)
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    await asked.wait()
    writer.transport.abort()
    await asyncio.sleep(0.05)
    held.set()
    await anna.chat.until(lambda: len(anna.chat.by_bot) > before)
    await soon(lambda: delivered(naast))
    said = len(anna.chat.by_bot)

    assert await bring(web, naast.account, body) == (200, "")
    assert len(anna.chat.by_bot) == said


async def test_a_webhook_that_telegram_refuses_is_one_line(api: BotApi, library: Library) -> None:
    account = account_on(api, "webhook")
    wrong = Account(account.token, account.api, "ftp://example.nl/x", account.listen)
    with pytest.raises(SettingsError, match="NAAST_TELEGRAM_WEBHOOK"):
        await run(wrong, library, Nothing())  # type: ignore[arg-type]


async def test_a_port_that_is_taken_is_one_line(naast: Naast, library: Library) -> None:
    with pytest.raises(SettingsError, match=r"NAAST_TELEGRAM_LISTEN.*in use"):
        await run(naast.account, library, Nothing())  # type: ignore[arg-type]


def test_the_secret_is_made_from_the_token_where_none_is_set() -> None:
    one, other = Account("1:a").webhook_secret, Account("1:b").webhook_secret

    assert one != other
    assert one.isalnum()
    assert len(one) == 64
    assert Account("1:a", secret="own").webhook_secret == "own"


class Nothing:
    """Conversations of which nothing waits."""

    async def undelivered(self, channel: str) -> list[object]:
        return []
