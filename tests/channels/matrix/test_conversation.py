"""People talk with the real program on a real homeserver."""

from pathlib import Path

import pytest

from tests.matrix.homeserver import Homeserver
from tests.matrix.naast import Naast
from tests.matrix.person import Heard, Person, enter

pytestmark = pytest.mark.slow


async def next_question(anna: Person, room: str) -> Heard:
    """The next message with choices."""
    while "nl.naast.choices" not in (heard := await anna.next(room)).content:
        continue
    return heard


async def reactions(anna: Person, question: Heard) -> list[str]:
    """The emoji that Naast has put under a question, when there are as many as choices."""
    choices = question.content["nl.naast.choices"]["ids"]
    return await anna.until(
        lambda: (
            keys
            if len(keys := [h.key for h in anna.heard if h.reacts_to == question.event]) == len(choices)
            else None
        )
    )


@pytest.mark.parametrize("encrypted", [True, False], ids=["encrypted", "plain"])
async def test_a_conversation_goes_on_after_a_restart_and_after_the_loss_of_the_keys(
    homeserver: Homeserver, tmp_path: Path, encrypted: bool
) -> None:
    naast = Naast(homeserver, homeserver.register("naast"), tmp_path / "naast", NAAST_LOG="DEBUG")
    async with enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        with naast.running():
            room = await anna.direct_room(naast.user_id, encrypted=encrypted)
            await anna.joined(room, naast.user_id)

            asked = await anna.say(room, "mag ik een andere cliëntondersteuner?")
            answer = await anna.next(room)
            assert (answer.kind, answer.encrypted, answer.sender) == ("m.notice", encrypted, naast.user_id)
            assert answer.html.startswith("<p>Ja.")
            assert "<blockquote><p>Een cliënt kan desgewenst een beroep doen" in answer.html
            assert "<em>Bron: Onafhankelijkheid, punt 4" in answer.html
            assert "> Een cliënt kan desgewenst een beroep doen" in answer.body
            await anna.until(lambda: naast.user_id in anna.read.get(asked, ()))

            await anna.say(room, "/start wmo_of_wlz")
            question = await next_question(anna, room)
            assert "\n1. Ja\n2. Nee\n" in question.body
            assert "<ol><li>Ja</li><li>Nee</li>" in question.html
            assert await reactions(anna, question) == ["1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣"]
            await anna.say(room, "4")
            open_question = await next_question(anna, room)
            naast.stop()

            naast.start()
            await anna.react(room, question.event, "1️⃣")  # answered already, in the life before
            again = await next_question(anna, room)
            assert again.body == open_question.body
            await anna.react(room, again.event, "1️⃣")
            following = await next_question(anna, room)
            assert (following.encrypted, following.body != again.body) == (encrypted, True)
            naast.stop()

            for file in (naast.data / "matrix").glob("keys.sqlite*"):
                file.unlink()
            device = [*anna.client.device_store[naast.user_id]] if encrypted else []
            naast.start()
            if encrypted:  # a new device: what anna says now is for that one
                await anna.until(lambda: {*anna.client.device_store[naast.user_id]} > {*device})
            await anna.say(room, "terug")
            back = await next_question(anna, room)
            assert (back.encrypted, back.body) == (encrypted, again.body)

        assert "are lost" in naast.log()
        assert "on a new device" in naast.log()


async def test_what_naast_keeps_can_be_read_by_its_user_alone(homeserver: Homeserver, tmp_path: Path) -> None:
    naast = Naast(homeserver, homeserver.register("naast"), tmp_path / "naast")
    async with enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        with naast.running():
            room = await anna.direct_room(naast.user_id)
            await anna.joined(room, naast.user_id)
            await anna.say(room, "hallo")
            await anna.next(room)

    kept = [path for path in naast.data.rglob("*") if path.is_file()]
    assert {"keys.sqlite", "device.json", "since"} <= {path.name for path in kept}
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept if "matrix" in path.parts)
