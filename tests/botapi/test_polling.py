"""An update is there until it is acknowledged, and one poll at a time gets it."""

import asyncio

import pytest

from tests.botapi import BotApi, Person
from tests.botapi.client import Client
from tests.botapi.polling import OTHER_POLL, WEBHOOK_ACTIVE, WEBHOOK_SET
from tests.botapi.refusal import Refused


def texts(updates: list[dict[str, dict[str, str]]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_an_update_comes_again_until_a_higher_offset_is_asked_for(bot: Client, anna: Person) -> None:
    for text in ("een", "twee", "drie"):
        anna.say(text)
    first = await bot.updates()
    again = await bot.updates(first[0]["update_id"])
    after = await bot.updates(first[1]["update_id"])
    nothing = await bot.updates(first[2]["update_id"] + 1)

    assert texts(first) == texts(again) == ["een", "twee", "drie"]
    assert texts(after) == ["twee", "drie"]
    assert nothing == await bot.updates() == []


async def test_a_negative_offset_forgets_what_came_before(bot: Client, anna: Person) -> None:
    for text in ("een", "twee", "drie"):
        anna.say(text)

    assert texts(await bot.updates(-1)) == texts(await bot.updates()) == ["drie"]


async def test_no_more_than_were_asked_for_are_given(bot: Client, anna: Person) -> None:
    for number in range(120):
        anna.say(str(number))

    assert len(await bot.updates(limit=2)) == 2
    assert len(await bot.updates()) == len(await bot.updates(limit=1000)) == 100


async def test_a_poll_waits_for_an_update(bot: Client, anna: Person) -> None:
    poll = await bot.waits()
    anna.say("hallo")

    assert texts(await poll) == ["hallo"]


async def test_a_poll_ends_without_updates_when_its_time_is_over(bot: Client) -> None:
    assert await bot.updates(timeout=1) == []


async def test_a_second_poll_ends_the_first(bot: Client, anna: Person) -> None:
    first = await bot.waits()
    second = await bot.waits()
    with pytest.raises(Refused) as refused:
        await first
    anna.say("hallo")

    assert (refused.value.code, refused.value.description) == (409, f"Conflict: {OTHER_POLL}")
    assert texts(await second) == ["hallo"]


async def test_a_poll_whose_connection_was_closed_is_no_other_one(
    api: BotApi, bot: Client, anna: Person
) -> None:
    first = await bot.waits()
    first.cancel()
    await asyncio.wait([first])
    anna.say("hallo")

    assert texts(await bot.updates()) == ["hallo"]
    assert not api.refused


async def test_a_webhook_ends_a_poll_and_keeps_others_out(bot: Client) -> None:
    poll = await bot.waits()
    await bot.call("setWebhook", url="http://127.0.0.1:1/")
    with pytest.raises(Refused) as ended:
        await poll
    with pytest.raises(Refused) as refused:
        await bot.updates()
    await bot.call("deleteWebhook")

    assert ended.value.description == f"Conflict: {WEBHOOK_SET}"
    assert (refused.value.code, refused.value.description) == (409, f"Conflict: {WEBHOOK_ACTIVE}")
    assert await bot.updates() == []


async def test_only_kinds_that_were_asked_for_come(bot: Client, anna: Person) -> None:
    await bot.updates(allowed_updates=["edited_message"])
    said = anna.say("hallo")
    anna.edit(said, "dag")
    edited = await bot.update("edited_message")
    await bot.updates(allowed_updates=[])
    anna.say("hoi")

    assert edited["text"] == "dag"
    assert texts(await bot.updates()) == ["hoi"]


async def test_a_kind_that_is_no_longer_asked_for_comes_if_it_was_there_before(
    bot: Client, anna: Person
) -> None:
    anna.say("hallo")

    assert texts(await bot.updates(allowed_updates=["callback_query"])) == ["hallo"]


async def test_an_acknowledged_update_can_be_delivered_once_more(
    api: BotApi, bot: Client, anna: Person
) -> None:
    anna.say("hallo")
    [update] = await bot.updates()
    await bot.updates(update["update_id"] + 1)
    api.world.updates.redeliver(update["update_id"])

    assert await bot.updates(update["update_id"] + 1) == [update]
    assert await bot.updates(update["update_id"] + 1) == []


@pytest.mark.parametrize(
    ("token", "code", "why"), [("1:wrong", 401, "Unauthorized"), ("wrong", 404, "Not Found")]
)
async def test_a_wrong_token_is_told(bot: Client, token: str, code: int, why: str) -> None:
    bot.token = token
    with pytest.raises(Refused) as refused:
        await bot.call("getMe")

    assert (refused.value.code, refused.value.description) == (code, why)
