"""A reply as lines of text, in the order in which a person wants them: the answer first, then the
words of the documents with their source, then facts, then the ways on.

`parts` tells what each paragraph is. How that looks on a screen is told in `screen`; anywhere else
it is plain lines without escape codes (`print_plain`).
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from typing import TextIO

from bot.engine.phrase import Phrase, Phrases
from bot.messages import Choice, Fact, Quote, Reply
from bot.record import record


class Kind(Enum):
    """What a part of a reply is."""

    ANSWER = auto()
    LEAD = auto()  # what the document says once for many passages
    WORDS = auto()  # of a document, to the letter
    SOURCE = auto()  # of these words
    REMARK = auto()  # ours: where time has overtaken them
    FACT = auto()
    ORIGIN = auto()  # of a fact: source, link, when it was checked
    FILE = auto()
    CHOICE = auto()


QUOTED = frozenset({Kind.LEAD, Kind.WORDS, Kind.SOURCE, Kind.REMARK})
"""The parts that are set apart as a quote."""


@record
class Part:
    """A paragraph. `mark` stands before its first line ("1. "), `apart` asks for a blank line
    above it."""

    kind: Kind
    text: str
    mark: str = ""
    apart: bool = False


def parts(replies: Sequence[Reply], phrases: Phrases, *, numbered: bool = True) -> Iterator[Part]:
    """The replies of one turn. Numbers belong to the last reply with choices; the choices of the
    others, or of all where nobody can type a number, are labels."""
    last = max((n for n, reply in enumerate(replies) if reply.choices), default=None)
    for number, reply in enumerate(replies):
        yield from _parts(reply, phrases, numbered and number == last)


def print_plain(replies: Sequence[Reply], phrases: Phrases, out: TextIO, *, numbered: bool = True) -> None:
    """Prints replies in plain lines, and a blank line after them."""
    lines = "\n".join(_plain_lines(parts(replies, phrases, numbered=numbered)))
    out.write(f"{lines}\n\n")
    out.flush()


def indents(part: Part) -> tuple[str, str]:
    """What stands before the first line of a part, and before its others."""
    if part.kind in QUOTED or part.kind is Kind.ORIGIN:
        return "    ", "    "
    first = f"  {part.mark}" if part.mark else ""
    return first, " " * len(first)


def _parts(reply: Reply, phrases: Phrases, numbered: bool) -> Iterator[Part]:
    if reply.text.strip():
        yield Part(Kind.ANSWER, reply.text.strip(), apart=True)
    for quote in reply.quotes:
        yield from _quote(quote, phrases)
    for number, fact in enumerate(reply.facts):
        yield from _fact(fact, phrases, apart=number == 0)
    if reply.attachment:
        yield Part(Kind.FILE, reply.attachment.path, apart=True)
    yield from _choices(reply.choices, numbered)


def _quote(quote: Quote, phrases: Phrases) -> Iterator[Part]:
    if quote.lead:
        yield Part(Kind.LEAD, f"{quote.lead} …", apart=True)
    yield Part(Kind.WORDS, quote.text.strip(), apart=not quote.lead)
    source = f"{quote.locator} · {quote.title}"
    yield Part(Kind.SOURCE, phrases.text(Phrase.SOURCE, source=source))
    if quote.remark:
        yield Part(Kind.REMARK, quote.remark.strip())


def _fact(fact: Fact, phrases: Phrases, apart: bool) -> Iterator[Part]:
    yield Part(Kind.FACT, fact.text.strip(), "- ", apart)
    checked = phrases.text(Phrase.CHECKED, date=fact.checked) if fact.checked else ""
    origin = " · ".join(part for part in (fact.source, checked) if part)
    lines = [line for line in (origin, fact.link) if line]
    if lines:
        yield Part(Kind.ORIGIN, "\n".join(lines))


def _choices(choices: Sequence[Choice], numbered: bool) -> Iterator[Part]:
    width = len(str(len(choices)))
    for number, choice in enumerate(choices, start=1):
        mark = f"{number:{width}}. " if numbered else "- "
        yield Part(Kind.CHOICE, choice.label, mark, apart=number == 1)


def _plain_lines(parts: Iterable[Part]) -> Iterator[str]:
    """Lines without escape codes, as long as they come: what is quoted can be searched for."""
    above = False
    for part in parts:
        if part.apart and above:
            yield ""
        above = True
        first, rest = indents(part)
        for number, line in enumerate(part.text.split("\n")):
            yield ((rest if number else first) + line).rstrip()
