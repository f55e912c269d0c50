"""Rooms: who is there, which one a room goes on from, and when it is time to leave.

A conversation is named after a room and a person: "matrix:!room:server:@person:server". So everybody in
a group has their own, and keeps it when a third person joins a room of two. A room that replaces
another goes on with its conversations: they are named after the first of them all. Whoever pretends
that a room replaces another one gets nothing by it, as their own name is a part too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from nio import AsyncClient

from bot.channels.matrix.addressing import Me
from bot.record import record

LONGEST_LINE = 50
"""Replacements in a row that are followed back."""

Raw = Mapping[str, Any]


@record
class Replacement:
    """A room that has taken the place of another, and a server that knows it."""

    room: str = field(repr=False)
    server: str = field(repr=False)


class Rooms:
    """The rooms that Naast is in. nio knows the members, the rest is learnt from the state."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._before: dict[str, str] = {}
        self._after: dict[str, Replacement] = {}

    def learn(self, room: str, state: Iterable[Raw]) -> None:
        """Takes in what changed about a room."""
        for event in state:
            content = event.get("content")
            if not isinstance(content, Mapping) or event.get("state_key") != "":
                continue
            match event.get("type"):
                case "m.room.create":
                    before = content.get("predecessor")
                    if isinstance(before, Mapping) and isinstance(before.get("room_id"), str):
                        self._before[room] = before["room_id"]
                case "m.room.tombstone" if isinstance(content.get("replacement_room"), str):
                    server = str(event.get("sender", "")).partition(":")[2]
                    self._after[room] = Replacement(content["replacement_room"], server)

    def replacement(self, room: str) -> Replacement | None:
        """The room that has taken the place of this one, unless Naast is there."""
        after = self._after.get(room)
        return after if after and after.room not in self._client.rooms else None

    def is_here(self, room: str) -> bool:
        """Whether Naast is in a room."""
        return room in self._client.rooms

    def is_deserted(self, room: str) -> bool:
        """Whether nobody else is in a room or invited to it."""
        return self.is_here(room) and not self._others(room)

    def is_group(self, room: str) -> bool:
        """Whether more than one other person is in a room or invited to it."""
        return len(self._others(room)) > 1

    def conversation(self, room: str, person: str) -> str:
        """The name of the conversation with somebody in a room."""
        for _ in range(LONGEST_LINE):
            if room not in self._before:
                break
            room = self._before[room]
        return f"matrix:{room}:{person}"

    def me(self, room: str) -> Me:
        """Naast, as the others in this room know it."""
        user_id = str(self._client.user_id)
        members = self._client.rooms[room].users if self.is_here(room) else {}
        member = members.get(user_id)
        return Me(user_id, str(member.display_name or "") if member else "")

    def forget(self, room: str) -> None:
        """Naast has left a room."""
        self._client.rooms.pop(room, None)

    def _others(self, room: str) -> list[str]:
        there = self._client.rooms.get(room)
        return [user for user in there.users if user != self._client.user_id] if there else []
