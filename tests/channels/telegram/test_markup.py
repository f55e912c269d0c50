"""Text as Telegram counts and marks it, held against the parser of the loopback Bot API."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.markup import (
    LONGEST_TEXT,
    MOST_ENTITIES,
    Block,
    Span,
    cut,
    escape,
    pack,
    units,
)
from tests.botapi.entity import parse_html
from tests.botapi.entity import units as their_units

SENTENCE = "De cliëntondersteuner luistert naar u. "
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


def paragraph(text: str) -> Block:
    return Block((Span(text),))


def test_blocks_that_fit_are_one_message() -> None:
    assert pack([paragraph("een"), paragraph("twee")]) == ["een\n\ntwee"]


def test_a_block_that_is_not_apart_stands_on_the_next_line() -> None:
    assert pack([paragraph("een"), Block((Span("twee", "i"),), apart=False)]) == ["een\n<i>twee</i>"]


def test_a_quote_can_be_folded_open() -> None:
    quote = Block((Span("lead …", "b"), Span("\n"), Span("woorden")), is_quote=True)

    assert pack([quote]) == ["<blockquote expandable><b>lead …</b>\nwoorden</blockquote>"]


def test_a_link_is_escaped_in_its_address_too() -> None:
    link = Block((Span("a & b", "a", 'https://example.nl/?a="1"&b=2'),))

    assert pack([link]) == ['<a href="https://example.nl/?a=&quot;1&quot;&amp;b=2">a &amp; b</a>']


def test_a_block_that_does_not_fit_goes_whole_to_the_next_message() -> None:
    one, two = paragraph("a" * 3000), paragraph("b" * 3000)

    assert pack([one, two]) == ["a" * 3000, "b" * 3000]


def test_a_block_that_no_message_holds_is_cut_after_a_sentence() -> None:
    messages = pack([paragraph(SENTENCE * 300)])

    assert len(messages) > 1
    assert all(message.rstrip().endswith(".") for message in messages)
    assert " ".join(messages).split() == (SENTENCE * 300).split()


def test_a_quote_that_is_cut_is_two_quotes() -> None:
    messages = pack([Block((Span("lead …", "b"), Span("\n"), Span(SENTENCE * 150)), is_quote=True)])

    assert len(messages) == 2
    assert all(m.startswith("<blockquote expandable>") and m.endswith("</blockquote>") for m in messages)


def test_no_message_has_more_marks_than_telegram_shows() -> None:
    messages = pack([Block((Span("x", "b"),)) for _ in range(MOST_ENTITIES + 20)])

    assert [len(parse_html(message).entities) for message in messages] == [MOST_ENTITIES, 20]


def test_emoji_count_for_two() -> None:
    assert units("😀é") == 3
    assert [units(m) for m in pack([paragraph("😀" * 3000)])] == [LONGEST_TEXT, 6000 - LONGEST_TEXT]


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    assert cut("x" * 50, 20) == ("x" * 20, "x" * 30)


def test_a_text_is_cut_between_words_where_there_is_no_sentence() -> None:
    assert cut("een twee drie", 9) == ("een twee", "drie")


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_half_a_character_does_not_stand_in_the_way(text: str) -> None:
    assert escape(text).encode()
    assert pack([paragraph(text)])[0].encode()


@given(st.lists(TEXTS, min_size=1, max_size=5), st.sampled_from(["", "b", "i"]), st.booleans())
def test_whatever_is_said_is_read_back_by_telegram(texts: list[str], tag: str, is_quote: bool) -> None:
    """Nothing is lost but white space, and no message is too long or cannot be parsed."""
    messages = pack([Block(tuple(Span(text, tag) for text in texts), is_quote)])
    read = [parse_html(message) for message in messages]

    assert all(their_units(one.text) <= LONGEST_TEXT for one in read)
    assert "".join("".join(one.text for one in read).split()) == "".join("".join(texts).split())


@given(TEXTS, st.integers(1, 40))
def test_a_text_that_is_cut_loses_nothing_but_white_space(text: str, longest: int) -> None:
    begin, rest = cut(text * 3, longest)

    assert units(begin) <= longest or longest == 1
    assert "".join((begin + rest).split()) == "".join((text * 3).split())
