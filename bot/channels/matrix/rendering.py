"""Replies as messages of Matrix: a notice with plain text, and the same in the HTML subset.

Both say the same in the same order: the answer first, the words of the documents as a quotation with
their source under it, then facts, then the choices as a numbered list. A long quotation is folded up.
Everything that comes from content is escaped, and there is no link but that of a fact.

An event is at most 65,536 bytes (https://spec.matrix.org/v1.11/client-server-api/#size-limits), also
once it is encrypted and in the envelope of the homeserver. What would be larger becomes several
messages, cut between paragraphs where that is enough, and else between sentences.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby
from typing import Any

from bot.channels.rendering import QUOTED, Kind, Part, parts
from bot.engine.phrase import Phrases
from bot.messages import Attachment, Choice, Reply
from bot.record import record

Content = dict[str, Any]
"""The content of an event, as it goes over the wire."""

LARGEST = 40_000
"""Bytes of a content as JSON. Encryption writes it in base64, which makes 54,000 of them."""

FOLDED_FROM = 600
"""Characters of a quotation from which it is folded up; about ten lines on a telephone."""

CHOICES = "nl.naast.choices"
"""The key under which a message tells which choices its numbers stand for."""

_SENTENCE_END = re.compile(r"(?<=[.!?…:;])\s+|\n+")
_LINES = re.compile(r"\n")


@record
class Message:
    """One message of Naast: a notice, or a file. `choices` are those that it numbers."""

    content: Content
    choices: tuple[Choice, ...] = ()
    attachment: Attachment | None = None


def messages(replies: Sequence[Reply], phrases: Phrases) -> list[Message]:
    """The messages of one turn, in order. Numbers belong to the last reply with choices."""
    last = max((n for n, reply in enumerate(replies) if reply.choices), default=None)
    return [
        message
        for number, reply in enumerate(replies)
        for message in _messages(reply, phrases, numbered=number == last)
    ]


def offering(choices: Sequence[Choice], person: str) -> Content:
    """What a message has to tell so that a reaction to it can be understood, even after a restart:
    whose choices these are, and which."""
    return {CHOICES: {"for": person, "ids": [choice.id for choice in choices]}} if choices else {}


def _messages(reply: Reply, phrases: Phrases, numbered: bool) -> Iterator[Message]:
    said = tuple(part for part in parts([reply], phrases, numbered=numbered) if part.kind is not Kind.FILE)
    fitting = _fitted(said) if said else []
    for number, piece in enumerate(fitting, start=1):
        choices = reply.choices if numbered and number == len(fitting) else ()
        yield Message(_content(piece), choices)
    if reply.attachment:
        yield Message({}, attachment=reply.attachment)


def _content(said: Sequence[Part]) -> Content:
    return {
        "msgtype": "m.notice",
        "body": "\n".join(_plain_lines(said)),
        "format": "org.matrix.custom.html",
        "formatted_body": "".join(_html(said)),
    }


# ---- size


def _fitted(said: tuple[Part, ...]) -> list[tuple[Part, ...]]:
    """The parts of a reply in as many pieces as it takes for each to fit into one event."""
    if len(json.dumps(_content(said))) <= LARGEST:
        return [said]
    if len(said) > 1:
        middle = len(said) // 2
        return [*_fitted(said[:middle]), *_fitted(said[middle:])]
    return [piece for half in _halves(said[0]) for piece in _fitted((half,))]


def _halves(part: Part) -> tuple[Part, Part]:
    """A paragraph cut in two, at the end of a sentence where there is one near the middle, or else
    between words."""
    text, middle = part.text, len(part.text) // 2
    for between in (_SENTENCE_END, re.compile(r"\s+")):
        cuts = [found.span() for found in between.finditer(text) if found.start() and found.end() < len(text)]
        near = min(cuts, key=lambda cut: abs(cut[0] - middle), default=None)
        if near and len(text) // 4 < near[0] < 3 * len(text) // 4:
            return replace(part, text=text[: near[0]]), replace(part, text=text[near[1] :], mark="")
    return replace(part, text=text[:middle]), replace(part, text=text[middle:], mark="")


# ---- plain text


def _plain_lines(said: Iterable[Part]) -> Iterator[str]:
    above = False
    for part in said:
        if part.apart and above:
            yield ""
        above = True
        for number, line in enumerate(part.text.split("\n")):
            yield _before(part, number) + line


def _before(part: Part, line: int) -> str:
    if part.kind in (Kind.LEAD, Kind.WORDS):
        return "> "
    return part.mark if line == 0 else " " * len(part.mark)


# ---- HTML


def _html(said: Iterable[Part]) -> Iterator[str]:
    for kind, group in groupby(said, key=lambda part: _block_of(part.kind)):
        same = list(group)
        match kind:
            case Kind.WORDS:
                yield from _quotes(same)
            case Kind.FACT:
                yield f"<ul>{''.join(_facts(same))}</ul>"
            case Kind.CHOICE:
                yield _choices(same)
            case _:
                yield from ("".join(_paragraphs(part.text)) for part in same)


def _block_of(kind: Kind) -> Kind:
    if kind in QUOTED:
        return Kind.WORDS
    return Kind.FACT if kind is Kind.ORIGIN else kind


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs, and lists where lines begin with a dash."""
    for paragraph in re.split(r"\n{2,}", text):
        for listed, lines in groupby(paragraph.split("\n"), key=lambda line: line.startswith("- ")):
            if listed:
                items = "".join(f"<li>{escape(line[2:])}</li>" for line in lines)
                yield f"<ul>{items}</ul>"
            else:
                yield f"<p>{'<br>'.join(map(escape, lines))}</p>"


def _quotes(said: Iterable[Part]) -> Iterator[str]:
    """Quotations; each begins with its lead or its words, and what is said about it follows."""
    quote: list[Part] = []
    for part in said:
        begins = part.kind is Kind.LEAD or (part.kind is Kind.WORDS and part.apart)
        if begins and quote:
            yield _quote(quote)
            quote = []
        quote.append(part)
    yield _quote(quote)


def _quote(quote: Sequence[Part]) -> str:
    words = "".join(f"<p>{_broken(part.text)}</p>" for part in quote if part.kind in (Kind.LEAD, Kind.WORDS))
    about = [part for part in quote if part.kind not in (Kind.LEAD, Kind.WORDS)]
    source = "".join(f"<em>{_broken(part.text)}</em>" for part in about if part.kind is Kind.SOURCE)
    remark = "".join(f"<p>{_broken(part.text)}</p>" for part in about if part.kind is Kind.REMARK)
    block = f"<blockquote>{words}</blockquote>" if words else ""
    if source and len(words) >= FOLDED_FROM:
        return f"<details><summary>{source}</summary>{block}</details>{remark}"
    return f"{block}<p>{source}</p>{remark}" if source else f"{block}{remark}"


def _facts(said: Iterable[Part]) -> Iterator[str]:
    item = ""
    for part in said:
        if part.kind is Kind.FACT:
            if item:
                yield f"<li>{item}</li>"
            item = _broken(part.text)
        else:
            lines = "<br>".join(_linked(line) for line in part.text.split("\n"))
            item = f"{item}<br><em>{lines}</em>" if item else f"<em>{lines}</em>"
    yield f"<li>{item}</li>"


def _choices(said: Sequence[Part]) -> str:
    items = "".join(f"<li>{escape(part.text)}</li>" for part in said)
    number = said[0].mark.strip(" .-")
    if not number:
        return f"<ul>{items}</ul>"
    return f"<ol>{items}</ol>" if number == "1" else f'<ol start="{number}">{items}</ol>'


def _linked(line: str) -> str:
    shown = escape(line)
    return f'<a href="{shown}">{shown}</a>' if line.startswith("https://") else shown


def _broken(text: str) -> str:
    return _LINES.sub("<br>", escape(text))
