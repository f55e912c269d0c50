"""What is typed behind the name of the bot in any chat."""

from typing import Any

import pytest

from bot.channels.telegram.inline import MOST, find_cards
from bot.engine.library import Library
from tests.botapi import BotApi, Person
from tests.channels.telegram.conftest import Naast
from tests.channels.telegram.waiting import soon


async def asked(person: Person, text: str) -> dict[str, Any]:
    """What is offered for these words."""
    query = person.begin_inline(text)
    await soon(lambda: query.answer)
    return person.end_inline(query, text)


async def test_a_reference_offers_the_article_with_its_source(
    naast: Naast, api: BotApi, anna: Person
) -> None:
    answer = await asked(anna, "art 10")
    group = api.group("Keukentafel", anna)
    posted = anna.choose(answer["results"][0], group)

    assert posted.marked("expandable_blockquote")
    assert any("artikel 10" in source for source in posted.marked("italic"))
    assert answer["cache_time"] >= 300
    assert not answer["is_personal"]
    assert not api.refused
    assert not api.misspelt


async def test_a_word_offers_the_answer_and_its_quotes(naast: Naast, anna: Person) -> None:
    answer = await asked(anna, "geheimhouding")

    assert answer["results"]
    assert all(result["title"] and result["description"] for result in answer["results"])


async def test_nothing_offers_the_most_asked(naast: Naast, anna: Person, library: Library) -> None:
    answer = await asked(anna, "")

    titles = [library.knowledge.answers[id].title for id in library.phrases.inline]
    assert [result["title"] for result in answer["results"]] == titles


async def test_what_the_documents_do_not_say_offers_nothing(naast: Naast, anna: Person) -> None:
    assert (await asked(anna, "xqzt vrmbl"))["results"] == []


async def test_a_card_that_was_posted_to_the_bot_itself_is_not_answered(
    naast: Naast, api: BotApi, anna: Person
) -> None:
    anna.say("hallo")
    await anna.chat.hears()
    before = len(anna.chat.by_bot)
    answer = await asked(anna, "art 10")
    anna.choose(answer["results"][0], anna.chat)
    anna.say("/privacy")
    await anna.chat.until(lambda: "programma" in anna.chat.by_bot[-1].text)

    assert len(anna.chat.by_bot) == before + 1 or anna.chat.by_bot[before].text != ""
    assert not any("artikel 10" in m.text.lower() for m in anna.chat.by_bot[before:])


async def test_danger_gets_the_number(library: Library) -> None:
    [card] = find_cards(library, "ik wil niet meer leven")

    assert "113" in card.reply.text


@pytest.mark.parametrize(
    "text", ["art 10", "hoofdstuk 2", "taak 2", "kan ik een ander kiezen", "wlz 3.2.3", " "]
)
def test_no_card_is_offered_twice(library: Library, text: str) -> None:
    titles = [card.title for card in find_cards(library, text)]

    assert titles
    assert len(set(titles)) == len(titles) <= MOST
