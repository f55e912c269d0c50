"""The stream of what happens on the homeserver, fetched so that nothing is lost and nothing comes twice
to anybody's notice.

nio could do this, but it remembers its place in the stream before anything has been handled, so what a
crash interrupts is gone. Here a place is remembered (`progress`) only after the commit of all that came
before it; what comes again after a crash is known by its event ids.

nio is *told* what happens, because it keeps the members of rooms and the keys. What people write never
goes through it: an event of a form that nio does not expect could otherwise stop the stream for good.
So encrypted events are decrypted one by one, and one that cannot be is handed on as it is.

The stream begins now. The first time, nothing that is there already is handed on; when it goes on where
it was, everything since then is, however long that took. A homeserver leaves out the middle of a room in
which much was written; that is fetched (`_gap`).
"""

import json
import logging
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from nio import Event, MegolmEvent, SyncResponse
from nio.exceptions import EncryptionError

from bot.channels.matrix.homeserver import REQUEST_PATIENCE, Homeserver, Json
from bot.channels.matrix.patience import RefusedError
from bot.record import record

LONG_POLL = 30
"""Seconds for which the homeserver waits for something to happen."""

FILTER = json.dumps(
    {
        "presence": {"types": []},
        "account_data": {"types": []},
        "room": {
            "timeline": {"limit": 100},
            "ephemeral": {"types": []},
            "account_data": {"types": []},
        },
    }
)

PAGES = 20
"""Pages of 100 events that are fetched of what was left out of one room, at most."""

Raw = Mapping[str, Any]

log = logging.getLogger(__name__)


@record
class Invitation:
    """An invitation to a room."""

    room: str
    inviter: str = field(repr=False)


@record
class RoomNews:
    """What happened in a room, in order. `messages` are decrypted, where that was possible, and are
    only those that came after Naast was invited; `state` is what changed about the room."""

    room: str
    messages: Sequence[Raw] = field(repr=False)
    state: Sequence[Raw] = field(repr=False)


@record
class News:
    """What happened up to the place `until` in the stream."""

    until: str
    invitations: Sequence[Invitation]
    rooms: Sequence[RoomNews]
    left: Sequence[str]
    brings_keys: bool


class Stream:
    """The stream from the place `since` on; from now on where there is none."""

    def __init__(self, homeserver: Homeserver, since: str) -> None:
        self._homeserver = homeserver
        self._client = homeserver.client
        self._since = since
        self._is_new = not since
        self._knows_rooms = False
        self._counts: Json = {}

    async def next(self) -> News:
        """Waits until something happens. Raises LoggedOutError."""
        # Synapse repeats, for two minutes, what it has answered to the same question. A new start must
        # not hear again what was new to the one before, so it asks a question of its own.
        wait = LONG_POLL * 1000 if self._knows_rooms else random.randrange(1000)
        query = {"filter": FILTER, "timeout": str(wait)}
        if self._since:
            query["since"] = self._since
        if not self._knows_rooms:
            query["full_state"] = "true"
        raw = await self._homeserver.fetch("GET", "sync", query=query, seconds=REQUEST_PATIENCE + LONG_POLL)
        rooms = raw.get("rooms", {})
        joined: Mapping[str, Json] = rooms.get("join", {})
        await self._tell_nio(raw, joined)
        news = News(
            until=raw["next_batch"],
            invitations=list(_invitations(rooms.get("invite", {}), self._homeserver.me)),
            rooms=[await self._room(room, told) for room, told in joined.items()],
            left=list(rooms.get("leave", {})),
            brings_keys=bool(raw.get("to_device", {}).get("events")),
        )
        self._since, self._is_new, self._knows_rooms = news.until, False, True
        return news

    def decrypted(self, room: str, event: Raw) -> Raw | None:
        """An encrypted event in plain; None where its key is not there."""
        try:
            parsed = Event.parse_encrypted_event(dict(event))
            if not isinstance(parsed, MegolmEvent):
                return None
            parsed.room_id = room
            plain = self._client.decrypt_event(parsed)
        except (EncryptionError, AssertionError, LookupError, TypeError, ValueError):
            return None
        source: Raw = plain.source
        return {**source, "event_id": event["event_id"], "sender": event["sender"]}

    # ---- what nio is told

    async def _tell_nio(self, raw: Json, joined: Mapping[str, Json]) -> None:
        """Keys first, then rooms: each as an answer of its own, so that a fault in one does not take
        the other along. A message alone is no news to nio, which takes 15 ms to find that out."""
        until, counts = raw["next_batch"], raw.get("device_one_time_keys_count", {})
        rooms = {room: _for_nio(news) for room, news in joined.items()}
        rooms = {room: told for room, told in rooms.items() if told or room not in self._client.rooms}
        lists = {name: users for name, users in raw.get("device_lists", {}).items() if users}
        parts: list[Json] = []
        if raw.get("to_device", {}).get("events"):
            parts.append({"next_batch": f"{until}/keys", "to_device": raw["to_device"]})
        if rooms or lists or counts != self._counts:
            about_keys = {"device_lists": lists, "device_one_time_keys_count": counts}
            parts.append({"next_batch": until, "rooms": {"join": rooms}, **about_keys})
        self._counts = counts
        for told in parts:
            try:
                await self._client.receive_response(SyncResponse.from_dict(told))
            except Exception as error:
                log.error("nio stumbled over what happened: %s", type(error).__name__)

    # ---- a room

    async def _room(self, room: str, told: Json) -> RoomNews:
        timeline = told.get("timeline", {})
        events = [event for event in timeline.get("events", []) if isinstance(event, dict)]
        state = [*told.get("state", {}).get("events", []), *(e for e in events if "state_key" in e)]
        arrival = _arrival(events, self._homeserver.me)
        if self._is_new:
            events = []
        elif arrival is not None:
            events = events[arrival:]
        elif timeline.get("limited") and timeline.get("prev_batch"):
            events = [*await self._gap(room, timeline["prev_batch"]), *events]
        messages = [self._readable(room, event) for event in events if "state_key" not in event]
        return RoomNews(room, messages, state)

    def _readable(self, room: str, event: Raw) -> Raw:
        if event.get("type") != "m.room.encrypted":
            return event
        return self.decrypted(room, event) or event

    async def _gap(self, room: str, before: str) -> list[Json]:
        """What happened since the last time and was left out, in order."""
        found: list[Json] = []
        for _ in range(PAGES):
            query = {"dir": "b", "from": before, "to": self._since, "limit": "100"}
            try:
                page = await self._homeserver.fetch("GET", "rooms", room, "messages", query=query)
            except RefusedError:
                break
            chunk = [event for event in page.get("chunk", []) if isinstance(event, dict)]
            found += chunk
            if not chunk or "end" not in page or page["end"] == before:
                break
            before = page["end"]
        return found[::-1]


def _for_nio(news: Json) -> Json:
    """What nio needs to know about a room: its state, and nothing that people wrote. Empty where that
    has not changed."""
    events = news.get("timeline", {}).get("events", [])
    changed = [event for event in events if isinstance(event, dict) and "state_key" in event]
    state, summary = news.get("state", {}).get("events", []), news.get("summary", {})
    if not (changed or state or summary):
        return {}
    return {
        "state": {"events": _parsable(state)},
        "timeline": {"events": _parsable(changed)},
        "summary": summary,
    }


def _parsable(events: Sequence[Json]) -> list[Json]:
    """Without the events that make nio stumble."""
    return [event for event in events if _is_parsable(event)]


def _is_parsable(event: Json) -> bool:
    try:
        Event.parse_event(event)
    except (AssertionError, LookupError, TypeError, ValueError, AttributeError):
        return False
    return True


def _arrival(events: Sequence[Raw], me: str) -> int | None:
    """Where, among these events, Naast came into the room: the invitation where it is there, or else
    the entrance; None where it was there before."""
    own = [
        (number, event.get("content", {}).get("membership"))
        for number, event in enumerate(events)
        if event.get("type") == "m.room.member" and event.get("state_key") == me
    ]
    joined = [number for number, membership in own if membership == "join"]
    before = events[joined[-1]].get("unsigned", {}).get("prev_content", {}) if joined else {}
    if not joined or before.get("membership") == "join":
        return None
    invited = [number for number, membership in own if membership == "invite" and number < joined[-1]]
    return invited[-1] if invited else joined[-1]


def _invitations(rooms: Mapping[str, Json], me: str) -> Iterator[Invitation]:
    for room, news in rooms.items():
        for event in news.get("invite_state", {}).get("events", []):
            match event:  # it comes from another server, and nobody has looked at it
                case {
                    "type": "m.room.member",
                    "state_key": str(user),
                    "content": {"membership": "invite"},
                    "sender": str(inviter),
                } if user == me:
                    yield Invitation(room, inviter)
