"""Replies at rest: JSON, and back to the same replies.

What is empty is not written. A field that this release does not know is passed over, and one that
an earlier release did not write is empty, so replies survive an update and its undoing.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from bot.messages import Attachment, Choice, Fact, Quote, Reply, fields_of

_ENCODER = json.JSONEncoder(separators=(",", ":"), default=fields_of)

Part = TypeVar("Part", Attachment, Choice, Fact, Quote)


def replies_to_json(replies: Iterable[Reply]) -> str:
    """The stored form: compact ASCII."""
    return _ENCODER.encode([_full(reply) for reply in replies])


def replies_from_json(stored: str) -> tuple[Reply, ...]:
    """Reads `replies_to_json`. Raises ValueError for anything else."""
    try:
        return tuple(_reply(reply) for reply in json.loads(stored))
    except (TypeError, AttributeError, KeyError) as error:
        raise ValueError("these are no replies") from error


def _full(reply: Reply) -> dict[str, Any]:
    return {name: value for name, value in fields_of(reply).items() if value not in ((), None)}


def _reply(stored: Mapping[str, Any]) -> Reply:
    attachment = stored.get("attachment")
    return Reply(
        text=stored["text"],
        quotes=_parts(Quote, stored.get("quotes", ())),
        facts=_parts(Fact, stored.get("facts", ())),
        choices=_parts(Choice, stored.get("choices", ())),
        attachment=_part(Attachment, attachment) if attachment else None,
    )


def _parts(kind: type[Part], stored: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    return tuple(_part(kind, part) for part in stored)


def _part(kind: type[Part], stored: Mapping[str, Any]) -> Part:
    return kind(**{field.name: stored[field.name] for field in fields(kind) if field.name in stored})
