"""Updates by asking: acknowledged when they are safe, and not before."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.channels.telegram.account import Account
from bot.channels.telegram.api import Api
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.run import delete_webhook, run
from bot.engine.library import Library
from bot.errors import SettingsError, StoreError
from tests.botapi import BotApi, Kind, Person
from tests.channels.telegram.conftest import free_port
from tests.channels.telegram.waiting import soon


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.polling.delay", lambda attempt: 0.02)


class Taken:
    """Takes updates, each when it may."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.held: dict[str, asyncio.Event] = {}
        self.failing: dict[str, int] = {}

    async def __call__(self, raw: Mapping[str, Any]) -> None:
        text = raw["message"]["text"]
        if text in self.held:
            await self.held[text].wait()
        if self.failing.get(text, 0):
            self.failing[text] -= 1
            raise StoreError("the disk is full")
        self.texts.append(text)

    async def until(self, count: int) -> None:
        await soon(lambda: not len(self.texts) < count)


@asynccontextmanager
async def polling(api: BotApi, taken: Taken) -> AsyncIterator[Polling]:
    async with Api(api.token, api.url) as wire:
        polling = Polling(wire, taken)
        task = asyncio.create_task(polling.run())
        try:
            yield polling
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await polling.finish(0.1)


def waiting(api: BotApi) -> int:
    return len(api.world.updates.waiting)


async def test_updates_are_confirmed_when_they_are_taken(api: BotApi, anna: Person) -> None:
    taken = Taken()
    async with polling(api, taken):
        anna.say("een")
        anna.say("twee")
        await taken.until(2)
        await soon(lambda: not waiting(api))

    assert taken.texts == ["een", "twee"]


async def test_nothing_is_confirmed_that_is_later_than_one_in_hand(api: BotApi, anna: Person) -> None:
    taken = Taken()
    taken.held["een"] = asyncio.Event()
    async with polling(api, taken):
        anna.say("een")
        anna.say("twee")
        await taken.until(1)
        anna.say("drie")
        await taken.until(2)
        held = waiting(api)
        taken.held["een"].set()
        await taken.until(3)
        await soon(lambda: not waiting(api))

    assert held == 3
    assert taken.texts == ["twee", "drie", "een"]


async def test_what_could_not_be_saved_comes_again_and_nothing_else_does(api: BotApi, anna: Person) -> None:
    taken = Taken()
    taken.failing["een"] = 3
    async with polling(api, taken):
        anna.say("een")
        anna.say("twee")
        await taken.until(2)
        await soon(lambda: not waiting(api))

    assert taken.texts == ["twee", "een"]


async def test_one_that_can_never_be_saved_does_not_make_naast_deaf(api: BotApi, anna: Person) -> None:
    taken = Taken()
    taken.failing["een"] = 1_000_000
    anna.say("een")
    texts = [str(number) for number in range(150)]
    for text in texts:
        anna.say(text)
    async with polling(api, taken):
        await taken.until(150)

    assert taken.texts == texts


async def test_a_full_disk_loses_nothing(api: BotApi, anna: Person) -> None:
    taken = Taken()
    texts = [str(number) for number in range(150)]
    taken.failing = dict.fromkeys(texts, 3)
    for text in texts:
        anna.say(text)
    async with polling(api, taken):
        await taken.until(150)

    assert sorted(taken.texts, key=int) == texts


async def test_what_was_in_hand_at_the_end_comes_again(api: BotApi, anna: Person) -> None:
    taken = Taken()
    taken.held["twee"] = asyncio.Event()
    async with polling(api, taken):
        anna.say("een")
        anna.say("twee")
        await taken.until(1)

    assert waiting(api) == 1
    later = Taken()
    async with polling(api, later):
        await later.until(1)
    assert later.texts == ["twee"]


async def test_what_was_taken_last_is_confirmed_at_the_end(api: BotApi, anna: Person) -> None:
    taken = Taken()
    async with polling(api, taken):
        anna.say("een")
        await taken.until(1)

    assert not waiting(api)


@pytest.mark.parametrize("fault", [Kind.SERVER_ERROR, Kind.DROPPED, Kind.TOO_MANY])
async def test_asking_goes_on_after_a_failure(api: BotApi, anna: Person, fault: Kind) -> None:
    taken = Taken()
    api.faults.next("getUpdates", *[fault] * (1 if fault is Kind.TOO_MANY else 5))
    async with polling(api, taken):
        anna.say("een")
        await taken.until(1)


async def test_more_updates_than_one_request_holds_are_all_taken(api: BotApi, anna: Person) -> None:
    taken = Taken()
    texts = [str(number) for number in range(250)]
    for text in texts:
        anna.say(text)
    async with polling(api, taken):
        await taken.until(250)

    assert taken.texts == texts


async def test_numbers_that_begin_anew_are_heard(api: BotApi, anna: Person) -> None:
    taken = Taken()
    async with polling(api, taken) as one:
        anna.say("een")
        await taken.until(1)
        one._next = 0  # as after an empty answer
        assert one.offset == 0


# ---- one clear line


async def told(account: Account, library: Library) -> str:
    with pytest.raises(SettingsError) as told:
        await asyncio.wait_for(run(account, library, None), 20)  # type: ignore[arg-type]
    line = str(told.value)
    assert "\n" not in line
    assert account.token not in line
    return line


async def test_a_wrong_token_is_one_line(api: BotApi, library: Library) -> None:
    assert "NAAST_TELEGRAM_TOKEN" in await told(Account("1:wrong", api.url), library)


async def test_an_api_that_cannot_be_reached_is_one_line(library: Library) -> None:
    account = Account("1:x", f"http://127.0.0.1:{free_port()}")

    assert "cannot be reached" in await told(account, library)


async def test_what_is_no_api_is_one_line(api: BotApi, library: Library) -> None:
    assert "Telegram" in await told(Account("nothing", f"{api.url}/file"), library)


async def test_a_webhook_that_is_set_is_one_line_that_tells_what_to_do(api: BotApi, library: Library) -> None:
    account = Account(api.token, api.url)
    async with Api(api.token, api.url) as wire:
        await wire.bot.set_webhook("https://example.invalid/x")
    assert "--delete-webhook" in await told(account, library)

    await delete_webhook(account)
    assert not api.webhook.url


async def test_another_program_that_asks_is_one_line(api: BotApi, anna: Person) -> None:
    async with Api(api.token, api.url) as wire:
        task = asyncio.create_task(Polling(wire, Taken()).run())
        await soon(lambda: api.counted["getupdates"])
        other = asyncio.create_task(Polling(wire, Taken()).run())
        with pytest.raises(SettingsError, match="Another program"):
            await asyncio.wait_for(task, 10)
        other.cancel()
        await asyncio.gather(other, return_exceptions=True)


async def test_a_webhook_that_is_set_while_asking_is_one_line(api: BotApi) -> None:
    async with Api(api.token, api.url) as wire:
        task = asyncio.create_task(Polling(wire, Taken()).run())
        await soon(lambda: api.counted["getupdates"])
        await wire.bot.set_webhook("https://example.invalid/x")
        with pytest.raises(SettingsError, match="webhook"):
            await asyncio.wait_for(task, 10)


async def test_a_token_that_is_taken_back_is_one_line(api: BotApi) -> None:
    async with Api("1:wrong", api.url) as wire:
        with pytest.raises(SettingsError, match="token"):
            await asyncio.wait_for(Polling(wire, Taken()).run(), 10)
