"""Replies as messages: the plain answer first, then the words of the documents with their source, then
facts, and the choices as buttons under the last of it.

A reply that offers no choices goes in one message with the reply that follows it, where they fit: what
was found and the question that goes on from there are one notification on a telephone, and one request.

Nothing here knows a chat: `Address` tells what a call to it begins with. Whatever comes from the content
or from a person is escaped by `markup`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from bot.channels.telegram.call import Call
from bot.channels.telegram.markup import LONGEST_CAPTION, Block, Span, fits, pack
from bot.engine.choosing import is_standing
from bot.engine.phrase import Phrase, Phrases
from bot.messages import Attachment, Choice, Fact, Quote, Reply

SHORT = 14
"""Characters up to which two labels stand beside each other in a row."""

LONG = 38
"""Characters from which a telephone may cut a label short, so that the choices stand in the text too."""

PICTURES = ("image/png", "image/jpeg")

CONTENT = 1024
"""Quotes and facts of which the HTML is remembered; all that is ever quoted, about."""

Data = Callable[[str], str]
"""From the id of a choice to the data of its button."""

Parameters = Mapping[str, object]

Words = Callable[..., str]
"""`text` of the phrases in use: a key for what is remembered too, the same for the same phrases."""

NO_PREVIEW = {"is_disabled": True}


def messages(replies: Sequence[Reply], phrases: Phrases, data: Data, to: Parameters) -> list[Call]:
    """The calls that say these replies, in their order; each begins with the parameters `to`."""
    calls: list[Call] = []
    said: list[Block] = []  # by replies that wait for what comes after them
    for reply in replies:
        more = blocks(reply, phrases)
        if any(len(choice.label) > LONG for choice in reply.choices):
            more.append(_listed(reply.choices))
        if said and (reply.attachment or not fits([*said, *more])):
            calls += _texts(said, to, to)
            said = []
        said += more
        if reply.choices or reply.attachment:
            calls += _complete(said, reply, data, to)
            said = []
    if said:
        calls += _texts(said, to, to)
    return calls


def blocks(reply: Reply, phrases: Phrases) -> list[Block]:
    """What a reply says, without its choices."""
    said: list[Block] = []
    text = reply.text.strip()
    if text:
        said.append(Block((Span(text),)))  # may hold words of a person, so it is not remembered
    for quote in reply.quotes:
        said += _quote(quote, phrases.text)
    for fact in reply.facts:
        said.append(_fact(fact, phrases.text))
    return said


def keyboard(choices: Sequence[Choice], data: Data) -> dict[str, object]:
    """Choices as buttons: one in a row, or two where both are short and the rows come out even."""
    buttons = [{"text": choice.label, "callback_data": data(choice.id)} for choice in choices]
    if len(choices) % 2 or any(len(choice.label) > SHORT for choice in choices):
        return {"inline_keyboard": [[button] for button in buttons]}
    return {"inline_keyboard": [buttons[at : at + 2] for at in range(0, len(buttons), 2)]}


def _complete(said: Sequence[Block], reply: Reply, data: Data, to: Parameters) -> list[Call]:
    """The calls that say something and end with the choices or the file of a reply."""
    asks = any(not is_standing(choice.id) for choice in reply.choices)
    last = {**to, "reply_markup": keyboard(reply.choices, data)} if reply.choices else to
    if reply.attachment is None:
        return _texts(said, to, last, asks=asks)
    caption = pack(said, LONGEST_CAPTION)
    if len(caption) <= 1:
        return [_file(reply.attachment, "".join(caption), last, asks=asks)]
    return [*_texts(said, to, to), _file(reply.attachment, "", last, asks=asks)]


def _texts(said: Sequence[Block], to: Parameters, last: Parameters, *, asks: bool = False) -> list[Call]:
    """What is said, in as few messages as hold it; the last of them begins with `last`."""
    if not said:
        return []
    *before, text = pack(said)
    return [*[_text(one, to) for one in before], _text(text, last, asks=asks)]


def _text(text: str, beside: Parameters, *, asks: bool = False) -> Call:
    parameters = {**beside, "text": text, "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}
    return Call("sendMessage", parameters, asks=asks)


def _file(attachment: Attachment, caption: str, beside: Parameters, *, asks: bool) -> Call:
    picture = attachment.media_type in PICTURES
    parameters = {**beside, **({"caption": caption, "parse_mode": "HTML"} if caption else {})}
    method, field = ("sendPhoto", "photo") if picture else ("sendDocument", "document")
    return Call(method, parameters, attachment, field, asks)


@lru_cache(CONTENT)
def _quote(quote: Quote, words: Words) -> tuple[Block, ...]:
    lead = [Span(f"{quote.lead} …", "b"), Span("\n")] if quote.lead else []
    quoted = Block((*lead, Span(quote.text.strip())), is_quote=True)
    source = words(Phrase.SOURCE, source=f"{quote.locator} · {quote.title}")
    origin = Block((Span(source, "i"),), apart=False)
    remark = Block((Span(quote.remark.strip()),), apart=False)
    return (quoted, origin, remark) if quote.remark else (quoted, origin)


@lru_cache(CONTENT)
def _fact(fact: Fact, words: Words) -> Block:
    source = fact.source or fact.link
    linked = Span(source, "a" if fact.link else "i", fact.link) if source else None
    checked = Span(words(Phrase.CHECKED, date=fact.checked), "i") if fact.checked else None
    spans = [Span(f"• {fact.text.strip()}")]
    for number, span in enumerate([span for span in (linked, checked) if span]):
        spans += [Span(" · " if number else "\n"), span]
    return Block(tuple(spans))


def _listed(choices: Sequence[Choice]) -> Block:
    """The choices as numbered lines, where a button may not show all of a label."""
    lines = [f"{number}. {choice.label}" for number, choice in enumerate(choices, start=1)]
    return Block((Span("\n".join(lines)),))
