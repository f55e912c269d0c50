"""What people do with messages: replies, threads, edits, redactions, files, reactions that mean nothing."""

from pathlib import Path

import pytest

from bot.engine.library import Library
from tests.channels.matrix.conftest import Naast, Serving
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Person, enter

pytestmark = pytest.mark.slow


async def begin(naast: Naast, anna: Person, *, encrypted: bool = True) -> str:
    """A room with Naast in it, and its first question put."""
    room = await anna.direct_room(naast.user_id, encrypted=encrypted)
    await anna.joined(room, naast.user_id)
    await anna.say(room, "begin")
    assert (await anna.next(room)).body.startswith("Wat wilt u?")
    return room


async def test_replies_and_threads_are_kept_to(
    homeserver: Homeserver, serving: Serving, tmp_path: Path
) -> None:
    async with serving() as naast, enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        room = await begin(naast, anna)
        root = await anna.say(room, "1")
        plain = await anna.next(room)
        assert (plain.reply_to, plain.thread) == (None, None)

        asked = await anna.say(room, "terug", thread=root)
        in_thread = await anna.next(room)
        assert (in_thread.thread, in_thread.content["m.relates_to"]["m.in_reply_to"]) == (
            root,
            {"event_id": asked},
        )
        await anna.react(room, in_thread.event, "1️⃣")
        following = await anna.next(room)
        assert (following.thread, following.body[:9]) == (root, "Hoe rood?")

        replied = await anna.say(room, "terug", reply_to=in_thread.event)
        assert (await anna.next(room)).reply_to == replied


@pytest.mark.parametrize("encrypted", [True, False], ids=["encrypted", "plain"])
async def test_an_edit_of_the_last_message_is_a_correction(
    homeserver: Homeserver, serving: Serving, tmp_path: Path, encrypted: bool
) -> None:
    async with enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        async with serving() as naast:
            room = await begin(naast, anna, encrypted=encrypted)
            first = await anna.say(room, "1")
            assert (await anna.next(room)).body.startswith("Hoe rood?")
        async with serving():  # another life knows it too
            await anna.edit(room, first, "2")
            assert (await anna.next(room)).body.startswith("Dit is de uitleg.")

            await anna.edit(room, first, "1")  # that dialog has ended
            assert (await anna.next(room)).body.startswith("U heeft een bericht veranderd.")
            await anna.edit(room, first, "3")
            assert (await anna.next(room)).body.startswith("U heeft een bericht veranderd.")


async def test_an_edit_of_an_earlier_message_changes_nothing(
    homeserver: Homeserver, serving: Serving, tmp_path: Path
) -> None:
    async with serving() as naast, enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        room = await begin(naast, anna)
        earlier = await anna.say(room, "hulp")
        await anna.next(room)
        again = await anna.next(room)
        await anna.react(room, again.event, "1️⃣")
        await anna.next(room)

        await anna.edit(room, earlier, "2")
        assert (await anna.next(room)).body.startswith("U heeft een bericht veranderd.")
        assert (await anna.next(room)).body.startswith("Hoe rood?")


async def test_a_message_that_was_taken_back_before_its_turn_is_not_answered(
    homeserver: Homeserver, serving: Serving, tmp_path: Path
) -> None:
    async with enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        async with serving() as naast:
            room = await begin(naast, anna)
        taken_back = await anna.say(room, "stop")
        await anna.redact(room, taken_back)
        async with serving():
            answered = await anna.say(room, "1")
            assert (await anna.next(room)).body.startswith("Hoe rood?")
            await anna.redact(room, answered)
            await anna.say(room, "1")
            assert (await anna.next(room)).body.startswith("Dat was het.")


async def test_nobody_answers_a_notice_or_an_emoji_that_is_no_number(
    homeserver: Homeserver, serving: Serving, tmp_path: Path
) -> None:
    async with serving() as naast, enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        room = await begin(naast, anna, encrypted=False)
        [question] = [heard for heard in anna.heard if heard.kind == "m.notice"]
        await anna.say(room, "2", notice=True)
        await anna.react(room, question.event, "👍")
        await anna.react(room, question.event, "9️⃣")
        mine = await anna.say(room, "1")
        assert (await anna.next(room)).body.startswith("Hoe rood?")
        await anna.react(room, mine, "1️⃣")  # no question of Naast
        await anna.say(room, "1")
        assert (await anna.next(room)).body.startswith("Dat was het.")


async def test_what_naast_cannot_read_gets_a_kind_word(
    homeserver: Homeserver, serving: Serving, tmp_path: Path
) -> None:
    async with serving() as naast, enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        room = await begin(naast, anna)
        for kind, content, answer in (
            ("m.room.message", {"msgtype": "m.location", "body": "hier", "geo_uri": "geo:52,4"}, "De naam"),
            ("m.room.message", {"msgtype": "m.audio", "body": "a.ogg", "url": "mxc://localhost/a"}, "Geluid"),
            ("m.sticker", {"body": "hoi", "url": "mxc://localhost/a", "info": {}}, "Plaatjes"),
        ):
            await anna.send(room, kind, content)
            assert (await anna.next(room)).body.startswith(answer)
            assert (await anna.next(room)).body.startswith("Wat wilt u?")


async def test_a_file_is_fetched_for_its_turn_and_gone_after_it(
    homeserver: Homeserver, serving: Serving, tmp_path: Path, library: Library
) -> None:
    async with serving() as naast, enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        room = await begin(naast, anna)
        await anna.send_file(room, "brief.txt", b"Geachte heer")
        assert (await anna.next(room)).body.startswith("Ik kan met dit bestand nu niets.")
        await anna.next(room)
        await anna.send_file(room, "groot.txt", b"a" * (5 * 1024 * 1024 + 1))
        assert (await anna.next(room)).body.startswith("Dit bestand is te groot.")
