"""A program that is killed at any moment loses no step and takes none twice."""

import json
import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_library, open_talk
from bot.channels.talk import BEGIN
from bot.engine.session import Session
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
TYPED = {4: "artikel 10", 7: "terug", 9: "hallo", 12: "wat is wlz", 13: "terug"}
LINES = 16
KILLS = 14

Said = dict[str, Any]


class Program:
    """`naast chat --json --as anna`, until it is killed."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "chat", "--json", "--as", "anna"],
            cwd=ROOT,
            env={**os.environ, "NAAST_DATA": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def send(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def receive(self) -> Said:
        assert self._process.stdout
        said: Said = json.loads(self._process.stdout.readline())
        return said

    def kill(self) -> None:
        self._process.kill()
        self._close()

    def finish(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        assert self._process.wait(60) == 0
        self._close()

    def _close(self) -> None:
        self._process.wait(60)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe
            with suppress(BrokenPipeError):
                pipe.close()


def undisturbed(folder: Path) -> tuple[list[str], list[Said]]:
    """A conversation, as the lines that it was held with and their replies."""
    program, chooser = Program(folder), random.Random(5)
    lines: list[str] = []
    replies: list[Said] = []
    for number in range(LINES):
        offered = [choice["id"] for reply in replies[-1:] for choice in _choices(reply)] or [BEGIN]
        choice = {"choice": chooser.choice(offered)}
        message = {"text": TYPED[number]} if number in TYPED else choice
        lines.append(json.dumps({**message, "event": f"event {number}"}))
        program.send(lines[-1])
        replies.append(program.receive())
    program.finish()
    return lines, replies


def _choices(said: Said) -> list[dict[str, str]]:
    """What was offered last, without the ways out that would end the conversation early."""
    return [
        choice
        for reply in said["replies"][-1:]
        for choice in reply["choices"]
        if not choice["id"].startswith(("klaar", "nee", "command:"))
    ]


def disturbed(folder: Path, lines: list[str], seed: int) -> list[Said]:
    """The replies to the same lines from a program that is killed again and again. Whatever was
    not answered is sent again, as a channel does."""
    chance = random.Random(seed)
    kills = sorted(chance.randrange(len(lines)) for _ in range(KILLS))
    replies = []
    program = Program(folder)
    for number, line in enumerate(lines):
        for _ in range(kills.count(number)):
            program.send(line)
            time.sleep(chance.choice([0.0, 0.005, 0.02, 0.1, 0.5, 0.7]) * chance.random())
            program.kill()
            program = Program(folder)
            time.sleep(chance.choice([0.0, 0.8]))
        program.send(line)
        replies.append(program.receive())
    program.finish()
    return replies


def kept(folder: Path) -> Session:
    settings = Settings(data=folder)
    with open_talk(settings, open_library(settings), "anna") as talk:
        return talk.session()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_a_program_that_is_killed_loses_no_step_and_takes_none_twice(tmp_path: Path, seed: int) -> None:
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    lines, replies = undisturbed(calm)
    assert sum(said.get("outcome") == "step" for said in replies) >= 5
    assert disturbed(rough, lines, seed) == replies
    assert kept(rough) == kept(calm)
    assert kept(calm).offered
