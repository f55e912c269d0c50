"""The homeserver and the people of these tests do what a test relies on."""

from pathlib import Path

import pytest

from tests.matrix.homeserver import Homeserver, start_homeserver
from tests.matrix.person import enter

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("encrypted", [True, False], ids=["encrypted", "plain"])
async def test_two_people_talk(homeserver: Homeserver, tmp_path: Path, encrypted: bool) -> None:
    async with (
        enter(homeserver, homeserver.register("anna"), tmp_path) as anna,
        enter(homeserver, homeserver.register("bob"), tmp_path) as bob,
    ):
        room = await anna.direct_room(bob.user_id, encrypted=encrypted)
        await bob.until(lambda: room in bob.client.invited_rooms)
        await bob.join(room)
        await anna.joined(room, bob.user_id)

        asked = await anna.say(room, "hallo")
        heard = await bob.next(room)
        assert (heard.event, heard.body, heard.encrypted) == (asked, "hallo", encrypted)

        await bob.react(room, asked, "1️⃣")
        answer = await bob.say(room, "dag", reply_to=asked, notice=True)
        heard = await anna.next(room)
        assert (heard.event, heard.kind, heard.reply_to) == (answer, "m.notice", asked)
        assert [(other.reacts_to, other.key) for other in anna.heard if other.key] == [(asked, "1️⃣")]

        in_thread = await bob.say(room, "en dit", thread=asked)
        heard = await anna.next(room)
        assert (heard.event, heard.thread, heard.reply_to) == (in_thread, asked, None)

        edit = await anna.edit(room, asked, "hoi")
        assert await bob.until(lambda: [h for h in bob.heard if h.edits == asked and h.event == edit])
        await anna.redact(room, asked)
        await bob.until(lambda: [h for h in bob.heard if h.redacts == asked])

        await bob.send_file(room, "brief.txt", b"Geachte heer")
        heard = await anna.next(room)
        assert (heard.kind, await anna.fetch(heard)) == ("m.file", b"Geachte heer")

        await bob.leave(room)
        await anna.left(room, bob.user_id)


async def test_a_person_waits_while_the_homeserver_restarts(tmp_path: Path) -> None:
    with start_homeserver(tmp_path / "homeserver") as homeserver:
        account = homeserver.register("anna")
        async with enter(homeserver, account, tmp_path) as anna:
            room = await anna.group_room(name="Alleen")
            homeserver.restart()
            assert await anna.say(room, "is daar iemand?")
