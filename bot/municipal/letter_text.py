"""From the text of a letter to its statements: sentences with their place.

Letters come wrapped at eighty characters, out of a PDF, as a web page with lists, as one line on a
telephone. So lines are first joined where only the paper was too narrow; then a text is a row of
*blocks* (a heading, a paragraph, an item of a list), and a block a row of sentences. A list belongs to
the line that leads it in: "U kunt terecht met vragen over: wonen, werk, geld" is one statement however
it is laid out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto

from bot.engine.letter import LetterLayout
from bot.municipal.letter_pattern import plain_words
from bot.record import record

LONGEST = 60_000
"""Characters of a letter that are read: some twenty pages."""

_NARROWEST, _WIDEST = 45, 130  # characters of a line that may have been cut for want of room
_FULL = 0.75  # of the widest line: less was not cut
_BLANK_LINES = 2  # from which they part the paragraphs of a text
_LONGEST_HEADING = 9  # words
_FRAGMENT = 3  # words of a sentence that says nothing by itself: "Uw woning."

_BULLET = re.compile(r"^\s*(?:[-*•·▪◦‣–—o]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_MARKED_HEADING = re.compile(r"^\s*#{1,6}\s+")
_FIELD = re.compile(r"^([A-ZÀ-Ý][^\s:]*(?: [^\s:]+){0,3}):\s*(?=\S|$)")
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_SPLIT = re.compile(r"([.!?…]+[\"'”’»)\]]*)\s+(?=\S)")
_LETTERS = re.compile(r"[^\W\d_]")
_DOTTED = re.compile(r"(?:^|[\s(])(?:[^\W\d_]\.)+$")


class Kind(Enum):
    """What a block is."""

    SUBJECT = auto()
    HEADING = auto()
    TEXT = auto()
    ITEM = auto()
    FIELD = auto()
    GREETING = auto()
    CLOSING = auto()


@record
class Statement:
    """A sentence of a letter, or a list with what leads it in.

    `words` is it in plain words; `before` the plain words of what was said just before it, in the same
    block or as its heading.
    """

    text: str
    words: str
    kind: Kind
    block: int
    apart: bool  # whether a blank line stands before its block
    before: str = ""
    before_text: str = ""
    parts: tuple[str, ...] = ()  # of a list: what leads it in, and its items

    @property
    def question(self) -> bool:
        """Whether it only asks: "Hij beslist: krijgt u hulp?" tells something as well."""
        return self.text.rstrip("\"'”’»)]* ").endswith("?") and ":" not in self.text


@record
class _Block:
    kind: Kind
    text: str
    apart: bool  # whether a blank line stands before it
    parts: tuple[str, ...] = ()  # of a list: what leads it in, and its items


def statements(text: str, layout: LetterLayout) -> list[Statement]:
    """The statements of a letter, in their order, up to its closing and with it."""
    found: list[Statement] = []
    before, before_text = "", ""
    for number, block in enumerate(_with_lists(_blocks(text, layout))):
        if block.kind not in (Kind.TEXT, Kind.ITEM, Kind.FIELD):
            before, before_text = "", ""
        for sentence in _merged(sentences(block.text, layout.abbreviations)):
            words = plain_words(sentence)
            if not words.endswith(". "):
                words += ". "
            parts = block.parts if block.text.endswith(sentence) else ()
            found.append(
                Statement(sentence, words, block.kind, number, block.apart, before, before_text, parts)
            )
            before, before_text = words, sentence
        if block.kind is Kind.CLOSING:
            break
        question = bool(found) and found[-1].question
        if not (block.kind is Kind.HEADING or question):
            before, before_text = "", ""
    return found


def sentences(text: str, abbreviations: Sequence[str]) -> list[str]:
    """The sentences of one block. A dot within an abbreviation or behind an initial ends none."""
    found, begin = [], 0
    for at in _SPLIT.finditer(text):
        said = text[begin : at.start(1)] + "."
        last = said.rsplit(None, 1)[-1].lstrip("(").casefold()
        dot = at.group(1).startswith(".") and not at.group(1).startswith("..")
        if dot and (last in abbreviations or _DOTTED.search(said)):
            continue
        found.append(text[begin : at.end(1)].strip())
        begin = at.end()
    found.append(text[begin:].strip())
    return [sentence for sentence in found if _LETTERS.search(sentence) or any(map(str.isdigit, sentence))]


def prose(text: str, layout: LetterLayout) -> list[str]:
    """The sentences by which reading is measured: those of paragraphs and lists, not the letterhead,
    the headings or the signature. Items of a list are taken one by one."""
    found: list[str] = []
    for block in _blocks(text, layout):
        if block.kind is Kind.CLOSING:
            break
        if block.kind in (Kind.TEXT, Kind.ITEM):
            found += sentences(block.text, layout.abbreviations)
    return found


# ---- blocks


def _blocks(text: str, layout: LetterLayout) -> list[_Block]:
    begins = _beginnings(layout)
    blocks: list[_Block] = []
    apart = True
    for line in _joined(text[:LONGEST].splitlines()):
        if line.strip():
            blocks.append(_of_line(line, apart, begins))
        apart = not line.strip()
    return blocks


def _joined(lines: Sequence[str]) -> list[str]:
    """The lines of a text, each whole again where the paper was too narrow for it.

    A line of nearly the full width goes on in the next one. If it ends a sentence, that is only so
    where blank lines part the paragraphs.
    """
    lines = [line.replace("\u00a0", " ").rstrip() for line in lines]
    width = max(map(len, lines), default=0)
    if width > _WIDEST:
        return lines
    full = max(_NARROWEST, _FULL * width)
    spaced = sum(not line for line in lines[1:-1]) >= _BLANK_LINES
    whole: list[str] = []
    last = ""  # the line as it was cut
    for line in lines:
        if (
            whole
            and _goes_on(last, line)
            and (len(last) >= full or _begins_small(line))
            and (spaced or not _ENDS.search(last))
        ):
            cut = whole[-1].endswith("-") and not line.lstrip().startswith(("en ", "of "))
            whole[-1] = whole[-1][:-1] + line.lstrip() if cut else f"{whole[-1]} {line.strip()}"
        else:
            whole.append(line)
        last = line
    return whole


def _goes_on(last: str, line: str) -> bool:
    """Whether a line can go on with what the last one began."""
    begins_anew = _BULLET.match(line) or _MARKED_HEADING.match(line)
    return bool(last.strip() and line.strip()) and not begins_anew and not _MARKED_HEADING.match(last)


def _begins_small(line: str) -> bool:
    return line.lstrip()[:1].islower()


def _of_line(line: str, apart: bool, begins: Callable[[str], Kind | None]) -> _Block:
    text = line.strip()
    kind = begins(plain_words(text))
    if _BULLET.match(line):
        return _Block(Kind.ITEM, _unmarked(_BULLET.sub("", line)), apart)
    if kind is Kind.SUBJECT:
        return _Block(kind, _unmarked(text.partition(":")[2] or text), apart)
    if kind is not None and len(text.split()) <= _LONGEST_HEADING:
        return _Block(kind, text, apart)
    if _MARKED_HEADING.match(text) or _is_heading(text):
        return _Block(Kind.HEADING, _unmarked(_MARKED_HEADING.sub("", text)), apart)
    if _FIELD.match(text) and not _ENDS.search(text):
        return _Block(Kind.FIELD, _unmarked(text), apart)
    return _Block(Kind.TEXT, _unmarked(text), apart)


def _is_heading(text: str) -> bool:
    """A short line without a full stop and without anything to call or visit, or a short question."""
    if len(text.split()) > _LONGEST_HEADING or "@" in plain_words(text):
        return False
    if text.endswith("?"):
        return text.count("?") == 1 and not re.search(r"[.!] ", text)
    return not _ENDS.search(text) and not text.endswith(",") and not _FIELD.match(text)


def _unmarked(text: str) -> str:
    """A line without the marks of emphasis that people type."""
    return re.sub(r"(\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w))", "", text).strip()


def _beginnings(layout: LetterLayout) -> Callable[[str], Kind | None]:
    """What tells the kind of a line by how it begins."""
    known = [
        (plain_words(word), kind)
        for words, kind in (
            (layout.subjects, Kind.SUBJECT),
            (layout.greetings, Kind.GREETING),
            (layout.closings, Kind.CLOSING),
        )
        for word in words
    ]
    return lambda words: next((kind for begin, kind in known if words.startswith(begin)), None)


def _with_lists(blocks: Sequence[_Block]) -> Iterator[_Block]:
    """The blocks, each list as one with what leads it in."""
    at = 0
    while at < len(blocks):
        block, after = blocks[at], at + 1
        if block.kind in (Kind.TEXT, Kind.FIELD) and block.text.endswith(":"):
            while after < len(blocks) and blocks[after].kind is Kind.ITEM:
                after += 1
        items = [one.text.rstrip(" ;,.") for one in blocks[at + 1 : after]]
        if items:
            block = _Block(Kind.TEXT, joined(block.text, items), block.apart, (block.text, *items))
        yield block
        at = after


def joined(lead: str, items: Sequence[str]) -> str:
    """A list and what leads it in, as one sentence."""
    return f"{lead} {'; '.join(items)}."


def _merged(found: Sequence[str]) -> Iterator[str]:
    """The sentences of a block; those of a word or three together: "Uw woning. Uw baan.\""""
    gathered: list[str] = []
    for sentence in found:
        if len(sentence.split()) <= _FRAGMENT and not sentence.endswith(("?", ":")):
            gathered.append(sentence)
            continue
        if gathered:
            yield " ".join(gathered)
            gathered = []
        yield sentence
    if gathered:
        yield " ".join(gathered)
