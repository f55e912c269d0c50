"""The real program, `naast matrix`, as a process that tests start, stop and kill.

naast = Naast(homeserver, homeserver.register("naast"), tmp_path / "naast")
with naast.running():
    ...                         # talk with naast.user_id
    naast.kill()                # as the power does
    naast.start()
assert "…" in naast.log()
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.matrix.homeserver import Account, Homeserver

ROOT = Path(__file__).parents[2]
STOPS_WITHIN = 30.0
"""Seconds in which it has to end when it is asked to."""


class Naast:
    """`data` is its NAAST_DATA; what it logs goes to a file beside that. Other settings are given by
    name: `NAAST_LOG="DEBUG"`."""

    def __init__(self, homeserver: Homeserver, account: Account, data: Path, **settings: str) -> None:
        self.user_id = account.user_id
        self.data = data
        self._log = data.with_name(f"{data.name}.log")
        self._process: subprocess.Popen[bytes] | None = None
        self._settings = {
            "NAAST_DATA": str(data),
            "NAAST_MATRIX_HOMESERVER": homeserver.url,
            "NAAST_MATRIX_USER": account.user_id,
            "NAAST_MATRIX_PASSWORD": account.password,
            **settings,
        }

    @contextmanager
    def running(self) -> Iterator[None]:
        """It runs until the end of the block, and ends well when it is asked to."""
        self.start()
        try:
            yield
        except BaseException:
            self.kill()
            raise
        self.stop()

    def start(self) -> None:
        """Starts it, and does not wait for it."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("NAAST_")}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", "matrix"],
                cwd=ROOT,
                env={**inherited, **self._settings},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def is_running(self) -> bool:
        """Whether it runs, and has not ended by itself."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """Ends it at once, wherever it is."""
        if self._process:
            self._process.kill()
            self._process.wait(STOPS_WITHIN)
            self._process = None

    def stop(self) -> None:
        """Asks it to end, which it has to do well."""
        assert self._process, "it runs"
        assert self._process.poll() is None, f"it has ended by itself:\n{self.log()[-2000:]}"
        self._process.send_signal(signal.SIGTERM)
        try:
            status = self._process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        self._process = None
        assert status == 0, f"it ended with {status}:\n{self.log()[-2000:]}"

    def lose(self, *patterns: str) -> None:
        """Deletes what it has kept for Matrix in files of these names."""
        for pattern in patterns:
            for file in (self.data / "matrix").glob(pattern):
                file.unlink()

    def log(self) -> str:
        """All that it has printed and logged."""
        return self._log.read_text(errors="replace")
