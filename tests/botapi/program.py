"""`naast telegram` as a process of its own, against the loopback server, for tests that kill it."""

import asyncio
import os
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.botapi.server import BotApi

ROOT = Path(__file__).parents[2]

START = 60.0
"""Seconds within which it has to listen."""


@dataclass(slots=True)
class Program:
    """`folder` is its NAAST_DATA; what it prints is added to `output`."""

    api: BotApi
    folder: Path
    webhook: bool
    output: Path
    settings: dict[str, str] = field(default_factory=dict, repr=False)
    _port: int = 0
    _process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Starts it; it may not listen yet."""
        assert self._process is None
        naast = {
            "NAAST_DATA": str(self.folder),
            "NAAST_TELEGRAM_TOKEN": self.api.token,
            "NAAST_TELEGRAM_API": self.api.url,
            **self.settings,
        }
        if self.webhook:
            self._port = self._port or free_port()
            self.api.webhook.proxy = f"http://127.0.0.1:{self._port}"
            naast["NAAST_TELEGRAM_WEBHOOK"] = "https://naast.example/telegram"
            naast["NAAST_TELEGRAM_LISTEN"] = f"127.0.0.1:{self._port}"
        others = {name: value for name, value in os.environ.items() if not name.startswith("NAAST_")}
        with self.output.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.cli", "telegram"),
                cwd=ROOT,
                env={**others, **naast},
                stdout=output,
                stderr=output,
            )

    async def listens(self) -> None:
        """Returns when it does; fails where it has ended."""
        assert self._process
        before = self.api.counted[self._listening]
        async with asyncio.timeout(START):
            while self.api.counted[self._listening] == before:
                self.check()
                await asyncio.sleep(0.01)

    def check(self) -> None:
        """Fails where it has ended by itself."""
        if self._process and self._process.returncode is not None:
            raise AssertionError(f"it ended:\n{self.output.read_text()[-3000:]}")

    async def kill(self) -> None:
        """Ends it as a power failure does."""
        await self._end(signal.SIGKILL)

    async def end(self) -> None:
        """Ends it if it still runs, whatever has gone wrong."""
        if self._process:
            await self.kill()

    async def stop(self) -> int:
        """Asks it to stop, and gives its status."""
        return await self._end(signal.SIGTERM)

    @property
    def _listening(self) -> str:
        return "setwebhook" if self.webhook else "getupdates"

    async def _end(self, how: signal.Signals) -> int:
        assert self._process
        process, self._process = self._process, None
        if process.returncode is None:
            process.send_signal(how)
        return await process.wait()


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
