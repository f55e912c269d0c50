"""What goes wrong on demand goes wrong just as it was asked for, and then no more."""

import asyncio
from time import monotonic

import aiohttp
import pytest

from tests.botapi import BotApi, Fault, Kind, Person
from tests.botapi.client import Client
from tests.botapi.refusal import Refused


async def test_too_many_requests_tell_when_to_come_back(api: BotApi, bot: Client, anna: Person) -> None:
    api.faults.next("sendMessage", Fault(Kind.TOO_MANY, retry_after=7))
    with pytest.raises(Refused) as refused:
        await bot.call("sendMessage", chat_id=anna.id, text="a")
    await bot.call("sendMessage", chat_id=anna.id, text="b")

    assert (refused.value.code, refused.value.description) == (429, "Too Many Requests: retry after 7")
    assert refused.value.parameters == {"retry_after": 7}
    assert [message.text for message in anna.chat.by_bot] == ["b"]


async def test_a_fault_of_a_chat_leaves_others_alone(api: BotApi, bot: Client, anna: Person) -> None:
    bert = api.person("Bert")
    bert.start()
    api.faults.in_chat(anna.id, Kind.TOO_MANY)
    await bot.call("sendMessage", chat_id=bert.id, text="a")
    with pytest.raises(Refused):
        await bot.call("sendMessage", chat_id=anna.id, text="a")


async def test_a_server_error_is_a_page_of_the_web_server(api: BotApi, bot: Client) -> None:
    api.faults.next("*", Kind.SERVER_ERROR)
    with pytest.raises(aiohttp.ContentTypeError):
        await bot.call("getMe")


@pytest.mark.parametrize(("kind", "done"), [(Kind.DROPPED, False), (Kind.DONE_AND_DROPPED, True)])
async def test_a_connection_breaks_before_or_after_the_call_is_done(
    api: BotApi, bot: Client, anna: Person, kind: Kind, done: bool
) -> None:
    api.faults.next("sendMessage", kind)
    with pytest.raises(aiohttp.ClientError):
        await bot.call("sendMessage", chat_id=anna.id, text="a")

    assert bool(anna.chat.by_bot) is done
    assert api.faults.happened[kind] == 1


@pytest.mark.parametrize(("kind", "done"), [(Kind.HANGS, False), (Kind.DONE_AND_HANGS, True)])
async def test_a_call_hangs_before_or_after_it_is_done(
    api: BotApi, bot: Client, anna: Person, kind: Kind, done: bool
) -> None:
    api.faults.next("sendMessage", kind)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await bot.call("sendMessage", chat_id=anna.id, text="a")

    assert bool(anna.chat.by_bot) is done


async def test_a_slow_answer_comes_late(api: BotApi, bot: Client) -> None:
    api.faults.next("getMe", Fault(Kind.SLOW, seconds=0.1))
    before = monotonic()
    await bot.call("getMe")

    assert monotonic() - before >= 0.1


async def test_faults_by_chance_come_in_their_share_and_spare_what_they_should(
    api: BotApi, bot: Client, anna: Person
) -> None:
    api.faults.by_chance(1, {Fault(Kind.TOO_MANY): 0.2}, spared=frozenset({"getMe"}))
    failed = 0
    for _ in range(200):
        try:
            await bot.call("sendChatAction", chat_id=anna.id, action="typing")
        except Refused:
            failed += 1
        await bot.call("getMe")
    api.faults.stop()
    await bot.call("sendMessage", chat_id=anna.id, text="a")

    assert failed == api.faults.happened[Kind.TOO_MANY]
    assert 20 <= failed <= 60
