"""The response to an update, and the call in it."""

import asyncio
import time

from bot.channels.telegram.body import Body
from bot.channels.telegram.call import Call

CALL = Call("sendMessage", {"text": "hallo"})


async def test_a_call_that_was_offered_is_in_the_response() -> None:
    body, told = Body(), list[bool]()
    assert body.offer(CALL, told.append)
    assert await body.call(5) is CALL
    assert not told
    body.written(True)
    body.written(False)

    assert told == [True]


async def test_a_call_that_comes_later_is_waited_for() -> None:
    body = Body()
    taking = asyncio.create_task(body.take(CALL))
    assert await body.call(5) is CALL
    assert not taking.done()
    body.written(True)

    assert await taking


async def test_a_response_that_was_not_written_delivers_nothing() -> None:
    body = Body()
    taking = asyncio.create_task(body.take(CALL))
    await body.call(5)
    body.written(False)
    body.written(True)  # what is said first counts

    assert not await taking


async def test_a_response_without_a_call_is_closed() -> None:
    body = Body()
    body.close()

    assert await body.call(5) is None
    assert not await body.take(CALL)


async def test_a_call_that_comes_too_late_is_not_taken() -> None:
    body = Body()
    assert await body.call(0.01) is None

    assert not await body.take(CALL)


async def test_a_call_that_is_offered_as_patience_runs_out_goes_one_way_only() -> None:
    body, told = Body(), list[bool]()
    waiting = asyncio.create_task(body.call(0.01))
    await asyncio.sleep(0)
    time.sleep(0.02)  # noqa: ASYNC251 - the loop is busy with somebody else
    assert body.offer(CALL, told.append)
    in_response = await waiting
    body.written(True)

    assert told == [in_response is CALL]


async def test_one_call_goes_in_a_response() -> None:
    body, told = Body(), list[bool]()
    assert body.offer(CALL, told.append)
    assert not body.offer(Call("sendMessage", {"text": "nog iets"}), told.append)
    body.written(True)

    assert not await body.take(Call("sendMessage", {"text": "nog iets"}))
    assert told == [True]
