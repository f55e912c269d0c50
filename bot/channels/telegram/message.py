"""Replies as messages: the plain answer first, then the words of the documents with their source, then
facts, and the choices as buttons under the last of it.

Nothing here knows a chat; `Address` adds where a message goes. Whatever comes from the content or from
a person is escaped by `markup`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.channels.telegram.call import Call
from bot.channels.telegram.markup import LONGEST_CAPTION, Block, Span, pack
from bot.engine.choosing import Bound, parse
from bot.engine.phrase import Phrase, Phrases
from bot.messages import Attachment, Choice, Fact, Quote, Reply

SHORT = 14
"""Characters up to which two labels stand beside each other in a row."""

LONG = 38
"""Characters from which a telephone may cut a label short, so that the choices stand in the text too."""

PICTURES = ("image/png", "image/jpeg")

Data = Callable[[str], str]
"""From the id of a choice to the data of its button."""


def messages(replies: Sequence[Reply], phrases: Phrases, data: Data) -> list[Call]:
    """The calls that say these replies, in their order, without a chat."""
    return [call for reply in replies for call in _messages(reply, phrases, data)]


def blocks(reply: Reply, phrases: Phrases) -> Iterator[Block]:
    """What a reply says, without its choices."""
    if reply.text.strip():
        yield Block((Span(reply.text.strip()),))
    for quote in reply.quotes:
        yield from _quote(quote, phrases)
    for fact in reply.facts:
        yield _fact(fact, phrases)


def keyboard(choices: Sequence[Choice], data: Data) -> dict[str, object]:
    """Choices as buttons: one in a row, or two where both are short and the rows come out even."""
    short = all(len(choice.label) <= SHORT for choice in choices)
    width = 2 if short and len(choices) % 2 == 0 else 1
    buttons = [{"text": choice.label, "callback_data": data(choice.id)} for choice in choices]
    rows = [buttons[at : at + width] for at in range(0, len(buttons), width)]
    return {"inline_keyboard": rows}


def _messages(reply: Reply, phrases: Phrases, data: Data) -> Iterator[Call]:
    said = [*blocks(reply, phrases), *_listed(reply.choices)]
    texts = pack(said)
    asks = any(isinstance(parse(choice.id), Bound) for choice in reply.choices)
    under: dict[str, object] = {"reply_markup": keyboard(reply.choices, data)} if reply.choices else {}
    if reply.attachment is None:
        for number, text in enumerate(texts, start=1):
            last = number == len(texts)
            yield _text(text, under if last else {}, asks=asks and last)
        return
    caption = pack(said, LONGEST_CAPTION)
    if len(caption) > 1:
        yield from (_text(text, {}) for text in texts)
        caption = []
    yield _file(reply.attachment, caption, under, asks=asks)


def _text(text: str, under: dict[str, object], *, asks: bool = False) -> Call:
    parameters = {
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        **under,
    }
    return Call("sendMessage", parameters, asks=asks)


def _file(attachment: Attachment, caption: list[str], under: dict[str, object], *, asks: bool) -> Call:
    picture = attachment.media_type in PICTURES
    parameters = {**({"caption": caption[0], "parse_mode": "HTML"} if caption else {}), **under}
    method, field = ("sendPhoto", "photo") if picture else ("sendDocument", "document")
    return Call(method, parameters, attachment, field, asks)


def _quote(quote: Quote, phrases: Phrases) -> Iterator[Block]:
    lead = [Span(f"{quote.lead} …", "b"), Span("\n")] if quote.lead else []
    yield Block((*lead, Span(quote.text.strip())), is_quote=True)
    source = phrases.text(Phrase.SOURCE, source=f"{quote.locator} · {quote.title}")
    yield Block((Span(source, "i"),), apart=False)
    if quote.remark:
        yield Block((Span(quote.remark.strip()),), apart=False)


def _fact(fact: Fact, phrases: Phrases) -> Block:
    source = fact.source or fact.link
    checked = phrases.text(Phrase.CHECKED, date=fact.checked) if fact.checked else ""
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
