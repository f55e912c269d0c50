"""Letters as web pages: what a visitor reads, with headings and lists marked as in Markdown.

Scripts, styles and what is hidden are left out; nothing that a page names is fetched.
"""

import re
from html.parser import HTMLParser

from bot.municipal.letter_wording import Refusal
from bot.workshop.letter_plain import text_in
from bot.workshop.letter_refusal import LetterRefusedError

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_DECLARES = re.compile(r"<!ENTITY|<!DOCTYPE[^>]*\[|<!ATTLIST|<!ELEMENT", re.IGNORECASE)

_SILENT = frozenset(
    "script style head template noscript svg math iframe object canvas audio video select nav".split()  # noqa: SIM905
)
_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details div dl dt figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody tfoot thead
    tr ul""".split()  # noqa: SIM905
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_EMPTY = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def html_in(data: bytes) -> str:
    """The text of a web page. Raises LetterRefusedError."""
    charset = _CHARSET.search(data[:4096])
    if charset:
        data = _in_utf8(data, charset.group(1).decode("ascii"))
    text = text_in(data)
    if _DECLARES.search(text):
        raise LetterRefusedError(Refusal.ENTITIES)
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.text()


def _in_utf8(data: bytes, charset: str) -> bytes:
    """The same in UTF-8, if the page is written in what it says and can be read so."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(charset).encode("utf-8")
        except (LookupError, UnicodeError):
            return data
    return data


class _Reader(HTMLParser):
    """Gathers what is shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._said: list[str] = []
        self._silent: list[str] = []  # the open elements that are not shown, outermost first

    def text(self) -> str:
        """What was shown, a line a block and an empty line between blocks."""
        lines = (" ".join(line.split()) for line in "".join(self._said).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        hidden = (
            "hidden" in said or said.get("aria-hidden") == "true" or _HIDES.search(said.get("style") or "")
        )
        if self._silent or tag in _SILENT or hidden:
            if tag not in _EMPTY and (not self._silent or tag == self._silent[0]):
                self._silent.append(tag)
        elif tag == "br":
            self._said.append("\n")
        elif tag == "li":
            self._said.append("\n- ")
        elif tag in _HEADINGS:
            self._said.append("\n\n# ")
        elif tag in _BLOCKS:
            self._said.append("\n\n")
        elif tag in ("td", "th"):
            self._said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent[0]:
                self._silent.pop()
        elif tag == "li":
            self._said.append("\n")
        elif tag in _BLOCKS:
            self._said.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._said.append(re.sub(r"\s+", " ", data))
