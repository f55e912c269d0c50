"""Rooms: who may invite Naast, whom it answers in a group, where it goes and when it leaves."""

import asyncio
from pathlib import Path

import pytest

from tests.channels.matrix.conftest import Serving
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Heard, Person, enter

pytestmark = pytest.mark.slow


def notices(person: Person, room: str) -> list[Heard]:
    return [heard for heard in person.heard if heard.room == room and heard.kind == "m.notice"]


async def reply_to(person: Person, event: str) -> Heard:
    """The message that replies to this one."""
    [found] = await person.until(lambda: [heard for heard in person.heard if heard.reply_to == event])
    return found


@pytest.mark.parametrize("encrypted", [True, False], ids=["encrypted", "plain"])
async def test_in_a_group_only_who_addresses_naast_is_answered(
    homeserver: Homeserver, serving: Serving, tmp_path: Path, encrypted: bool
) -> None:
    async with (
        serving() as naast,
        enter(homeserver, homeserver.register("anna"), tmp_path) as anna,
        enter(homeserver, homeserver.register("bob"), tmp_path) as bob,
    ):
        room = await anna.group_room(naast.user_id, bob.user_id, encrypted=encrypted)
        await bob.until(lambda: room in bob.client.invited_rooms)
        await bob.join(room)
        await anna.joined(room, naast.user_id)
        await anna.joined(room, bob.user_id)

        await bob.say(room, "hallo allemaal, ik woon naast de kerk")
        await bob.say(room, "2")
        asked = await anna.say(room, f"{naast.user_id}: begin")
        question = await reply_to(anna, asked)
        assert question.content["m.mentions"] == {"user_ids": [anna.user_id]}
        assert notices(anna, room) == [question]

        await bob.react(room, question.event, "1️⃣")  # it was not put to him
        await anna.react(room, question.event, "1️⃣")
        following = await reply_to(anna, question.event)
        assert following.body.startswith("Hoe rood?")
        assert notices(anna, room) == [question, following]

        mentioned = await bob.say(room, "begin", mentions=[naast.user_id])
        assert (await reply_to(bob, mentioned)).body == question.body
        replied = await anna.say(room, "1", reply_to=following.event)
        assert (await reply_to(anna, replied)).body.startswith("Dat was het.")
        assert (await reply_to(bob, replied)).sender == naast.user_id
        assert len(notices(anna, room)) == 4


async def test_only_people_of_the_servers_that_are_set_may_invite_naast(
    homeserver: Homeserver, serving: Serving, tmp_path: Path
) -> None:
    async with (
        serving(servers=("elsewhere.example",)) as naast,
        enter(homeserver, homeserver.register("anna"), tmp_path) as anna,
    ):
        room = await anna.direct_room(naast.user_id)
        await anna.left(room, naast.user_id)

    async with (
        serving(servers=("elsewhere.example", "localhost")) as naast,
        enter(homeserver, homeserver.register("bob"), tmp_path) as bob,
    ):
        room = await bob.direct_room(naast.user_id)
        await bob.joined(room, naast.user_id)


async def test_what_was_said_before_naast_was_invited_is_not_answered_and_what_came_after_is(
    homeserver: Homeserver, serving: Serving, tmp_path: Path
) -> None:
    async with (
        serving() as naast,
        enter(homeserver, homeserver.register("anna"), tmp_path) as anna,
        enter(homeserver, homeserver.register("bob"), tmp_path) as bob,
    ):
        room = await anna.direct_room(bob.user_id, encrypted=False)
        await bob.until(lambda: room in bob.client.invited_rooms)
        await bob.join(room)
        await anna.say(room, "hulp")
        await bob.leave(room)
        await anna.left(room, bob.user_id)
        await anna.invite(room, naast.user_id)
        await anna.say(room, "begin")  # before Naast has come in

        assert (await anna.next(room)).body.startswith("Wat wilt u?")
        assert len(notices(anna, room)) == 1


async def test_a_room_that_everybody_has_left_is_left(
    homeserver: Homeserver, serving: Serving, tmp_path: Path
) -> None:
    account = homeserver.register("naast")
    async with (
        serving(user=account.user_id, password=account.password) as naast,
        enter(homeserver, homeserver.register("anna"), tmp_path) as anna,
    ):
        room = await anna.direct_room(naast.user_id)
        await anna.joined(room, naast.user_id)
        await anna.leave(room)
        login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": account.user_id}}
        token = homeserver.call("POST", "/_matrix/client/v3/login", {**login, "password": account.password})[
            "access_token"
        ]

        async def rooms() -> list[str]:
            path = "/_matrix/client/v3/joined_rooms"
            found: list[str] = homeserver.call("GET", path, token=token)["joined_rooms"]
            return found

        async with asyncio.timeout(20):
            while await rooms():  # noqa: ASYNC110 - a homeserver does not tell when
                await asyncio.sleep(0.05)


async def test_a_room_that_was_replaced_is_followed_and_the_conversation_goes_on_there(
    homeserver: Homeserver, serving: Serving, tmp_path: Path
) -> None:
    async with (
        serving() as naast,
        enter(homeserver, homeserver.register("anna"), tmp_path) as anna,
    ):
        room = await anna.direct_room(naast.user_id)
        await anna.joined(room, naast.user_id)
        await anna.say(room, "begin")
        await anna.next(room)

        newer = await anna.upgrade(room)
        await anna.invite(newer, naast.user_id)
        await anna.joined(newer, naast.user_id)
        await anna.say(newer, "1")

        assert (await anna.next(newer)).body.startswith("Hoe rood?")
