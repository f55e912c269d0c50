"""A person at a terminal: real processes on a pseudo-terminal, and a pipe."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pexpect
import pytest

from bot.app import Unkept
from bot.channels.terminal import through_pipe
from bot.content.load import load_library
from bot.engine.dialog import Ask
from bot.engine.library import START
from bot.engine.phrase import Phrase, Phrases

ROOT = Path(__file__).parents[2]
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOURS = re.compile(r"\x1b\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")
ENTER, DOWN, UP, TAB = "\r", "\x1b[B", "\x1b[A", "\t"

Spawn = Callable[..., Any]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """That of a person without settings of their own."""
    own = ("NAAST_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PROMPT_TOOLKIT_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**kept, "TERM": "xterm-256color", "NAAST_DATA": str(folder), **settings}


@pytest.fixture
def spawn(tmp_path: Path) -> Iterator[Spawn]:
    """Starts `naast chat` on a terminal; what it writes is in `written`."""
    started = []

    def start(*arguments: str, columns: int = 80, **settings: str) -> Any:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "bot.cli", "chat", *arguments],
            cwd=ROOT,
            env=environment(tmp_path, **settings),
            encoding="utf-8",
            dimensions=(40, columns),
            timeout=60,
        )
        child.logfile_read = StringIO()
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return load_library().phrases


@pytest.fixture(scope="module")
def first() -> Ask:
    """The first question of all, as the content has it."""
    dialog = load_library().dialogs[START]
    step = dialog.steps[dialog.first]
    assert isinstance(step, Ask)
    return step


@pytest.fixture(scope="module")
def following(first: Ask) -> list[str]:
    """The beginnings of what is said after each choice of the first question."""
    steps = load_library().dialogs[START].steps
    texts = []
    for option in first.choices:
        step = steps[option.next]
        texts.append(step.ask if isinstance(step, Ask) else step.tell)  # type: ignore[union-attr]
    return [text.split("\n")[0][:25] for text in texts]


def written(child: Any) -> str:
    return str(child.logfile_read.getvalue())


def at_prompt(child: Any, phrases: Phrases) -> None:
    """Waits until a prompt with its hint stands there, and takes keys."""
    child.expect_exact(phrases.text(Phrase.PROMPT_CHOICE))
    child.expect_exact("\x1b[?25h")


def left(child: Any) -> int:
    child.expect(pexpect.EOF)
    child.close()
    return int(child.exitstatus)


# ---- a terminal


@pytest.mark.slow
def test_it_says_who_it_is_and_opens_the_first_question(spawn: Spawn, phrases: Phrases, first: Ask) -> None:
    child = spawn()
    child.expect_exact(phrases.text(Phrase.WELCOME).split("\n")[0])
    child.expect_exact(first.ask)
    for number, option in enumerate(first.choices, start=1):
        child.expect_exact(f"{number}. ")
        child.expect_exact(option.say)
    at_prompt(child, phrases)


@pytest.mark.slow
def test_a_number_and_a_label_are_taken(
    spawn: Spawn, phrases: Phrases, first: Ask, following: list[str]
) -> None:
    child = spawn()
    at_prompt(child, phrases)
    child.send("1" + ENTER)
    child.expect_exact(following[0])
    at_prompt(child, phrases)
    child.send(phrases.commands["back"].label + ENTER)
    child.expect_exact(first.ask)
    at_prompt(child, phrases)
    child.send(first.choices[1].say + ENTER)
    child.expect_exact(following[1])


@pytest.mark.slow
def test_the_arrows_walk_through_the_choices(spawn: Spawn, phrases: Phrases, following: list[str]) -> None:
    child = spawn()
    at_prompt(child, phrases)
    child.send(DOWN + DOWN + DOWN + UP + ENTER)
    child.expect_exact(following[1])
    at_prompt(child, phrases)


@pytest.mark.slow
def test_up_begins_at_the_last_choice(spawn: Spawn, phrases: Phrases, following: list[str]) -> None:
    child = spawn()
    at_prompt(child, phrases)
    child.send(UP + ENTER)
    child.expect_exact(following[-1])


@pytest.mark.slow
def test_tab_completes_a_label(spawn: Spawn, phrases: Phrases, first: Ask, following: list[str]) -> None:
    child = spawn()
    at_prompt(child, phrases)
    label = first.choices[0].say
    size = next(n for n in range(1, 20) if sum(o.say[:n] == label[:n] for o in first.choices) == 1)
    child.send(label[:size].lower() + TAB)
    child.expect_exact(label[-5:])
    child.send(ENTER)
    child.expect_exact(following[0])


@pytest.mark.slow
@pytest.mark.parametrize("key", ["d", "c"])
def test_control_d_and_control_c_leave_kindly(spawn: Spawn, phrases: Phrases, key: str) -> None:
    child = spawn()
    at_prompt(child, phrases)
    child.sendcontrol(key)
    child.expect_exact(phrases.text(Phrase.GOODBYE))
    assert left(child) == 0
    assert "Traceback" not in written(child)


@pytest.mark.slow
def test_control_c_leaves_kindly_also_from_a_line_that_was_begun(spawn: Spawn, phrases: Phrases) -> None:
    child = spawn()
    at_prompt(child, phrases)
    child.send("ik wil")
    child.sendcontrol("c")
    child.expect_exact(phrases.text(Phrase.GOODBYE))
    assert left(child) == 0


@pytest.mark.slow
@pytest.mark.parametrize("columns", [40, 80])
def test_nothing_is_wider_than_the_terminal(spawn: Spawn, phrases: Phrases, columns: int) -> None:
    child = spawn(columns=columns)
    at_prompt(child, phrases)
    for question in ("artikel 10", "Wmo artikel 2.1.4", "cluster 4", "hulp"):
        child.send(question + ENTER)
        at_prompt(child, phrases)
    child.sendcontrol("d")
    assert left(child) == 0
    lines = [ESCAPES.sub("", line).rstrip() for line in written(child).split("\n")]
    too_wide = [line for line in lines if len(line) > columns and "> " not in line]
    assert too_wide == []
    assert any(line.startswith("  │ ") for line in lines)
    assert max(map(len, lines)) > columns - 15


@pytest.mark.slow
def test_a_resized_terminal_gets_lines_of_its_new_width(spawn: Spawn, phrases: Phrases) -> None:
    child = spawn(columns=80)
    at_prompt(child, phrases)
    child.setwinsize(40, 36)
    before = len(written(child))
    child.send("artikel 9" + ENTER)
    at_prompt(child, phrases)
    lines = [ESCAPES.sub("", line).rstrip() for line in written(child)[before:].split("\n")]
    assert [line for line in lines if len(line) > 36 and "> " not in line] == []


@pytest.mark.slow
def test_without_colour_there_is_none(spawn: Spawn, phrases: Phrases) -> None:
    coloured, plain = spawn(), spawn(NO_COLOR="1")
    for child in (coloured, plain):
        at_prompt(child, phrases)
        child.send("artikel 10" + ENTER)
        at_prompt(child, phrases)
        child.sendcontrol("d")
        assert left(child) == 0
    assert COLOURS.search(written(coloured))
    assert not COLOURS.search(written(plain))


@pytest.mark.slow
def test_a_terminal_that_can_only_type_gets_no_escape_codes(
    spawn: Spawn, phrases: Phrases, following: list[str]
) -> None:
    child = spawn(TERM="dumb")
    child.expect_exact("\n> ")
    child.send("1\n")
    child.expect_exact(following[0])
    child.expect_exact("\n> ")
    child.sendcontrol("d")
    child.expect_exact(phrases.text(Phrase.GOODBYE))
    assert left(child) == 0
    assert "\x1b" not in written(child)


@pytest.mark.slow
def test_a_terminal_that_goes_away_ends_the_conversation(spawn: Spawn, phrases: Phrases) -> None:
    child = spawn()
    at_prompt(child, phrases)
    child.close()
    assert not child.isalive()


@pytest.mark.slow
def test_a_kept_conversation_is_taken_up_where_it_was(
    spawn: Spawn, phrases: Phrases, following: list[str]
) -> None:
    child = spawn("--as", "anna")
    at_prompt(child, phrases)
    child.send("1" + ENTER)
    child.expect_exact(following[0])
    at_prompt(child, phrases)
    child.sendcontrol("d")
    assert left(child) == 0
    again = spawn("--as", "anna")
    again.expect_exact(phrases.text(Phrase.WELCOME_BACK))
    again.expect_exact(following[0])
    at_prompt(again, phrases)
    again.sendcontrol("d")
    assert left(again) == 0
    other = spawn("--as", "bert")
    other.expect_exact(phrases.text(Phrase.WELCOME).split("\n")[0])


# ---- a pipe


def piped(talk: Unkept, lines: bytes) -> str:
    out = StringIO()
    through_pipe(talk, BytesIO(lines), out)
    return out.getvalue()


def test_through_a_pipe_every_line_is_a_message(talk: Unkept) -> None:
    text = piped(talk, b"1\nDonkerrood")
    assert text.index("Wat wilt u?") < text.index("Hoe rood?") < text.index("Dat was het.")
    assert "  2. Donkerrood\n" in text


def test_a_label_that_another_choice_would_steal_is_taken_as_it_is_written(talk: Unkept) -> None:
    assert "Dit is de uitleg." in piped(talk, b"Iets weten\n")


def test_a_pipe_that_holds_nothing_gets_the_first_question(talk: Unkept) -> None:
    text = piped(talk, b"")
    assert talk.library.phrases.text(Phrase.WELCOME) in text
    assert text.endswith("\n\n")


@pytest.mark.parametrize("line", [b"\xff\xfe", b"\0", b"", b"\r", b"x" * 3_000_000, b"\xf0\x9f"])
def test_any_bytes_get_a_reply_and_the_conversation_goes_on(talk: Unkept, line: bytes) -> None:
    text = piped(talk, line + b"\n1\n")
    assert "Hoe rood?" in text


@pytest.mark.slow
def test_a_pipe_gets_plain_text_and_status_0(tmp_path: Path, following: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bot.cli", "chat"],
        cwd=ROOT,
        env=environment(tmp_path, FORCE_COLOR="1"),
        input="1\nartikel 10\n",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert following[0] in run.stdout
    assert "    Bron: " in run.stdout
    assert "\x1b" not in run.stdout
    assert run.stderr == ""
    assert list(tmp_path.iterdir()) == [], "without --as nothing is kept"
