"""Answers to what a person pressed or asked inline.

https://core.telegram.org/bots/api#answercallbackquery and #answerinlinequery. A query can be answered
once, and only while it is young.
"""

from typing import Any

from tests.botapi import limit
from tests.botapi.call import Call
from tests.botapi.chat import Json
from tests.botapi.entity import units
from tests.botapi.keyboard import check_inline
from tests.botapi.refusal import bad_request
from tests.botapi.text import format_text
from tests.botapi.world import Query, World, written

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, call: Call) -> bool:
    """Ends the waiting of who pressed a button, with a line or without."""
    query = _query(world, call.text("callback_query_id"))
    text = call.text("text")
    if len(text) > limit.CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "show_alert": call.flag("show_alert")}
    for name in ("url", "cache_time"):
        if call.has(name):
            answer[name] = call.text(name)
    query.answer = answer
    if query.chat:
        query.chat.touch()
    return True


def answer_inline_query(world: World, call: Call) -> bool:
    """Offers results, which Telegram keeps for `cache_time` seconds, for all people unless personal."""
    query = _query(world, call.text("inline_query_id"))
    given = call.value("results", "inline query results")
    if not isinstance(given, list):
        raise bad_request("expected an Array of inline query results")
    if len(given) > limit.INLINE_RESULTS:
        raise bad_request("too many inline query results specified")
    results = [_result(one) for one in given]
    if len({one["id"] for one in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    next_offset = call.text("next_offset")
    if len(next_offset.encode()) > limit.INLINE_OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")
    query.answer = {
        "results": results,
        "next_offset": next_offset,
        "cache_time": call.integer("cache_time", 300),
        "is_personal": call.flag("is_personal"),
        "button": _button(call.value("button", "inline query results button")),
    }
    return True


def _query(world: World, query_id: str) -> Query:
    query = world.queries.get(query_id)
    if query is None or query.answer is not None or world.clock() - query.at > world.query_lifetime:
        raise bad_request(TOO_OLD)
    return query


def _result(given: Any) -> Json:
    """https://core.telegram.org/bots/api#inlinequeryresultarticle, the one kind that is known here."""
    if not isinstance(given, dict):
        raise bad_request("inline query result must be an object")
    if given.get("type") != "article":
        raise bad_request(f'type "{given.get("type")}" is unsupported for the inline query result')
    result_id = given.get("id")
    if not isinstance(result_id, str) or not 1 <= len(result_id.encode()) <= limit.INLINE_RESULT_ID:
        raise bad_request("RESULT_ID_INVALID")
    if not given.get("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = given.get("input_message_content")
    if not isinstance(content, dict) or not content.get("message_text"):
        raise bad_request("input message content is not specified")
    formatted = format_text(content["message_text"], content.get("parse_mode") or "", content.get("entities"))
    if not formatted.text or units(formatted.text) > limit.MESSAGE_TEXT:
        raise bad_request("MESSAGE_EMPTY" if not formatted.text else "MESSAGE_TOO_LONG")
    markup = check_inline(given["reply_markup"]) if given.get("reply_markup") else None
    return {**given, "message": {**written(formatted), **({"reply_markup": markup} if markup else {})}}


def _button(given: Any) -> Json | None:
    """https://core.telegram.org/bots/api#inlinequeryresultsbutton"""
    if given is None:
        return None
    if not isinstance(given, dict) or not given.get("text"):
        raise bad_request("inlineQueryResultsButton must be an Object")
    if ("web_app" in given) == ("start_parameter" in given):
        raise bad_request("inlineQueryResultsButton must have exactly one optional field")
    start = given.get("start_parameter", "_")
    if not 1 <= len(start) <= limit.DEEP_LINK or not start.replace("-", "_").replace("_", "a").isalnum():
        raise bad_request("START_PARAM_INVALID")
    return given


METHODS = {
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
}
