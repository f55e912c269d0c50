import json
import os
import select
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from bot import __version__, cli
from bot.content.problem import Problem
from bot.errors import ContentError, NaastError

ROOT = Path(__file__).parents[1]
NAAST = [sys.executable, "-m", "bot.cli"]


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith("NAAST_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NAAST_DATA", str(tmp_path / "data"))


def give(monkeypatch: pytest.MonkeyPatch, lines: bytes) -> None:
    """Puts lines on standard input."""
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(lines)))


def run(*arguments: str, lines: bytes = b"", **settings: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*NAAST, *arguments], input=lines, capture_output=True, cwd=ROOT, check=False, **settings
    )


# ---- the command line


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["praat"],
        ["ask"],
        ["ask", "--json", "vraag"],
        ["ask", "--jso"],
        ["chat", "--as"],
        ["chat", "--as", " "],
        ["chat", "--kleur"],
        ["show"],
        ["check", "map"],
    ],
)
def test_a_wrong_command_line_gives_status_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2
    assert "usage: naast" in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"naast {__version__}\n"


@pytest.mark.parametrize("command", ["chat", "ask", "check", "show"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([command, "--help"])
    assert left.value.code == 0
    assert f"usage: naast {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "error", [NaastError("Het kan niet."), ContentError("De inhoud is stuk."), OSError(28, "Vol")]
)
def test_what_can_be_mended_is_one_line_and_status_1(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(cli, "_run", fail)
    monkeypatch.setattr(cli, "_discard_output", lambda: None)
    assert cli.main(["check"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("naast: ")
    assert err.count("\n") == 1


def test_control_c_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupt)
    assert cli.main(["check"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_setting_that_is_unknown_gets_a_warning_and_the_command_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NAAST_DATTA", "x")
    assert cli.main(["show", "start"]) == 0
    captured = capsys.readouterr()
    assert captured.err == "naast: NAAST_DATTA is no setting of Naast. Did you mean NAAST_DATA?\n"
    assert "flowchart" in captured.out


def test_a_setting_that_cannot_be_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("NAAST_LOCAL", str(tmp_path / "weg"))
    assert cli.main(["ask", "artikel 10"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("naast: NAAST_LOCAL")
    assert err.count("\n") == 1


# ---- ask


def test_an_answer_is_printed_with_its_quote_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "artikel", "10"]) == 0
    out = capsys.readouterr().out
    assert "heeft toestemming van de cliënt" in out
    assert "Bron: artikel 10 · " in out
    assert "1. " not in out, "there is nowhere to type a number"
    assert "\x1b" not in out


@pytest.mark.parametrize("question", ["", "xkcd qwerty", "hallo", "ik wil dood", "\ud800"])
def test_an_honest_no_has_status_0_too(question: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", question]) == 0
    assert capsys.readouterr().out.strip()


def test_questions_come_a_line_each(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    give(monkeypatch, b'{"id": "a", "question": "artikel 10"}\n{"id": "b", "question": "hallo"}')
    assert cli.main(["ask", "--json"]) == 0
    said = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [(one["id"], one["outcome"]) for one in said] == [("a", "answer"), ("b", "smalltalk")]


# ---- chat


def test_a_kept_conversation_is_resumed_in_json(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    said = []
    for line in (b'{"choice": "dialog:citizen/start"}', b'{"text": "1"}', b'{"text": "terug"}'):
        give(monkeypatch, line)
        assert cli.main(["chat", "--json", "--as", "anna"]) == 0
        said.append(json.loads(capsysbinary.readouterr().out))
    assert said[0]["step"] == said[2]["step"]
    assert said[1]["outcome"] == "step"


def test_a_folder_that_cannot_be_made_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "bestand").write_text("")
    monkeypatch.setenv("NAAST_DATA", str(tmp_path / "bestand" / "map"))
    give(monkeypatch, b"")
    assert cli.main(["chat", "--as", "anna"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


# ---- check and show


PROBLEMS = [Problem("dialogs/a.yaml", 3, "is wrong", "mend it"), Problem("b.yaml", 1, "is missing")]


def test_problems_come_one_a_line_and_give_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.content.check.check", lambda *_: PROBLEMS)
    assert cli.main(["check"]) == 1
    assert capsys.readouterr().out == (
        "dialogs/a.yaml:3: is wrong (mend it)\nb.yaml:1: is missing\n2 problems\n"
    )


def test_no_problems_give_status_0(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.content.check.check", lambda *_: [])
    assert cli.main(["check"]) == 0
    assert capsys.readouterr().out == "no problems\n"


def test_problems_are_a_list_in_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.content.check.check", lambda *_: PROBLEMS)
    assert cli.main(["check", "--json"]) == 1
    first = {"file": "dialogs/a.yaml", "line": 3, "text": "is wrong", "hint": "mend it"}
    assert json.loads(capsys.readouterr().out)[0] == first


@pytest.mark.parametrize("name", ["wmo_of_wlz", "citizen/wmo_of_wlz"])
def test_the_graph_of_a_dialog_is_printed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", name]) == 0
    assert "\nflowchart TD\n" in capsys.readouterr().out


def test_an_unknown_dialog_is_one_line_with_near_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", "wmo_of_wl"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "citizen/wmo_of_wlz" in captured.err
    assert captured.err.count("\n") == 1


# ---- real processes


@pytest.mark.slow
def test_each_reply_is_there_before_the_next_line_is_sent() -> None:
    program = subprocess.Popen(
        [*NAAST, "chat", "--json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    with program:
        assert program.stdin
        assert program.stdout
        for line in (b'{"text": "hallo"}', b"onzin", b'{"text": "1"}'):
            program.stdin.write(line + b"\n")
            program.stdin.flush()
            ready, _, _ = select.select([program.stdout], [], [], 60)
            assert ready
            assert json.loads(program.stdout.readline())["replies"]
        program.stdin.close()
        assert program.wait(60) == 0


@pytest.mark.slow
def test_a_reader_that_has_seen_enough_ends_it_quietly() -> None:
    lines = b'{"text": "hallo"}\n' * 500
    program = subprocess.Popen(
        [*NAAST, "chat", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert program.stdin
    assert program.stdout
    assert program.stderr
    with program:
        program.stdin.write(lines[: 18 * 5])
        program.stdin.flush()
        assert program.stdout.readline()
        program.stdout.close()
        try:
            program.stdin.write(lines)
            program.stdin.close()
        except BrokenPipeError:
            pass
        assert program.stderr.read() == b""
        assert program.wait(60) == 0


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*NAAST, "show", "start"], stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"naast: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.slow
def test_letters_that_a_terminal_does_not_have_are_no_reason_to_stop() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run("ask", "artikel 10", env=environment)
    assert done.returncode == 0
    assert b"cli?nt" in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="closes streams as a shell does")
def test_a_program_without_input_or_output_ends_as_usual() -> None:
    for closed in ("<&-", ">&-"):
        command = f'exec "{sys.executable}" -m bot.cli chat --json {closed}'
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=ROOT,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.slow
def test_a_question_imports_no_terminal_no_store_and_no_network() -> None:
    code = (
        "import sys; from bot.cli import main; main(['ask', 'artikel 10']);"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    command = [sys.executable, "-c", code]
    for _ in range(2):  # the first time may fill the cache of the content
        done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True, text=True)
    loaded = done.stdout.splitlines()[-1].split()
    slow = {"rich", "prompt_toolkit", "aiosqlite", "sqlite3", "asyncio", "pydantic", "yaml", "typer"}
    assert slow & set(loaded) == set()
