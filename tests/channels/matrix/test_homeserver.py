"""A homeserver that is away, restarted, or says that it is too much; keys that come late."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from nio.event_builders import ToDeviceMessage

from bot.channels.matrix import channel
from tests.channels.matrix.conftest import Serving
from tests.matrix.homeserver import Homeserver, start_homeserver
from tests.matrix.person import Person, enter

pytestmark = pytest.mark.slow


@pytest.fixture
def quick_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """People are told at once that something cannot be read."""
    monkeypatch.setattr(channel, "GRACE", 0.0)


async def test_a_homeserver_that_is_away_at_the_start_and_later_is_waited_for(
    serving: Serving, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    with start_homeserver(tmp_path / "homeserver") as homeserver:
        account, other = homeserver.register("naast"), homeserver.register("anna")
        homeserver.stop()
        async with serving(
            homeserver=homeserver.url, user=account.user_id, password=account.password
        ) as naast:
            await heard(caplog, "does not answer")
            homeserver.start()
            async with enter(homeserver, other, tmp_path) as anna:
                room = await anna.direct_room(naast.user_id)
                await anna.joined(room, naast.user_id)
                await anna.say(room, "begin")
                await anna.next(room)

                homeserver.restart()
                await anna.say(room, "1")
                assert (await anna.next(room)).body.startswith("Hoe rood?")

    lines = [record.getMessage() for record in caplog.records]
    assert sum("does not answer" in line for line in lines) <= 2
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_homeserver_that_limits_gets_answers_in_its_own_time_and_no_emoji(
    serving: Serving, tmp_path: Path
) -> None:
    limit = {"rc_message": {"per_second": 1, "burst_count": 3}}
    with start_homeserver(tmp_path / "homeserver", limit) as homeserver:
        account, other = homeserver.register("naast"), homeserver.register("anna")
        token = homeserver.register("root", admin=True)
        exempt(homeserver, token.user_id, token.password, other.user_id)
        async with (
            serving(homeserver=homeserver.url, user=account.user_id, password=account.password) as naast,
            enter(homeserver, other, tmp_path) as anna,
        ):
            room = await anna.direct_room(naast.user_id, encrypted=False)
            await anna.joined(room, naast.user_id)
            for _ in range(6):
                await anna.say(room, "begin")
            for _ in range(6):
                assert (await anna.next(room)).body.startswith("Wat wilt u?")
            assert len([one for one in anna.heard if one.kind == "m.reaction"]) < 6


async def test_a_message_whose_key_is_missing_gets_clear_words_and_an_answer_when_the_key_comes(
    homeserver: Homeserver, serving: Serving, tmp_path: Path, quick_to_tell: None
) -> None:
    async with serving() as naast, enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        room = await anna.direct_room(naast.user_id)
        await anna.joined(room, naast.user_id)
        key = keep_key(anna, room)
        await anna.say(room, "begin")
        await anna.say(room, "begin")
        assert (await anna.next(room)).body.startswith("Uw bericht kan ik niet lezen")

        await give_key(anna, room, naast.user_id, key)
        assert (await anna.next(room)).body.startswith("Wat wilt u?")
        assert (await anna.next(room)).body.startswith("Wat wilt u?")
        assert len([one for one in anna.heard if one.body.startswith("Uw bericht")]) == 1


async def test_a_missing_key_is_asked_of_the_device_that_used_it_and_taken_from_it(
    homeserver: Homeserver,
    serving: Serving,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    quick_to_tell: None,
) -> None:
    async with serving() as naast, enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        room = await anna.direct_room(naast.user_id)
        await anna.joined(room, naast.user_id)
        await anna.say(room, "begin")
        await anna.next(room)
        requests: list[Any] = []
        monkeypatch.setattr(anna.client.olm, "_handle_key_requests", requests.append)
        keep_key(anna, room)
        await anna.say(room, "1")
        await anna.until(lambda: requests)
        assert (await anna.next(room)).body.startswith("Uw bericht kan ik niet lezen")
        await anna.next(room)  # the question again

        olm, [request] = anna.client.olm, requests
        [device] = anna.client.device_store.active_user_devices(naast.user_id)
        key = olm.inbound_group_store.get(room, request.sender_key, request.session_id)
        session = olm.session_store.get(device.curve25519)
        await anna.client.to_device(olm._encrypt_forwarding_key(room, key, session, device))
        assert (await anna.next(room)).body.startswith("Hoe rood?")


def keep_key(anna: Person, room: str) -> dict[str, str]:
    """What anna says from now on is encrypted with a key that she has given to nobody: this one."""
    anna.client.olm.create_outbound_group_session(room)
    session = anna.client.olm.outbound_group_sessions[room]
    session.shared = True
    return {
        "algorithm": "m.megolm.v1.aes-sha2",
        "room_id": room,
        "session_id": session.id,
        "session_key": session.session_key,
    }


async def give_key(anna: Person, room: str, user_id: str, key: dict[str, str]) -> None:
    """Sends a key that was kept to the device of somebody."""
    olm, [device] = anna.client.olm, anna.client.device_store.active_user_devices(user_id)
    if not olm.session_store.get(device.curve25519):
        await anna.client.keys_claim({user_id: [device.id]})
    session = olm.session_store.get(device.curve25519)
    encrypted = olm._olm_encrypt(session, device, "m.room_key", key)
    message = ToDeviceMessage("m.room.encrypted", user_id, device.id, encrypted)
    await anna.client.to_device(message)


def exempt(homeserver: Homeserver, admin: str, password: str, user_id: str) -> None:
    """Takes the limits from a user."""
    login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": admin}}
    answer = homeserver.call("POST", "/_matrix/client/v3/login", {**login, "password": password})
    path = f"/_synapse/admin/v1/users/{user_id}/override_ratelimit"
    homeserver.call("POST", path, {"messages_per_second": 0, "burst_count": 0}, answer["access_token"])


async def heard(caplog: pytest.LogCaptureFixture, words: str) -> None:
    """Waits until the log has a line with these words."""
    async with asyncio.timeout(30):
        while not any(words in record.getMessage() for record in caplog.records):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
