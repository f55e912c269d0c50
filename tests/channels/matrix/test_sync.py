"""The stream: nothing is left out, nothing of the past is answered, nothing that is made up stops it."""

import asyncio
import json
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote

import pytest

from bot.channels.matrix import sync
from bot.channels.matrix.sync import Invitation, _arrival, _invitations
from tests.channels.matrix.conftest import Serving
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import enter

ME = "@naast:example.org"


def member(membership: str, before: str = "", user: str = ME) -> dict[str, Any]:
    unsigned = {"prev_content": {"membership": before}} if before else {}
    content = {"membership": membership}
    return {"type": "m.room.member", "state_key": user, "content": content, "unsigned": unsigned}


SAID = {"type": "m.room.message", "content": {}}


@pytest.mark.parametrize(
    ("events", "arrival"),
    [
        ([SAID, member("invite"), SAID, member("join", "invite"), SAID], 1),
        ([SAID, member("join"), SAID], 1),  # the invitation lies further back
        ([SAID, SAID], None),  # there all the time
        ([SAID, member("join", "join"), SAID], None),  # another display name
        ([SAID, member("join", user="@anna:example.org"), SAID], None),
        ([member("invite"), member("join", "invite"), member("leave", "join"), member("join", "leave")], 0),
    ],
)
def test_naast_has_come_into_a_room_where_it_was_invited(
    events: list[dict[str, Any]], arrival: int | None
) -> None:
    assert _arrival(events, ME) == arrival


def test_an_invitation_tells_who_invites() -> None:
    invite = {**member("invite"), "sender": "@anna:example.org"}
    rooms: dict[str, Any] = {
        "!a": {"invite_state": {"events": [SAID, invite]}},
        "!b": {"invite_state": {"events": [member("join")]}},
        "!c": {"invite_state": {"events": [7, {"type": "m.room.member", "content": []}]}},
        "!d": {},
    }

    assert list(_invitations(rooms, ME)) == [Invitation("!a", "@anna:example.org")]


@pytest.mark.slow
@pytest.mark.parametrize("encrypted", [True, False], ids=["encrypted", "plain"])
async def test_what_was_said_while_naast_was_away_is_answered_in_order_however_much_it_is(
    homeserver: Homeserver,
    serving: Serving,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    encrypted: bool,
) -> None:
    few = json.loads(sync.FILTER)
    few["room"]["timeline"]["limit"] = 2  # the homeserver leaves out the rest
    monkeypatch.setattr(sync, "FILTER", json.dumps(few))
    async with enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        async with serving() as naast:
            room = await anna.direct_room(naast.user_id, encrypted=encrypted)
            await anna.joined(room, naast.user_id)
            await anna.say(room, "begin")
            await anna.next(room)
        for text in ("1", "2", "begin", "2", "begin", "1"):
            await anna.say(room, text)
        async with serving():
            heard = [(await anna.next(room)).body[:8] for _ in range(6)]

    assert heard == ["Hoe rood", "Dat was ", "Wat wilt", "Dit is d", "Wat wilt", "Hoe rood"]


@pytest.mark.slow
async def test_a_device_without_a_past_answers_nothing_of_it(
    homeserver: Homeserver, serving: Serving, tmp_path: Path, folder: Path
) -> None:
    async with enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        async with serving() as naast:
            room = await anna.direct_room(naast.user_id, encrypted=False)
            await anna.joined(room, naast.user_id)
        await anna.say(room, "hulp")
        (folder / "since").unlink()
        async with serving():
            async with asyncio.timeout(30):
                while not await asyncio.to_thread((folder / "since").exists):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            await anna.say(room, "stop")
            said = await anna.next(room)
            while not said.body.startswith("We stoppen"):
                assert not said.body.startswith("Typ uw vraag")
                said = await anna.next(room)


@pytest.mark.slow
async def test_events_that_somebody_has_made_up_do_not_stop_the_stream(
    homeserver: Homeserver, serving: Serving, tmp_path: Path
) -> None:
    megolm = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "?", "device_id": "", "session_id": ""}
    made_up: list[tuple[str, dict[str, Any]]] = [
        ("m.room.encrypted", {**megolm, "sender_key": ""}),
        ("m.room.encrypted", {"algorithm": 7}),
        ("m.room.message", {"msgtype": ["m.text"], "body": {"a": 1}}),
        ("m.room.message", {"msgtype": "m.text", "body": None, "m.relates_to": "?"}),
        ("m.room.message", {"msgtype": "m.file", "body": "a", "file": {"url": 7}, "info": []}),
        ("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": "?", "key": "1️⃣"}}),
        ("m.poll.start", {}),
    ]
    mallory, api = homeserver.register("mallory"), "/_matrix/client/v3"
    user = {"type": "m.id.user", "user": mallory.user_id}
    login = {"type": "m.login.password", "identifier": user, "password": mallory.password}
    token = homeserver.call("POST", f"{api}/login", login)["access_token"]
    async with serving() as naast, enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        made = {"preset": "trusted_private_chat", "invite": [naast.user_id]}
        bad_room = homeserver.call("POST", f"{api}/createRoom", made, token)["room_id"]
        for number, (kind, content) in enumerate(made_up):
            path = f"{api}/rooms/{quote(bad_room)}/send/{kind}/{number}"
            with suppress(HTTPError):  # some of it the homeserver does not take either
                homeserver.call("PUT", path, content, token)
        room = await anna.direct_room(naast.user_id, encrypted=False)
        await anna.joined(room, naast.user_id)
        await anna.say(room, "begin")
        assert (await anna.next(room)).body.startswith("Wat wilt u?")
