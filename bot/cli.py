# ruff: noqa: PLC0415 - a command imports what it needs when it runs, see below
"""The command `naast`.

Each command imports what it needs and no more, and only then: a question on the command line is
answered within a blink. For the same reason this is argparse. typer would take 70 ms instead of 20
before the first command begins, and the command line has no use for more than argparse offers.

What goes wrong and can be mended is one line on standard error and status 1; a command line that is
wrong gives status 2.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING, Any, BinaryIO

from bot import __version__
from bot.errors import NaastError, SettingsError

if TYPE_CHECKING:
    from bot.app import Serve
    from bot.channels.matrix.access import Access
    from bot.channels.telegram.account import Account
    from bot.engine.library import Library
    from bot.settings import Settings

Run = Callable[[argparse.Namespace, "Settings"], int]

INTERRUPTED = 130
"""The status of a program that Ctrl-C ended, as shells know it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives the status to exit with."""
    _prepare_output()
    options = _parser().parse_args(arguments)
    try:
        status = _run(options)
        sys.stdout.flush()
    except NaastError as error:
        _tell(str(error))
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read along has seen enough: `naast … | head -1`
        _discard_output()
        return 0
    except OSError as error:  # a full disk, a file that may not be read
        _discard_output()
        where = f": {error.filename}" if error.filename else ""
        _tell(f"{error.strerror or error}{where}")
        return 1
    return status


def _run(options: argparse.Namespace) -> int:
    from bot.settings import read_settings, unknown_settings

    for warning in unknown_settings():
        _tell(warning)
    run: Run = options.run
    return run(options, read_settings())


def _tell(line: str) -> None:
    with suppress(OSError):  # nobody is there to be told
        print(f"naast: {line}", file=sys.stderr)


def _prepare_output() -> None:
    """Sees to it that there is an output, and that every letter can be written to it somehow."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - as long as the program runs
    elif isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _discard_output() -> None:
    """Keeps Python from complaining about output that cannot be written, when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


# ---- the commands


def _chat(options: argparse.Namespace, settings: "Settings") -> int:
    from bot.app import open_library, open_talk

    library = open_library(settings)
    with open_talk(settings, library, options.name) as talk:
        if options.json:
            from bot.channels.json_lines import chat

            chat(talk, _input(), sys.stdout.buffer)
        elif _is_terminal():
            from bot.channels.terminal import on_terminal

            on_terminal(talk)
        else:
            from bot.channels.terminal import through_pipe

            through_pipe(talk, _input(), sys.stdout)
    return 0


def _ask(options: argparse.Namespace, settings: "Settings") -> int:
    if options.json == bool(options.question):
        options.parser.error("give either a QUESTION, or --json with questions on standard input")
    from bot.content.load import load_library

    library = load_library(settings.local)
    if options.json:
        from bot.channels.json_lines import answer_questions

        answer_questions(library, _input(), sys.stdout.buffer)
        return 0
    from bot.answering.asking import ask
    from bot.engine import composing

    found = ask(library.knowledge, library.matcher, " ".join(options.question))
    reply = composing.found(library, found)
    if sys.stdout.isatty():
        from bot.channels.screen import open_console, print_replies

        print_replies(open_console(), [reply], library.phrases, numbered=False)
    else:
        from bot.channels.rendering import print_plain

        print_plain([reply], library.phrases, sys.stdout, numbered=False)
    return 0


def _check(options: argparse.Namespace, settings: "Settings") -> int:
    import json
    from datetime import date

    from bot.content.check import check
    from bot.content.folder import shipped

    problems = check(shipped(), settings.local, date.today())
    if options.json:
        print(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            print(problem)
        print({0: "no problems", 1: "1 problem"}.get(len(problems), f"{len(problems)} problems"))
    return 1 if problems else 0


def _show(options: argparse.Namespace, settings: "Settings") -> int:
    from bot.content.graph import find_dialog, mermaid
    from bot.content.load import load_library

    print(mermaid(find_dialog(load_library(settings.local).dialogs, options.dialog)))
    return 0


def _telegram(options: argparse.Namespace, settings: "Settings") -> int:
    from bot.channels.telegram.account import account_of

    account = account_of(settings)
    if account is None:
        raise SettingsError(
            "Set NAAST_TELEGRAM_TOKEN (or NAAST_TELEGRAM_TOKEN_FILE) to the token that @BotFather gave."
        )
    if options.delete_webhook:
        import asyncio

        from bot.channels.telegram.run import delete_webhook

        asyncio.run(delete_webhook(account))
        print("the webhook is deleted")
        return 0
    from bot.app import open_library, serve
    from bot.log import log_to_stderr

    log_to_stderr(settings.log)
    library = open_library(settings)
    serve(settings, library, {"telegram": _on_telegram(library, account)})
    return 0


def _matrix(options: argparse.Namespace, settings: "Settings") -> int:
    from bot.app import open_library, serve
    from bot.channels.matrix.access import access_of
    from bot.log import log_to_stderr

    access = access_of(settings)
    if access is None:
        raise SettingsError("Set NAAST_MATRIX_HOMESERVER, NAAST_MATRIX_USER and NAAST_MATRIX_PASSWORD.")
    log_to_stderr(settings.log)
    library = open_library(settings)
    serve(settings, library, {"matrix": _on_matrix(library, access, settings)})
    return 0


def _serve_all(options: argparse.Namespace, settings: "Settings") -> int:
    from bot.app import open_library, serve
    from bot.channels.matrix.access import access_of
    from bot.channels.telegram.account import account_of
    from bot.log import log_to_stderr

    log_to_stderr(settings.log)
    library = open_library(settings)
    channels = {}
    account = account_of(settings)
    if account is not None:
        channels["telegram"] = _on_telegram(library, account)
    access = access_of(settings)
    if access is not None:
        channels["matrix"] = _on_matrix(library, access, settings)
    if not channels:
        raise SettingsError("No channel is configured. Set NAAST_TELEGRAM_TOKEN, or NAAST_MATRIX_HOMESERVER.")
    serve(settings, library, channels)
    return 0


def _on_telegram(library: "Library", account: "Account") -> "Serve":
    from bot.channels.telegram.run import run

    return partial(run, account, library)


def _on_matrix(library: "Library", access: "Access", settings: "Settings") -> "Serve":
    from bot.channels.matrix.run import run

    return partial(run, access, settings.data / "matrix", library)


def _health(options: argparse.Namespace, settings: "Settings") -> int:
    from bot.heartbeat import is_alive

    alive = is_alive(settings.data)
    print("alive" if alive else "not running, or hanging")
    return 0 if alive else 1


def _letter(options: argparse.Namespace, settings: "Settings") -> int:
    from pathlib import Path

    from bot.workshop.letter_file import read_letter_file

    text = read_letter_file(Path(options.file))  # first: a bad file is refused before anything is loaded
    from bot.content.load import load_library
    from bot.municipal.letter_reply import letter_object, letter_replies
    from bot.workshop.letter_test import test_text

    library = load_library(settings.local)
    result = test_text(library, text)
    if options.json:
        import json

        print(json.dumps(letter_object(library, result), ensure_ascii=False, indent=1))
    elif sys.stdout.isatty():
        from bot.channels.screen import open_console, print_replies

        print_replies(open_console(), letter_replies(library, result), library.phrases, numbered=False)
    else:
        from bot.channels.rendering import print_plain

        print_plain(letter_replies(library, result), library.phrases, sys.stdout, numbered=False)
    return 0


def _local(options: argparse.Namespace, settings: "Settings") -> int:
    from datetime import date
    from pathlib import Path

    from bot.content.folder import shipped
    from bot.content.load import load_library
    from bot.content.overlay import write_overlay

    places = load_library().places
    folder = write_overlay(shipped(), places, " ".join(options.municipality), Path(), date.today())
    print(f"Made {folder}. Fill in {folder}/knowledge/contacts.yaml, and then:")
    print(f"  NAAST_LOCAL={folder} naast check")
    print(f"  NAAST_LOCAL={folder} naast chat")
    return 0


def _train(options: argparse.Namespace, settings: "Settings") -> int:
    from bot.content.folder import shipped
    from bot.content.read import read
    from bot.content.weights import NAME, save
    from bot.errors import ContentError

    root = shipped()
    content = read(root)
    if content.problems:
        raise ContentError("the content has problems: run `naast check` first")
    try:
        from bot.content.training import train

        ranker, report = train(content.knowledge())
    except ImportError as error:
        raise ContentError(f"training needs {error.name}: install the extra `train`") from error
    save(ranker, root / NAME)
    for name, value in asdict(report).items():
        print(f"{name.replace('_', ' '):18} {value:{'.3f' if isinstance(value, float) else 'd'}}")
    return 0


# ---- the command line


def _parser() -> argparse.ArgumentParser:
    parser = _ArgumentParser("naast", description="A chat guide about independent client support.")
    parser.add_argument("--version", action="version", version=f"naast {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    chat = _command(commands, "chat", _chat, "talk with Naast in the terminal, or through a pipe")
    chat.add_argument("--json", action="store_true", help="one JSON object a line, in and out")
    chat.add_argument(
        "--as", dest="name", type=_name, metavar="NAME", help="keep the conversation, and resume it"
    )

    ask = _command(commands, "ask", _ask, "answer one question, or a stream of them")
    ask.add_argument("question", nargs="*", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help='read {"id", "question"} a line instead')

    check = _command(commands, "check", _check, "find faults in knowledge/ and dialogs/")
    check.add_argument("--json", action="store_true", help="a JSON list instead of lines")

    telegram = _command(commands, "telegram", _telegram, "serve Telegram, until it is stopped")
    telegram.add_argument(
        "--delete-webhook", action="store_true", help="make Telegram forget the webhook, and stop"
    )
    _command(commands, "matrix", _matrix, "serve Matrix, until it is stopped")
    _command(commands, "run", _serve_all, "serve every channel that is configured, until it is stopped")
    _command(commands, "health", _health, "tell whether a running Naast is alive, by its status")

    letter = _command(commands, "letter", _letter, "test what a letter says about client support")
    letter.add_argument("file", metavar="FILE", help="a .txt, .md, .html, .docx, .pdf or .odt file")
    letter.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    local = _command(commands, "local", _local, "begin a municipality's own folder of texts")
    local.add_argument("what", choices=["new"], metavar="new")
    local.add_argument("municipality", nargs="+", metavar="GEMEENTE", help="such as Zwolle")

    _command(commands, "train", _train, "train the ranker on the curated questions (a few minutes)")

    show = _command(commands, "show", _show, "print the graph of a dialog, for Mermaid")
    show.add_argument("dialog", metavar="DIALOG", help="such as wmo_of_wlz or citizen/wmo_of_wlz")
    return parser


class _ArgumentParser(argparse.ArgumentParser):
    """Takes no abbreviations: they would change their meaning with every new option."""

    def __init__(self, prog: str, **settings: Any) -> None:
        super().__init__(prog, **{**settings, "allow_abbrev": False})


def _command(
    commands: "argparse._SubParsersAction[_ArgumentParser]", name: str, run: Run, help: str
) -> _ArgumentParser:
    parser = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.")
    parser.set_defaults(run=run, parser=parser)
    return parser


def _name(given: str) -> str:
    if not given.strip():
        raise argparse.ArgumentTypeError("a name is not empty")
    return given


def _input() -> BinaryIO:
    """Standard input as bytes; empty where a program was started without one."""
    return sys.stdin.buffer if sys.stdin else BytesIO()


def _is_terminal() -> bool:
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())


if __name__ == "__main__":
    sys.exit(main())
