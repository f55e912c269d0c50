"""The process that reads a file which nobody trusts: bytes on its input, text on its output.

It is started by `letter_file`, limits itself before it looks at the first byte, and ends with status 0 and
the text, or with status 3 and the name of a `Refusal`. Nothing that a file names is opened or fetched:
there is no code here that could.
"""

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress

from bot.municipal.letter_text import LONGEST
from bot.municipal.letter_wording import Refusal
from bot.workshop.letter_file import LARGEST, LONGEST_WAIT, REFUSED
from bot.workshop.letter_refusal import LetterRefusedError

MOST_MEMORY = 256 * 1024 * 1024
"""Bytes that this process may have, its own program counted in."""

_FEWEST_LETTERS = 20


def main(kind: str) -> int:
    """Reads one file of this kind and gives the status to exit with."""
    _limit()
    try:
        text = _checked(extract(kind, sys.stdin.buffer.read(LARGEST + 1)))
    except LetterRefusedError as error:
        sys.stdout.write(error.refusal)
        return REFUSED
    except (MemoryError, RecursionError):
        sys.stdout.write(Refusal.TOO_HEAVY)
        return REFUSED
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


def extract(kind: str, data: bytes) -> str:
    """The text in the bytes of a file. Raises LetterRefusedError."""
    return _READERS[kind](data)


def _checked(text: str) -> str:
    letters = sum(map(str.isalpha, text))
    if letters < _FEWEST_LETTERS:
        raise LetterRefusedError(Refusal.EMPTY)
    if len(text) > LONGEST:
        raise LetterRefusedError(Refusal.TOO_LONG)
    return text


def _limit() -> None:
    """Takes from this process what reading a letter does not need."""
    with suppress(ImportError):  # there are no such limits on Windows
        import resource  # noqa: PLC0415

        seconds = int(LONGEST_WAIT)
        for limit, value in (
            (resource.RLIMIT_AS, MOST_MEMORY),
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_FSIZE, 0),  # nothing can be written to a file
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, 64),
        ):
            resource.setrlimit(limit, (value, value))


def _text(data: bytes) -> str:
    from bot.workshop.letter_plain import text_in  # noqa: PLC0415 - one reader a process

    return text_in(data)


def _markdown(data: bytes) -> str:
    from bot.workshop.letter_plain import markdown_in  # noqa: PLC0415

    return markdown_in(data)


def _html(data: bytes) -> str:
    from bot.workshop.letter_html import html_in  # noqa: PLC0415

    return html_in(data)


def _docx(data: bytes) -> str:
    from bot.workshop.letter_office import docx_in  # noqa: PLC0415

    return docx_in(data)


def _odt(data: bytes) -> str:
    from bot.workshop.letter_office import odt_in  # noqa: PLC0415

    return odt_in(data)


def _pdf(data: bytes) -> str:
    from bot.workshop.letter_pdf import pdf_in  # noqa: PLC0415

    return pdf_in(data)


_READERS: Mapping[str, Callable[[bytes], str]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "docx": _docx,
    "odt": _odt,
    "pdf": _pdf,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
