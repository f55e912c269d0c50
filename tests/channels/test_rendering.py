from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from bot.channels.rendering import Kind, parts, print_plain
from bot.channels.screen import print_replies
from bot.engine.library import Library
from bot.engine.phrase import Phrases
from bot.messages import Attachment, Choice, Fact, Quote, Reply

QUOTE = Quote(
    passage="code/artikel_1",
    document="code",
    title="De code (BCMB, 2015)",
    locator="artikel 1",
    text="is eerlijk.\nEn blijft dat.",
    lead="De ondersteuner",
    remark="Dit is nu een wet.",
)
FACT = Fact("Het is gratis.", "Wet, artikel 2", "https://voorbeeld.nl/wet#2", "2026-11-21")
REPLY = Reply(
    "Ja, dat mag.\n\nVraag het gerust.",
    quotes=(QUOTE,),
    facts=(FACT, Fact("Bel ons.")),
    choices=(Choice("a", "Waarom?"), Choice("b", "Iets anders")),
    attachment=Attachment("/tmp/verslag.pdf", "verslag.pdf"),
)


@pytest.fixture
def phrases(library: Library) -> Phrases:
    texts = {**library.phrases.texts, "source": "Bron: {source}", "checked": "nagekeken: {date}"}
    return replace(library.phrases, texts=texts)


def plain(phrases: Phrases, *replies: Reply, numbered: bool = True) -> str:
    out = StringIO()
    print_plain(replies, phrases, out, numbered=numbered)
    return out.getvalue()


def on_screen(phrases: Phrases, *replies: Reply, width: int = 80, **settings: object) -> str:
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
        **settings,  # type: ignore[arg-type]
    )
    print_replies(console, replies, phrases)
    return out.getvalue()


def test_the_answer_comes_first_and_the_ways_on_last(phrases: Phrases) -> None:
    assert plain(phrases, REPLY) == (
        "Ja, dat mag.\n"
        "\n"
        "Vraag het gerust.\n"
        "\n"
        "    De ondersteuner …\n"
        "    is eerlijk.\n"
        "    En blijft dat.\n"
        "    Bron: artikel 1 · De code (BCMB, 2015)\n"
        "    Dit is nu een wet.\n"
        "\n"
        "  - Het is gratis.\n"
        "    Wet, artikel 2 · nagekeken: 2026-11-21\n"
        "    https://voorbeeld.nl/wet#2\n"
        "  - Bel ons.\n"
        "\n"
        "/tmp/verslag.pdf\n"
        "\n"
        "  1. Waarom?\n"
        "  2. Iets anders\n"
        "\n"
    )


def test_numbers_belong_to_the_last_reply_with_choices(phrases: Phrases) -> None:
    first = Reply("Een", choices=(Choice("a", "Aap"),))
    second = Reply("Twee", choices=(Choice("b", "Noot"),))
    text = plain(phrases, first, second, Reply("Drie"))
    assert "  - Aap\n" in text
    assert "  1. Noot\n" in text


def test_where_nobody_can_type_choices_have_no_numbers(phrases: Phrases) -> None:
    assert "  - Waarom?\n" in plain(phrases, REPLY, numbered=False)


def test_ten_choices_stand_in_line(phrases: Phrases) -> None:
    reply = Reply("Kies", choices=tuple(Choice(str(n), f"Keuze {n}") for n in range(1, 11)))
    assert "   1. Keuze 1\n" in plain(phrases, reply)
    assert "  10. Keuze 10\n" in plain(phrases, reply)


def test_a_quote_without_a_lead_begins_with_its_words(phrases: Phrases) -> None:
    bare = replace(QUOTE, lead="", remark="")
    kinds = [part.kind for part in parts([Reply("Ja.", quotes=(bare,))], phrases)]
    assert kinds == [Kind.ANSWER, Kind.WORDS, Kind.SOURCE]


@pytest.mark.parametrize("width", [1, 10, 20, 40, 80, 200])
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost(phrases: Phrases, width: int) -> None:
    long = Reply("Een lange zin met veel woorden. " * 9, quotes=(QUOTE,), facts=(FACT,))
    text = on_screen(phrases, long, REPLY, width=width)
    assert all(len(line) <= max(width, 7) for line in text.splitlines())
    letters = "".join(text.replace("│", "").split())
    if width >= 10:
        assert "".join(QUOTE.text.split()) in letters
        assert "".join(FACT.link.split()) in letters


def test_a_quote_on_the_screen_has_a_bar_along_all_of_it(phrases: Phrases) -> None:
    lines = on_screen(phrases, Reply("", quotes=(QUOTE,)), width=24).splitlines()
    assert len(lines) > 5
    assert all(line.startswith("  │ ") for line in lines if line.strip())


def test_without_colours_there_are_none(phrases: Phrases) -> None:
    coloured = on_screen(phrases, REPLY, force_terminal=True, color_system="truecolor")
    plain = on_screen(phrases, REPLY, force_terminal=True, color_system="truecolor", no_color=True)
    assert "\x1b[36m" in coloured
    assert "\x1b[36m" not in plain


def test_words_of_a_document_are_never_read_as_markup(phrases: Phrases) -> None:
    reply = Reply("[bold]nee[/bold] :smile: https://naast.nl", quotes=(replace(QUOTE, text="[1]"),))
    text = on_screen(phrases, reply)
    assert "[bold]nee[/bold] :smile: https://naast.nl" in text
    assert "[1]" in text
