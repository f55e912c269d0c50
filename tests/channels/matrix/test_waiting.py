"""Waiting in the right order and for the right things: progress, queues, patience, late keys."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.channels.matrix.patience import (
    LoggedOutError,
    Patience,
    RefusedError,
    UnavailableError,
    failed,
)
from bot.channels.matrix.progress import Progress
from bot.channels.matrix.queue import Queues
from bot.channels.matrix.unread import MOST, Unread, UnreadMessages
from bot.errors import StoreError


def futures(number: int) -> list[asyncio.Future[None]]:
    loop = asyncio.get_running_loop()
    return [loop.create_future() for _ in range(number)]


# ---- progress


async def test_a_place_is_kept_when_all_that_came_before_it_is_done(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "since")
    first, second = futures(2), futures(1)
    progress.add("s1", first)
    progress.add("s2", second)
    assert progress.load() == ""

    second[0].set_result(None)
    first[0].set_result(None)
    await asyncio.sleep(0)
    assert progress.load() == ""

    first[1].set_result(None)
    await asyncio.sleep(0)
    assert Progress(tmp_path / "since").load() == "s2"


async def test_a_place_after_something_that_was_not_done_is_never_kept(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "since")
    progress.add("s1", ())
    [given_up] = futures(1)
    progress.add("s2", [given_up])
    progress.add("s3", ())
    given_up.cancel()
    await asyncio.sleep(0)
    progress.add("s4", ())

    assert progress.load() == "s1"


async def test_no_more_is_taken_than_can_be_handled(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "since")
    handled = futures(3)
    progress.add("s1", handled)
    waiting = asyncio.create_task(progress.fewer_than(3))
    await asyncio.sleep(0)
    assert not waiting.done()

    handled[2].set_result(None)
    await asyncio.wait_for(waiting, 5)


async def test_a_place_that_cannot_be_kept_is_told_in_one_line(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "nowhere" / "since")

    with pytest.raises(StoreError):
        progress.add("s1", ())


# ---- queues


async def test_what_belongs_to_one_room_is_done_in_order_and_rooms_do_not_wait_for_each_other() -> None:
    queues, done = Queues(), list[str]()
    gate = asyncio.Event()

    async def slow() -> None:
        await gate.wait()
        done.append("slow")

    async def quick(name: str) -> None:
        done.append(name)

    queues.put("a", slow)
    queues.put("a", lambda: quick("after"))
    queues.put("b", lambda: quick("other"))
    await asyncio.sleep(0.01)
    assert done == ["other"]

    gate.set()
    await queues.finish(5)
    assert done == ["other", "slow", "after"]


async def test_nothing_overtakes_what_could_not_be_done() -> None:
    queues, done = Queues(), list[str]()

    async def fail() -> None:
        raise StoreError("full")

    async def work() -> None:
        done.append("work")

    queues.put("a", fail)
    queues.put("a", work)
    with pytest.raises(StoreError):
        await queues.failed
    queues.put("a", work)
    await queues.finish(5)
    assert done == []


async def test_what_takes_too_long_at_the_end_is_given_up() -> None:
    queues, given_up = Queues(), asyncio.Event()

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()

    queues.put("a", endless)
    await queues.finish(0.01)
    assert given_up.is_set()


# ---- patience


class Answers:
    """Gives one answer after another, and raises those that are errors."""

    def __init__(self, *answers: object) -> None:
        self._answers = list(answers)

    async def __call__(self) -> object:
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses take no time, and are noted down."""
    pauses: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await real(0)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return pauses


async def test_a_homeserver_that_is_away_gets_one_line_and_patience(
    no_pause: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    away = [aiohttp.ClientConnectionError(), TimeoutError(), UnavailableError(), ConnectionResetError()]
    caplog.set_level(logging.INFO)

    answer = await Patience("https://a").ask(Answers(*away, *away, "yes"))

    assert answer == "yes"
    assert [record.getMessage().partition(";")[0] for record in caplog.records] == [
        "the homeserver https://a does not answer",
        "the homeserver https://a answers again",
    ]
    assert len(no_pause) == 8
    assert max(no_pause) <= 60 < sum(no_pause) + 60
    assert no_pause[-1] > no_pause[0]


async def test_a_homeserver_is_left_alone_for_as_long_as_it_asks(no_pause: list[float]) -> None:
    await Patience("https://a").ask(Answers(UnavailableError(after=33.0), "yes"))

    assert no_pause == [33.0]


async def test_tries_are_limited_where_that_is_asked(no_pause: list[float]) -> None:
    with pytest.raises(UnavailableError):
        await Patience("https://a").ask(Answers(TimeoutError(), TimeoutError(), "late"), tries=2)


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        ("M_FORBIDDEN", 403, RefusedError),
        ("M_NOT_FOUND", 404, RefusedError),
        ("", 404, RefusedError),
        ("M_UNKNOWN_TOKEN", 401, LoggedOutError),
        ("M_LIMIT_EXCEEDED", 429, UnavailableError),
        ("M_UNKNOWN", 500, UnavailableError),
        ("", 502, UnavailableError),
        ("", 403, UnavailableError),  # not in the words of Matrix: from something in between
    ],
)
def test_errors_are_told_apart(code: str, status: int, error: type[Exception]) -> None:
    assert isinstance(failed(code, status), error)


# ---- late keys


def plain_if(readable: bool) -> Any:
    return lambda room, event: {"type": "m.room.message"} if readable else None


def test_a_late_message_is_read_once_when_its_key_comes() -> None:
    unread = UnreadMessages()
    message = Unread("!a", {"event_id": "$1"})
    unread.add(message)

    assert list(unread.readable(plain_if(False))) == []
    assert list(unread.readable(plain_if(True))) == [(message, {"type": "m.room.message"})]
    assert list(unread.readable(plain_if(True))) == []


def test_a_person_is_told_once_until_something_can_be_read_again() -> None:
    unread = UnreadMessages()
    unread.add(Unread("!a", {"event_id": "$1"}))
    unread.add(Unread("!a", {"event_id": "$2"}))
    unread.add(Unread("!b", {"event_id": "$3"}))

    assert [unread.is_to_be_told(event) for event in ("$1", "$2", "$3", "$4")] == [True, False, True, False]

    list(unread.readable(plain_if(True)))
    unread.add(Unread("!a", {"event_id": "$5"}))
    assert unread.is_to_be_told("$5")


def test_a_message_that_was_taken_back_waits_no_more() -> None:
    unread = UnreadMessages()
    unread.add(Unread("!a", {"event_id": "$1"}))
    unread.discard("$1")

    assert not unread.is_to_be_told("$1")


def test_of_too_many_that_wait_the_oldest_are_given_up() -> None:
    unread = UnreadMessages()
    for number in range(MOST + 1):
        unread.add(Unread("!a", {"event_id": f"${number}"}))

    assert len(list(unread.readable(plain_if(True)))) == MOST
