"""The text of a call: marked up by HTML or by entities, of an allowed length after parsing.

https://core.telegram.org/bots/api#formatting-options. Markdown is not read here: Naast writes HTML.
"""

from typing import Any

from tests.botapi import limit
from tests.botapi.call import Call
from tests.botapi.entity import Formatted, find_entities, parse_html, trimmed, units
from tests.botapi.refusal import bad_request


def read_text(call: Call) -> Formatted:
    """The text of a message, 1 to 4096 units."""
    given = call.text("text")
    if not given:
        raise bad_request("message text is empty")
    formatted = format_text(given, call.text("parse_mode"), call.value("entities", "message entities"))
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if units(formatted.text) > limit.MESSAGE_TEXT:
        raise bad_request("message is too long")
    return formatted


def read_caption(call: Call) -> Formatted:
    """The caption of a file, at most 1024 units; empty where there is none."""
    entities = call.value("caption_entities", "message entities")
    formatted = format_text(call.text("caption"), call.text("parse_mode"), entities)
    if units(formatted.text) > limit.CAPTION:
        raise bad_request("message caption is too long")
    return formatted


def format_text(given: str, parse_mode: str, entities: Any) -> Formatted:
    """A text with its entities. A parse mode outranks the entities."""
    try:
        size = len(given.encode())
    except UnicodeEncodeError:  # half of a surrogate pair
        raise bad_request("strings must be encoded in UTF-8") from None
    if size > limit.MARKUP_BYTES:
        raise bad_request("text is too long")
    match parse_mode.lower():
        case "html":
            return find_entities(parse_html(given))
        case "" | "none":
            return find_entities(trimmed(Formatted(given, _entities(entities))))
        case _:
            raise bad_request("unsupported parse_mode")


def _entities(given: Any) -> tuple[dict[str, Any], ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(e, dict) and "type" in e for e in given):
        raise bad_request("can't parse MessageEntity: expected an Object")
    return tuple(given)
