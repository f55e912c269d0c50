"""First come, first served."""

import asyncio

from bot.channels.telegram.order import Order


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


class Line:
    """People who want the same or another thing, and say when they have it."""

    def __init__(self) -> None:
        self.order = Order()
        self.had: list[str] = []
        self.leave: dict[str, asyncio.Event] = {}

    def come(self, name: str, key: str = "key") -> "asyncio.Task[None]":
        self.leave[name] = asyncio.Event()
        return asyncio.create_task(self._have(name, key))

    async def _have(self, name: str, key: str) -> None:
        async with self.order.of(key):
            self.had.append(name)
            await self.leave[name].wait()


async def test_what_has_the_same_key_waits_and_keeps_its_order() -> None:
    line = Line()
    tasks = [line.come(name) for name in "abc"]
    await settle()
    assert line.had == ["a"]
    for name in "abc":
        line.leave[name].set()
    await asyncio.gather(*tasks)

    assert line.had == ["a", "b", "c"]


async def test_what_has_another_key_does_not_wait() -> None:
    line = Line()
    tasks = [line.come("a", "one"), line.come("b", "other")]
    await settle()
    assert line.had == ["a", "b"]
    for name in "ab":
        line.leave[name].set()
    await asyncio.gather(*tasks)


async def test_whoever_gives_up_holds_nobody_up() -> None:
    line = Line()
    tasks = [line.come(name) for name in "abcd"]
    await settle()
    tasks[1].cancel()
    await settle()
    line.leave["a"].set()
    await settle()
    assert line.had == ["a", "c"]

    line.leave["c"].set()
    tasks[3].cancel()  # just as its turn comes
    await asyncio.gather(*tasks, return_exceptions=True)
    last = line.come("e")
    line.leave["e"].set()
    await last
    assert line.had[-1] == "e"


async def test_a_turn_that_fails_lets_the_next_one_in() -> None:
    line = Line()
    first, second = line.come("a"), line.come("b")
    await settle()
    first.cancel()
    line.leave["b"].set()
    await second

    assert line.had == ["a", "b"]


async def test_whoever_is_cancelled_in_the_moment_of_their_turn_passes_it_on() -> None:
    order, had = Order(), []

    async def have(name: str) -> None:
        async with order.of("key"):
            had.append(name)

    async with order.of("key"):
        second = asyncio.create_task(have("b"))
        third = asyncio.create_task(have("c"))
        await settle()
    second.cancel()  # its turn has come, but it has not gone on yet
    await asyncio.gather(second, third, return_exceptions=True)

    assert had == ["c"]
