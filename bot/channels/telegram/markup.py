"""Text as Telegram counts and marks it.

A text is a list of *blocks* (a paragraph or a quote), a block a list of *spans* that are marked in one
way. So a long text can be cut anywhere between two characters without ever cutting a tag, and its
length is known without parsing anything: Telegram counts what people see, in UTF-16 units.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

LONGEST_TEXT = 4096
"""UTF-16 units of a message, after entity parsing."""

LONGEST_CAPTION = 1024
"""The same for what stands under a file."""

MOST_ENTITIES = 100
"""Marked parts of a message; Telegram shows what comes after them without marks."""

_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"))

_SENTENCE = re.compile(r"(?<=[.!?…:;])[”\"’')\]]*\s+|\n+")
_SPACE = re.compile(r"\s+")


class Span(NamedTuple):
    """Characters that are marked in one way; `tag` is "", "b", "i" or "a", which needs a `link`."""

    text: str
    tag: str = ""
    link: str = ""

    def html(self) -> str:
        """The span as Telegram parses it."""
        text = escape(self.text)
        if not self.tag or not text.strip():
            return text
        start = f'a href="{escape(self.link)}"' if self.tag == "a" else self.tag
        return f"<{start}>{text}</{self.tag}>"


@dataclass(slots=True)  # no record: most of its fields are worked out when it has been made
class Block:
    """Spans on lines of their own; a quote can be folded open. `apart` asks for a blank line above.

    `html` is the block as Telegram parses it, `length` what people see of it in UTF-16 units, and
    `entities` how many marked parts it has; `above` is what stands between it and a block before it.
    A block of the content is made once and sent many times.
    """

    spans: tuple[Span, ...]
    is_quote: bool = False
    apart: bool = True
    html: str = field(init=False, repr=False)
    length: int = field(init=False)
    entities: int = field(init=False)
    above: str = field(init=False)

    def __post_init__(self) -> None:
        html, length, entities = "", 0, int(self.is_quote)
        for span in self.spans:
            html += span.html()
            length += units(span.text)
            entities += bool(span.tag)
        self.html = f"<blockquote expandable>{html}</blockquote>" if self.is_quote else html
        self.length = length
        self.entities = entities
        self.above = "\n\n" if self.apart else "\n"


def escape(text: str) -> str:
    """Text that means itself. A lone half of a surrogate pair cannot be sent and becomes a mark."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    for character, escaped in _ESCAPES:
        if character in text:  # it seldom is, and looking takes a fifth of the time of replacing
            text = text.replace(character, escaped)
    return text


def units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def pack(blocks: Sequence[Block], longest: int = LONGEST_TEXT) -> list[str]:
    """The HTML of as few messages as hold these blocks, in their order.

    A block that fits in a message of its own is never cut; a longer one is cut between sentences, or
    where there are none between words, or where there are none anywhere.
    """
    if fits(blocks, longest):  # as nearly everything does
        return [_html(blocks)] if blocks else []
    messages: list[list[Block]] = [[]]
    for block in chain.from_iterable(_fitting(block, longest) for block in blocks):
        if not fits([*messages[-1], block], longest):
            messages.append([])
        messages[-1].append(block)
    return [_html(message) for message in messages if message]


def fits(blocks: Sequence[Block], longest: int = LONGEST_TEXT) -> bool:
    """Whether one message holds all of these blocks."""
    length = -len(blocks[0].above) if blocks else 0
    entities = 0
    for block in blocks:
        length += len(block.above) + block.length
        entities += block.entities
    return length <= longest and entities <= MOST_ENTITIES


def cut(text: str, longest: int) -> tuple[str, str]:
    """A text that is too long in two: what fits, to the end of a sentence where there is one, and the
    rest."""
    end = _index(text, longest)
    for boundary in (_SENTENCE, _SPACE):
        ends = [found for found in boundary.finditer(text[: end + 1]) if found.end() > 1]
        if ends and ends[-1].start() > 0:
            return text[: ends[-1].end()].rstrip(), text[ends[-1].end() :].lstrip()
    return text[:end], text[end:]


def _html(blocks: Sequence[Block]) -> str:
    """The HTML of one message."""
    parts: list[str] = []
    for block in blocks:
        parts += block.above, block.html
    return "".join(parts[1:])


def _fitting(block: Block, longest: int) -> Iterable[Block]:
    """The block, or what it is cut into where no message holds it."""
    return (block,) if block.length <= longest else _cut(block, longest)


def _cut(block: Block, longest: int) -> Iterator[Block]:
    spans: list[Span] = []
    room = longest
    for span in block.spans:
        text = span.text
        while units(text) > room:
            now, text = cut(text, room) if room > longest // 2 else ("", text)
            spans.append(Span(now, span.tag, span.link))
            yield Block(tuple(one for one in spans if one.text), block.is_quote, block.apart)
            spans, room = [], longest
        spans.append(Span(text, span.tag, span.link))
        room -= units(text)
    if any(span.text.strip() for span in spans):
        yield Block(tuple(spans), block.is_quote, block.apart)


def _index(text: str, longest: int) -> int:
    """How many characters are `longest` UTF-16 units, or one fewer where a pair would be cut."""
    taken = 0
    for index, character in enumerate(text):
        taken += 2 if ord(character) > 0xFFFF else 1
        if taken > longest:
            return index
    return len(text)
