"""Who sends too fast is told when to come back, and what is refused does not count."""

from typing import Any

import pytest

from tests.botapi import BotApi, Person, World
from tests.botapi.client import Client
from tests.botapi.rate import Rate, Rule
from tests.botapi.refusal import Refused


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rate(clock: Clock) -> Rate:
    rate = Rate(clock)
    rate.on = True
    return rate


def retry_after(rate: Rate, chat_id: int) -> Any:
    with pytest.raises(Refused) as refused:
        rate.check(chat_id)
    return refused.value.parameters["retry_after"]


def test_a_chat_gets_a_burst_of_five_and_then_one_a_second(rate: Rate, clock: Clock) -> None:
    for _ in range(5):
        rate.check(1)
    assert retry_after(rate, 1) == 5
    rate.check(2)
    clock.now += 5

    rate.check(1)


def test_a_group_gets_twenty_a_minute(rate: Rate, clock: Clock) -> None:
    for _ in range(20):
        rate.check(-1)
        clock.now += 1

    assert retry_after(rate, -1) == 40


def test_all_chats_together_get_thirty_a_second(rate: Rate, clock: Clock) -> None:
    for chat in range(30):
        rate.check(chat + 1)
    assert retry_after(rate, 99) == 1
    clock.now += 1

    rate.check(99)


def test_what_is_refused_does_not_count(rate: Rate, clock: Clock) -> None:
    rate.private = Rule(1, 10)
    rate.check(1)
    for _ in range(5):
        clock.now += 1
        retry_after(rate, 1)

    assert retry_after(rate, 1) == 5


async def test_limits_are_off_until_they_are_wanted(api: BotApi, bot: Client, anna: Person) -> None:
    for _ in range(40):
        await bot.call("sendMessage", chat_id=anna.id, text="a")
    api.rate.on = True
    for _ in range(5):
        await bot.call("sendMessage", chat_id=anna.id, text="a")
    with pytest.raises(Refused) as refused:
        await bot.call("sendMessage", chat_id=anna.id, text="a")
    await bot.call("getChat", chat_id=anna.id)

    assert refused.value.code == 429
    assert isinstance(api.world, World)
