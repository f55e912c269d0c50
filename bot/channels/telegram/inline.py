"""Cards for what people type behind the name of the bot, in any chat: `@naast art 10`.

A card posts the words of a document with their source, or a plain answer with its quotes. Nothing is
kept, and the cards are the same for everybody, so Telegram may remember them.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2s
from typing import Any

from bot.answering.asking import ask
from bot.answering.finding import Ambiguous, Answered, Finding, Referred, Suggested
from bot.answering.knowledge import Answer, Passage
from bot.channels.telegram.call import Call
from bot.channels.telegram.markup import pack
from bot.channels.telegram.message import blocks
from bot.channels.telegram.update import Query
from bot.engine import composing
from bot.engine.library import Library
from bot.messages import Outcome, Reply
from bot.record import record

MOST = 50
"""Cards of one answer."""

REMEMBERED = 3600
"""Seconds for which Telegram may give the same cards for the same words; a new release waits as long."""

SHOWN = 120
"""Characters of the text that stand on the card."""


@record
class Card:
    """What is offered: a title, and what is posted when it is chosen."""

    title: str
    reply: Reply


def answer_query(library: Library, query: Query) -> Call:
    """The call that offers the cards."""
    results = [_result(library, card) for card in find_cards(library, query.text)]
    parameters = {
        "inline_query_id": query.id,
        "results": [result for result in results if result][:MOST],
        "cache_time": REMEMBERED,
        "is_personal": False,
    }
    return Call("answerInlineQuery", parameters)


def find_cards(library: Library, text: str) -> list[Card]:
    """The cards for these words, the best first, none twice; the most asked for none."""
    if text.strip():
        found = ask(library.knowledge, library.matcher, text)
        cards = [*_cards(library, found)]
    else:
        cards = [_of_answer(library, library.knowledge.answers[id]) for id in library.phrases.inline]
    return list({card.title: card for card in reversed(cards)}.values())[::-1]


def _cards(library: Library, found: Finding) -> Iterator[Card]:
    match found:
        case Answered(best, others):
            yield _of_answer(library, best.answer)
            yield from _of_passages(library, _quoted(library, best.answer))
            yield from (_of_answer(library, other.answer) for other in others)
        case Suggested(candidates):
            yield from (_of_answer(library, candidate.answer) for candidate in candidates)
        case Referred(passages, beside):
            yield from _of_passages(library, [*passages, *beside])
        case Ambiguous(passages):
            yield from _of_passages(library, passages)
        case _ if composing.outcome_of(found) in (Outcome.ANSWER, Outcome.CRISIS):
            reply = composing.found(library, found)
            yield Card(reply.text.strip().partition("\n")[0], reply)


def _of_answer(library: Library, answer: Answer) -> Card:
    return Card(answer.title, composing.answer(library, answer))


def _of_passages(library: Library, passages: Iterable[Passage]) -> Iterator[Card]:
    for passage in passages:
        reply = composing.looked_up(library, [passage])
        yield Card(reply.text, reply)


def _quoted(library: Library, answer: Answer) -> list[Passage]:
    return [library.knowledge.passages[quote.passage] for quote in library.knowledge.quotes_of(answer)]


def _result(library: Library, card: Card) -> dict[str, Any] | None:
    """An InlineQueryResultArticle; None for what is too long for one message."""
    texts = pack(blocks(card.reply, library.phrases))
    if len(texts) != 1:
        return None
    words = card.reply.quotes[0].text if card.reply.quotes else card.reply.text
    return {
        "type": "article",
        "id": blake2s(texts[0].encode(), digest_size=16).hexdigest(),
        "title": card.title,
        "description": " ".join(words.split())[:SHOWN],
        "input_message_content": {
            "message_text": texts[0],
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        },
    }
