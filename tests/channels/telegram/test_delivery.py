"""Replies arrive, whatever happens between here and Telegram."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.channels.telegram import outbox as outbox_module
from bot.channels.telegram.address import Address
from bot.channels.telegram.api import Api
from bot.channels.telegram.call import Call
from bot.channels.telegram.outbox import Outbox, Post
from bot.errors import StoreError
from bot.messages import Attachment
from tests.botapi import BotApi, Fault, Kind, Person
from tests.channels.telegram.conftest import Naast, Serving, Way
from tests.channels.telegram.waiting import delivered, soon

QUESTION = "kan ik een andere cliëntondersteuner kiezen?"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits half a minute in real life does so for a second here."""
    monkeypatch.setattr("bot.channels.telegram.api.PATIENCE", 1.0)
    monkeypatch.setattr("bot.channels.telegram.outbox.delay", lambda attempt: 0.05)


@pytest.mark.parametrize(
    "faults",
    [
        [Fault(Kind.TOO_MANY, retry_after=1)],
        [Kind.SERVER_ERROR, Kind.SERVER_ERROR],
        [Kind.DROPPED, Kind.DROPPED, Kind.SERVER_ERROR],
    ],
    ids=["429", "502", "dropped"],
)
async def test_a_call_that_fails_is_made_again(
    serving: Serving, api: BotApi, anna: Person, faults: list[Fault | Kind]
) -> None:
    async with serving("polling"):
        api.faults.next("sendMessage", *faults)
        anna.say(QUESTION)
        answer = await anna.chat.hears()

    assert answer.text.startswith("Ja.")
    assert len(anna.chat.by_bot) == 1


async def test_a_server_that_hangs_holds_no_other_chat_up(
    serving: Serving, api: BotApi, anna: Person
) -> None:
    bert = api.person("Bert")
    async with serving("polling"):
        api.faults.in_chat(anna.chat.id, Kind.HANGS)
        anna.say(QUESTION)
        bert.say(QUESTION)
        await bert.chat.hears()
        heard_before = len(anna.chat.by_bot)
        await anna.chat.hears()

    assert heard_before == 0


async def test_the_order_within_a_chat_holds_over_failures(naast: Naast, api: BotApi, anna: Person) -> None:
    api.faults.in_chat(anna.chat.id, Kind.SERVER_ERROR, Fault(Kind.TOO_MANY, retry_after=1))
    asked = [f"artikel {number}" for number in (4, 5, 6, 7, 8, 9, 10)]
    for text in asked:
        anna.say(text)
    await anna.chat.until(lambda: len(anna.chat.by_bot) >= len(asked), 20)

    assert [m.text.partition(" ·")[0].lower() for m in anna.chat.by_bot] == asked


async def test_five_per_cent_of_faults_lose_nothing(serving: Serving, api: BotApi, way: Way) -> None:
    people = [api.person(str(number)) for number in range(20)]
    spared = frozenset({"getMe", "setWebhook", "getWebhookInfo", "getUpdates", "deleteWebhook"})
    shares = {
        Fault(Kind.TOO_MANY, retry_after=1): 0.05,
        Fault(Kind.SERVER_ERROR): 0.02,
        Fault(Kind.HANGS): 0.01,
    }
    api.faults.by_chance(7, shares, spared)
    async with serving(way):
        for number in range(4, 9):
            for one in people:
                one.say(f"artikel {number}")
        await soon(lambda: all(len(one.chat.by_bot) >= 5 for one in people), 40)

    for one in people:
        said = [message.text.partition(" ·")[0] for message in one.chat.by_bot]
        assert said == [f"Artikel {number}" for number in range(4, 9)]


async def test_replies_that_did_not_get_through_go_out_at_the_next_start(
    serving: Serving, api: BotApi, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.run.GRACE", 0.4)
    api.faults.in_chat(anna.chat.id, *[Kind.SERVER_ERROR] * 1000)
    async with serving("polling") as naast:
        anna.say(QUESTION)
        await soon(lambda: naast.conversations.undelivered("telegram"))
    assert not anna.chat.by_bot
    api.faults.stop()
    async with serving("polling") as naast:
        answer = await anna.chat.hears()
        await soon(lambda: delivered(naast))

    assert answer.text.startswith("Ja.")
    assert len(anna.chat.by_bot) == 1


async def test_replies_that_were_given_up_are_tried_again_later(
    serving: Serving, api: BotApi, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "GIVEN_UP_AFTER", 0.2)
    monkeypatch.setattr("bot.channels.telegram.run.AGAIN", 0.3)
    monkeypatch.setattr("bot.channels.telegram.run.LONGEST_TURN", 0.1)
    api.faults.in_chat(anna.chat.id, *[Kind.SERVER_ERROR] * 12)
    async with serving("polling"):
        anna.say(QUESTION)
        answer = await anna.chat.hears(20)

    assert answer.text.startswith("Ja.")
    assert len(anna.chat.by_bot) == 1


async def test_a_press_whose_query_is_too_old_is_answered(naast: Naast, api: BotApi, anna: Person) -> None:
    anna.start()
    question = await anna.chat.hears()
    api.world.query_lifetime = -1
    anna.tap(question.labels[0])

    assert (await anna.chat.hears()).labels


async def test_two_quick_presses_take_one_step(naast: Naast, api: BotApi, anna: Person) -> None:
    anna.start()
    question = await anna.chat.hears()
    pressed = question.buttons[0]["callback_data"]
    anna.press(question, pressed)
    anna.press(question, pressed)
    following = await anna.chat.hears()
    again = await anna.chat.hears()

    assert "eerdere vraag" in again.text
    assert again.text.endswith(f"\n\n{following.text}")
    assert again.labels


async def test_an_update_that_is_delivered_again_moves_nothing(
    naast: Naast, api: BotApi, anna: Person
) -> None:
    anna.start()
    question = await anna.chat.hears()
    anna.tap(question.labels[0])
    following = await anna.chat.hears()
    api.world.updates.redeliver(1002)
    anna.say("/terug")
    await anna.chat.until(lambda: anna.chat.by_bot[-1].text == question.text.partition("\n")[0])

    texts = {message.text for message in anna.chat.by_bot[1:]}
    assert texts == {following.text, question.text.partition("\n")[0]}


# ---- the outbox by itself


class Marked:
    """Conversations of which only the marks are looked at."""

    def __init__(self, *, faults: int = 0) -> None:
        self.events: list[object] = []
        self.faults = faults

    async def mark_delivered(self, *events: object) -> None:
        if self.faults:
            self.faults -= 1
            raise StoreError("the database is locked")
        self.events += events


Send = Callable[..., object]


async def sent(api: BotApi, *calls: Call, chat: int) -> Marked:
    """Puts one post in an outbox and waits for it."""
    marked = Marked()
    async with Api(api.token, api.url) as wire:
        outbox = Outbox(wire, marked)  # type: ignore[arg-type]
        outbox.put(Post(chat, calls, "event", lambda call, result: None))  # type: ignore[arg-type]
        await outbox.finish(10)
    return marked


def say(chat: int, text: str, **more: object) -> Call:
    return Call("sendMessage", {"chat_id": chat, "text": text, "parse_mode": "HTML", **more})


async def test_what_telegram_never_takes_is_passed_over(api: BotApi, anna: Person) -> None:
    anna.say("hallo")
    marked = await sent(api, say(anna.id, "<b>"), say(anna.id, "goed"), chat=anna.id)

    assert [m.text for m in anna.chat.by_bot] == ["goed"]
    assert marked.events == ["event"]


async def test_a_chat_that_is_gone_is_not_tried_again(api: BotApi, anna: Person) -> None:
    marked = await sent(api, say(99, "een"), say(99, "twee"), chat=99)

    assert marked.events == ["event"]
    assert api.counted["sendmessage"] == 1


async def test_a_topic_that_is_gone_is_left_out(api: BotApi, anna: Person) -> None:
    forum = api.group("Forum", anna, forum=True)
    anna.add_bot(forum)
    await sent(api, say(forum.id, "hallo", message_thread_id=77), chat=forum.id)

    assert [m.text for m in forum.by_bot] == ["hallo"]


async def test_a_file_goes_out_with_its_own_name(api: BotApi, anna: Person, tmp_path: Path) -> None:
    anna.say("hallo")
    path = tmp_path / "x"
    path.write_bytes(b"%PDF-1.7")
    file = Attachment(str(path), "één verslag.pdf", "application/pdf")
    keyboard = {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}
    call = Call(
        "sendDocument", {"chat_id": anna.id, "caption": "Hier", "reply_markup": keyboard}, file, "document"
    )
    await sent(api, call, chat=anna.id)

    [message] = anna.chat.by_bot
    assert message.data["document"]["file_name"] == "één verslag.pdf"
    assert message.labels == ["Ja"]


async def test_a_file_that_is_gone_is_passed_over(api: BotApi, anna: Person, tmp_path: Path) -> None:
    anna.say("hallo")
    file = Attachment(str(tmp_path / "gone"), "verslag.pdf", "application/pdf")
    marked = await sent(
        api, Call("sendDocument", {"chat_id": anna.id}, file, "document"), say(anna.id, "goed"), chat=anna.id
    )

    assert [m.text for m in anna.chat.by_bot] == ["goed"]
    assert marked.events == ["event"]


async def test_what_is_given_up_is_not_marked(
    api: BotApi, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "GIVEN_UP_AFTER", 0.2)
    anna.say("hallo")
    api.faults.next("sendMessage", *[Kind.SERVER_ERROR] * 100)
    marked = await sent(api, say(anna.id, "hallo"), chat=anna.id)

    assert not marked.events


async def test_what_could_not_be_marked_is_not_said_again_and_marked_with_the_next(
    api: BotApi, anna: Person
) -> None:
    anna.say("hallo")
    marked = Marked(faults=1)
    async with Api(api.token, api.url) as wire:
        outbox = Outbox(wire, marked)  # type: ignore[arg-type]
        for event in ("one", "two"):
            outbox.put(Post(anna.id, [say(anna.id, event)], event, lambda call, result: None))  # type: ignore[arg-type]
            await anna.chat.until(lambda event=event: anna.chat.by_bot and anna.chat.by_bot[-1].text == event)  # type: ignore[misc]
            assert outbox.holds(event) or marked.events  # type: ignore[arg-type]
        await outbox.finish(10)

    assert marked.events == ["one", "two"]
    assert not outbox.holds("one")  # type: ignore[arg-type]


async def test_what_could_not_be_marked_is_marked_at_the_end(api: BotApi, anna: Person) -> None:
    anna.say("hallo")
    marked = Marked(faults=1)
    async with Api(api.token, api.url) as wire:
        outbox = Outbox(wire, marked)  # type: ignore[arg-type]
        outbox.put(Post(anna.id, [say(anna.id, "een")], "one", lambda call, result: None))  # type: ignore[arg-type]
        await anna.chat.hears()
        await soon(lambda: not marked.faults)
        assert not marked.events
        await outbox.finish(10)

    assert marked.events == ["one"]


@pytest.mark.parametrize("stored", ["", "{", "7", "[1]", '"x"', "null"])
def test_an_address_that_cannot_be_read_is_known(stored: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Address.from_json(stored)


@pytest.mark.parametrize("address", [Address(1, "telegram:1"), Address(-5, "telegram:-5:1", 7, 8)])
def test_an_address_is_read_as_it_was_stored(address: Address) -> None:
    assert Address.from_json(address.to_json()) == address


async def test_answers_go_before_looks(api: BotApi, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_module, "MOST_ASIDES", 3)
    monkeypatch.setattr(outbox_module, "ASIDES_AT_ONCE", 1)
    anna.say("hallo")
    marked = Marked()
    async with Api(api.token, api.url) as wire:
        outbox = Outbox(wire, marked)  # type: ignore[arg-type]
        for _ in range(50):
            outbox.aside(Call("sendChatAction", {"chat_id": anna.id, "action": "typing"}))
        outbox.put(Post(anna.id, [say(anna.id, "hallo")], "event", lambda call, result: None))  # type: ignore[arg-type]
        await outbox.finish(10)

    assert [m.text for m in anna.chat.by_bot] == ["hallo"]
    assert 1 <= len(anna.chat.actions) <= 4


async def test_looks_that_fail_are_no_matter(api: BotApi, anna: Person) -> None:
    async with Api(api.token, api.url) as wire:
        outbox = Outbox(wire, Marked())  # type: ignore[arg-type]
        outbox.aside(Call("editMessageReplyMarkup", {"chat_id": 99, "message_id": 1}))
        outbox.once(Call("answerCallbackQuery", {"callback_query_id": "never"}))
        await outbox.finish(10)

    assert len(api.refused) == 2
