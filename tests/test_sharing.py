"""Two colleagues and an earlier scan, from the first word to the files, in the stores of two processes."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_library, open_talk
from bot.channels.talk import Talk, incoming
from bot.engine.turn import Turn
from bot.messages import Attachment, Outcome
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
NOTE = "Notitie 😀👩‍👩‍👧 中文 العربية \x07\x1b =1+1; #let x"

Said = dict[str, Any]


class Person:
    """Somebody who talks with Naast in the terminal."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self.turn: Turn

    def say(self, *texts: str) -> "Person":
        for text in texts:
            self.turn = self._talk.take(incoming(self._talk, text=text))
        return self

    def send(self, path: Path) -> "Person":
        attachment = Attachment(str(path), path.name)
        self.turn = self._talk.take(incoming(self._talk, attachment=attachment))
        return self

    def scan(self, *scores: str) -> "Person":
        return self.say("scan", "invullen", "Zwolle", "levensbreed", *scores)

    @property
    def text(self) -> str:
        return "\n".join(reply.text for reply in self.turn.replies)

    @property
    def files(self) -> dict[str, Path]:
        paths = [Path(reply.attachment.path) for reply in self.turn.replies if reply.attachment]
        return {path.suffix: path for path in paths}

    @property
    def code(self) -> str:
        return next(word for word in self.text.replace(".", "").split() if len(word) == 11 and word[5] == "-")

    @property
    def points(self) -> dict[str, Said]:
        points: dict[str, Said] = json.loads(self.files[".json"].read_bytes())["points"]
        return points


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    return Settings(data=tmp_path / "data")


@contextmanager
def person(settings: Settings, name: str | None) -> Iterator[Person]:
    with open_talk(settings, open_library(settings), name) as talk:
        yield Person(talk)


@contextmanager
def database(settings: Settings) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(settings.data / "naast.sqlite")
    try:
        yield connection
    finally:
        connection.close()


def dump(settings: Settings) -> str:
    with database(settings) as connection:
        return "\n".join(connection.iterdump())


def test_two_colleagues_and_an_earlier_scan_make_one_report(settings: Settings) -> None:
    with person(settings, "anna") as anna:
        earlier = anna.scan("niet", "goed", "niet").say("alleen ik", "maak het rapport").files[".json"]
        code = anna.scan("goed", "goed", "moet beter").say("geef mij een code", "maak het rapport").code
    with person(settings, "bert") as bert:
        bert.scan("niet", "goed", "moet beter").say("ik heb een code", code).send(earlier)

        assert bert.points["levensbreed_1"]["people"] == ["niet", "goed"]
        assert [bert.points[f"levensbreed_{n}"]["change"] for n in (1, 2, 3)] == ["same", "same", "improved"]
        assert json.loads(bert.files[".json"].read_bytes())["differences"] == ["levensbreed_1"]


def test_colleagues_who_keep_no_conversation_share_all_the_same(settings: Settings) -> None:
    with person(settings, None) as anna:
        code = anna.scan("goed", "goed", "goed").say("geef mij een code", "maak het rapport").code
    with person(settings, None) as bert:
        bert.scan("niet", "goed", "goed").say("ik heb een code", code, "maak het rapport")
        assert bert.points["levensbreed_1"]["people"] == ["niet", "goed"]
        bert.say("vergeet", "ja")
    with person(settings, None) as cora:
        cora.say("scan", "rapport met een code", code, "maak het rapport")

        assert cora.points["levensbreed_1"]["people"] == []
        assert cora.points["levensbreed_1"]["score"] == "goed"


def test_who_fills_in_twice_under_a_code_counts_once(settings: Settings) -> None:
    with person(settings, "anna") as anna:
        code = anna.scan("goed", "goed", "goed").say("geef mij een code", "maak het rapport").code
        anna.scan("niet", "niet", "niet").say("ik heb een code", code, "maak het rapport")

        assert anna.points["levensbreed_1"]["people"] == []
        assert anna.points["levensbreed_1"]["score"] == "niet"


def test_who_is_forgotten_is_in_no_report_of_colleagues(settings: Settings) -> None:
    with person(settings, "anna") as anna:
        code = anna.scan("goed", "goed", "goed").say("geef mij een code", "maak het rapport").code
        anna.say("vergeet", "ja")
    with person(settings, "bert") as bert:
        bert.say("scan", "rapport met een code", code, "maak het rapport")

        assert bert.turn.outcome is Outcome.UNCLEAR and bert.files == {}
    assert "levensbreed_1" not in dump(settings)


def test_after_the_report_nothing_of_the_scan_is_left_in_the_store(settings: Settings) -> None:
    with person(settings, "anna") as anna:
        anna.scan("notitie", "Geheim van ons", "goed").say("gegevens")
        assert "Geheim van ons" in dump(settings)
        anna.say("goed", "goed", "alleen ik", "maak het rapport")

        assert "Geheim" not in dump(settings) and "Zwolle" not in dump(settings)


def test_a_code_is_not_in_the_store_once_its_report_has_been_given(settings: Settings) -> None:
    with person(settings, "anna") as anna:
        code = anna.scan("goed", "goed", "goed").say("geef mij een code", "maak het rapport").code
        anna.say(
            "scan",
            "invullen",
            "Zwolle",
            "levensbreed",
            "goed",
            "goed",
            "goed",
            "alleen ik",
            "maak het rapport",
        )

        assert code not in dump(settings)


def test_a_file_that_is_refused_leaves_the_question_open_and_the_scan_whole(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "brief.json").write_text("{}")
    with person(settings, "anna") as anna:
        anna.scan("goed", "niet", "goed").say("alleen ik").send(tmp_path / "brief.json")
        assert anna.turn.outcome is Outcome.UNCLEAR and anna.files == {}
        assert anna.turn.replies[-1].choices
    with person(settings, "anna") as anna:
        anna.say("maak het rapport")

        assert anna.points["levensbreed_2"]["score"] == "niet"


def test_an_event_that_comes_again_gives_the_same_code_and_files(settings: Settings) -> None:
    with open_talk(settings, open_library(settings), "anna") as talk:
        anna = Person(talk).scan("goed", "goed", "goed").say("geef mij een code")
        last = incoming(talk, text="maak het rapport", event="last")

        first, again = talk.take(last), talk.take(last)

        assert first.replies == again.replies
        anna.turn = again
        assert anna.files[".pdf"].is_file()


@pytest.mark.slow
def test_a_whole_scan_through_the_command_gives_three_files_and_a_picture(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "chat", "--json"],
        cwd=ROOT,
        env={**os.environ, "NAAST_DATA": str(tmp_path / "data"), "TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin and process.stdout

    def send(**line: str) -> Said:
        assert process.stdin and process.stdout
        process.stdin.write(f"{json.dumps(line)}\n".encode())
        process.stdin.flush()
        said: Said = json.loads(process.stdout.readline())
        assert "error" not in said, said
        return said

    try:
        for line in ({"text": "scan"}, {"choice": "invullen"}, {"text": "Zwolle"}):
            send(**line)
        said = send(choice="alles")
        asked = []
        for score in ["goed", "moet_beter", "niet", "weet_niet", "overslaan"] * 6 + ["goed"]:
            asked.append(said["step"])
            send(choice="notitie")
            send(text=NOTE)
            said = send(choice=score)
        assert said["step"] == "collegas" and len(set(asked)) == 31
        send(choice="nee")
        said = send(choice="geen")
        process.stdin.close()
        assert process.wait(60) == 0
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.stdout.close()

    files = {
        Path(path).suffix: Path(path) for path in (reply["attachment"] for reply in said["replies"]) if path
    }
    assert said["dialog"] is None
    assert set(files) == {".pdf", ".csv", ".json", ".png"}
    assert all(path.stat().st_size > 1000 for path in files.values())
    assert len(json.loads(files[".json"].read_bytes())["points"]) == 31
