"""Replies as messages: the plain answer first, then the words of the documents with their source, then
facts, and the choices as buttons under the last of it.

A reply that offers no choices goes in one message with the reply that follows it, where they fit: what
was found and the question that goes on from there are one notification on a telephone, and one request.

Nothing here knows a chat: `Address` tells what a call to it begins with. Whatever comes from the content
or from a person is escaped by `markup`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from bot.channels.telegram.call import Call
from bot.channels.telegram.markup import LONGEST_CAPTION, Block, Span, fits, pack
from bot.engine.choosing import Bound, parse
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

NO_PREVIEW = {"is_disabled": True}


def messages(replies: Sequence[Reply], phrases: Phrases, data: Data, to: Parameters) -> list[Call]:
    """The calls that say these replies, in their order; each begins with the parameters `to`."""
    together = _together(replies, phrases)
    return [call for said, reply in together for call in _messages(said, reply, data, to)]


def blocks(reply: Reply, phrases: Phrases) -> Iterator[Block]:
    """What a reply says, without its choices."""
    if reply.text.strip():
        yield Block((Span(reply.text.strip()),))  # may hold words of a person, so it is not remembered
    for quote in reply.quotes:
        yield from _quote(quote, phrases.text(Phrase.SOURCE, source=f"{quote.locator} · {quote.title}"))
    for fact in reply.facts:
        yield _fact(fact, phrases.text(Phrase.CHECKED, date=fact.checked) if fact.checked else "")


def keyboard(choices: Sequence[Choice], data: Data) -> dict[str, object]:
    """Choices as buttons: one in a row, or two where both are short and the rows come out even."""
    short = all(len(choice.label) <= SHORT for choice in choices)
    width = 2 if short and len(choices) % 2 == 0 else 1
    buttons = [{"text": choice.label, "callback_data": data(choice.id)} for choice in choices]
    rows = [buttons[at : at + width] for at in range(0, len(buttons), width)]
    return {"inline_keyboard": rows}


def _together(replies: Sequence[Reply], phrases: Phrases) -> Iterator[tuple[list[Block], Reply]]:
    """What is said in one message, and the last of the replies that say it: all others of them have
    neither choices nor a file."""
    said: list[Block] = []
    last: Reply | None = None
    for reply in replies:
        more = [*blocks(reply, phrases), *_listed(reply.choices)]
        if last and (last.choices or last.attachment or reply.attachment or not fits([*said, *more])):
            yield said, last
            said = []
        said, last = [*said, *more], reply
    if last:
        yield said, last


def _messages(said: Sequence[Block], reply: Reply, data: Data, to: Parameters) -> Iterator[Call]:
    asks = any(isinstance(parse(choice.id), Bound) for choice in reply.choices)
    under = {**to, "reply_markup": keyboard(reply.choices, data)} if reply.choices else to
    if reply.attachment is None:
        texts = pack(said)
        yield from [_text(text, to) for text in texts[:-1]]
        yield from [_text(text, under, asks=asks) for text in texts[-1:]]
        return
    caption = pack(said, LONGEST_CAPTION)
    if len(caption) > 1:
        yield from [_text(text, to) for text in pack(said)]
        caption = []
    yield _file(reply.attachment, caption, under, asks=asks)


def _text(text: str, beside: Parameters, *, asks: bool = False) -> Call:
    parameters = {**beside, "text": text, "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}
    return Call("sendMessage", parameters, asks=asks)


def _file(attachment: Attachment, caption: list[str], beside: Parameters, *, asks: bool) -> Call:
    picture = attachment.media_type in PICTURES
    parameters = {**beside, **({"caption": caption[0], "parse_mode": "HTML"} if caption else {})}
    method, field = ("sendPhoto", "photo") if picture else ("sendDocument", "document")
    return Call(method, parameters, attachment, field, asks)


@lru_cache(CONTENT)
def _quote(quote: Quote, source: str) -> tuple[Block, ...]:
    lead = [Span(f"{quote.lead} …", "b"), Span("\n")] if quote.lead else []
    words = Block((*lead, Span(quote.text.strip())), is_quote=True)
    origin = Block((Span(source, "i"),), apart=False)
    remark = Block((Span(quote.remark.strip()),), apart=False)
    return (words, origin, remark) if quote.remark else (words, origin)


@lru_cache(CONTENT)
def _fact(fact: Fact, checked: str) -> Block:
    source = fact.source or fact.link
    linked = Span(source, "a" if fact.link else "i", fact.link) if source else None
    origin = [span for span in (linked, Span(checked, "i") if checked else None) if span]
    spans = [Span(f"• {fact.text.strip()}")]
    for number, span in enumerate(origin):
        spans += [Span(" · " if number else "\n"), span]
    return Block(tuple(spans))


def _listed(choices: Sequence[Choice]) -> Iterable[Block]:
    """The choices as numbered lines, where a button may not show all of a label."""
    if all(len(choice.label) <= LONG for choice in choices):
        return []
    lines = [f"{number}. {choice.label}" for number, choice in enumerate(choices, start=1)]
    return [Block((Span("\n".join(lines)),))]
