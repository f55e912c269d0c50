"""Replies as messages of Matrix."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.matrix.rendering import FOLDED_FROM, LARGEST, messages, offering
from bot.engine.library import Library
from bot.messages import Attachment, Choice, Fact, Quote, Reply
from tests.small import shipped

PHRASES = shipped().phrases
QUOTE = Quote(
    passage="beroepscode/artikel_10",
    document="beroepscode",
    title="Beroepscode (BCMB, 2015)",
    locator="artikel 10",
    text="heeft toestemming van de cliënt",
    lead="De cliëntondersteuner",
    remark="Zo is het nu.",
)
CHOICES = (Choice("ja.1234", "Ja"), Choice("nee.1234", "Nee"))
ALLOWED = {"p", "br", "ul", "ol", "li", "em", "a", "blockquote", "details", "summary"}
"""Of https://spec.matrix.org/v1.11/client-server-api/#mroommessage-msgtypes."""


class Tags(HTMLParser):
    """The tags of a text, each of which is closed where it has to be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.used: set[str] = set()
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.used.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def html_of(*replies: Reply) -> str:
    [message] = messages(replies, PHRASES)
    return str(message.content["formatted_body"])


def test_an_answer_goes_first_then_the_words_with_their_source_then_facts_and_choices() -> None:
    fact = Fact("Fietsen mag.", "Wmo 2015, artikel 1", "https://wetten.overheid.nl/x?a=1&b", "2026")
    [message] = messages([Reply("Ja.", (QUOTE,), (fact,), CHOICES)], PHRASES)

    assert message.content["msgtype"] == "m.notice"
    assert message.content["body"] == (
        "Ja.\n\n> De cliëntondersteuner …\n> heeft toestemming van de cliënt\n"
        "Bron: artikel 10 · Beroepscode (BCMB, 2015)\nZo is het nu.\n\n"
        "- Fietsen mag.\nWmo 2015, artikel 1 · gecontroleerd: 2026\nhttps://wetten.overheid.nl/x?a=1&b\n\n"
        "1. Ja\n2. Nee"
    )
    assert message.content["formatted_body"] == (
        "<p>Ja.</p>"
        "<blockquote><p>De cliëntondersteuner …</p><p>heeft toestemming van de cliënt</p></blockquote>"
        "<p><em>Bron: artikel 10 · Beroepscode (BCMB, 2015)</em></p><p>Zo is het nu.</p>"
        "<ul><li>Fietsen mag.<br><em>Wmo 2015, artikel 1 · gecontroleerd: 2026<br>"
        '<a href="https://wetten.overheid.nl/x?a=1&amp;b">https://wetten.overheid.nl/x?a=1&amp;b</a>'
        "</em></li></ul>"
        "<ol><li>Ja</li><li>Nee</li></ol>"
    )
    assert message.choices == CHOICES


def test_numbers_belong_to_the_last_reply_with_choices() -> None:
    first, last = messages([Reply("A", choices=CHOICES), Reply("B", choices=CHOICES)], PHRASES)

    assert (first.choices, last.choices) == ((), CHOICES)
    assert first.content["formatted_body"].endswith("<ul><li>Ja</li><li>Nee</li></ul>")


def test_a_long_quotation_is_folded_up_under_its_source() -> None:
    long = Quote("a/b", "a", "Titel", "artikel 1", "woord " * (FOLDED_FROM // 6 + 1))

    html = html_of(Reply("Ja.", (long, QUOTE)))

    assert "<details><summary><em>Bron: artikel 1 · Titel</em></summary><blockquote>" in html
    assert html.count("<details>") == 1


def test_lists_and_paragraphs_are_kept() -> None:
    assert html_of(Reply("Dit:\n- een\n- twee\nen dan.\n\nNog iets.")) == (
        "<p>Dit:</p><ul><li>een</li><li>twee</li></ul><p>en dan.</p><p>Nog iets.</p>"
    )


def test_a_file_is_a_message_of_its_own_after_the_words() -> None:
    report = Attachment("/tmp/rapport.pdf", "rapport.pdf", "application/pdf")

    words, file = messages([Reply("Hier is het.", attachment=report)], PHRASES)

    assert words.content["body"] == "Hier is het."
    assert file.attachment == report


def test_a_message_tells_whose_choices_it_offers() -> None:
    assert offering(CHOICES, "@anna:a") == {
        "nl.naast.choices": {"for": "@anna:a", "ids": ["ja.1234", "nee.1234"]}
    }
    assert offering((), "@anna:a") == {}


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=80), max_size=5))
def test_whatever_the_words_are_the_html_is_whole_and_says_them(words: list[str]) -> None:
    text, *rest = [*words, ""]
    quotes = tuple(Quote("a/b", "a", word, word, word, word, word) for word in rest)
    reply = Reply(text, quotes, tuple(map(Fact, rest)), tuple(Choice("a", word) for word in rest))

    for message in messages([reply], PHRASES):
        tags = Tags(message.content["formatted_body"])
        assert tags.used <= ALLOWED
        assert not tags.open


@pytest.mark.parametrize("character", ["a", "é", "😀", "&", "\n"])
def test_what_is_too_large_for_one_event_becomes_several(character: str) -> None:
    sentence = f"Dit is een zin {character * 60}. "
    text = sentence * 1200

    sent = messages([Reply(text, (QUOTE,), choices=CHOICES)], PHRASES)

    assert len(sent) > 1
    assert all(len(json.dumps(message.content)) <= LARGEST for message in sent)
    assert [message.choices for message in sent] == [*[()] * (len(sent) - 1), CHOICES]
    said = " ".join(message.content["body"] for message in sent)
    assert re.sub(r"\s", "", said).startswith(re.sub(r"\s", "", text))


def test_a_long_text_is_cut_between_sentences() -> None:
    sent = messages([Reply("Dit is een zin van acht woorden, toch? " * 1500)], PHRASES)

    assert len(sent) > 1
    assert all(message.content["body"].startswith("Dit is") for message in sent)
    assert all(message.content["body"].endswith("toch?") for message in sent)


def test_a_word_without_an_end_is_cut_too() -> None:
    sent = messages([Reply("a" * 100_000)], PHRASES)

    assert "".join(message.content["body"] for message in sent) == "a" * 100_000


def test_no_answer_of_the_content_has_to_be_cut(library: Library) -> None:
    from bot.engine import composing

    for answer in shipped().knowledge.answers.values():
        assert len(messages([composing.answer(shipped(), answer)], PHRASES)) == 1
