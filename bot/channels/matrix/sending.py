"""Messages on their way out: in order within a room, each exactly once, tried until they arrive.

The transaction id of a message follows from the event that it answers and from its number among the
replies. A homeserver knows a transaction that it had before, and answers with the event that came of
it then, so sending again what may have arrived already is harmless.

The emoji under a question are an extra. Each is an event of its own, and a homeserver that limits how
much one user may send would make people wait for the next answer; one that has said so is spared them
for a while.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from nio import ErrorResponse, RoomSendResponse
from nio.exceptions import EncryptionError, LocalProtocolError

from bot.channels.matrix import rendering
from bot.channels.matrix.address import Address
from bot.channels.matrix.encryption import Encryption
from bot.channels.matrix.file import upload
from bot.channels.matrix.homeserver import Homeserver
from bot.channels.matrix.patience import BUSY, RefusedError
from bot.channels.matrix.reading import MOST_REACTIONS, reaction
from bot.channels.matrix.rendering import Message
from bot.engine.phrase import Phrases
from bot.messages import Reply
from bot.store.key import EventKey

SPARED = 600.0
"""Seconds without emoji after the homeserver has said that it is too much."""

EXTRA_PATIENCE = 10.0
"""Seconds after which an emoji that does not get through is left out."""

log = logging.getLogger(__name__)


class Sender:
    """Says replies in rooms."""

    def __init__(self, homeserver: Homeserver, encryption: Encryption, phrases: Phrases) -> None:
        self._homeserver = homeserver
        self._client = homeserver.client
        self._encryption = encryption
        self._phrases = phrases
        self._spared_until = 0.0
        self._extras: dict[str, asyncio.Task[None]] = {}
        self._client.add_response_callback(self._notice_limit, ErrorResponse)

    async def say(self, address: Address, replies: Sequence[Reply], event: EventKey) -> None:
        """Sends the replies of one turn, and returns when they have arrived or never will.

        Raises LoggedOutError.
        """
        self.leave_extras(address.room)
        for number, message in enumerate(rendering.messages(replies, self._phrases)):
            transaction = f"{event.event[:32]}.{number}"
            try:
                sent = await self._send(address, message, transaction, is_first=number == 0)
            except RefusedError as error:
                log.warning("a message was refused: %s", error)
                continue
            if sent and message.choices:
                self._put_reactions(address.room, sent, len(message.choices), transaction)

    def leave_extras(self, room: str) -> None:
        """Stops putting emoji under the last question in a room: it has been answered."""
        task = self._extras.pop(room, None)
        if task:
            task.cancel()

    async def close(self) -> None:
        """Leaves all extras."""
        tasks = list(self._extras.values())
        for room in list(self._extras):
            self.leave_extras(room)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _send(self, address: Address, message: Message, transaction: str, *, is_first: bool) -> str:
        """Sends one message and gives the id of its event; "" where there is nothing to send."""
        room = self._client.rooms.get(address.room)
        if room is None:
            raise RefusedError("M_FORBIDDEN", 403)  # Naast is no longer there
        content = message.content
        if message.attachment:
            uploaded = await upload(self._homeserver, message.attachment, encrypted=room.encrypted)
            if uploaded is None:
                return ""
            content = uploaded
        content = {
            **content,
            **address.relation(is_first=is_first),
            **rendering.offering(message.choices, address.person),
        }
        return await self._put(address.room, "m.room.message", content, transaction)

    async def _put(self, room_id: str, kind: str, content: dict[str, Any], transaction: str) -> str:
        async def send() -> object:
            if self._client.rooms[room_id].encrypted and kind != "m.reaction":
                await self._encryption.prepare(room_id)
            return await self._client.room_send(
                room_id, kind, content, tx_id=transaction, ignore_unverified_devices=True
            )

        for _ in range(3):
            try:
                sent = await self._homeserver.patience.ask_nio(send, RoomSendResponse)
            except EncryptionError:  # the key was given up while it was being shared
                continue
            except (LocalProtocolError, KeyError) as error:  # Naast has left, or is being shown out
                raise RefusedError("M_FORBIDDEN", 403) from error
            return str(sent.event_id)
        raise RefusedError("M_UNKNOWN", 0)

    # ---- extras

    def _put_reactions(self, room: str, event: str, count: int, transaction: str) -> None:
        if asyncio.get_running_loop().time() < self._spared_until:
            return
        task = asyncio.create_task(self._react(room, event, min(count, MOST_REACTIONS), transaction))
        self._extras[room] = task
        task.add_done_callback(lambda done: self._end_extras(room, done))

    async def _react(self, room: str, event: str, count: int, transaction: str) -> None:
        for number in range(1, count + 1):
            relation = {"rel_type": "m.annotation", "event_id": event, "key": reaction(number)}
            async with asyncio.timeout(EXTRA_PATIENCE):
                await self._put(room, "m.reaction", {"m.relates_to": relation}, f"{transaction}.{number}")

    def _end_extras(self, room: str, task: asyncio.Task[None]) -> None:
        if self._extras.get(room) is task:
            del self._extras[room]
        if not task.cancelled() and task.exception():
            log.info("the emoji under a question were left out: %s", type(task.exception()).__name__)

    async def _notice_limit(self, response: ErrorResponse) -> None:
        if response.status_code in BUSY:
            self._spared_until = asyncio.get_running_loop().time() + SPARED
            for room in list(self._extras):
                self.leave_extras(room)
