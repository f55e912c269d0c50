"""A query is answered once, while it is young, and within the limits."""

from typing import Any

import pytest

from tests.botapi import BotApi, Person
from tests.botapi.chat import Json
from tests.botapi.client import Client
from tests.botapi.methods.answering import TOO_OLD
from tests.botapi.model import read
from tests.botapi.world import Query


def article(number: int = 1, **more: Any) -> Json:
    content = {"message_text": "<b>Artikel 10</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": str(number), "title": "a", "input_message_content": content, **more}


async def pressed(bot: Client, anna: Person) -> str:
    markup = {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}
    await bot.call("sendMessage", chat_id=anna.id, text="Zeker?", reply_markup=markup)
    anna.tap("Ja")
    query = await bot.update("callback_query")
    assert (query["data"], query["message"]["text"]) == ("ja", "Zeker?")
    read("CallbackQuery", query)
    return str(query["id"])


async def asked(bot: Client, anna: Person) -> Query:
    query = anna.begin_inline("geheim")
    told = await bot.update("inline_query")
    assert (told["id"], told["query"]) == (query.id, "geheim")
    return query


async def test_a_press_is_answered_once(api: BotApi, bot: Client, anna: Person) -> None:
    number = await pressed(bot, anna)
    await bot.call("answerCallbackQuery", callback_query_id=number, text="Goed", show_alert=True)

    assert api.world.queries[number].answer == {"text": "Goed", "show_alert": True}
    assert await bot.refusal("answerCallbackQuery", callback_query_id=number) == TOO_OLD


async def test_an_old_press_is_not_answered(api: BotApi, bot: Client, anna: Person) -> None:
    number = await pressed(bot, anna)
    api.world.query_lifetime = -1

    assert await bot.refusal("answerCallbackQuery", callback_query_id=number) == TOO_OLD
    assert await bot.refusal("answerCallbackQuery", callback_query_id="999") == TOO_OLD


async def test_a_long_answer_to_a_press_is_refused(bot: Client, anna: Person) -> None:
    number = await pressed(bot, anna)

    assert await bot.refusal("answerCallbackQuery", callback_query_id=number, text="a" * 201) == (
        "MESSAGE_TOO_LONG"
    )


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"results": "["}, "can't parse inline query results JSON object"),
        ({"results": {}}, "expected an Array of inline query results"),
        ({"results": [article(n) for n in range(51)]}, "too many inline query results specified"),
        ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article(id="é" * 33)]}, "RESULT_ID_INVALID"),
        ({"results": [article(id="")]}, "RESULT_ID_INVALID"),
        ({"results": [article(title="")]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [article(type="gif")]}, 'type "gif" is unsupported for the inline query result'),
        ({"results": ["a"]}, "inline query result must be an object"),
        ({"results": [article(input_message_content={})]}, "input message content is not specified"),
        (
            {"results": [article(input_message_content={"message_text": "a" * 4097})]},
            "MESSAGE_TOO_LONG",
        ),
        ({"results": [article(input_message_content={"message_text": " "})]}, "MESSAGE_EMPTY"),
        ({"results": [], "next_offset": "a" * 65}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "button": "a"}, "can't parse inline query results button JSON object"),
        ({"results": [], "button": {}}, "inlineQueryResultsButton must be an Object"),
        ({"results": [], "button": {"text": "a", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        (
            {"results": [], "button": {"text": "a"}},
            "inlineQueryResultsButton must have exactly one optional field",
        ),
    ],
)
async def test_an_inline_answer_is_refused(
    bot: Client, anna: Person, parameters: dict[str, Any], why: str
) -> None:
    query = await asked(bot, anna)

    assert await bot.refusal("answerInlineQuery", inline_query_id=query.id, **parameters) == why


async def test_fifty_results_are_allowed_once(bot: Client, anna: Person) -> None:
    query = await asked(bot, anna)
    results = [article(n) for n in range(50)]
    await bot.call("answerInlineQuery", inline_query_id=query.id, results=results)

    assert await bot.refusal("answerInlineQuery", inline_query_id=query.id, results=[]) == TOO_OLD


async def test_an_inline_answer_is_kept_for_all_people(api: BotApi, bot: Client, anna: Person) -> None:
    query = await asked(bot, anna)
    await bot.call("answerInlineQuery", inline_query_id=query.id, results=[article()], cache_time=60)
    bert = api.person("Bert")
    anna.end_inline(query, "geheim")

    assert (await bert.ask_inline("geheim"))["results"][0]["title"] == "a"
    assert not api.world.updates.waiting


async def test_a_personal_inline_answer_is_kept_for_one(api: BotApi, bot: Client, anna: Person) -> None:
    query = await asked(bot, anna)
    await bot.call("answerInlineQuery", inline_query_id=query.id, results=[], is_personal=True)
    anna.end_inline(query, "geheim")
    api.person("Bert").begin_inline("geheim")

    assert len(api.world.updates) == 1
    assert (await anna.ask_inline("geheim"))["results"] == []


async def test_a_chosen_result_is_posted_in_any_chat(api: BotApi, bot: Client, anna: Person) -> None:
    query = await asked(bot, anna)
    await bot.call("answerInlineQuery", inline_query_id=query.id, results=[article()])
    group = api.group("Keukentafel", anna)
    anna.choose(anna.end_inline(query, "geheim")["results"][0], group)

    assert group.transcript() == "Anna: Artikel 10"
    assert group.shows[0].marked("bold") == ["Artikel 10"]
    assert not api.world.updates.waiting
