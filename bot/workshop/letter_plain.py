"""Letters as plain text and as Markdown: which letters the bytes stand for, and whether they are text."""

import codecs
import re

from bot.municipal.letter_wording import Refusal
from bot.workshop.letter_refusal import LetterRefusedError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, which begins alike
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_KINDS = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",  # Word before 2007
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ\x90",
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")
_MOST_CONTROLS = 0.002  # of the characters of a text: a stray form feed or two

_FENCE = re.compile(r"^(```|~~~).*?^\1.*?$", re.DOTALL | re.MULTILINE)
_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\(<?([^)\s>]+)>?[^)\n]*\)")
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>\n]*>", re.DOTALL)
_UNDERLINE = re.compile(r"^[ \t]*(?:={3,}|-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]*>+ ?", re.MULTILINE)


def text_in(data: bytes) -> str:
    """The text in the bytes of a .txt file, in UTF-8, UTF-16, UTF-32 or Windows-1252.

    Raises LetterRefusedError for bytes that are no text.
    """
    if data.lstrip().startswith(_OTHER_KINDS):
        raise LetterRefusedError(Refusal.WRONG_TYPE)
    text = _decoded(data)
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise LetterRefusedError(Refusal.BINARY)
    return _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n")


def markdown_in(data: bytes) -> str:
    """The text of a Markdown file: headings and lists keep their marks, code and pictures go."""
    text = _PICTURE.sub("", _FENCE.sub("", _HEAD.sub("", text_in(data))))
    text = _UNDERLINE.sub("", _QUOTED.sub("", text))
    return _TAG.sub("", _LINK.sub(_written_out, text)).replace("|", " ")


def _written_out(link: re.Match[str]) -> str:
    """A link as it reads on paper: its words, and behind them where it leads."""
    words, target = link.group(1), link.group(2).removeprefix("mailto:").removeprefix("tel:")
    return words if target.startswith("#") or target in words else f"{words} ({target})"


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise LetterRefusedError(Refusal.DAMAGED) from None
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if _every_other_is_zero(data, place):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("windows-1252", "replace")


def _every_other_is_zero(data: bytes, place: int) -> bool:
    """Whether the bytes look like UTF-16 of Dutch without a mark in front."""
    head = data[:4096]
    here, there = head[place::2], head[1 - place :: 2]
    return len(here) > 4 and here.count(0) > 0.8 * len(here) and there.count(0) < 0.05 * len(there)
