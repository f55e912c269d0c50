"""Keys: published, asked for and shared in time, so that both sides can read.

nio does the cryptography. What is added here is what it leaves to luck: before a message goes into an
encrypted room the devices of everybody there are known, and whoever has a device gets the key or the
sharing is begun again; a key that is missing is asked of the device that has used it.
"""

import asyncio
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from nio import AsyncClient, Event, KeysClaimResponse, KeysQueryResponse, KeysUploadResponse, MegolmEvent
from nio.crypto import Olm
from nio.event_builders import RoomKeyRequestMessage
from nio.events.to_device import ForwardedRoomKeyEvent
from nio.exceptions import LocalProtocolError
from nio.responses import JoinedMembersResponse, ShareGroupSessionResponse

from bot.channels.matrix.homeserver import Homeserver
from bot.channels.matrix.patience import OUTAGES, RefusedError, UnavailableError

SHARING_TRIES = 10
"""How often the key of a room is shared anew, where it did not get to every device."""

log = logging.getLogger(__name__)


class PersonalOlm(Olm):  # type: ignore[misc]
    """nio's encryption, which also takes a key from the device that made it.

    nio takes a forwarded key from Naast's own other devices only, and there are none. A device that
    is asked for a key of its own answers in the same form; it could as well have sent it at first.
    """

    def _should_accept_forward(self, sender: str, sender_key: str, event: ForwardedRoomKeyEvent) -> bool:
        request = self.outgoing_key_requests.get(event.session_id)
        content: dict[str, Any] = event.source.get("content", {})
        return (
            request is not None
            and (request.room_id, request.algorithm) == (event.room_id, event.algorithm)
            and content.get("sender_key") == sender_key
            and not content.get("forwarding_curve25519_key_chain")
        )


def open_keys(client: AsyncClient) -> None:
    """Lets a client that has just logged in use its keys."""
    client.olm = PersonalOlm(client.user_id, client.device_id, client.store)


class Encryption:
    """The keys of a logged-in client."""

    def __init__(self, homeserver: Homeserver) -> None:
        self._client = homeserver.client
        self._patience = homeserver.patience
        self._lock = asyncio.Lock()

    async def upkeep(self) -> None:
        """What has to be done between two looks at the stream. Raises LoggedOutError."""
        client, ask = self._client, self._patience.ask_nio
        try:
            async with self._lock:
                if client.should_upload_keys:
                    await ask(client.keys_upload, KeysUploadResponse)
                await self._learn_devices()
                if client.should_claim_keys:
                    wanted = client.get_users_for_key_claiming()
                    await ask(lambda: client.keys_claim(wanted), KeysClaimResponse, tries=1)
            await client.send_to_device_messages()
        except (*OUTAGES, RefusedError, UnavailableError, LocalProtocolError) as error:
            log.warning("the keys could not be kept up to date: %s", type(error).__name__)

    async def prepare(self, room_id: str) -> None:
        """Sees to it that all devices in an encrypted room can read what is sent next. Raises
        RefusedError, LoggedOutError."""
        client, ask = self._client, self._patience.ask_nio
        assert client.olm
        room = client.rooms[room_id]
        async with self._lock:
            if not room.members_synced:
                await ask(lambda: client.joined_members(room_id), JoinedMembersResponse)
            await self._learn_devices()
            try:
                await self._patience.ask(partial(self._share, room_id), tries=SHARING_TRIES)
            except UnavailableError:
                log.warning("the key of a room did not get to every device")

    async def _learn_devices(self) -> None:
        if self._client.should_query_keys:
            await self._patience.ask_nio(self._client.keys_query, KeysQueryResponse)

    async def _share(self, room_id: str) -> None:
        """Shares the key of a room, where that is needed. Raises UnavailableError where it did not get
        to all devices that can be reached; the next time another key is shared."""
        client, ask = self._client, self._patience.ask_nio
        assert client.olm
        if not client.olm.should_share_group_session(room_id):
            return
        missing = client.get_missing_sessions(room_id)
        if missing:
            await ask(lambda: client.keys_claim(missing), KeysClaimResponse)
        shared = await ask(
            lambda: client.share_group_session(room_id, ignore_unverified_devices=True),
            ShareGroupSessionResponse,
        )
        if not self._reachable(room_id) <= shared.users_shared_with:
            client.invalidate_outbound_session(room_id)
            raise UnavailableError

    def _reachable(self, room_id: str) -> set[tuple[str, str]]:
        """The devices in a room that something can be encrypted for."""
        client = self._client
        assert client.olm
        return {
            (device.user_id, device.id)
            for user in client.rooms[room_id].users
            for device in client.device_store.active_user_devices(user)
            if device.id != client.device_id and client.olm.session_store.get(device.curve25519)
        }

    def request_key(self, room: str, event: Mapping[str, Any]) -> None:
        """Asks the device that has sent an event for its key, once; it goes out with `upkeep`."""
        olm, parsed = self._client.olm, Event.parse_encrypted_event(dict(event))
        assert olm
        if not isinstance(parsed, MegolmEvent) or not (parsed.session_id and parsed.device_id):
            return
        waiting = [m for m in olm.outgoing_to_device_messages if isinstance(m, RoomKeyRequestMessage)]
        if parsed.session_id in {*olm.outgoing_key_requests, *(request.session_id for request in waiting)}:
            return
        parsed.room_id = room
        request = parsed.as_key_request(
            parsed.sender, self._client.device_id, parsed.session_id, parsed.device_id
        )
        olm.outgoing_to_device_messages.append(request)
