"""Text as Telegram counts and marks it.

A text is a list of *blocks* (a paragraph or a quote), a block a list of *spans* that are marked in one
way. So a long text can be cut anywhere between two characters without ever cutting a tag, and its
length is known without parsing anything: Telegram counts what people see, in UTF-16 units.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

LONGEST_TEXT = 4096
"""UTF-16 units of a message, after entity parsing."""

LONGEST_CAPTION = 1024
"""The same for what stands under a file."""

MOST_ENTITIES = 100
"""Marked parts of a message; Telegram shows what comes after them without marks."""

_SENTENCE = re.compile(r"(?<=[.!?…:;])[”\"’')\]]*\s+|\n+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Span:
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


@dataclass(frozen=True, slots=True)
class Block:
    """Spans on lines of their own; a quote can be folded open. `apart` asks for a blank line above.

    `html` is the block as Telegram parses it, `length` what people see of it in UTF-16 units, and
    `entities` how many marked parts it has. A block of the content is made once and sent many times.
    """

    spans: tuple[Span, ...]
    is_quote: bool = False
    apart: bool = True
    html: str = field(init=False, repr=False)
    length: int = field(init=False)
    entities: int = field(init=False)

    def __post_init__(self) -> None:
        inner = "".join([span.html() for span in self.spans])
        html = f"<blockquote expandable>{inner}</blockquote>" if self.is_quote else inner
        object.__setattr__(self, "html", html)
        object.__setattr__(self, "length", sum([units(span.text) for span in self.spans]))
        object.__setattr__(self, "entities", self.is_quote + sum([bool(span.tag) for span in self.spans]))


def escape(text: str) -> str:
    """Text that means itself. A lone half of a surrogate pair cannot be sent and becomes a mark."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def pack(blocks: Iterable[Block], longest: int = LONGEST_TEXT) -> list[str]:
    """The HTML of as few messages as hold these blocks, in their order.

    A block that fits in a message of its own is never cut; a longer one is cut between sentences, or
    where there are none between words, or where there are none anywhere.
    """
    messages: list[str] = []
    parts: list[str] = []
    length = entities = 0
    for block in chain.from_iterable(_fitting(block, longest) for block in blocks):
        if parts:
            between = _between(block)
            if length + len(between) + block.length <= longest and entities + block.entities <= MOST_ENTITIES:
                parts += between, block.html
                length += len(between) + block.length
                entities += block.entities
                continue
            messages.append("".join(parts))
        parts, length, entities = [block.html], block.length, block.entities
    return [*messages, "".join(parts)] if parts else messages


def fits(blocks: Sequence[Block], longest: int = LONGEST_TEXT) -> bool:
    """Whether one message holds all of these blocks."""
    length = sum([block.length + len(_between(block)) for block in blocks[1:]])
    entities = sum([block.entities for block in blocks])
    return not blocks or (blocks[0].length + length <= longest and entities <= MOST_ENTITIES)


def cut(text: str, longest: int) -> tuple[str, str]:
    """A text that is too long in two: what fits, to the end of a sentence where there is one, and the
    rest."""
    end = _index(text, longest)
    for boundary in (_SENTENCE, _SPACE):
        ends = [found for found in boundary.finditer(text[: end + 1]) if found.end() > 1]
        if ends and ends[-1].start() > 0:
            return text[: ends[-1].end()].rstrip(), text[ends[-1].end() :].lstrip()
    return text[:end], text[end:]


def _between(block: Block) -> str:
    """What stands between a block and the one before it."""
    return "\n\n" if block.apart else "\n"


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
