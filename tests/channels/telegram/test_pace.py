"""How long is waited."""

import pytest

from bot.channels.telegram.pace import CHATS_IN_A_ROW, LONGEST, Pace, delay


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slept(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.now += seconds

    monkeypatch.setattr("bot.channels.telegram.pace.asyncio.sleep", sleep)
    return slept


def test_waiting_grows_to_a_limit_and_is_never_twice_the_same() -> None:
    assert 0.25 <= delay(1) <= 0.5
    assert 1.0 <= delay(3) <= 2.0
    assert LONGEST / 2 <= delay(500) <= LONGEST
    assert len({delay(4) for _ in range(20)}) > 1


async def test_one_chat_that_is_too_fast_holds_no_other_up(clock: Clock, slept: list[float]) -> None:
    pace = Pace(clock)
    for _ in range(20):
        pace.refused(1, 30)
    await pace.wait()

    assert not slept


async def test_chat_after_chat_refused_makes_all_wait(clock: Clock, slept: list[float]) -> None:
    pace = Pace(clock)
    for chat in range(CHATS_IN_A_ROW):
        pace.refused(chat, 7)
    await pace.wait()

    assert sum(slept) == 7


async def test_a_call_that_gets_through_in_between_shows_that_it_is_not_all(
    clock: Clock, slept: list[float]
) -> None:
    pace = Pace(clock)
    for chat in range(20):
        pace.refused(chat, 7)
        pace.passed()
    await pace.wait()

    assert not slept
