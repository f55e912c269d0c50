"""Everything that people send: a kind reply or a correct silence."""

from collections.abc import Callable

import pytest

from bot.engine.library import Library
from bot.engine.phrase import Phrase
from tests.botapi import BotApi, Message, Person
from tests.channels.telegram.conftest import Naast, Serving
from tests.channels.telegram.waiting import delivered, soon

Send = Callable[[Person], Message]


@pytest.mark.parametrize(
    ("send", "phrase"),
    [
        (Person.send_photo, Phrase.SENT_PICTURE),
        (Person.send_voice, Phrase.SENT_VOICE),
        (Person.send_sticker, Phrase.SENT_STICKER),
        (Person.send_location, Phrase.SENT_LOCATION),
        (Person.send_contact, Phrase.SENT_CONTACT),
        (Person.send_poll, Phrase.SENT_POLL),
    ],
)
async def test_what_cannot_be_read_gets_a_kind_line_and_a_way_on(
    serving: Serving, anna: Person, library: Library, send: Send, phrase: Phrase
) -> None:
    async with serving():
        send(anna)
        answer = await anna.chat.hears()

    assert answer.text == library.phrases.text(phrase)
    assert answer.labels


async def test_the_open_question_comes_again_after_it(naast: Naast, anna: Person, library: Library) -> None:
    anna.start()
    question = await anna.chat.hears()
    labels = question.labels
    anna.send_voice()
    again = await anna.chat.hears()

    assert again.text == f"{library.phrases.text(Phrase.SENT_VOICE)}\n\n{question.text}"
    assert again.labels == labels
    await anna.chat.until(lambda: not question.labels)


async def test_a_caption_is_a_question(naast: Naast, anna: Person) -> None:
    anna.send_photo("kan ik een andere cliëntondersteuner kiezen?")
    answer = await anna.chat.hears()

    assert answer.text.startswith("Ja.")


async def test_a_forwarded_text_is_a_question(naast: Naast, anna: Person) -> None:
    anna.forward("kan ik een andere cliëntondersteuner kiezen?")
    answer = await anna.chat.hears()

    assert answer.text.startswith("Ja.")


async def test_an_edited_text_answers_no_question_that_was_put_after_it(
    naast: Naast, anna: Person, library: Library
) -> None:
    anna.start()
    question = await anna.chat.hears()
    other = question.labels[1]
    said = anna.say(question.labels[0])
    following = await anna.chat.hears()
    anna.edit(said, other)
    again = await anna.chat.hears()

    assert again.text == f"{library.phrases.text(Phrase.SENT_EDIT)}\n\n{following.text}"


async def test_danger_in_an_edited_text_is_heard(naast: Naast, anna: Person) -> None:
    said = anna.say("ik wil")
    await anna.chat.hears()
    anna.edit(said, "ik wil niet meer leven")
    answer = await anna.chat.hears()

    assert "113" in answer.text


async def test_a_live_location_that_moves_is_passed_over(naast: Naast, api: BotApi, anna: Person) -> None:
    sent = anna.send_location()
    await anna.chat.hears()
    sent.data["location"]["live_period"] = 900
    api.world.tell("edited_message", sent.data, anna.chat.id)
    anna.say("wat is het?")
    answer = await anna.chat.hears()

    assert "locatie" not in answer.text


async def test_a_file_that_was_not_asked_for_gets_a_line(
    naast: Naast, api: BotApi, anna: Person, library: Library
) -> None:
    anna.send_document("brief.pdf", b"%PDF-1.7", "application/pdf")
    answer = await anna.chat.hears()

    assert answer.text == library.phrases.text(Phrase.FILE_UNEXPECTED)
    assert api.counted["getfile"] == 1


async def test_a_file_that_is_too_large_is_not_fetched(
    naast: Naast, api: BotApi, anna: Person, library: Library
) -> None:
    anna.send_document("groot.pdf", bytes(6 * 1024 * 1024), "application/pdf")
    answer = await anna.chat.hears()

    assert answer.text == library.phrases.text(Phrase.SENT_LARGE_FILE)
    assert not api.counted["getfile"]


async def test_a_file_that_cannot_be_fetched_is_asked_for_again(
    naast: Naast, api: BotApi, anna: Person, library: Library
) -> None:
    api.world.files.at = lambda path: None  # type: ignore[method-assign]
    anna.send_document("brief.pdf", b"%PDF-1.7", "application/pdf")
    answer = await anna.chat.hears()

    assert answer.text == library.phrases.text(Phrase.SENT_LOST_FILE)


async def test_somebody_who_blocks_and_comes_back_is_answered_again(
    naast: Naast, api: BotApi, anna: Person
) -> None:
    anna.say("hallo")
    await anna.chat.hears()
    anna.say("wat is het?")
    anna.block()
    anna.unblock()
    anna.say("/privacy")
    await anna.chat.until(lambda: any("programma" in m.text for m in anna.chat.by_bot[2:]))


async def test_replies_to_somebody_who_blocked_the_bot_are_no_error(
    serving: Serving, api: BotApi, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving() as naast:
        anna.say("hallo")
        anna.block()
        bert = api.person("Bert")
        bert.say("hallo")
        await bert.chat.hears()
        await soon(lambda: delivered(naast))

    assert not [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]


async def test_an_update_that_telegram_never_sends_is_passed_over(
    naast: Naast, api: BotApi, anna: Person
) -> None:
    payloads: list[dict[str, object]] = [{}, {"message_id": 1}, {"from": {}, "chat": None}]
    for payload in payloads:
        api.world.tell("message", payload, anna.chat.id)
    api.world.tell("callback_query", {"id": "1"}, anna.chat.id)
    anna.say("wat is het?")

    assert (await anna.chat.hears()).text


async def test_service_messages_are_passed_over(naast: Naast, api: BotApi, anna: Person) -> None:
    anna._send({"pinned_message": {"message_id": 1, "date": 0, "chat": anna.chat.data}})
    anna._send({"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}})
    anna.say("/help")
    answer = await anna.chat.hears()

    assert "terug" in answer.text
