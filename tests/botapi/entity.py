"""Text and its entities: the HTML mode of messages, and what Telegram finds by itself.

https://core.telegram.org/bots/api#html-style and #messageentity. Offsets and lengths of entities are
in UTF-16 units; offsets in refusals are in bytes of the UTF-8 text as it was sent. Only the tags that
Telegram lists are allowed, only four named character references are read, and tags must nest.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from tests.botapi import limit
from tests.botapi.refusal import Refused, bad_request

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
REFERENCE = re.compile(r"&(lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
NAME = re.compile(r"[^\s>=]*")
ATTRIBUTE = re.compile(r"""\s+([^\s>="'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.\-]+))?""")
FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?!\w))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{3,32}(?!\w))"
    r"|(?P<url>https?://[^\s<>]+)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text without markup, and its entities in the order of their offsets."""

    text: str
    entities: tuple[Entity, ...] = ()


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def parse_html(markup: str) -> Formatted:
    """The text that people see. Refuses what Telegram refuses."""
    if "<" not in markup and "&" not in markup:
        return trimmed(Formatted(markup))
    return trimmed(_Parser(markup).parse())


def find_entities(formatted: Formatted) -> Formatted:
    """With the commands, mentions and addresses that Telegram finds in what has no markup."""
    text = formatted.text
    if "/" not in text and "@" not in text:
        return formatted
    taken = [(e["offset"], e["offset"] + e["length"]) for e in formatted.entities if e["type"] in _CLOSED]
    found: list[Entity] = []
    for match in FOUND.finditer(text):
        start, kind = units(text[: match.start()]), match.lastgroup
        end = start + units(match[0])
        if not any(start < there[1] and there[0] < end for there in taken):
            found.append({"type": kind, "offset": start, "length": end - start})
    entities = sorted((*formatted.entities, *found), key=lambda e: (e["offset"], -e["length"]))
    return Formatted(text, tuple(entities[: limit.ENTITIES]))


def trimmed(formatted: Formatted) -> Formatted:
    """Without white space around it, which Telegram takes away, and without entities beyond the limit."""
    text = formatted.text.rstrip()
    start = len(text) - len(text.lstrip())
    shift, end = units(text[:start]), units(text)
    entities = []
    for entity in formatted.entities[: limit.ENTITIES]:
        first = max(entity["offset"], shift)
        last = min(entity["offset"] + entity["length"], end)
        if last > first:
            entities.append({**entity, "offset": first - shift, "length": last - first})
    return Formatted(text[start:], tuple(entities))


_CLOSED = ("code", "pre", "text_link", "custom_emoji")


@dataclass(frozen=True, slots=True)
class _Open:
    name: str
    entity: Entity | None
    start: int


class _Parser:
    """Reads a marked-up text once, from left to right."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._at = 0
        self._parts: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> Formatted:
        markup = self._markup
        while self._at < len(markup):
            match markup[self._at]:
                case "<" if markup.startswith("</", self._at):
                    self._close_tag()
                case "<":
                    self._open_tag()
                case "&":
                    self._reference()
                case _:
                    end = min((i for c in "<&" if (i := markup.find(c, self._at)) >= 0), default=len(markup))
                    self._add(markup[self._at : end])
                    self._at = end
        if self._open:
            name = self._open[-1].name
            raise self._refusal(f'Can\'t find end tag corresponding to start tag "{name}"')
        entities = sorted(self._entities, key=lambda e: (e["offset"], -e["length"]))
        return Formatted("".join(self._parts), tuple(entities))

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += units(text)

    def _reference(self) -> None:
        match = REFERENCE.match(self._markup, self._at)
        self._add(unescape(match[0]) if match else "&")
        self._at += len(match[0]) if match else 1

    def _open_tag(self) -> None:
        begin = self._at
        named = NAME.match(self._markup, begin + 1)
        name = named[0].lower() if named else ""
        if name not in TAGS:
            raise self._refusal(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        self._at += 1 + len(name)
        attributes: dict[str, str] = {}
        while match := ATTRIBUTE.match(self._markup, self._at):
            attributes[match[1].lower()] = unescape((match[2] or "").strip("\"'"))
            self._at = match.end()
        rest = self._markup[self._at :].lstrip()
        if not rest.startswith(">"):
            raise self._refusal(f'Unclosed start tag "{name}" at byte offset {self._byte(begin)}')
        self._at = len(self._markup) - len(rest) + 1
        self._open.append(_Open(name, self._entity(name, attributes, begin), self._length))

    def _entity(self, name: str, attributes: dict[str, str], begin: int) -> Entity | None:
        kind = TAGS[name]
        outer = {opened.entity["type"] for opened in self._open if opened.entity}
        if outer & {"code", "pre"}:  # nothing else can be marked in them, but a language
            if kind == "code" and attributes.get("class", "").startswith("language-"):
                for opened in self._open:
                    if opened.entity and opened.entity["type"] == "pre":
                        opened.entity["language"] = attributes["class"].removeprefix("language-")
            return None
        if kind == "blockquote" and outer & {"blockquote", "expandable_blockquote"}:
            return None  # "blockquote and expandable_blockquote entities can't be nested"
        match name:
            case "span" if attributes.get("class") != "tg-spoiler":
                raise self._refusal(
                    f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}'
                )
            case "blockquote" if "expandable" in attributes:
                return {"type": "expandable_blockquote"}
            case "tg-emoji":
                return {"type": kind, "custom_emoji_id": attributes.get("emoji-id", "")}
            case "a":
                return {"type": kind, "url": attributes["href"]} if _is_link(attributes) else None
            case _:
                return {"type": kind}

    def _close_tag(self) -> None:
        begin, offset = self._at, self._byte(self._at)
        if not self._open:
            raise self._refusal(f"Unexpected end tag at byte offset {offset}")
        named = NAME.match(self._markup, begin + 2)
        name = named[0].lower() if named else ""
        rest = self._markup[begin + 2 + len(name) :].lstrip()
        if not rest.startswith(">"):
            raise self._refusal(f"Unclosed end tag at byte offset {offset}")
        opened = self._open.pop()
        if name not in ("", opened.name):
            raise self._refusal(
                f'Unmatched end tag at byte offset {offset}, expected "</{opened.name}>", found "</{name}>"'
            )
        self._at = len(self._markup) - len(rest) + 1
        length = self._length - opened.start
        if opened.entity and length:
            self._entities.append({**opened.entity, "offset": opened.start, "length": length})

    def _byte(self, index: int) -> int:
        return len(self._markup[:index].encode())

    def _refusal(self, why: str) -> Refused:
        return bad_request(f"can't parse entities: {why}")


def _is_link(attributes: dict[str, str]) -> bool:
    parts = urlsplit(attributes.get("href", ""))
    return parts.scheme in ("http", "https", "tg", "mailto", "tel") and bool(parts.netloc or parts.path)
