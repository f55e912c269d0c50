"""A person with a Matrix client that encrypts, as Element does by default.

    async with enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        room = await anna.direct_room(naast.user_id)            # encrypted=False for a plain one
        await anna.joined(room, naast.user_id)
        question = await anna.say(room, "mag ik een ander?")
        heard = await anna.next(room)                           # what came after the last `next`
        assert heard.kind == "m.notice" and heard.encrypted and heard.html
        await anna.react(room, heard.event, "1️⃣")
        await anna.until(lambda: room in anna.typing)

A person syncs all the time, in a task that ends with the block. Everything that comes from others is
kept in `heard`, in the order of arrival; `next` hands over the messages among it, one by one. To
show that somebody keeps silent, say something else that is answered, and look at what came before.

This is a nio client that trusts every device. The one that does not is `strict_client/`.
"""

import asyncio
import json
import mimetypes
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from nio import (
    AsyncClient,
    AsyncClientConfig,
    DownloadResponse,
    Event,
    JoinResponse,
    LoginResponse,
    MatrixRoom,
    MegolmEvent,
    ReceiptEvent,
    RoomCreateResponse,
    RoomInviteResponse,
    RoomLeaveResponse,
    RoomPreset,
    RoomRedactResponse,
    RoomSendResponse,
    TypingNoticeEvent,
    UploadResponse,
)
from nio.crypto import decrypt_attachment

from tests.matrix.homeserver import Account, Homeserver

WITHIN = 60.0
"""Seconds after which waiting for somebody is given up; a round trip takes a fifth of one."""

MESSAGES = frozenset({"m.text", "m.notice", "m.emote", "m.file", "m.image"})
UNDECRYPTABLE = "undecryptable"

Found = TypeVar("Found")
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that somebody else has sent.

    `kind` is a message's type ("m.notice"), else the type of the event ("m.reaction",
    "m.room.redaction", "m.room.member"), or UNDECRYPTABLE. `content` is decrypted.
    """

    room: str
    event: str
    sender: str
    kind: str
    encrypted: bool
    content: Content = field(repr=False)
    source: Content = field(repr=False)

    @property
    def body(self) -> str:
        """The plain text."""
        return str(self.content.get("body", ""))

    @property
    def html(self) -> str:
        """The formatted text, empty where there is none."""
        return str(self.content.get("formatted_body", ""))

    @property
    def reply_to(self) -> str | None:
        """The event that this replies to. The fallback of a thread is no reply."""
        if self._relation.get("is_falling_back"):
            return None
        reply: str | None = self._relation.get("m.in_reply_to", {}).get("event_id")
        return reply

    @property
    def thread(self) -> str | None:
        """The event that the thread of this one hangs on."""
        return self._related("m.thread")

    @property
    def edits(self) -> str | None:
        """The event that this one replaces."""
        return self._related("m.replace")

    @property
    def reacts_to(self) -> str | None:
        """The event that this is a reaction to; which one is in `key`."""
        return self._related("m.annotation")

    @property
    def key(self) -> str:
        """The emoji of a reaction."""
        return str(self._relation.get("key", ""))

    @property
    def redacts(self) -> str | None:
        """The event that this takes back."""
        redacted: str | None = self.content.get("redacts") or self.source.get("redacts")
        return redacted

    @property
    def _relation(self) -> Content:
        relation: Content = self.content.get("m.relates_to") or {}
        return relation

    def _related(self, kind: str) -> str | None:
        is_kind = self._relation.get("rel_type") == kind
        event: str | None = self._relation.get("event_id") if is_kind else None
        return event


class Person:
    """Made by `enter`. Every method that sends returns the id of its event."""

    def __init__(self, client: AsyncClient, account: Account) -> None:
        self.client = client
        self.account = account
        self.heard: list[Heard] = []
        self.typing: dict[str, set[str]] = {}
        """The others who type, of rooms in which somebody does."""
        self.read: dict[str, set[str]] = {}
        """Who has read up to an event, of every event that somebody has read."""
        self._next: dict[str, int] = {}
        self._changed = asyncio.Event()
        self._syncing: asyncio.Task[None] | None = None
        client.add_event_callback(self._hear, Event)
        client.add_ephemeral_callback(self._notice_typing, TypingNoticeEvent)
        client.add_ephemeral_callback(self._notice_reading, ReceiptEvent)
        client.add_response_callback(self._notice_response)

    @property
    def user_id(self) -> str:
        """Such as "@anna-1a2b:localhost"."""
        return self.account.user_id

    # ---- rooms

    async def direct_room(self, other: str, *, encrypted: bool = True) -> str:
        """Invites somebody to a conversation of two, as a client's "start chat" does."""
        return await self._create((other,), encrypted, is_direct=True, preset=RoomPreset.trusted_private_chat)

    async def group_room(self, *others: str, encrypted: bool = True, name: str = "Groep") -> str:
        """Invites several people to a room with a name."""
        return await self._create(others, encrypted, name=name, preset=RoomPreset.private_chat)

    async def invite(self, room: str, other: str) -> None:
        """Invites somebody to a room that exists."""
        _expect(await self.client.room_invite(room, other), RoomInviteResponse)

    async def join(self, room: str) -> None:
        """Accepts an invitation."""
        _expect(await self.client.join(room), JoinResponse)
        await self.until(lambda: room in self.client.rooms)

    async def leave(self, room: str) -> None:
        """Leaves a room."""
        _expect(await self.client.room_leave(room), RoomLeaveResponse)

    async def upgrade(self, room: str, version: str = "12") -> str:
        """Replaces a room by a new one and gives that; the others must be invited anew."""
        path = f"/_matrix/client/v3/rooms/{quote(room)}/upgrade"
        answer = await self.call("POST", path, {"new_version": version})
        replacement: str = answer["replacement_room"]
        await self.until(lambda: replacement in self.client.rooms)
        return replacement

    async def joined(self, room: str, other: str, *, within: float = WITHIN) -> None:
        """Waits until somebody is in the room, and until their devices are known."""
        await self.until(lambda: self._is_member(room, other), within=within)
        if self.client.rooms[room].encrypted:
            await self.until(lambda: self.client.device_store[other], within=within)

    async def left(self, room: str, other: str, *, within: float = WITHIN) -> None:
        """Waits until somebody is no longer in the room, nor invited to it."""
        await self.until(lambda: other not in self.client.rooms[room].users, within=within)

    # ---- sending

    async def say(
        self,
        room: str,
        text: str,
        *,
        reply_to: str | None = None,
        thread: str | None = None,
        mentions: Sequence[str] = (),
        notice: bool = False,
    ) -> str:
        """Says something; `mentions` are user ids, `thread` the event that a thread hangs on."""
        content: Content = {
            "msgtype": "m.notice" if notice else "m.text",
            "body": text,
            "m.mentions": {"user_ids": list(mentions)} if mentions else {},
        }
        relation: Content = {}
        if thread:
            relation = {
                "rel_type": "m.thread",
                "event_id": thread,
                "is_falling_back": reply_to is None,
                "m.in_reply_to": {"event_id": reply_to or thread},
            }
        elif reply_to:
            relation = {"m.in_reply_to": {"event_id": reply_to}}
        return await self.send(room, "m.room.message", content | _relating(relation))

    async def edit(self, room: str, event: str, text: str) -> str:
        """Changes what was said before."""
        new = {"msgtype": "m.text", "body": text}
        relation = {"rel_type": "m.replace", "event_id": event}
        content = {**new, "body": f"* {text}", "m.new_content": new}
        return await self.send(room, "m.room.message", content | _relating(relation))

    async def react(self, room: str, event: str, key: str) -> str:
        """Puts an emoji under a message."""
        relation = {"rel_type": "m.annotation", "event_id": event, "key": key}
        return await self.send(room, "m.reaction", _relating(relation))

    async def redact(self, room: str, event: str) -> str:
        """Takes something back."""
        answer = _expect(await self.client.room_redact(room, event), RoomRedactResponse)
        return str(answer.event_id)

    async def send_file(self, room: str, name: str, data: bytes, media_type: str | None = None) -> str:
        """Sends a file, encrypted in an encrypted room."""
        kind = media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        encrypted = self.client.rooms[room].encrypted
        uploaded, keys = await self.client.upload(
            lambda *_: BytesIO(data), kind, name, encrypt=encrypted, filesize=len(data)
        )
        uri = _expect(uploaded, UploadResponse).content_uri
        where = {"file": {**keys, "url": uri}} if encrypted and keys else {"url": uri}
        info = {"mimetype": kind, "size": len(data)}
        content = {"msgtype": "m.file", "body": name, "filename": name, "info": info, **where}
        return await self.send(room, "m.room.message", content)

    async def send(self, room: str, kind: str, content: Mapping[str, Any]) -> str:
        """Sends any event, encrypted for every device that is known now."""
        if self.client.should_query_keys:
            await self.client.keys_query()
        answer = await self.client.room_send(room, kind, dict(content), ignore_unverified_devices=True)
        return str(_expect(answer, RoomSendResponse).event_id)

    async def call(self, method: str, path: str, body: Content | None = None) -> Content:
        """One request as this person, for what nio does not offer."""
        answer = await self.client.send(
            method,
            path,
            None if body is None else json.dumps(body),
            {"Authorization": f"Bearer {self.client.access_token}", "Content-Type": "application/json"},
        )
        content: Content = await answer.json()
        assert answer.ok, f"{answer.status}: {content}"
        return content

    # ---- hearing

    async def next(self, room: str, *, within: float = WITHIN) -> Heard:
        """The next message that somebody else sent in this room: no edit, no reaction."""

        def following() -> Heard | None:
            messages = self.messages(room)[self._next.get(room, 0) :]
            return messages[0] if messages else None

        heard = await self.until(following, within=within)
        self._next[room] = self._next.get(room, 0) + 1
        return heard

    def messages(self, room: str) -> list[Heard]:
        """All messages of others in this room: no edits, no reactions."""
        return [
            heard
            for heard in self.heard
            if heard.room == room and heard.kind in MESSAGES | {UNDECRYPTABLE} and heard.edits is None
        ]

    async def fetch(self, heard: Heard) -> bytes:
        """The contents of a file that somebody sent, decrypted."""
        file = heard.content.get("file")
        answer = await self.client.download(file["url"] if file else heard.content["url"])
        data: bytes = _expect(answer, DownloadResponse).body
        if not file:
            return data
        plain: bytes = decrypt_attachment(data, file["key"]["k"], file["hashes"]["sha256"], file["iv"])
        return plain

    async def until(self, condition: Callable[[], Found | None], *, within: float = WITHIN) -> Found:
        """Waits until a condition holds, and gives what it gave. It is looked at after every change."""
        try:
            async with asyncio.timeout(within):
                while not (found := condition()):
                    self._changed.clear()
                    await self._change()
        except TimeoutError:
            heard = "\n".join(f"  {heard}: {heard.body[:80]}" for heard in self.heard[-10:])
            raise AssertionError(f"{self.user_id} waited in vain; heard last:\n{heard}") from None
        return found

    # ---- the sync

    async def start(self) -> None:
        """Begins to sync, and returns after the first one."""
        self._syncing = asyncio.create_task(self.client.sync_forever(timeout=30_000, full_state=True))
        await self.until(lambda: self.client.next_batch)

    async def close(self) -> None:
        """Ends the sync and every connection."""
        if self._syncing:
            self._syncing.cancel()
            with suppress(asyncio.CancelledError):
                await self._syncing
        await asyncio.sleep(0)  # what the sync began is cancelled only after this
        await self.client.close()
        if self.client.store:
            self.client.store.database.close()

    async def _change(self) -> None:
        assert self._syncing
        waiting = asyncio.create_task(self._changed.wait())
        try:
            await asyncio.wait({waiting, self._syncing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        if self._syncing.done():
            self._syncing.result()
            raise AssertionError("the sync has ended")

    async def _create(self, others: Sequence[str], encrypted: bool, **options: Any) -> str:
        encryption = {
            "type": "m.room.encryption",
            "state_key": "",
            "content": {"algorithm": "m.megolm.v1.aes-sha2"},
        }
        answer = await self.client.room_create(
            invite=others, initial_state=(encryption,) if encrypted else (), **options
        )
        room = str(_expect(answer, RoomCreateResponse).room_id)
        members = {self.user_id, *others}

        def complete() -> bool:
            there = self.client.rooms.get(room)
            return there is not None and there.encrypted == encrypted and members <= there.users.keys()

        await self.until(complete)
        return room

    def _is_member(self, room: str, other: str) -> bool:
        there = self.client.rooms[room]
        return other in there.users and other not in there.invited_users

    async def _hear(self, room: MatrixRoom, event: Event) -> None:
        if event.sender == self.user_id:
            return
        content = event.source.get("content", {})
        kind = content.get("msgtype") or event.source.get("type", "")
        self.heard.append(
            Heard(
                room=room.room_id,
                event=event.event_id,
                sender=event.sender,
                kind=UNDECRYPTABLE if isinstance(event, MegolmEvent) else kind,
                encrypted=event.decrypted or isinstance(event, MegolmEvent),
                content=content,
                source=event.source,
            )
        )
        self._changed.set()

    async def _notice_typing(self, room: MatrixRoom, event: TypingNoticeEvent) -> None:
        others = set(event.users) - {self.user_id}
        if others:
            self.typing[room.room_id] = others
        else:
            self.typing.pop(room.room_id, None)
        self._changed.set()

    async def _notice_reading(self, room: MatrixRoom, event: ReceiptEvent) -> None:
        for receipt in event.receipts:
            self.read.setdefault(receipt.event_id, set()).add(receipt.user_id)
        self._changed.set()

    async def _notice_response(self, response: object) -> None:
        self._changed.set()


@asynccontextmanager
async def enter(
    homeserver: Homeserver, account: Account, folder: Path, *, device: str = ""
) -> AsyncIterator[Person]:
    """Somebody who logs in and syncs until the end of the block; their keys are in `folder`. With
    the same `folder` and `device` again they are the same device."""
    store = folder / account.user_id.partition(":")[0].lstrip("@")
    store.mkdir(parents=True, exist_ok=True)
    config = AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True)
    client = AsyncClient(homeserver.url, account.user_id, device, str(store), config)
    person = Person(client, account)
    try:
        _expect(await client.login(account.password, device_name="Element"), LoginResponse)
        await person.start()
        yield person
    finally:
        await person.close()


def _relating(relation: Content) -> Content:
    return {"m.relates_to": relation} if relation else {}


def _expect(answer: object, kind: type[Found]) -> Found:
    assert isinstance(answer, kind), f"{type(answer).__name__}: {answer}"
    return answer
