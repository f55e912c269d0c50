import asyncio
import os
import time
from pathlib import Path

import pytest

from bot.cli import main
from bot.heartbeat import DEAD_AFTER, FILE, beat, is_alive
from tests.channels.telegram.waiting import soon


async def test_somebody_who_beats_is_alive_until_the_end(tmp_path: Path) -> None:
    task = asyncio.create_task(beat(tmp_path))
    await soon(lambda: is_alive(tmp_path))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert not is_alive(tmp_path)


async def test_a_folder_that_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    task = asyncio.create_task(beat(tmp_path / "gone"))
    await asyncio.wait([task], timeout=0.1)

    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_a_heart_that_stands_still_is_dead(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.touch()
    assert is_alive(tmp_path)
    os.utime(path, (0, time.time() - DEAD_AFTER - 1))
    assert not is_alive(tmp_path)


def test_the_command_tells_by_its_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAAST_DATA", str(tmp_path))
    assert main(["health"]) == 1
    (tmp_path / FILE).touch()
    assert main(["health"]) == 0
