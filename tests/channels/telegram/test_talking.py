"""A conversation in a private chat, by polling and by webhook."""

from tests.botapi import BotApi, Person
from tests.channels.telegram.conftest import Naast


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
