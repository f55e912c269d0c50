"""Coming and going: invitations are accepted, rooms that were replaced are followed, and a room that
everybody else has left is left too."""

import logging
from collections.abc import Sequence

from nio import RoomForgetResponse, RoomLeaveResponse

from bot.channels.matrix.homeserver import Homeserver
from bot.channels.matrix.patience import RefusedError, UnavailableError
from bot.channels.matrix.room import Rooms
from bot.channels.matrix.sync import Invitation

TRIES = 5
"""How often Naast knocks at a door; a room on another server may be gone."""

log = logging.getLogger(__name__)


class Membership:
    """Where Naast goes. `servers` are those whose people may invite it; everybody's where it is empty.
    Its methods raise LoggedOutError."""

    def __init__(self, homeserver: Homeserver, rooms: Rooms, servers: Sequence[str]) -> None:
        self._homeserver = homeserver
        self._client = homeserver.client
        self._ask = homeserver.patience.ask_nio
        self._rooms = rooms
        self._servers = frozenset(servers)

    async def answer(self, invitation: Invitation) -> None:
        """Accepts an invitation, or refuses it."""
        server = invitation.inviter.partition(":")[2]
        if not self._servers or server in self._servers:
            await self._join(invitation.room, server)
        else:
            log.info("refused an invitation from a server that is not in NAAST_MATRIX_INVITES")
            await self._leave(invitation.room)

    async def look_around(self, room: str) -> None:
        """Follows the others to the next room, or leaves an empty one."""
        after = self._rooms.replacement(room)
        if after:
            await self._join(after.room, after.server)
        if self._rooms.is_deserted(room):
            await self._leave(room)

    async def _join(self, room: str, server: str) -> None:
        """Enters a room. Not every room tells by its name which server knows it."""
        try:
            await self._homeserver.fetch("POST", "join", room, query={"via": server}, body={}, tries=TRIES)
        except (RefusedError, UnavailableError) as error:
            log.info("a room could not be entered: %s", error)

    async def _leave(self, room: str) -> None:
        try:
            await self._ask(lambda: self._client.room_leave(room), RoomLeaveResponse, tries=TRIES)
            await self._ask(lambda: self._client.room_forget(room), RoomForgetResponse, tries=TRIES)
        except (RefusedError, UnavailableError) as error:
            log.info("a room could not be left: %s", error)
        self._rooms.forget(room)
