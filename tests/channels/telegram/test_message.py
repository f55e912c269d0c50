"""Replies as messages."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.telegram.call import Call
from bot.channels.telegram.message import LONG, keyboard, messages
from bot.engine import composing
from bot.engine.library import Library
from bot.engine.phrase import Phrase
from bot.messages import Attachment, Choice, Fact, Quote, Reply
from tests.botapi.entity import parse_html

QUOTE = Quote(
    "beroepscode/artikel_10",
    "beroepscode",
    "Beroepscode (BCMB, 2015)",
    "artikel 10",
    "heeft toestemming van de cliënt",
    "De cliëntondersteuner",
    "De wet is <veranderd>.",
)


def data(choice_id: str) -> str:
    return choice_id


def said(library: Library, *replies: Reply) -> list[Call]:
    return messages(replies, library.phrases, data, {})


def test_the_answer_comes_first_and_then_the_quote_with_its_source_under_it(library: Library) -> None:
    [call] = said(library, Reply("Ja, dat mag.", quotes=(QUOTE,)))

    assert call.method == "sendMessage"
    assert call.parameters["parse_mode"] == "HTML"
    assert call.parameters["link_preview_options"] == {"is_disabled": True}
    assert call.parameters["text"] == (
        "Ja, dat mag.\n\n"
        "<blockquote expandable><b>De cliëntondersteuner …</b>\n"
        "heeft toestemming van de cliënt</blockquote>\n"
        "<i>Bron: artikel 10 · Beroepscode (BCMB, 2015)</i>\n"
        "De wet is &lt;veranderd&gt;."
    )


def test_a_fact_links_to_where_it_comes_from(library: Library) -> None:
    fact = Fact("Het is gratis.", "Wmo 2015, artikel 2.1.4", "https://wetten.overheid.nl/x#y", "2026")
    checked = library.phrases.text(Phrase.CHECKED, date="2026")
    [call] = said(library, Reply("Nee.", facts=(fact, Fact("Los feit."))))

    assert call.parameters["text"] == (
        "Nee.\n\n• Het is gratis.\n"
        f'<a href="https://wetten.overheid.nl/x#y">Wmo 2015, artikel 2.1.4</a> · <i>{checked}</i>\n\n'
        "• Los feit."
    )


def test_what_is_remembered_of_a_quote_has_the_words_of_the_phrases_in_use(library: Library) -> None:
    phrases = replace(library.phrases, texts={**library.phrases.texts, Phrase.SOURCE: "Uit {source}"})
    for used, begin in ((library.phrases, "Bron: "), (phrases, "Uit "), (library.phrases, "Bron: ")):
        [call] = messages([Reply("Ja.", quotes=(QUOTE,))], used, data, {})
        assert f"<i>{begin}artikel 10 · Beroepscode (BCMB, 2015)</i>" in call.parameters["text"]


def test_what_a_person_typed_is_text_and_no_markup(library: Library) -> None:
    [call] = said(library, Reply('<b>Zand</b> & "stad"'))

    assert call.parameters["text"] == "&lt;b&gt;Zand&lt;/b&gt; &amp; &quot;stad&quot;"


def test_a_reply_without_choices_goes_in_one_message_with_the_next(library: Library) -> None:
    question = Reply("Wilt u meer weten?", choices=(Choice("ja.12345678", "Ja"),))
    [call] = said(library, Reply("Dat mag."), Reply("Het staat er zo:", quotes=(QUOTE,)), question)

    assert call.parameters["text"].startswith("Dat mag.\n\nHet staat er zo:\n\n<blockquote")
    assert call.parameters["text"].endswith("\n\nWilt u meer weten?")
    assert call.parameters["reply_markup"]["inline_keyboard"]
    assert call.asks


def test_a_reply_with_choices_of_its_own_stays_a_message_of_its_own(library: Library) -> None:
    found = Reply("Dat mag.", choices=(Choice("answer:a", "Meer"),))
    question = Reply("Wilt u verder?", choices=(Choice("ja.12345678", "Ja"),))
    first, last = said(library, found, question)

    assert [first.parameters["text"], last.parameters["text"]] == ["Dat mag.", "Wilt u verder?"]
    assert [first.asks, last.asks] == [False, True]


@pytest.mark.parametrize("texts", [("x" * 3000, "y" * 1095), ("x" * 5000, "y")])
def test_replies_that_do_not_fit_in_one_message_go_apart(library: Library, texts: tuple[str, str]) -> None:
    first, last = texts
    calls = said(library, Reply(first), Reply(last, choices=(Choice("ja.12345678", "Ja"),)))

    assert "".join(call.parameters["text"] for call in calls[:-1]) == first
    assert calls[-1].parameters["text"] == last
    assert ["reply_markup" in call.parameters for call in calls] == [False] * (len(calls) - 1) + [True]


def test_replies_that_just_fit_go_in_one_message(library: Library) -> None:
    [call] = said(library, Reply("x" * 3000), Reply("é" * 1094))

    assert len(parse_html(call.parameters["text"]).text) == 4096


def test_no_more_marks_go_in_one_message_than_telegram_shows(library: Library) -> None:
    facts = (Fact("Feit.", "Bron"),) * 60
    calls = said(library, Reply("Een.", facts=facts), Reply("Twee.", facts=facts))

    assert [len(parse_html(call.parameters["text"]).entities) for call in calls] == [60, 60]


def test_a_file_does_not_take_the_reply_before_it_along(library: Library, tmp_path: Path) -> None:
    file = Attachment(str(tmp_path / "a"), "verslag.pdf", "application/pdf")
    calls = said(library, Reply("Klaar."), Reply("Uw verslag.", attachment=file), Reply("Nog iets?"))

    assert [call.method for call in calls] == ["sendMessage", "sendDocument", "sendMessage"]
    assert calls[1].parameters["caption"] == "Uw verslag."


def test_a_call_begins_with_where_it_goes(library: Library) -> None:
    question = Reply("Vraag?", choices=(Choice("ja.12345678", "Ja"),))
    for call in messages([Reply("x" * 5000), question], library.phrases, data, {"chat_id": 7}):
        assert call.parameters["chat_id"] == 7


def test_the_choices_stand_under_the_last_part_of_a_long_text(library: Library) -> None:
    first, last = said(library, Reply("Dit is een zin. " * 300, choices=(Choice("ja.12345678", "Ja"),)))

    assert "reply_markup" not in first.parameters
    assert not first.asks
    assert last.parameters["reply_markup"]["inline_keyboard"]
    assert last.asks


def test_buttons_of_a_question_are_told_from_those_that_always_lead_somewhere(library: Library) -> None:
    asks = [
        said(library, Reply("x", choices=(Choice(id, "x"),)))[0].asks
        for id in ("ja.12345678", "dialog:citizen/start")
    ]

    assert asks == [True, False]


def test_short_labels_stand_two_in_a_row_and_longer_ones_alone() -> None:
    def rows(*labels: str) -> list[int]:
        markup: dict[str, list[list[object]]] = keyboard([Choice(x, x) for x in labels], data)  # type: ignore[assignment]
        return [len(row) for row in markup["inline_keyboard"]]

    assert rows("Ja", "Nee") == [2]
    assert rows("Ja", "Nee", "Weet ik niet") == [1, 1, 1]
    assert rows("Ja", "Nee", "Soms", "Weet ik niet") == [2, 2]
    assert rows("Ja", "Nee, nog niet helemaal") == [1, 1]


def test_labels_that_a_telephone_cuts_short_stand_in_the_text_too(library: Library) -> None:
    long = "Mag mijn ondersteuner iets over mij vertellen?"
    assert len(long) > LONG
    [call] = said(library, Reply("Bedoelt u:", choices=(Choice("a", long), Choice("b", "Nee"))))

    assert call.parameters["text"] == f"Bedoelt u:\n\n1. {long}\n2. Nee"


@pytest.mark.parametrize(
    ("media_type", "method", "field"),
    [("application/pdf", "sendDocument", "document"), ("image/png", "sendPhoto", "photo")],
)
def test_a_file_goes_out_with_its_text_under_it(
    library: Library, tmp_path: Path, media_type: str, method: str, field: str
) -> None:
    file = Attachment(str(tmp_path / "a"), "verslag.pdf", media_type)
    [call] = said(library, Reply("Uw verslag.", attachment=file, choices=(Choice("ja.12345678", "Ja"),)))

    assert (call.method, call.field, call.file) == (method, field, file)
    assert call.parameters["caption"] == "Uw verslag."
    assert call.asks


def test_a_text_that_is_too_long_for_a_caption_goes_before_the_file(library: Library, tmp_path: Path) -> None:
    file = Attachment(str(tmp_path / "a"), "verslag.pdf", "application/pdf")
    text, document = said(library, Reply("Een zin. " * 200, attachment=file, choices=(Choice("a", "Ja"),)))

    assert text.method == "sendMessage"
    assert "reply_markup" not in text.parameters
    assert "caption" not in document.parameters
    assert "reply_markup" in document.parameters


def test_everything_that_the_content_can_say_is_taken_by_telegram(library: Library) -> None:
    """Every answer, passage and known unknown."""
    knowledge = library.knowledge
    replies = [composing.answer(library, answer) for answer in knowledge.answers.values()]
    replies += [composing.looked_up(library, [passage]) for passage in knowledge.passages.values()]
    for call in said(library, *replies):
        assert 1 <= len(parse_html(call.parameters["text"]).text) <= 4096
        rows = call.parameters.get("reply_markup", {}).get("inline_keyboard", [])
        assert all(len(button["callback_data"].encode()) <= 57 for row in rows for button in row)
