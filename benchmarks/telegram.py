"""Messages a second on Telegram, beside the echo bots of two frameworks: one run, one server.

    PYTHONPATH=. python benchmarks/telegram.py [--baseline-python PYTHON] [--seconds 8]

The loopback Bot API of the tests and its people live in this process, on one core, with uvloop and
without garbage collection, so that no bot waits for them; each bot lives in its own process, on another
core. All get the same messages of 200 people, each of whom writes again as soon as the answer is there:
half steps of dialogs (half of these by button), a third free questions, the rest commands. Naast commits
every turn (`synchronous=FULL`) and sends whatever belongs to an answer; the echo bots send the text back.
A message is counted when its last answer has arrived. The bots take turns, some seconds each, several
times: what slows the machine down for a while slows down all of them.

In each of these turns somebody quiet writes one message after the other, first alone, then while the 200
write once a second on average, then while they write as fast as they get answers. What is told is the 99th
percentile of the time to the last answer, in the median of the turns.

Machines are noisy: read the ratios, and where others use the cores too those of CPU time. Linux only,
as it reads /proc and pins processes to cores.
"""

import argparse
import asyncio
import gc
import os
import random
import signal
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from uvloop import new_event_loop

from tests.botapi import BotApi, Message, Person, World
from tests.botapi.update import Updates

HERE = Path(__file__).parent
PEOPLE = 200
TURNS = 6
"""How often each of the bots has its turn."""

QUIET_MESSAGES = 100
QUIET_SECONDS = 3.0
"""What somebody quiet writes in one turn, and for how long at most."""

ROUND = (
    "wie betaalt dat?",
    "/start",
    "waar vind ik iemand",
    "Hengelo",
    "[Nee]",
    "mag ik een andere ondersteuner?",
    "[Nee]",
    "wmo of wlz",
    "[Ja]",
    "artikel 10",
    "/stop",
    "ik ben ontevreden over mijn clientondersteuner, mag ik een ander?",
)
"""What people write or press, over and over; whoever gets no buttons writes what stands on them."""

QUIET = "mag mijn ondersteuner iets doorvertellen?"
AIMS = {
    ("Naast, webhook", "python-telegram-bot"): 6.0,
    ("Naast, webhook", "aiogram"): 1.8,
    ("Naast, polling", "python-telegram-bot"): 4.0,
    ("Naast, polling", "aiogram"): 1.3,
}
AIM_QUIET = 10.0


@dataclass(frozen=True, slots=True)
class Figures:
    """`rate` in messages a second, `cpu` in microseconds a message, `rss` in MB, the others in ms."""

    name: str
    rate: float
    cpu: float
    rss: float
    server: float
    alone: float
    among: float
    crowd: float


@dataclass(slots=True)
class Process:
    """A bot in a process of its own."""

    id: int

    def cpu(self) -> float:
        """Seconds of both kinds that it has used."""
        fields = Path(f"/proc/{self.id}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rss(self) -> float:
        """MB in memory."""
        lines = Path(f"/proc/{self.id}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


@dataclass(slots=True)
class Talker:
    """Somebody who goes through the round; `expected` tells how many answers each line gets."""

    person: Person
    expected: list[int]
    lines: tuple[str, ...] = ROUND
    pause: Callable[[], float] = lambda: 0.0
    at: int = 0
    left: int = 0
    begun: float = 0.0
    going: bool = False
    times: list[float] = field(default_factory=list)

    def start(self, later: float = 0.0) -> None:
        """Writes the next line after so many seconds; the others follow by themselves."""
        self.going = True
        self.person.chat.listener = self._heard
        asyncio.get_running_loop().call_later(later, self._write)

    def _write(self) -> None:
        if self.going:
            self.left = self.expected[self.at % len(self.lines)]
            self.begun = time.perf_counter()
            do(self.person, self.lines[self.at % len(self.lines)])

    def _heard(self, message: Message) -> None:
        self.left -= 1
        if self.left == 0:
            self.times.append(time.perf_counter() - self.begun)
            self.at += 1
            asyncio.get_running_loop().call_later(self.pause(), self._write)


def do(person: Person, line: str) -> None:
    """Presses the button of a line, on one of the last messages; or writes it."""
    label = line.strip("[]")
    if label != line:
        for message in islice(reversed(person.chat.messages.values()), 4):
            if message.by_bot and label in message.labels:
                person.tap(label, message=message)
                return
    person.say(label)


async def main() -> None:
    """Measures each bot and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--baseline-python", default=sys.executable, help="an interpreter with aiogram")
    parser.add_argument("--seconds", type=float, default=18.0, help="how long each is measured, in all")
    parser.add_argument("--only", default="", help="measure only bots with this in their name")
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[:1])
    echo = str(HERE / "echo.py")
    naast = [sys.executable, "-m", "bot.cli", "telegram"]
    commands = {
        "python-telegram-bot": [sys.executable, "-P", echo, "python-telegram-bot"],
        "aiogram": [options.baseline_python, "-P", echo, "aiogram"],
        "Naast, polling": naast,
        "Naast, webhook": naast,
    }
    gc.disable()  # the pauses of the server would be told as those of the bots
    async with AsyncExitStack() as stack:
        bots = []
        for name, command in commands.items():
            if options.only in name:
                try:
                    bots.append(await stack.enter_async_context(measurable(name, command, cores[-1])))
                except BotDiedError as error:
                    print(f"{name} was left out: {error}", file=sys.stderr)
        for _ in range(TURNS):
            for bot in bots:
                gc.collect()
                await bot.take_turn(options.seconds / TURNS)
        measured = {bot.name: bot.figures() for bot in bots}
    print(table(measured))


class BotDiedError(Exception):
    """A bot that does not run, or not any more."""


@asynccontextmanager
async def measurable(name: str, command: list[str], core: int) -> AsyncIterator["Bot"]:
    """A bot with its people, who are silent. Raises BotDiedError."""
    world = World(updates=Updates(remembered=False))
    async with BotApi(world) as api, running(api, name, command, core) as process:
        expected = await learn(api.person("Iemand"), ROUND)
        crowd = [Talker(api.person(str(n)), expected) for n in range(PEOPLE)]
        yield Bot(name, api, process, crowd)


@dataclass(slots=True)
class Bot:
    """A bot that is measured; `done` messages in `took` seconds, for `used` seconds of its processor."""

    name: str
    api: BotApi
    process: Process
    crowd: list[Talker]
    done: int = 0
    took: float = 0.0
    used: float = 0.0
    served: float = 0.0
    alone: list[float] = field(default_factory=list)
    among: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)

    async def take_turn(self, seconds: float) -> None:
        """Has somebody write alone and everybody write for as long as that. Raises BotDiedError."""
        self.alone.append(await quiet(self.api))
        for number, talker in enumerate(self.crowd):
            talker.pause = lambda: 0.0
            talker.start(number / PEOPLE / 2)
        await asyncio.sleep(1)
        await self._work(seconds)
        self.beside.append(await quiet(self.api))
        chance = random.Random(1)
        for talker in self.crowd:
            talker.pause = lambda: chance.expovariate(1)
        await asyncio.sleep(1)
        self.among.append(await quiet(self.api))
        await self._silence()

    async def _work(self, seconds: float) -> None:
        own = Process(os.getpid())
        before, used, served, began = count(self.crowd), self.process.cpu(), own.cpu(), time.perf_counter()
        await asyncio.sleep(seconds)
        self.took += time.perf_counter() - began
        self.done += count(self.crowd) - before
        self.used += self.process.cpu() - used
        self.served += own.cpu() - served

    def figures(self) -> Figures:
        """What was measured. Raises BotDiedError."""
        if not self.done:
            raise BotDiedError(f"{self.name} answers nobody")
        rate, cpu, server = self.done / self.took, self.used / self.done * 1e6, self.served / self.took
        waits = [statistics.median(one) for one in (self.alone, self.among, self.beside)]
        return Figures(self.name, rate, cpu, self.process.rss(), server, *waits)

    async def _silence(self) -> None:
        """Lets everybody hear the answer, and write no more."""
        for talker in self.crowd:
            talker.going = False
        for _ in range(200):
            if not any(talker.left for talker in self.crowd):
                return
            await asyncio.sleep(0.05)
        raise BotDiedError(f"{self.name} does not answer everybody")


def count(crowd: list[Talker]) -> int:
    """Messages that were answered so far."""
    return sum(len(talker.times) for talker in crowd)


async def learn(person: Person, lines: tuple[str, ...]) -> list[int]:
    """How many answers each line gets: of the second round, as the first begins with Start."""
    answers: list[int] = []
    for _ in range(2):
        answers = [await _answers_to(person, line) for line in lines]
    return answers


async def _answers_to(person: Person, line: str) -> int:
    before = len(person.chat.by_bot)
    do(person, line)
    try:
        await person.chat.until(lambda: len(person.chat.by_bot) > before, 20)
    except AssertionError:
        raise BotDiedError("it does not answer") from None
    await asyncio.sleep(0.1)
    return len(person.chat.by_bot) - before


async def quiet(api: BotApi) -> float:
    """The 99th percentile of how long somebody waits who writes again and again, in milliseconds."""
    person = api.person("Stil")
    expected = await learn(person, (QUIET,))
    talker = Talker(person, expected, (QUIET,), pause=lambda: 0.005)
    talker.start()
    for _ in range(int(QUIET_SECONDS / 0.05)):
        await asyncio.sleep(0.05)
        if len(talker.times) >= QUIET_MESSAGES:
            break
    talker.going = False
    if len(talker.times) < 2:
        return float("nan")
    return statistics.quantiles(talker.times, n=100, method="inclusive")[-1] * 1000


@asynccontextmanager
async def running(api: BotApi, name: str, command: list[str], core: int) -> AsyncIterator[Process]:
    """The bot, pinned to a core, from its start until it is stopped."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("NAAST_")}
    with tempfile.TemporaryDirectory() as folder:
        if name.startswith("Naast"):
            environment |= {
                "NAAST_DATA": folder,
                "NAAST_TELEGRAM_TOKEN": api.token,
                "NAAST_TELEGRAM_API": api.url,
            }
            if name.endswith("webhook"):
                port = free_port()
                api.webhook.proxy = f"http://127.0.0.1:{port}"
                environment["NAAST_TELEGRAM_WEBHOOK"] = "https://naast.example/telegram"
                environment["NAAST_TELEGRAM_LISTEN"] = f"127.0.0.1:{port}"
        else:
            command = [*command, api.url, api.token]
        with tempfile.TemporaryFile() as log:
            process = await asyncio.create_subprocess_exec(
                *("taskset", "-c", str(core), *command), env=environment, stdout=log, stderr=log
            )
            try:
                await _until_it_listens(api, process)
                yield Process(process.pid)
            except BotDiedError:
                log.seek(0)
                sys.stderr.write(log.read().decode(errors="replace")[-2000:])
                raise
            finally:
                if process.returncode is None:
                    process.send_signal(signal.SIGKILL)
                    await process.wait()


async def _until_it_listens(api: BotApi, process: asyncio.subprocess.Process) -> None:
    for _ in range(600):
        if api.webhook.url or api.counted["getupdates"]:
            return
        if process.returncode is not None:
            raise BotDiedError(f"it ended with status {process.returncode}")
        await asyncio.sleep(0.1)
    raise BotDiedError("it does not listen")


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def table(measured: dict[str, Figures]) -> str:
    """The figures, and what of the aims was reached."""
    lines = [
        f"{PEOPLE} people; bot and server each on a core of their own.\n",
        "| bot | messages/s | CPU µs a message | RSS MB | server's core | p99 alone, ms "
        "| among 200 who write once a second | among 200 who never wait |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for f in measured.values():
        lines.append(
            f"| {f.name} | {f.rate:,.0f} | {f.cpu:,.0f} | {f.rss:.0f} | {f.server:.0%} "
            f"| {f.alone:.1f} | {f.among:.1f} | {f.crowd:.0f} |"
        )
    lines += ["", "| | messages/s | a second of CPU | aim |", "| --- | ---: | ---: | ---: |"]
    for (ours, theirs), aim in AIMS.items():
        if ours in measured and theirs in measured:
            ratio = measured[ours].rate / measured[theirs].rate
            busy = measured[theirs].cpu / measured[ours].cpu
            lines.append(f"| {ours}, against {theirs} | {ratio:.1f} × | {busy:.1f} × | ≥ {aim:.1f} × |")
    for f in measured.values():
        if f.name.startswith("Naast"):
            ratio = f.among / f.alone
            lines.append(
                f"| {f.name}: p99 among 200, against alone | {ratio:.1f} × | | ≤ {AIM_QUIET:.0f} × |"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(main())
