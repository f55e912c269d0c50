"""What stands there can be edited by who wrote it, and an edit must change something."""

from tests.botapi import BotApi, Person
from tests.botapi.client import Client
from tests.botapi.methods.editing import SAME

YES = {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}


async def sent(bot: Client, anna: Person, text: str = "a") -> int:
    message = await bot.call("sendMessage", chat_id=anna.id, text=text, reply_markup=YES)
    return int(message["message_id"])


async def test_a_text_is_edited_and_its_buttons_go(bot: Client, anna: Person) -> None:
    number = await sent(bot, anna)
    await bot.call("editMessageText", chat_id=anna.id, message_id=number, text="<i>b</i>", parse_mode="HTML")
    message = anna.chat.messages[number]

    assert (message.text, message.labels, message.edits) == ("b", [], 1)
    assert message.marked("italic") == ["b"]


async def test_buttons_are_taken_away_and_the_text_stays(bot: Client, anna: Person) -> None:
    number = await sent(bot, anna)
    await bot.call("editMessageReplyMarkup", chat_id=anna.id, message_id=number)

    assert anna.chat.transcript().endswith("bot: a")


async def test_an_edit_that_changes_nothing_is_refused(bot: Client, anna: Person) -> None:
    number = await sent(bot, anna)
    where = {"chat_id": anna.id, "message_id": number}

    assert await bot.refusal("editMessageText", text="a", reply_markup=YES, **where) == SAME
    assert await bot.refusal("editMessageReplyMarkup", reply_markup=YES, **where) == SAME


async def test_a_caption_is_edited_and_a_text_is_not_in_a_document(bot: Client, anna: Person) -> None:
    document = await bot.upload("sendDocument", "document", "a.txt", b"a", chat_id=anna.id)
    where = {"chat_id": anna.id, "message_id": document["message_id"]}
    await bot.call("editMessageCaption", caption="b", **where)

    assert anna.chat.by_bot[0].text == "b"
    assert await bot.refusal("editMessageText", text="a", **where) == (
        "there is no text in the message to edit"
    )
    where["message_id"] = await sent(bot, anna)
    assert await bot.refusal("editMessageCaption", caption="a", **where) == (
        "there is no caption in the message to edit"
    )


async def test_only_ones_own_messages_that_are_there_are_edited(bot: Client, anna: Person) -> None:
    said = anna.say("hallo")

    assert await bot.refusal("editMessageText", chat_id=anna.id, message_id=999, text="a") == (
        "message to edit not found"
    )
    assert await bot.refusal("editMessageText", chat_id=anna.id, message_id=said.id, text="a") == (
        "message can't be edited"
    )
    assert await bot.refusal("editMessageText", chat_id=anna.id, text="a") == (
        "message identifier is not specified"
    )
    assert await bot.refusal("editMessageText", inline_message_id="x", text="a") == "MESSAGE_ID_INVALID"


async def test_a_message_is_deleted_once(bot: Client, anna: Person) -> None:
    number = await sent(bot, anna)
    await bot.call("deleteMessage", chat_id=anna.id, message_id=number)

    assert not anna.chat.by_bot
    assert await bot.refusal("deleteMessage", chat_id=anna.id, message_id=number) == (
        "message to delete not found"
    )
    assert await bot.refusal("editMessageText", chat_id=anna.id, message_id=number, text="b") == (
        "message to edit not found"
    )


async def test_an_old_message_is_not_deleted(api: BotApi, bot: Client, anna: Person) -> None:
    number = await sent(bot, anna)
    anna.chat.messages[number].data["date"] -= 48 * 3600 + 1

    assert await bot.refusal("deleteMessage", chat_id=anna.id, message_id=number) == (
        "message can't be deleted for everyone"
    )


async def test_what_others_said_in_a_group_is_not_deleted(api: BotApi, bot: Client, anna: Person) -> None:
    group = api.group("Buurt", anna)
    anna.add_bot(group)
    said = anna.say("/help", group)

    assert await bot.refusal("deleteMessage", chat_id=group.id, message_id=said.id) == (
        "message can't be deleted"
    )


async def test_several_messages_are_deleted_and_unknown_ones_skipped(bot: Client, anna: Person) -> None:
    numbers = [await sent(bot, anna), await sent(bot, anna), 999]
    await bot.call("deleteMessages", chat_id=anna.id, message_ids=numbers)

    assert not anna.chat.by_bot
    assert await bot.refusal("deleteMessages", chat_id=anna.id, message_ids=list(range(101))) == (
        "too many message identifiers specified"
    )
    assert await bot.refusal("deleteMessages", chat_id=anna.id) == ("message identifiers are not specified")
