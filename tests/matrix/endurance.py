"""Every message is answered, none twice, and in order, however often the program is killed.

    python -m tests.matrix.endurance --turns 500 --kills 50

People write to the real program on a real homeserver, in encrypted rooms and in others, now waiting
for the answer and now not. What they write, and what Naast has to say to it, comes from an engine that
nobody kills: if the rooms hold exactly those messages in exactly that order, nothing was lost, nothing
was done twice, and nothing overtook another. Meanwhile the program is killed with SIGKILL at random
moments: while it starts, while it answers, between the commit and the sending.
"""

import argparse
import asyncio
import logging
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from bot.channels.matrix.rendering import messages
from bot.engine.library import Library
from tests.matrix.homeserver import Homeserver, start_homeserver
from tests.matrix.naast import Naast
from tests.matrix.person import Person, enter
from tests.small import shipped
from tests.talk import Talk

PEOPLE = ("anna", "bob")
"""Each has an encrypted room with Naast, and one that is not."""

ANSWERED_WITHIN = 120.0
"""Seconds in which the last message has to be answered."""

LIVES = (0.0, 0.2, 0.5, 1.0, 2.0, 3.0, 4.0)
"""Seconds that the program may have to live; it starts in two or three."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a person writes, and the texts of the messages that answer it."""

    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it."""

    turns: int
    kills: int
    seconds: float
    faults: tuple[str, ...]


def script(library: Library, turns: int, chance: random.Random) -> Iterator[Exchange]:
    """A conversation: questions, references, choices by number, steps back."""
    talk = Talk(library)
    for _ in range(turns):
        text = _next_text(talk, chance)
        replies = talk.say(text).replies
        yield Exchange(text, tuple(m.content.get("body", "") for m in messages(replies, library.phrases)))


def _next_text(talk: Talk, chance: random.Random) -> str:
    numbered = next((len(reply.choices) for reply in reversed(talk.replies) if reply.choices), 0)
    if numbered and chance.random() < 0.5:
        return str(chance.randint(1, numbered))
    return chance.choice(
        [
            f"artikel {chance.randint(1, 22)} beroepscode",
            f"taak {chance.randint(1, 13)}",
            "wat is wlz",
            "hallo",
            "terug",
            "mag ik een andere ondersteuner",
        ]
    )


class Room:
    """One person in one room, who holds a conversation there."""

    def __init__(self, person: Person, room: str, exchanges: Sequence[Exchange], said: asyncio.Event) -> None:
        self.exchanges = exchanges
        self.sent = 0
        self._person = person
        self._room = room
        self._said = said
        self._chance = random.Random(room)
        self._expected: list[str] = []

    async def talk(self, upto: int) -> None:
        """Writes what comes next, up to that many messages in all, and waits for the last answer."""
        for exchange in self.exchanges[self.sent : upto]:
            await self._person.say(self._room, exchange.text)
            self.sent += 1
            self._said.set()
            self._expected += exchange.answers
            if self._chance.random() < 0.5:
                await self._answered()
            else:
                await asyncio.sleep(self._chance.random() * 0.3)
        await self._answered()

    async def _answered(self) -> None:
        await self._person.until(lambda: len(self.heard()) >= len(self._expected), within=ANSWERED_WITHIN)

    def heard(self) -> list[str]:
        """What was answered so far."""
        return [heard.body for heard in self._person.messages(self._room)]

    def fault(self) -> str | None:
        """The first message that is not as it should be."""
        heard = self.heard()
        if heard == self._expected:
            return None
        pairs = zip(heard, self._expected, strict=False)
        at = next((n for n, (is_, should) in enumerate(pairs) if is_ != should), len(self._expected))
        is_, should = ((texts[at : at + 1] or ["nothing"])[0][:60] for texts in (heard, self._expected))
        kind = "encrypted" if self._person.client.rooms[self._room].encrypted else "plain"
        return f"{kind}: message {at} of {len(self._expected)} is {is_!r} and should be {should!r}"


async def endure(
    homeserver: Homeserver, library: Library, folder: Path, *, turns: int, kills: int, seed: int
) -> Report:
    """Holds as many turns in all rooms together, with as many kills."""
    chance, began = random.Random(seed), time.monotonic()
    said, share = asyncio.Event(), turns // (2 * len(PEOPLE))
    naast = Naast(homeserver, homeserver.register("naast"), folder / "naast")
    async with AsyncExitStack() as stack:
        stack.enter_context(naast.running())
        people = [
            await stack.enter_async_context(enter(homeserver, homeserver.register(name), folder))
            for name in PEOPLE
        ]
        rooms = [
            Room(
                person,
                await _open_room(person, naast, encrypted),
                tuple(script(library, share, chance)),
                said,
            )
            for person in people
            for encrypted in (True, False)
        ]
        async with asyncio.TaskGroup() as group:
            for room in rooms:
                group.create_task(room.talk(share - 2))
            group.create_task(_kill(naast, rooms, said, (share - 2) * len(rooms), kills, chance))
        await asyncio.gather(*(room.talk(share - 1) for room in rooms))
        naast.stop()
        naast.start()  # whatever is still to come, once or twice, comes before what is said now
        await asyncio.gather(*(room.talk(share) for room in rooms))
        faults = tuple(fault for room in rooms if (fault := room.fault()))
    return Report(sum(room.sent for room in rooms), kills, time.monotonic() - began, faults)


async def _open_room(person: Person, naast: Naast, encrypted: bool) -> str:
    room = await person.direct_room(naast.user_id, encrypted=encrypted)
    await person.joined(room, naast.user_id, within=ANSWERED_WITHIN)
    return room


async def _kill(  # noqa: PLR0917
    naast: Naast, rooms: Sequence[Room], said: asyncio.Event, turns: int, kills: int, chance: random.Random
) -> None:
    """Kills and starts the program, evenly over the next `turns`."""
    for number in range(kills):
        while sum(room.sent for room in rooms) < turns * number // kills:
            said.clear()
            await said.wait()
        await asyncio.sleep(chance.choice(LIVES) * chance.random())
        assert naast.is_running(), f"it has ended by itself:\n{naast.log()[-2000:]}"
        naast.kill()
        await asyncio.sleep(chance.choice((0.0, 0.5)))
        naast.start()


async def main(turns: int, kills: int, seed: int) -> Report:
    """One run on a homeserver of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with start_homeserver(folder / "homeserver") as homeserver:
            return await endure(homeserver, shipped(), folder, turns=turns, kills=kills, seed=seed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--turns", type=int, default=500)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    logging.disable(logging.WARNING)  # nio tells the people's side of it at length
    report = asyncio.run(main(**vars(parser.parse_args())))
    print(f"{report.turns} turns, {report.kills} kills, {report.seconds:.0f} s, faults: {len(report.faults)}")
    for fault in report.faults:
        print(f"  {fault}")
    sys.exit(bool(report.faults))
