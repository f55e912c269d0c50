"""Text and its entities: the HTML mode of messages, and what Telegram finds by itself.

https://core.telegram.org/bots/api#html-style and #messageentity. Offsets and lengths of entities are
in UTF-16 units; offsets in refusals are in bytes of the UTF-8 text as it was sent. Only the tags that
Telegram lists are allowed, only four named character references are read, and tags must nest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, NamedTuple
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
ATTRIBUTE = re.compile(r"""\s+([^\s>="'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.\-]+))?""")
TAG = re.compile(
    rf"<(?P<slash>/?)(?P<name>[^\s>=]*)(?P<attributes>(?:{ATTRIBUTE.pattern})*+)(?P<end>\s*>)?"
)  # without an end it is no whole tag, and refused
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
    for match in _found(text):
        start, kind = units(text[: match.start()]), match.lastgroup
        end = start + units(match[0])
        if not any(start < there[1] and there[0] < end for there in taken):
            found.append({"type": kind, "offset": start, "length": end - start})
    entities = sorted((*formatted.entities, *found), key=lambda e: (e["offset"], -e["length"]))
    return Formatted(text, tuple(entities[: limit.ENTITIES]))


def _found(text: str) -> Iterator[re.Match[str]]:
    """What is found in the words with a sign that all of it has: the pattern is too slow for whole texts."""
    at = 0
    for word in text.split():
        if "/" in word or "@" in word:
            at = text.index(word, at)
            yield from FOUND.finditer(text, at, at + len(word))
            at += len(word)


def trimmed(formatted: Formatted) -> Formatted:
    """Without white space around it, which Telegram takes away, and without entities beyond the limit."""
    text = formatted.text.rstrip()
    start = len(text) - len(text.lstrip())
    shift, end = units(text[:start]), units(text)
    entities = []
    for entity in formatted.entities[: limit.ENTITIES]:
        first = max(entity["offset"], shift)
        last = min(entity["offset"] + entity["length"], end)
        if not shift and last - first == entity["length"] > 0:
            entities.append(entity)
        elif last > first:
            entities.append({**entity, "offset": first - shift, "length": last - first})
    return Formatted(text[start:], tuple(entities))


_CLOSED = ("code", "pre", "text_link", "custom_emoji")


class _Open(NamedTuple):
    name: str
    entity: Entity | None
    start: int


class _Parser:
    """Reads a marked-up text once, from left to right."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._parts: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> Formatted:
        at = 0
        for tag in TAG.finditer(self._markup):
            self._add(self._markup[at : tag.start()])
            if tag["slash"]:
                self._close_tag(tag)
            else:
                self._open_tag(tag)
            at = tag.end()
        self._add(self._markup[at:])
        if self._open:
            name = self._open[-1].name
            raise self._refusal(f'Can\'t find end tag corresponding to start tag "{name}"')
        entities = sorted(self._entities, key=lambda e: (e["offset"], -e["length"]))
        return Formatted("".join(self._parts), tuple(entities))

    def _add(self, text: str) -> None:
        if "&" in text:
            text = REFERENCE.sub(lambda reference: unescape(reference[0]), text)
        self._parts.append(text)
        self._length += units(text)

    def _open_tag(self, tag: re.Match[str]) -> None:
        name, begin = tag["name"].lower(), tag.start()
        if name not in TAGS:
            raise self._refusal(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        if not tag["end"]:
            raise self._refusal(f'Unclosed start tag "{name}" at byte offset {self._byte(begin)}')
        attributes = _attributes(tag["attributes"]) if tag["attributes"] else {}
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

    def _close_tag(self, tag: re.Match[str]) -> None:
        name, begin = tag["name"].lower(), tag.start()
        if not self._open:
            raise self._refusal(f"Unexpected end tag at byte offset {self._byte(begin)}")
        if not tag["end"] or tag["attributes"]:
            raise self._refusal(f"Unclosed end tag at byte offset {self._byte(begin)}")
        opened = self._open.pop()
        if name not in ("", opened.name):
            raise self._refusal(
                f"Unmatched end tag at byte offset {self._byte(begin)}, "
                f'expected "</{opened.name}>", found "</{name}>"'
            )
        length = self._length - opened.start
        if opened.entity and length:
            self._entities.append({**opened.entity, "offset": opened.start, "length": length})

    def _byte(self, index: int) -> int:
        return len(self._markup[:index].encode())

    def _refusal(self, why: str) -> Refused:
        return bad_request(f"can't parse entities: {why}")


def _attributes(given: str) -> dict[str, str]:
    return {name.lower(): unescape(value.strip("\"'")) for name, value in ATTRIBUTE.findall(given)}


def _is_link(attributes: dict[str, str]) -> bool:
    parts = urlsplit(attributes.get("href", ""))
    return parts.scheme in ("http", "https", "tg", "mailto", "tel") and bool(parts.netloc or parts.path)
