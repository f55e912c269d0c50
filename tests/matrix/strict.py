"""A person whose client leaves out devices that their owner has not signed: `strict_client/` in Node.

    async with enter_strict(homeserver, homeserver.register("carla")) as carla:
        room = await carla.start(naast.user_id)
        await carla.hears("joined", naast.user_id)
        await carla.say(room, "hallo")
        assert await carla.hears("heard", "Hallo")

Its packages are installed with `npm install` in its folder; `why_not` tells why it cannot run.
"""

import asyncio
import json
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.matrix.homeserver import Account, Homeserver

FOLDER = Path(__file__).parent / "strict_client"
WITHIN = 60.0
"""Seconds after which waiting for an answer is given up."""

Told = dict[str, Any]


def why_not() -> str | None:
    """Why the strict client cannot run here, in one line; None if it can."""
    if shutil.which("node") is None:
        return "the strict client did not run: there is no Node (20 or newer)"
    if not (FOLDER / "node_modules" / "matrix-js-sdk").is_dir():
        return f"the strict client did not run: `npm install --prefix {FOLDER}` was not done"
    return None


class Strict:
    """Made by `enter_strict`."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.told: list[Told] = []
        """All that it has told, in order."""
        self._waiting: list[Told] = []

    async def start(self, other: str) -> str:
        """Makes an encrypted direct room and invites somebody to it."""
        await self.tell({"start": other})
        return str((await self._next("room"))["room"])

    async def say(self, room: str, text: str) -> str:
        """Says something, encrypted for signed devices, and gives its event."""
        await self.tell({"room": room, "say": text})
        return str((await self._next("said"))["said"])

    async def sees_signed(self, user_id: str, *, besides: str = "") -> str:
        """Waits until it knows a device that its owner has signed, another one than `besides`."""
        await self.tell({"of": user_id, "besides": besides})
        return str((await self._next("signed"))["signed"])

    async def hears(self, kind: str, part: str = "") -> Told:
        """What it tells next that has this key ("heard", "unreadable", "joined") with these words in it."""
        return await self._next(kind, part)

    async def tell(self, command: Told) -> None:
        """Sends a command."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(command).encode() + b"\n")
        await self._process.stdin.drain()

    async def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.communicate(), 20)
        except TimeoutError:
            self._process.kill()
            await self._process.communicate()

    async def _next(self, kind: str, part: str = "") -> Told:
        """Takes the first that fits. The others wait: an answer may be told before what it answers."""
        try:
            async with asyncio.timeout(WITHIN):
                while not (fitting := [t for t in self._waiting if kind in t and part in str(t[kind])]):
                    self._waiting.append(await self._read())
        except TimeoutError:
            raise AssertionError(f"“{kind}: {part}” was not told; told were {self.told}") from None
        self._waiting.remove(fitting[0])
        return fitting[0]

    async def _read(self) -> Told:
        assert self._process.stdout
        line = await self._process.stdout.readline()
        assert line, f"the strict client has ended after {self.told}"
        told: Told = json.loads(line)
        self.told.append(told)
        return told


@asynccontextmanager
async def enter_strict(homeserver: Homeserver, account: Account) -> AsyncIterator[Strict]:
    """Somebody with the strict client, until the end of the block."""
    process = await create_subprocess_exec(
        "node", "client.js", cwd=FOLDER, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    strict = Strict(process)
    try:
        await strict.tell(
            {"homeserver": homeserver.url, "user": account.user_id, "password": account.password}
        )
        await strict.hears("ready")
        yield strict
    finally:
        await strict.close()
