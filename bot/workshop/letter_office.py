"""Letters from a word processor: .docx and .odt are zip archives with the text in one XML file.

Only that file is unpacked, and no further than a letter can need. Of the XML only elements and text are
looked at: a document type, with which entities come in, ends the reading. Paragraphs become lines, with
headings and lists marked as in Markdown; deleted text, comments and field codes are left out.
"""

from collections.abc import Callable
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from bot.municipal.letter_wording import Refusal
from bot.workshop.letter_refusal import LetterRefusedError

LARGEST_TEXT = 20 * 1024 * 1024
"""Bytes of XML: a letter of twenty pages has one."""

LARGEST_ARCHIVE = 100 * 1024 * 1024
"""Bytes of everything in an archive, pictures too."""

MOST_FILES = 2_000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"  # what a .docx with a password is wrapped in
_LONGEST = 400_000  # characters, from which nobody reads on

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "


def docx_in(data: bytes) -> str:
    """The text of a .docx file. Raises LetterRefusedError."""
    return _read(data, "word/document.xml", _Word)


def odt_in(data: bytes) -> str:
    """The text of an .odt file. Raises LetterRefusedError."""
    return _read(data, "content.xml", _OpenDocument)


def _read(data: bytes, part: str, reader: Callable[[], "_Document"]) -> str:
    if data.startswith(_OLE):
        raise LetterRefusedError(Refusal.ENCRYPTED)
    if not data.startswith(_ZIP):
        raise LetterRefusedError(Refusal.WRONG_TYPE)
    try:
        return reader().read(_unpacked(data, part))
    except (BadZipFile, expat.ExpatError, OSError, EOFError, NotImplementedError, ValueError):
        raise LetterRefusedError(Refusal.DAMAGED) from None
    except RuntimeError:  # what zipfile says of a file that needs a password
        raise LetterRefusedError(Refusal.ENCRYPTED) from None


def _unpacked(data: bytes, part: str) -> bytes:
    """One file out of an archive."""
    with ZipFile(BytesIO(data)) as archive:
        files = archive.infolist()
        names = {file.filename for file in files}
        if len(files) > MOST_FILES or sum(file.file_size for file in files) > LARGEST_ARCHIVE:
            raise LetterRefusedError(Refusal.BOMB)
        if _has_macros(names) or b"macroEnabled" in _small(archive, "[Content_Types].xml", names):
            raise LetterRefusedError(Refusal.MACROS)
        if b"manifest:encryption-data" in _small(archive, "META-INF/manifest.xml", names):
            raise LetterRefusedError(Refusal.ENCRYPTED)
        if part not in names:
            raise LetterRefusedError(Refusal.WRONG_TYPE)
        with archive.open(part) as file:
            found = file.read(LARGEST_TEXT + 1)
    if len(found) > LARGEST_TEXT:
        raise LetterRefusedError(Refusal.BOMB)
    return found


def _has_macros(names: set[str]) -> bool:
    return any(
        name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names
    )


def _small(archive: ZipFile, name: str, names: set[str]) -> bytes:
    """The beginning of a small file of an archive; empty where it is not there."""
    if name not in names:
        return b""
    with archive.open(name) as file:
        return file.read(512 * 1024)


class _Document:
    """Reads XML into lines. What an element means is for the two kinds of documents."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._mark = ""  # what stands before the line: of a heading, of an item
        self._silent = 0  # how deep within what is not shown
        self._length = 0

    def read(self, xml: bytes) -> str:
        """The text of a document. Raises LetterRefusedError and ExpatError."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self.begin
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.said
        parser.buffer_text = True
        parser.Parse(xml, True)
        return "\n".join(self._lines)

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        raise NotImplementedError

    def end(self, element: str) -> None:
        """An element ends."""
        raise NotImplementedError

    def said(self, text: str) -> None:
        """Text within an element."""
        raise NotImplementedError

    def _say(self, text: str) -> None:
        if not self._silent:
            self._line.append(text)
            self._length += len(text)
            if self._length > _LONGEST:
                raise LetterRefusedError(Refusal.TOO_LONG)

    def _end_line(self) -> None:
        """Ends a paragraph: an empty line stands between two, but not between two items of a list."""
        text = "".join(self._line).strip()
        item = self._mark == "- "
        if text:
            if self._lines and not (item and self._lines[-1].startswith("- ")):
                self._lines.append("")
            self._lines.append(self._mark + text)
        self._line, self._mark = [], ""

    def _refuse(self, *_: object) -> None:
        raise LetterRefusedError(Refusal.ENTITIES)


class _Word(_Document):
    """A .docx file: `w:p` is a paragraph, `w:t` its text."""

    _SILENT = frozenset(f"{_WORD}{name}" for name in ("del", "moveFrom"))

    def __init__(self) -> None:
        super().__init__()
        self._in_text = False

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        if element in self._SILENT:
            self._silent += 1
        name = element.removeprefix(_WORD)
        if name == "t":
            self._in_text = True
        elif name == "tab":
            self._say(" ")
        elif name in ("br", "cr"):
            self._say("\n")
        elif name == "numPr":
            self._mark = "- "
        elif name == "pStyle":
            style = attributes.get(f"{_WORD}val", "").lower()
            self._mark = "# " if style.startswith(("heading", "kop", "title", "titel")) else self._mark

    def end(self, element: str) -> None:
        if element in self._SILENT:
            self._silent -= 1
        elif element == f"{_WORD}t":
            self._in_text = False
        elif element == f"{_WORD}p":
            self._end_line()

    def said(self, text: str) -> None:
        if self._in_text:
            self._say(text)


class _OpenDocument(_Document):
    """An .odt file: `text:p` is a paragraph, `text:h` a heading, `text:list-item` an item."""

    _SILENT = frozenset((f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}note"))

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0  # of paragraphs: text outside of them is layout
        self._item = False

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        if element in self._SILENT:
            self._silent += 1
        match element.removeprefix(_TEXT):
            case "p" | "h":
                self._depth += 1
                self._mark = "# " if element.endswith(" h") else "- " if self._item else self._mark
            case "list-item":
                self._item = True
            case "s" | "tab":
                self._say(" ")
            case "line-break":
                self._say("\n")
            case _:
                pass

    def end(self, element: str) -> None:
        if element in self._SILENT:
            self._silent -= 1
        match element.removeprefix(_TEXT):
            case "p" | "h" if not self._silent:
                self._depth -= 1
                self._end_line()
                self._item = False
            case "p" | "h":
                self._depth -= 1
            case _:
                pass

    def said(self, text: str) -> None:
        if self._depth:
            self._say(text)
