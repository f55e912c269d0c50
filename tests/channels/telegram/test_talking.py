"""A conversation in a private chat, by polling and by webhook."""

import asyncio

import pytest

from bot.engine.library import Library
from bot.engine.phrase import Phrase
from bot.messages import Incoming
from tests.botapi import BotApi, Fault, Kind, Person
from tests.channels.telegram.conftest import Naast, Serving


async def test_a_question_is_answered_with_a_quote_and_its_source(
    naast: Naast, api: BotApi, anna: Person
) -> None:
    anna.say("kan ik een andere cliëntondersteuner kiezen?")
    answer = await anna.chat.hears()

    assert answer.text.startswith("Ja.")
    [quote, *_] = answer.marked("expandable_blockquote")
    assert "andere" in quote
    assert any(source.startswith("Bron: ") for source in answer.marked("italic"))
    assert not api.refused
    assert not api.misspelt


async def test_a_press_leads_on_and_leaves_its_label_behind(naast: Naast, api: BotApi, anna: Person) -> None:
    anna.start()
    question = await anna.chat.hears()
    label = question.labels[0]
    query = anna.tap(label)
    following = await anna.chat.hears()
    await anna.chat.until(lambda: not question.labels and query.answer is not None)

    assert question.text.endswith(f"✓ {label}")
    assert following.labels
    assert not api.refused
    assert not api.misspelt


async def test_a_typed_answer_takes_the_buttons_away(naast: Naast, api: BotApi, anna: Person) -> None:
    anna.start()
    question = await anna.chat.hears()
    anna.say(question.labels[0])
    await anna.chat.hears()
    await anna.chat.until(lambda: not question.labels)

    assert not api.refused


async def test_who_has_to_wait_sees_that_naast_is_busy(
    naast: Naast, api: BotApi, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.busy.SLOW", 0.01)
    handle = naast.conversations.handle

    async def slowly(incoming: Incoming, address: str | None = None) -> object:
        await anna.chat.until(lambda: anna.chat.actions)
        return await handle(incoming, address)

    monkeypatch.setattr(naast.conversations, "handle", slowly)
    anna.say("artikel 10")
    await anna.chat.hears()

    assert anna.chat.actions == ["typing"]


async def test_who_is_answered_at_once_sees_nothing_of_the_kind(naast: Naast, anna: Person) -> None:
    anna.say("artikel 10")
    await anna.chat.hears()

    assert not anna.chat.actions


@pytest.mark.parametrize(
    "text", ["/artikel 10", "/artikel10", "/ARTIKEL 10", "/artikle 10", "/artikel@naast_loopback_bot 10"]
)
async def test_a_command_with_words_behind_it_is_understood(naast: Naast, anna: Person, text: str) -> None:
    anna.say(text)

    assert (await anna.chat.hears()).text.startswith("Artikel 10")


async def test_a_deep_link_opens_its_dialog(naast: Naast, anna: Person, library: Library) -> None:
    anna.start("wmo_of_wlz")
    question = await anna.chat.hears()
    anna.start("something_unknown")
    start = await anna.chat.hears()

    assert question.text != start.text
    assert start.labels


async def test_the_bot_has_told_telegram_who_it_is(naast: Naast, api: BotApi, library: Library) -> None:
    phrases, profile = library.phrases, api.world.profile
    [commands] = profile.commands.values()

    assert [(one["command"], one["description"]) for one in commands] == [
        (name, entry.about) for name, entry in phrases.menu.items()
    ]
    assert set(profile.texts.values()) == {
        phrases.text(phrase) for phrase in (Phrase.BOT_NAME, Phrase.BOT_SHORT, Phrase.BOT_DESCRIPTION)
    }


async def test_what_is_as_it_should_be_is_not_set_again(serving: Serving, api: BotApi) -> None:
    async with serving("polling"):
        pass
    async with serving("polling"):
        pass

    assert api.counted["setmyname"] == api.counted["setmycommands"] == 1


async def test_a_profile_that_telegram_does_not_let_change_is_no_reason_not_to_start(
    serving: Serving, api: BotApi, anna: Person
) -> None:
    api.faults.next("setMyName", Fault(Kind.TOO_MANY, retry_after=3600))
    async with serving("polling"):
        anna.say("/help")
        assert (await anna.chat.hears()).text


async def test_people_are_answered_side_by_side(naast: Naast, api: BotApi) -> None:
    people = [api.person(str(number)) for number in range(30)]
    for one in people:
        one.start()
    await asyncio.gather(*(one.chat.hears() for one in people))

    assert all(len(one.chat.by_bot) == 1 for one in people)


async def test_a_press_of_before_the_token_was_changed_puts_the_question_again(
    naast: Naast, anna: Person
) -> None:
    anna.start()
    question = await anna.chat.hears()
    pressed = question.buttons[0]["callback_data"].partition("~")[0]
    anna.press(question, f"{pressed}~AAAAAA")
    again = await anna.chat.hears()

    assert "eerdere vraag" in again.text
    assert again.text.endswith(f"\n\n{question.text}")
    assert again.labels
