"""Groups: silent unless addressed, one conversation a person, buttons for whom they were meant."""

import pytest

from bot.engine.library import Library
from bot.engine.phrase import Phrase
from tests.botapi import BotApi, Chat, Person
from tests.channels.telegram.conftest import Naast
from tests.channels.telegram.waiting import delivered, soon


@pytest.fixture
def bert(api: BotApi) -> Person:
    return api.person("Bert")


@pytest.fixture
async def group(api: BotApi, anna: Person, bert: Person) -> Chat:
    """A group with the bot in it, which hears all that is said there."""
    api.world.reads_groups = True
    group = api.group("Buurt", anna, bert)
    anna.add_bot(group)
    return group


def mention(api: BotApi) -> str:
    return f"@{api.world.username}"


async def test_what_is_said_among_people_is_not_answered(
    naast: Naast, api: BotApi, anna: Person, group: Chat
) -> None:
    anna.say("kan ik een andere cliëntondersteuner kiezen?", group)
    anna.say("/help@another_bot", group)
    anna.say("/rollen", group)
    anna.say("hallo @somebody_else", group)
    anna.say(f"mail mij: anna{mention(api)}.nl", group)
    last = anna.say("/privacy", group)
    await group.hears()

    [answer] = group.by_bot
    assert answer.data["reply_to_message"]["message_id"] == last.id


@pytest.mark.parametrize("words", ["{} artikel 10", "hé {}, artikel 10", "artikel 10 {}", "{}: artikel 10"])
async def test_a_mention_is_answered_as_a_reply(
    naast: Naast, api: BotApi, anna: Person, group: Chat, words: str
) -> None:
    said = anna.say(words.format(mention(api).upper()), group)
    answer = await group.hears()

    assert answer.marked("expandable_blockquote")
    assert answer.data["reply_to_message"]["message_id"] == said.id
    assert not api.refused


async def test_a_command_with_the_name_of_the_bot_is_answered(
    naast: Naast, api: BotApi, anna: Person, group: Chat
) -> None:
    anna.say(f"/artikel{mention(api)} 10", group)

    assert (await group.hears()).marked("expandable_blockquote")


async def test_a_reply_to_the_bot_is_answered(naast: Naast, anna: Person, group: Chat) -> None:
    anna.say("/help", group)
    answer = await group.hears()
    anna.say("artikel 10", group, reply_to=answer)

    assert (await group.hears()).marked("expandable_blockquote")


async def test_everybody_has_a_conversation_of_their_own(
    naast: Naast, anna: Person, bert: Person, group: Chat
) -> None:
    anna.say("/start", group)
    hers = await group.hears()
    bert.say("/start", group)
    his = await group.hears()
    anna.tap(hers.labels[0], group, hers)
    following = await group.hears()
    bert.tap(his.labels[1], group, his)
    await group.hears()

    assert following.text != hers.text
    assert his.text.startswith(hers.text.partition("\n")[0])


async def test_somebody_elses_button_answers_nothing(  # noqa: PLR0917 - fixtures
    naast: Naast, api: BotApi, anna: Person, bert: Person, group: Chat, library: Library
) -> None:
    anna.say("/start", group)
    question = await group.hears()
    query = bert.tap(question.labels[0], group, question)
    await group.until(lambda: query.answer)
    assert query.answer
    assert query.answer["text"] == library.phrases.text(Phrase.NOT_YOUR_BUTTON)
    assert question.labels

    anna.tap(question.labels[0], group, question)
    await group.hears()
    assert len(group.by_bot) == 2


async def test_a_topic_is_answered_in_the_topic(naast: Naast, api: BotApi, anna: Person) -> None:
    forum = api.group("Forum", anna, forum=True)
    anna.add_bot(forum)
    topic = anna.open_topic(forum)
    anna.say(f"{mention(api)} artikel 10", forum, thread=topic)
    answer = await forum.hears()

    assert answer.data["message_thread_id"] == topic
    assert not api.refused


async def test_stickers_and_photos_in_a_group_are_not_answered(
    naast: Naast, anna: Person, group: Chat
) -> None:
    anna._send({"sticker": {"file_id": "x", "file_unique_id": "x"}}, group)
    anna.say("/help", group)
    await group.hears()

    assert len(group.by_bot) == 1


async def test_a_group_that_becomes_a_supergroup_goes_on(naast: Naast, api: BotApi, anna: Person) -> None:
    group = api.group("Buurt", anna, kind="group")
    anna.add_bot(group)
    anna.say("/help", group)
    await group.hears()
    moved = anna.migrate(group)
    anna.say("/help", moved)

    assert (await moved.hears()).text


async def test_replies_follow_a_group_that_moved(serving: object, api: BotApi, anna: Person) -> None:
    group = api.group("Buurt", anna, kind="group")
    anna.add_bot(group)
    anna.say("/help", group)
    moved = anna.migrate(group)
    async with serving():  # type: ignore[operator]
        assert (await moved.hears()).text


async def test_being_put_out_of_a_group_is_no_error(
    naast: Naast, api: BotApi, anna: Person, group: Chat
) -> None:
    anna.say("/help", group)
    anna.remove_bot(group)
    anna.say("/help")
    await anna.chat.hears()
    await soon(lambda: delivered(naast))
