"""From a file to the text of a letter, without trusting the file.

This process looks at no more than the name, the kind and the size of a file. What is in it is read by
another process (`letter_extract`), which gets the file as its input and nothing else: no path, no
environment, an empty folder to stand in, and limits on memory, time and files that it cannot lift. Whatever
a file does to its reader, this process gets a text, a reason, or nothing in time.
"""

import os
import stat
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.municipal.letter_wording import Refusal
from bot.workshop.letter_refusal import LetterRefusedError

LARGEST = 5 * 1024 * 1024
"""Bytes of a file."""

LONGEST_WAIT = 4.0
"""Seconds for reading one file."""

REFUSED = 3
"""The status of a reader that gives a reason and no text."""

KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".odt": "odt",
    ".pdf": "pdf",
}
"""What is read, by the end of its name."""

_WITH_MACROS = frozenset((".docm", ".dotm"))


def read_letter_file(path: Path, name: str | None = None) -> str:
    """The text of a letter. `name` is what people call the file, where it lies under another name.

    Raises LetterRefusedError for a file that cannot be read as a letter.
    """
    suffix = Path(name or path.name).suffix.lower()
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe must not keep us waiting
    except FileNotFoundError:
        raise LetterRefusedError(Refusal.MISSING) from None
    except (PermissionError, ValueError):  # a name with a zero byte is a ValueError
        raise LetterRefusedError(Refusal.UNREADABLE) from None
    except OSError:
        raise LetterRefusedError(Refusal.SPECIAL) from None
    try:
        _look_at(os.fstat(opened))
        if suffix in _WITH_MACROS:
            raise LetterRefusedError(Refusal.MACROS)
        if suffix not in KINDS:
            raise LetterRefusedError(Refusal.UNKNOWN_TYPE)
        return _read_elsewhere(opened, KINDS[suffix])
    finally:
        os.close(opened)


def _look_at(kept: os.stat_result) -> None:
    if stat.S_ISDIR(kept.st_mode):
        raise LetterRefusedError(Refusal.FOLDER)
    if not stat.S_ISREG(kept.st_mode):
        raise LetterRefusedError(Refusal.SPECIAL)
    if kept.st_size > LARGEST:
        raise LetterRefusedError(Refusal.TOO_LARGE)
    if kept.st_size == 0:
        raise LetterRefusedError(Refusal.EMPTY)


def _read_elsewhere(file: int, kind: str) -> str:
    """The text of an open file, as another process reads it."""
    command = [sys.executable, "-I", "-B", "-m", "bot.workshop.letter_extract", kind]
    with TemporaryDirectory(prefix="naast-") as nowhere:
        try:
            ran = subprocess.run(  # noqa: S603 - no shell, and nothing of the file's in the command
                command,
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=LONGEST_WAIT,
                cwd=nowhere,
                env={},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise LetterRefusedError(Refusal.TOO_HEAVY) from None
    said = ran.stdout.decode("utf-8", "replace")
    if ran.returncode == 0:
        return said
    if ran.returncode == REFUSED and said in list(Refusal):
        raise LetterRefusedError(Refusal(said))
    raise LetterRefusedError(Refusal.TOO_HEAVY if ran.returncode < 0 else Refusal.DAMAGED)
