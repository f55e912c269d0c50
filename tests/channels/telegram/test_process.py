"""`naast telegram` and `naast run` as an operator runs them."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.botapi import BotApi, Fault, Kind, Person
from tests.channels.telegram.conftest import Way, free_port
from tests.channels.telegram.waiting import soon

pytestmark = pytest.mark.slow

CANARY = "kanariepiet"
NAME = "Annabel-Canary"


class Program:
    """A running Naast; `told` is what it has written to standard error."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.told = ""

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Its status after it was asked to stop."""
        if self.process.returncode is None:
            self.process.send_signal(how)
        async with asyncio.timeout(15):
            _, told = await self.process.communicate()
        self.told += told.decode()
        return self.process.returncode or 0


@asynccontextmanager
async def running(*arguments: str, data: Path, **environment: str) -> AsyncIterator[Program]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NAAST_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", *arguments),
        env={**clean, "NAAST_DATA": str(data), "NAAST_LOG": "DEBUG", **environment},
        stderr=asyncio.subprocess.PIPE,
    )
    program = Program(process)
    try:
        yield program
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def reached(api: BotApi, way: Way = "polling") -> dict[str, str]:
    """The environment of a bot on this server."""
    port = free_port()
    webhook = {
        "NAAST_TELEGRAM_WEBHOOK": f"http://127.0.0.1:{port}/telegram",
        "NAAST_TELEGRAM_LISTEN": f"127.0.0.1:{port}",
    }
    on = {"NAAST_TELEGRAM_API": api.url, "NAAST_TELEGRAM_TOKEN": api.token}
    return {**on, **(webhook if way == "webhook" else {})}


async def test_nothing_of_a_person_is_in_the_log_or_on_the_disk(
    api: BotApi, way: Way, tmp_path: Path
) -> None:
    anna = api.person(NAME)
    async with running("telegram", data=tmp_path, **reached(api, way)) as naast:
        anna.start()
        question = await anna.chat.hears(60)
        api.faults.in_chat(anna.chat.id, Kind.SERVER_ERROR, Fault(Kind.TOO_MANY), Kind.DROPPED)
        anna.say(f"mijn ondersteuner {CANARY} luistert niet")
        await anna.chat.hears(20)
        anna.tap(question.labels[0], message=question) if question.labels else None
        anna.say(f"/zoek {CANARY}")
        anna.send_document(f"{CANARY}.pdf", CANARY.encode(), caption=CANARY)
        anna.edit(anna.say(CANARY), f"{CANARY} {CANARY}")
        api.world.tell("message", {"text": CANARY, "from": anna.user}, anna.chat.id)
        anna.say("/privacy")
        await anna.chat.until(lambda: "Naast is een programma" in anna.chat.transcript(), 30)
        status = await naast.stop()

    kept = all_bytes(tmp_path)
    assert status == 0
    assert "bot.conversation" in naast.told
    assert "an update was passed over (KeyError" in naast.told
    for secret in (CANARY, NAME, str(anna.id), api.token, api.token.partition(":")[2]):
        assert secret not in naast.told
        assert secret.encode() not in kept


async def test_a_turn_in_hand_is_finished_when_it_is_asked_to_stop(
    api: BotApi, anna: Person, way: Way, tmp_path: Path
) -> None:
    async with running("run", data=tmp_path, **reached(api, way)) as naast:
        anna.start()
        await anna.chat.hears(60)
        api.faults.in_chat(anna.chat.id, Kind.SERVER_ERROR, Kind.SERVER_ERROR)
        anna.say("artikel 10")
        await soon(lambda: api.faults.happened[Kind.SERVER_ERROR])
        status = await naast.stop()

    assert status == 0
    assert any(message.marked("expandable_blockquote") for message in anna.chat.by_bot)
    assert not (tmp_path / "heartbeat").exists()


async def test_ctrl_c_stops_it_too(api: BotApi, anna: Person, tmp_path: Path) -> None:
    async with running("telegram", data=tmp_path, **reached(api)) as naast:
        anna.start()
        await anna.chat.hears(60)
        assert await naast.stop(signal.SIGINT) == 0

    assert "Traceback" not in naast.told


async def test_a_server_that_hangs_does_not_keep_it_from_stopping(
    api: BotApi, anna: Person, tmp_path: Path
) -> None:
    async with running("telegram", data=tmp_path, **reached(api)) as naast:
        anna.start()
        await anna.chat.hears(60)
        api.faults.in_chat(anna.chat.id, *[Kind.HANGS] * 5)
        anna.say("artikel 10")
        await soon(lambda: api.faults.happened[Kind.HANGS])
        async with asyncio.timeout(11):
            status = await naast.stop()
    api.faults.stop()
    assert status == 0
    async with running("telegram", data=tmp_path, **reached(api)):
        await anna.chat.until(lambda: anna.chat.by_bot[-1].marked("expandable_blockquote") or None, 60)


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (["telegram"], {}, "NAAST_TELEGRAM_TOKEN"),
        (["run"], {}, "NAAST_TELEGRAM_TOKEN"),
        (
            ["telegram"],
            {"NAAST_TELEGRAM_TOKEN": "1:x", "NAAST_TELEGRAM_API": "http://127.0.0.1:9"},
            "reached",
        ),
    ],
)
async def test_what_keeps_it_from_starting_is_one_line(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], words: str
) -> None:
    async with running(*arguments, data=tmp_path, **environment) as naast:
        async with asyncio.timeout(60):
            _, told = await naast.process.communicate()

    [line] = [line for line in told.decode().splitlines() if line.startswith("naast: ")]
    assert words in line
    assert "Traceback" not in told.decode()
    assert naast.process.returncode == 1
