"""What was said before, looked up on the homeserver when it matters.

Naast keeps no list of messages. Which choices a message offered stands in the message; whose message it
was, and which was the last, the homeserver knows. So nothing of this is lost with a restart.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from bot.channels.matrix.homeserver import Homeserver
from bot.channels.matrix.patience import RefusedError
from bot.channels.matrix.reading import reacted_number
from bot.channels.matrix.rendering import CHOICES
from bot.channels.matrix.sync import Stream
from bot.record import record

LOOKED_BACK = 50
"""Events among which the last one of a person is looked for."""

MESSAGES = ("m.room.message", "m.room.encrypted", "m.sticker")


@record
class Question:
    """A message of Naast with choices: whose they are, and which. Both are empty where the message
    cannot be decrypted any more."""

    person: str = field(repr=False)
    choices: tuple[str, ...] = ()
    thread: str = ""


@record
class LastTurn:
    """What somebody said last: the event, and that of its last version where it was edited."""

    event: str
    version: str


class History:
    """Earlier events of rooms."""

    def __init__(self, homeserver: Homeserver, stream: Stream) -> None:
        self._homeserver = homeserver
        self._stream = stream

    async def sender(self, room: str, event_id: str) -> str:
        """Who sent an event; empty where that cannot be told."""
        event = await self._event(room, event_id)
        return str(event.get("sender", ""))

    async def question(self, room: str, event_id: str) -> Question | None:
        """A question that Naast has put; None for anything else."""
        event: Mapping[str, Any] = await self._event(room, event_id)
        if event.get("sender") != self._homeserver.me:
            return None
        if event.get("type") == "m.room.encrypted":
            plain = self._stream.decrypted(room, event)
            if plain is None:
                return Question("")
            event = plain
        content = event.get("content", {})
        offered = content.get(CHOICES)
        if not isinstance(offered, Mapping):
            return None
        relation = _relation(event)
        thread = relation.get("event_id", "") if relation.get("rel_type") == "m.thread" else ""
        return Question(str(offered.get("for", "")), tuple(map(str, offered.get("ids", ()))), thread)

    async def last_turn(self, room: str, person: str, *, before: str) -> LastTurn | None:
        """The last that somebody said or did before an event, in its last version."""
        try:
            answer = await self._homeserver.fetch(
                "GET", "rooms", room, "context", before, query={"limit": str(2 * LOOKED_BACK)}
            )
        except RefusedError:
            return None
        edits: dict[str, str] = {}
        for event in answer.get("events_before", []):  # the latest first
            if event.get("sender") != person:
                continue
            event_id, edited = str(event.get("event_id", "")), _edited(event)
            if edited:
                edits.setdefault(edited, event_id)
            elif _is_turn(event):
                return LastTurn(event_id, edits.get(event_id, event_id))
        return None

    async def _event(self, room: str, event_id: str) -> dict[str, Any]:
        try:
            return await self._homeserver.fetch("GET", "rooms", room, "event", event_id)
        except RefusedError:
            return {}


def _is_turn(event: Mapping[str, Any]) -> bool:
    """Whether an event is one that Naast answers. Relations are readable in encrypted rooms too."""
    if event.get("type") == "m.reaction":
        return reacted_number(str(_relation(event).get("key"))) is not None
    return event.get("type") in MESSAGES


def _edited(event: Mapping[str, Any]) -> str:
    """The event that this one edits; empty where it edits none."""
    relation = _relation(event)
    return str(relation.get("event_id", "")) if relation.get("rel_type") == "m.replace" else ""


def _relation(event: Mapping[str, Any]) -> Mapping[str, Any]:
    relation = event.get("content", {}).get("m.relates_to")
    return relation if isinstance(relation, Mapping) else {}
