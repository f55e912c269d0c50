"""Start-up, turns per second and memory: what the README tells, measured in one run.

    python benchmarks/speed.py

Machines differ and are noisy, so read the ratios, not the figures. Each pair is run in turn, A B A B …,
and the median is told.
"""

import asyncio
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.content.load import load_library
from bot.conversation import Conversations
from bot.engine.library import Library
from bot.engine.session import Session
from bot.engine.turn import take_turn
from bot.messages import Incoming
from bot.store.sqlite import open_sqlite
from bot.workshop.workshop import Workshop

RUNS = 9
TURNS = 2_000
PEOPLE = 32

SAID = (
    "hallo",
    "1",
    "ik ben ontevreden over mijn clientondersteuner, mag ik een ander?",
    "waar vind ik iemand",
    "den bos",
    "nee",
    "artikel 10",
    "mag ze met de school praten mijn zoon is 15",
    "terug",
    "hoeveel kost een uur",
)
"""A mix of dialog steps, free questions, references and commands."""


def main() -> None:
    """Prints the figures."""
    naast = [sys.executable, "-m", "bot.cli", "ask", "wat is cliëntondersteuning"]
    bare = [sys.executable, "-c", "import rapidfuzz, pydantic, yaml"]
    subprocess.run(naast, check=True, capture_output=True)  # fills the cache
    pairs = [(_wall(naast), _wall(bare)) for _ in range(RUNS)]
    ask, imports = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"naast ask, whole process     {ask * 1000:7.0f} ms")
    print(f"python -c 'import …'         {imports * 1000:7.0f} ms   ratio {ask / imports:.1f}")

    started = time.perf_counter()
    library = load_library()
    print(f"library from the cache       {(time.perf_counter() - started) * 1000:7.0f} ms")
    pure = _pure(library)
    print(f"pure engine                  {pure:7.0f} turns/s")
    stored = asyncio.run(_stored(library))
    print(f"engine + SQLite, {PEOPLE} people   {stored:7.0f} turns/s   ratio {stored / pure:.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"memory, peak                 {peak / 1024:7.0f} MB")


def _wall(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def _incoming(person: int, number: int) -> Incoming:
    said = SAID[number % len(SAID)]
    return Incoming(f"benchmark:{person}", str(number), datetime.now(UTC), text=said)


def _pure(library: Library) -> float:
    session = Session()
    started = time.perf_counter()
    for number in range(TURNS):
        session = take_turn(library, session, _incoming(0, number)).session
    return TURNS / (time.perf_counter() - started)


async def _stored(library: Library) -> float:
    """Every turn committed with synchronous=FULL; people talk side by side."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_sqlite(Path(folder), "a secret of the benchmark") as store:
            conversations = Conversations(library, store, Workshop(None).make)

            async def person(which: int) -> None:
                for number in range(TURNS // PEOPLE):
                    await conversations.handle(_incoming(which, number))

            started = time.perf_counter()
            await asyncio.gather(*(person(which) for which in range(PEOPLE)))
            return TURNS / PEOPLE * PEOPLE / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
