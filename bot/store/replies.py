"""Replies at rest: JSON, and back to the same replies.

What is empty is not written. A field that this release does not know is passed over, and one that
an earlier release did not write is empty, so replies survive an update and its undoing.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any, TypeVar

from bot.compact import array, mapping, string
from bot.messages import Attachment, Choice, Fact, Quote, Reply

CONTENT = 1024
"""Quotes and facts of which the JSON is remembered; all that is ever quoted, about."""

Part = TypeVar("Part", Attachment, Choice, Fact, Quote)


def replies_to_json(replies: Iterable[Reply]) -> str:
    """The stored form: compact ASCII."""
    return array([_written(reply) for reply in replies])


def replies_from_json(stored: str) -> tuple[Reply, ...]:
    """Reads `replies_to_json`. Raises ValueError for anything else."""
    try:
        return tuple(_reply(reply) for reply in json.loads(stored))
    except (TypeError, AttributeError, KeyError) as error:
        raise ValueError("these are no replies") from error


def _written(reply: Reply) -> str:
    """A reply as JSON: most of it is content, which is written once and stored many times."""
    written = f'{{"text":{string(reply.text)}'
    if reply.quotes:
        written += f',"quotes":{array([_content(quote) for quote in reply.quotes])}'
    if reply.facts:
        written += f',"facts":{array([_content(fact) for fact in reply.facts])}'
    if reply.choices:
        written += f',"choices":{array([_choice(choice) for choice in reply.choices])}'
    if reply.attachment:
        written += f',"attachment":{_object(reply.attachment)}'
    return written + "}"


def _choice(choice: Choice) -> str:
    return f'{{"id":{string(choice.id)},"label":{string(choice.label)}}}'


def _object(part: Attachment | Fact | Quote) -> str:
    return mapping({field.name: string(getattr(part, field.name)) for field in fields(part)})


@lru_cache(CONTENT)
def _content(part: Fact | Quote) -> str:
    return _object(part)


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
