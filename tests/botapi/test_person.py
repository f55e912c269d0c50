"""What people do reaches the bot as updates that others' models read."""

from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, Message, Person
from tests.botapi.client import Client


@pytest.mark.parametrize(
    ("does", "field"),
    [
        (lambda anna: anna.say("hallo"), "text"),
        (lambda anna: anna.start("wmo_of_wlz"), "text"),
        (lambda anna: anna.forward("hallo"), "forward_origin"),
        (lambda anna: anna.send_document("brief.pdf", b"%PDF", "application/pdf", "zie"), "document"),
        (lambda anna: anna.send_photo("kijk"), "photo"),
        (lambda anna: anna.send_voice(), "voice"),
        (lambda anna: anna.send_sticker(), "sticker"),
        (lambda anna: anna.send_location(), "location"),
        (lambda anna: anna.send_contact(), "contact"),
        (lambda anna: anna.send_poll(), "poll"),
    ],
)
async def test_whatever_a_person_sends_is_read(
    bot: Client, anna: Person, does: Callable[[Person], Message], field: str
) -> None:
    does(anna)
    message = await bot.update("message")

    assert field in message
    assert message["from"] == anna.user
    assert message["chat"]["id"] == anna.id


async def test_start_with_a_payload_is_a_command(bot: Client, anna: Person) -> None:
    message = anna.start("wmo_of_wlz")

    assert message.text == "/start wmo_of_wlz"
    assert message.marked("bot_command") == ["/start"]


async def test_an_edit_comes_as_such(bot: Client, anna: Person) -> None:
    said = anna.say("halo")
    await bot.update("message")
    anna.edit(said, "hallo")
    edited = await bot.update("edited_message")

    assert (edited["message_id"], edited["text"]) == (said.id, "hallo")
    assert anna.chat.shows[-1].text == "hallo"


async def test_an_update_tells_what_was_so_then(bot: Client, anna: Person) -> None:
    said = anna.say("halo")
    anna.edit(said, "hallo")
    before, after = await bot.updates()

    assert before["message"]["text"] == "halo"
    assert after["edited_message"]["text"] == "hallo"


async def test_a_sent_file_can_be_downloaded(api: BotApi, bot: Client, anna: Person) -> None:
    anna.send_document("brief.pdf", b"%PDF-1.7", "application/pdf")
    document = (await bot.update("message"))["document"]
    file = await bot.call("getFile", file_id=document["file_id"])
    base = f"{api.url}/file/bot{api.token}"
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{base}/{file['file_path']}") as answer:
            assert await answer.read() == b"%PDF-1.7"
        async with session.get(f"{base}/documents/none") as answer:
            assert answer.status == 404


async def test_blocking_and_unblocking_are_told(bot: Client, anna: Person) -> None:
    anna.block()
    blocked = await bot.update("my_chat_member")
    anna.unblock()
    unblocked = await bot.update("my_chat_member")

    assert blocked["new_chat_member"]["status"] == "kicked"
    assert unblocked["new_chat_member"]["status"] == "member"
    with pytest.raises(AssertionError, match="unblock"):
        anna.block()
        anna.say("hallo")


async def test_only_a_button_that_is_there_is_tapped(bot: Client, anna: Person) -> None:
    await bot.call("sendMessage", chat_id=anna.id, text="a")
    with pytest.raises(AssertionError, match="no button “Ja”"):
        anna.tap("Ja")


async def test_two_taps_are_two_queries(bot: Client, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}
    await bot.call("sendMessage", chat_id=anna.id, text="a", reply_markup=markup)
    first, second = anna.tap("Ja"), anna.tap("Ja", message=anna.chat.by_bot[0])
    told = [update["callback_query"]["id"] for update in await bot.updates()]

    assert told == [first.id, second.id]


async def test_a_bot_in_private_mode_hears_only_what_is_meant_for_it(
    api: BotApi, bot: Client, anna: Person
) -> None:
    group = api.group("Buurt", anna)
    anna.say("voor de bot er was", group)
    anna.add_bot(group)
    await bot.call("sendMessage", chat_id=group.id, text="dag")
    anna.say("niet voor de bot", group)
    anna.say("/help@other_bot", group)
    anna.say("@niemand hallo", group)
    anna.say("/help", group)
    anna.say("/help@Naast_Loopback_bot", group)
    anna.say("@naast_loopback_bot geheim", group)
    anna.say("en dit", group, reply_to=group.by_bot[0])
    anna.remove_bot(group)
    anna.say("/help", group)
    updates = await bot.updates()

    assert [update["message"]["text"] for update in updates if "text" in update.get("message", {})] == [
        "/help",
        "/help@Naast_Loopback_bot",
        "@naast_loopback_bot geheim",
        "en dit",
    ]
    assert [
        update["my_chat_member"]["new_chat_member"]["status"] for update in (updates[0], updates[-1])
    ] == [
        "member",
        "kicked",
    ]
    assert updates[1]["message"]["new_chat_members"][0]["username"] == "naast_loopback_bot"


async def test_without_private_mode_the_bot_hears_all(api: BotApi, bot: Client, anna: Person) -> None:
    api.world.reads_groups = True
    group = api.group("Buurt", anna)
    anna.say("voor de bot er was", group)
    anna.add_bot(group)
    anna.say("hallo allemaal", group)

    assert [u["message"].get("text") for u in await bot.updates() if "message" in u] == [
        None,
        "hallo allemaal",
    ]


async def test_an_own_card_in_a_private_chat_comes_back_to_the_bot(bot: Client, anna: Person) -> None:
    anna.choose({"message": {"text": "Artikel 10"}}, anna.chat)
    message: Any = await bot.update("message")

    assert message["via_bot"]["username"] == "naast_loopback_bot"


async def test_a_migration_is_told_in_both_groups(api: BotApi, bot: Client, anna: Person) -> None:
    group = api.group("Buurt", anna, kind="group")
    anna.add_bot(group)
    api.world.updates.clear()
    moved = anna.migrate(group)
    old, new = await bot.updates()

    assert old["message"]["migrate_to_chat_id"] == moved.id
    assert new["message"]["migrate_from_chat_id"] == group.id
    assert new["message"]["chat"]["type"] == "supergroup"


async def test_who_waits_in_vain_is_shown_the_chat(anna: Person) -> None:
    with pytest.raises(AssertionError, match="Anna: /start"):
        await anna.chat.hears(seconds=0.01)
