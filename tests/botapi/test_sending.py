"""Messages that Telegram would not send are refused, in its own words."""

from typing import Any

import pytest

from tests.botapi import BotApi, Person
from tests.botapi.client import Client
from tests.botapi.person import PNG
from tests.botapi.refusal import Refused


async def test_a_message_stands_in_the_chat_as_it_is_read(bot: Client, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}
    sent = await bot.call(
        "sendMessage", chat_id=anna.id, text="<b>Dag</b> 😀", parse_mode="HTML", reply_markup=markup
    )
    message = anna.chat.by_bot[0]

    assert (message.text, message.labels, message.marked("bold")) == ("Dag 😀", ["Ja"], ["Dag"])
    assert sent["chat"]["id"] == anna.id
    assert anna.chat.transcript() == "Anna: /start\nbot: Dag 😀 [Ja]"


async def test_a_form_and_names_in_any_case_are_read_as_well(bot: Client, anna: Person) -> None:
    markup = '{"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}'
    await bot.submit("SENDmessage", chat_id=str(anna.id), text="Dag", reply_markup=markup)

    assert anna.chat.by_bot[0].labels == ["Ja"]


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "a" * 32_769, "parse_mode": "HTML"}, "text is too long"),
        ({"text": "a\ud83d"}, "strings must be encoded in UTF-8"),
        ({"text": "</b>", "parse_mode": "HTML"}, "can't parse entities: Unexpected end tag at byte offset 0"),
        ({"text": "a", "parse_mode": "Wiki"}, "unsupported parse_mode"),
        ({"text": "a", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "a", "message_thread_id": 5}, "message thread not found"),
        ({"text": "a", "link_preview_options": "x"}, "can't parse link preview options JSON object"),
    ],
)
async def test_a_message_is_refused(bot: Client, anna: Person, parameters: dict[str, Any], why: str) -> None:
    assert await bot.refusal("sendMessage", chat_id=anna.id, **parameters) == why
    assert not anna.chat.by_bot


async def test_the_longest_message_is_counted_after_parsing(bot: Client, anna: Person) -> None:
    text = "<blockquote expandable>" + "&amp;" * 4096 + "</blockquote>"
    sent = await bot.call("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML")

    assert sent["text"] == "&" * 4096


@pytest.mark.parametrize(
    ("chat", "why"), [("", "chat_id is empty"), (12, "chat not found"), ("@niemand", "chat not found")]
)
async def test_a_chat_must_be_there(bot: Client, chat: Any, why: str) -> None:
    assert await bot.refusal("sendMessage", chat_id=chat, text="a") == why


async def test_a_person_who_never_wrote_or_has_blocked_the_bot_gets_nothing(
    api: BotApi, bot: Client, anna: Person
) -> None:
    bert = api.person("Bert")
    anna.block()
    refused = []
    for chat in (bert.id, anna.id):
        with pytest.raises(Refused) as refusal:
            await bot.call("sendMessage", chat_id=chat, text="a")
        refused.append((refusal.value.code, refusal.value.description))
    anna.unblock()
    await bot.call("sendMessage", chat_id=anna.id, text="a")

    assert refused == [
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (403, "Forbidden: bot was blocked by the user"),
    ]


async def test_a_group_that_moved_tells_where_it_is(api: BotApi, bot: Client, anna: Person) -> None:
    group = api.group("Buurt", anna, kind="group")
    anna.add_bot(group)
    moved = anna.migrate(group)
    with pytest.raises(Refused) as refused:
        await bot.call("sendMessage", chat_id=group.id, text="a")
    await bot.call("sendMessage", chat_id=moved.id, text="a")

    assert refused.value.parameters == {"migrate_to_chat_id": moved.id}
    assert refused.value.description == "Bad Request: group chat was upgraded to a supergroup chat"


async def test_a_bot_that_was_put_out_of_a_group_is_told_so(api: BotApi, bot: Client, anna: Person) -> None:
    group = api.group("Buurt", anna)
    anna.add_bot(group)
    anna.remove_bot(group)
    with pytest.raises(Refused) as refused:
        await bot.call("sendMessage", chat_id=group.id, text="a")

    assert refused.value.description == "Forbidden: bot was kicked from the supergroup chat"


async def test_a_reply_and_a_topic_are_shown(api: BotApi, bot: Client, anna: Person) -> None:
    group = api.group("Buurt", anna, forum=True)
    anna.add_bot(group)
    topic = anna.open_topic(group)
    asked = anna.say("/help", group, thread=topic)
    sent = await bot.call(
        "sendMessage",
        chat_id=group.id,
        text="a",
        message_thread_id=topic,
        reply_parameters={"message_id": asked.id},
        link_preview_options={"is_disabled": True},
    )

    assert sent["reply_to_message"]["text"] == "/help"
    assert sent["message_thread_id"] == topic


async def test_a_reply_to_what_has_gone_can_be_allowed(bot: Client, anna: Person) -> None:
    given = {"message_id": 999, "allow_sending_without_reply": True}
    sent = await bot.call("sendMessage", chat_id=anna.id, text="a", reply_parameters=given)

    assert "reply_to_message" not in sent


async def test_a_document_arrives_with_its_name_and_can_be_fetched(
    api: BotApi, bot: Client, anna: Person
) -> None:
    sent = await bot.upload(
        "sendDocument", "document", "verslag é.pdf", b"%PDF", chat_id=anna.id, caption="Hier"
    )
    again = await bot.call("sendDocument", chat_id=anna.id, document=sent["document"]["file_id"])
    file = await bot.call("getFile", file_id=sent["document"]["file_id"])

    assert sent["document"]["file_name"] == again["document"]["file_name"] == "verslag é.pdf"
    assert sent["caption"] == "Hier"
    assert file["file_size"] == 4


async def test_a_file_can_be_attached_under_another_name(bot: Client, anna: Person) -> None:
    sent = await bot.upload("sendDocument", "deel", "a.txt", b"a", chat_id=anna.id, document="attach://deel")

    assert sent["document"]["file_name"] == "a.txt"


@pytest.mark.parametrize(
    ("data", "caption", "why"),
    [
        (b"", "", "file must be non-empty"),
        (PNG, "a" * 1025, "message caption is too long"),
        (b"a", "", "IMAGE_PROCESS_FAILED"),
    ],
)
async def test_a_picture_is_refused(bot: Client, anna: Person, data: bytes, caption: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        await bot.upload("sendPhoto", "photo", "a.png", data, chat_id=anna.id, caption=caption)

    assert refused.value.description == f"Bad Request: {why}"


async def test_a_picture_of_more_than_10_mb_is_refused(bot: Client, anna: Person) -> None:
    with pytest.raises(Refused) as refused:
        await bot.upload("sendPhoto", "photo", "a.png", PNG + bytes(10_000_000), chat_id=anna.id)

    assert (refused.value.code, refused.value.description) == (413, "Request Entity Too Large")


async def test_a_file_that_is_not_there_is_refused(bot: Client, anna: Person) -> None:
    assert await bot.refusal("sendDocument", chat_id=anna.id) == "there is no document in the request"
    assert (
        await bot.refusal("sendDocument", chat_id=anna.id, document="x")
        == "wrong file identifier/HTTP URL specified"
    )
    assert await bot.refusal("getFile") == "file_id not specified"
    assert await bot.refusal("getFile", file_id="x") == "wrong file_id or the file is temporarily unavailable"


async def test_a_picture_is_sent(bot: Client, anna: Person) -> None:
    await bot.upload("sendPhoto", "photo", "a.png", PNG, chat_id=anna.id, caption="a")

    assert anna.chat.transcript().endswith("bot: <photo> a")


async def test_a_file_of_more_than_20_mb_cannot_be_fetched(bot: Client, anna: Person) -> None:
    sent = anna.send_document("groot.bin", bytes(20_000_001))

    assert await bot.refusal("getFile", file_id=sent.data["document"]["file_id"]) == "file is too big"


async def test_an_action_is_seen_and_an_unknown_one_refused(bot: Client, anna: Person) -> None:
    await bot.call("sendChatAction", chat_id=anna.id, action="typing")

    assert anna.chat.actions == ["typing"]
    assert await bot.refusal("sendChatAction", chat_id=anna.id, action="dancing") == (
        "wrong parameter action in request"
    )


async def test_a_message_is_copied(bot: Client, anna: Person) -> None:
    said = anna.say("hallo")
    await bot.call("copyMessage", chat_id=anna.id, from_chat_id=anna.id, message_id=said.id)

    assert anna.chat.by_bot[0].text == "hallo"
    assert (
        await bot.refusal("copyMessage", chat_id=anna.id, from_chat_id=anna.id, message_id=99)
        == "message to copy not found"
    )


async def test_a_parameter_that_telegram_does_not_know_is_noticed(
    api: BotApi, bot: Client, anna: Person
) -> None:
    await bot.call("sendMessage", chat_id=anna.id, text="a", parsemode="HTML")

    assert api.misspelt == {"sendmessage.parsemode"}


async def test_an_unknown_method_is_not_found(bot: Client) -> None:
    with pytest.raises(Refused) as refused:
        await bot.call("sendMassage")

    assert (refused.value.code, refused.value.description) == (404, "Not Found: method not found")
