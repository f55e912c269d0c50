"""Kills `naast telegram` again and again while people talk with it, and tells whether anything was lost.

    python -m tests.botapi.endurance --kills 300 --turns 10000

Half of it by polling and half by webhook. Kills are spread over all that is said, at random moments and
during the start as well; now and then Telegram brings an update again that was acknowledged. At the end
every message was answered (`Scripted`), each was handled once, and no reply waits.
"""

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bot.content.load import load_library
from bot.engine.library import Library
from bot.store.sqlite import DATABASE_FILE
from tests.botapi.program import Program
from tests.botapi.scripted import Scripted, expected, script
from tests.botapi.server import BotApi
from tests.botapi.update import FIRST_ID

STUCK = 60.0
"""Seconds without an answer to anybody after which the run is given up."""

START_UP = 1.5
"""Seconds that a start takes, about."""

IN_START = 0.2
"""Kills that come within them, as a part of one."""

KILLED_WITHIN = 0.8
"""The last kill comes before this part of all is said: people go on while it is being waited for."""

AGAIN = 0.02
"""Updates that are brought again although they were acknowledged, as a part of one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. `unanswered` and `wrong` should be nothing, and `kills` as many as asked for."""

    asked: int
    kills: int
    turns: int
    twice: int
    redelivered: int
    handled: int
    waiting: int
    unanswered: int
    wrong: list[str]
    seconds: float

    def check(self) -> None:
        """Fails where something was lost, done twice or out of order."""
        assert self.kills == self.asked, f"all was said after {self.kills} of {self.asked} kills"
        assert not self.wrong, self.wrong[:5]
        assert not self.unanswered, f"{self.unanswered} messages were not answered"
        assert self.handled == self.turns, f"{self.handled} of {self.turns} messages were handled"
        assert not self.waiting, f"{self.waiting} replies still wait"


async def endure(
    library: Library, folder: Path, *, webhook: bool, kills: int, turns: int, people: int, seed: int = 1
) -> Outcome:
    """Lets people talk while the program is killed, until all is said; `turns` is a multiple of `people`."""
    chance, began = random.Random(seed), time.monotonic()
    lines = script(turns // people)
    answers = expected(library, lines)
    async with BotApi() as api:
        program = Program(api, folder / "data", webhook, folder / "output")
        await program.start()
        talking = [
            Scripted(api.person(f"Iemand {number}"), lines, answers, pause=chance.random() * 0.02)
            for number in range(people)
        ]
        for one in talking:
            one.start()
        killer = _Killer(program, talking, chance, kills, turns)
        try:
            await killer.run()
            again = killer.redelivered
            await program.stop()
        finally:
            await program.end()
        handled, waiting = _rest(folder / "data" / DATABASE_FILE)
        done = sum(one.answered for one in talking)
        return Outcome(
            asked=kills,
            kills=killer.done,
            turns=turns,
            twice=sum(one.twice for one in talking),
            redelivered=again,
            handled=handled,
            waiting=waiting,
            unanswered=turns - done,
            wrong=[what for one in talking for what in one.wrong],
            seconds=time.monotonic() - began,
        )


class _Killer:
    """Kills the program, and starts it again, until everybody has said all and all kills are done."""

    def __init__(
        self, program: Program, talking: list[Scripted], chance: random.Random, kills: int, turns: int
    ) -> None:
        self._program = program
        self._talking = talking
        self._chance = chance
        self._moments = [
            KILLED_WITHIN * turns * (number + chance.random()) / kills for number in range(kills)
        ]
        self.done = 0
        self.redelivered = 0

    async def run(self) -> None:
        for moment in self._moments:
            if self._chance.random() < IN_START:
                await self._until(moment, self._chance.random() * START_UP)
            else:
                await self._until(moment)
                await asyncio.sleep(self._chance.random() * 0.02)
            if self._left():
                await self._program.kill()
                await self._program.start()
                self.done += 1
        await self._until(float("inf"))

    async def _until(self, answered: float, seconds: float = float("inf")) -> None:
        """Returns when so many messages are answered, or all, or after so many seconds. Fails where
        nothing moves."""
        seen, began = self._answered(), time.monotonic()
        moved = began
        while self._left() and seen < answered and time.monotonic() < began + seconds:
            await asyncio.sleep(0.005)
            now = self._answered()
            if now > seen:
                self._bring_again(now - seen)
                seen, moved = now, time.monotonic()
            if time.monotonic() - moved > STUCK:
                raise AssertionError(f"nothing moves:\n{self._stuck()}")
            self._program.check()

    def _bring_again(self, answered: int) -> None:
        updates = self._program.api.world.updates
        for _ in range(answered):
            if self._chance.random() < AGAIN:
                latest = updates.latest
                updates.redeliver(self._chance.randint(max(latest - 200, FIRST_ID), latest))
                self.redelivered += 1

    def _answered(self) -> int:
        return sum(one.answered for one in self._talking)

    def _left(self) -> bool:
        return any(not one.done.is_set() for one in self._talking)

    def _stuck(self) -> str:
        one = next(one for one in self._talking if not one.done.is_set())
        said = one.person.chat.transcript()[-1500:]
        return f"{said}\n{self._program.output.read_text()[-1500:]}"


def _rest(database: Path) -> tuple[int, int]:
    """Messages that were handled, and replies that wait."""
    with sqlite3.connect(database) as connection:
        handled = connection.execute("SELECT count(*) FROM event").fetchone()[0]
        waiting = connection.execute("SELECT count(*) FROM outbox").fetchone()[0]
    connection.close()
    return handled, waiting


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--turns", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    library = load_library()
    failed = False
    for webhook in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            outcome = asyncio.run(
                endure(
                    library,
                    Path(folder),
                    webhook=webhook,
                    kills=(options.kills + 1) // 2,
                    turns=options.turns // 2 // options.people * options.people,
                    people=options.people,
                    seed=options.seed,
                )
            )
        way = "webhook" if webhook else "polling"
        print(
            f"{way}: {outcome.kills} kills in {outcome.turns} turns, {outcome.seconds:.0f} s; "
            f"{outcome.redelivered} updates brought again, {outcome.twice} replies came twice, "
            f"{outcome.unanswered} unanswered, {len(outcome.wrong)} wrong, "
            f"{outcome.handled} handled, {outcome.waiting} waiting",
            flush=True,
        )
        try:
            outcome.check()
        except AssertionError as error:
            failed = True
            print(error, file=sys.stderr)
    sys.exit(failed)


if __name__ == "__main__":
    main()
