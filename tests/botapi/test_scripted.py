"""Somebody with a script notices what is missing, wrong, in the wrong place or said twice."""

import asyncio

import pytest

from tests.botapi import BotApi
from tests.botapi.client import Client
from tests.botapi.scripted import Scripted

LINES = ["een", "[Ja]", "drie"]
ANSWERS = [["a"], ["b", "c"], ["d"]]
BUTTON = {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}


@pytest.fixture
def somebody(api: BotApi) -> Scripted:
    somebody = Scripted(api.person("Anna"), LINES, ANSWERS)
    somebody.start()
    return somebody


async def hear(bot: Client, somebody: Scripted, *texts: str) -> None:
    for text in texts:
        markup = {"reply_markup": BUTTON} if text == "a" else {}
        await bot.call("sendMessage", chat_id=somebody.person.id, text=text, **markup)
        await asyncio.sleep(0)


async def test_whoever_gets_all_answers_says_all(bot: Client, somebody: Scripted) -> None:
    await hear(bot, somebody, "a", "b", "c", "d")
    kinds = [next(key for key in update if key != "update_id") for update in await bot.updates()]

    assert kinds == ["message", "callback_query", "message"]
    assert somebody.done.is_set()
    assert (somebody.twice, somebody.wrong) == (0, [])


async def test_an_answer_that_came_before_may_come_twice(bot: Client, somebody: Scripted) -> None:
    await hear(bot, somebody, "a", "b", "b", "a", "c", "d", "c")

    assert somebody.done.is_set()
    assert (somebody.twice, somebody.wrong) == (3, [])


@pytest.mark.parametrize(
    "texts", [("x",), ("b",), ("a", "c", "b"), ("a", "b", "d", "c")], ids=["other", "early", "order", "late"]
)
async def test_what_should_not_have_come_is_noticed(
    bot: Client, somebody: Scripted, texts: tuple[str, ...]
) -> None:
    await hear(bot, somebody, *texts)

    assert somebody.wrong


async def test_the_button_of_the_question_is_pressed_and_not_one_that_came_again_below(
    api: BotApi, bot: Client, somebody: Scripted
) -> None:
    earlier = {"inline_keyboard": [[{"text": "Ja", "callback_data": "eerder"}]]}
    somebody.pause = 0.2
    await hear(bot, somebody, "a")
    await bot.call("sendMessage", chat_id=somebody.person.id, text="eerder", reply_markup=earlier)
    await api.until(lambda: len(api.world.updates) == 2)

    assert (await bot.updates())[-1]["callback_query"]["data"] == "ja"


async def test_whoever_misses_an_answer_is_not_done(bot: Client, somebody: Scripted) -> None:
    await hear(bot, somebody, "a", "b")

    assert somebody.answered == 1
    assert not somebody.done.is_set()


async def test_whoever_finds_no_button_types_what_stood_on_it(
    api: BotApi, bot: Client, somebody: Scripted
) -> None:
    await bot.call("sendMessage", chat_id=somebody.person.id, text="a")
    await api.until(lambda: len(api.world.updates) == 2)

    assert somebody.person.chat.shows[-1].text == "Ja"
