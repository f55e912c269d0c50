"""Keys: published, asked for and shared in time, so that both sides can read.

nio does the cryptography. What is added here is what it leaves to luck: before a message goes into an
encrypted room the devices of everybody there are known, and whoever has a device gets the key or the
sharing is begun again; a key that is missing is asked of the device that has used it.
"""

import asyncio
import logging
from typing import Any

from nio import AsyncClient, KeysClaimResponse, KeysQueryResponse, KeysUploadResponse, MegolmEvent
from nio.crypto import Olm
from nio.event_builders import RoomKeyRequestMessage
from nio.events.to_device import ForwardedRoomKeyEvent
from nio.exceptions import LocalProtocolError
from nio.responses import JoinedMembersResponse, ShareGroupSessionResponse

from bot.channels.matrix.homeserver import Homeserver
from bot.channels.matrix.patience import RefusedError, UnavailableError

SHARING_TRIES = 5
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
        except (RefusedError, UnavailableError, LocalProtocolError) as error:
            log.warning("the keys could not be kept up to date: %s", error)

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
            for _ in range(SHARING_TRIES):
                if not client.olm.should_share_group_session(room_id) or await self._share(room_id):
                    break
                client.invalidate_outbound_session(room_id)

    async def _learn_devices(self) -> None:
        if self._client.should_query_keys:
            await self._patience.ask_nio(self._client.keys_query, KeysQueryResponse)

    async def _share(self, room_id: str) -> bool:
        """Shares the key of a room; whether it got to all devices that can be reached."""
        client, ask = self._client, self._patience.ask_nio
        missing = client.get_missing_sessions(room_id)
        if missing:
            await ask(lambda: client.keys_claim(missing), KeysClaimResponse)
        shared = await ask(
            lambda: client.share_group_session(room_id, ignore_unverified_devices=True),
            ShareGroupSessionResponse,
        )
        return bool(self._reachable(room_id) <= shared.users_shared_with)

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

    def request_key(self, event: MegolmEvent) -> None:
        """Asks the device that has sent an event for its key, once; it goes out with `upkeep`."""
        olm = self._client.olm
        assert olm
        asked = {
            m.session_id for m in olm.outgoing_to_device_messages if isinstance(m, RoomKeyRequestMessage)
        }
        if event.session_id in asked or event.session_id in olm.outgoing_key_requests:
            return
        request = event.as_key_request(
            event.sender, self._client.device_id, event.session_id, event.device_id
        )
        olm.outgoing_to_device_messages.append(request)
