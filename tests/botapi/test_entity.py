"""Entity parsing refuses and counts as Telegram does: https://core.telegram.org/bots/api#html-style."""

from typing import Any

import pytest

from tests.botapi.entity import Formatted, find_entities, parse_html, units
from tests.botapi.refusal import Refused


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("hallo", "hallo", []),
        ("<b>a</b> <strong>b</strong>", "a b", [entity("bold", 0, 1), entity("bold", 2, 1)]),
        ("<i>a</i><em>b</em>", "ab", [entity("italic", 0, 1), entity("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [entity("underline", 0, 1), entity("underline", 1, 1)]),
        ("<s>a</s><del>b</del>", "ab", [entity("strikethrough", 0, 1), entity("strikethrough", 1, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        ('<a href="https://example.org">a</a>', "a", [entity("text_link", 0, 1, url="https://example.org")]),
        ("<a>a</a>", "a", []),
        ("<code>a<b>b</b></code>", "ab", [entity("code", 0, 2)]),
        (
            '<pre><code class="language-py">a</code></pre>',
            "a",
            [entity("pre", 0, 1, language="py")],
        ),
        ("<B>a</b>", "a", [entity("bold", 0, 1)]),
        ("<b>a</>", "a", [entity("bold", 0, 1)]),
        ("<b><i>a</i>b</b>", "ab", [entity("bold", 0, 2), entity("italic", 0, 1)]),
        ("<b></b>a", "a", []),
        ("&lt;&gt;&amp;&quot;&#233;&#xe9;", '<>&"éé', []),
        ("&laquo;&nbsp;& &b;", "&laquo;&nbsp;& &b;", []),
        ("😀<b>😀</b>é", "😀😀é", [entity("bold", 2, 2)]),
        ("  <b> a </b>  ", "a", [entity("bold", 0, 1)]),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "ab", [entity("blockquote", 0, 2)]),
    ],
)
def test_markup_becomes_text_with_entities(markup: str, text: str, entities: list[Any]) -> None:
    assert parse_html(markup) == Formatted(text, tuple(entities))


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("🏟 🏟&lt;<abac>", 'Unsupported start tag "abac" at byte offset 13'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("🏟 🏟&lt;<i    aba>", 'Can\'t find end tag corresponding to start tag "i"'),
        ("<b>a<i>b</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<b a=&>", 'Unclosed start tag "b" at byte offset 2'),
        ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
        (
            "🏟 🏟&lt;<i>a</em   >",
            'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"',
        ),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_markup_that_telegram_does_not_read_is_refused(markup: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(markup)

    assert refused.value.code == 400
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


def test_lengths_are_counted_in_units_of_utf_16() -> None:
    assert [units("a"), units("é"), units("😀"), units("🧑‍🦽")] == [1, 1, 2, 5]


def test_what_stands_behind_the_hundredth_entity_has_no_markup() -> None:
    assert len(parse_html("<b>a</b> " * 101).entities) == 100


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start nu", [entity("bot_command", 0, 6)]),
        ("en/of 1/2", []),
        ("😀 /help@Bot_1!", [entity("bot_command", 3, 11)]),
        ("hoi @naast_bot", [entity("mention", 4, 10)]),
        ("a@example.org", [entity("email", 0, 13)]),
        ("zie https://example.org/a", [entity("url", 4, 21)]),
    ],
)
def test_commands_mentions_and_addresses_are_found(text: str, found: list[Any]) -> None:
    assert find_entities(Formatted(text)).entities == tuple(found)


def test_nothing_is_found_in_code() -> None:
    assert find_entities(parse_html("<code>/start</code>")).entities == (entity("code", 0, 6),)
