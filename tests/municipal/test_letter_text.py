"""From text to statements: lines, blocks, sentences and lists."""

import pytest

from bot.engine.library import Library
from bot.municipal.letter_text import Kind, Statement, prose, sentences, statements


def read(library: Library, text: str) -> list[Statement]:
    return statements(text, library.letters.layout)


def texts(library: Library, text: str) -> list[str]:
    return [statement.text for statement in read(library, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dit is een. Dit is twee.", ["Dit is een.", "Dit is twee."]),
        ("Neem iets mee, bijv. een pas. Tot dan!", ["Neem iets mee, bijv. een pas.", "Tot dan!"]),
        ("Op 3 mei jl. kwam P. Vos t.a.v. ons langs.", ["Op 3 mei jl. kwam P. Vos t.a.v. ons langs."]),
        ("Kom om 10.30 uur. Kijk op www.x.nl. Dag.", ["Kom om 10.30 uur.", "Kijk op www.x.nl.", "Dag."]),
        ("Echt?! Ja… Nee.", ["Echt?!", "Ja…", "Nee."]),
    ],
)
def test_a_dot_within_a_number_or_an_abbreviation_ends_no_sentence(
    library: Library, text: str, expected: list[str]
) -> None:
    assert sentences(text, library.letters.layout.abbreviations) == expected


def test_lines_that_were_cut_by_the_paper_are_joined(library: Library) -> None:
    text = (
        "U kunt bij het gesprek hulp krijgen van een cliëntonder-\n"
        "steuner. Die werkt niet voor de gemeente en ook niet voor\n"
        "een aanbieder van zorg.\n\nDat is gratis.\n\nTot ziens bij het gesprek."
    )

    assert texts(library, text)[:2] == [
        "U kunt bij het gesprek hulp krijgen van een cliëntondersteuner.",
        "Die werkt niet voor de gemeente en ook niet voor een aanbieder van zorg.",
    ]


def test_lines_that_end_where_their_writer_ended_them_stay_apart(library: Library) -> None:
    text = "Uw afspraak\nDatum: 3 mei\nPlaats: gemeentehuis\nU praat met Samira Bakker over hulp."

    assert [(one.kind, one.text) for one in read(library, text)] == [
        (Kind.HEADING, "Uw afspraak"),
        (Kind.FIELD, "Datum: 3 mei"),
        (Kind.FIELD, "Plaats: gemeentehuis"),
        (Kind.TEXT, "U praat met Samira Bakker over hulp."),
    ]


def test_a_list_is_one_statement_with_what_leads_it_in(library: Library) -> None:
    assert texts(library, "U kunt praten over:\n- wonen;\n- werk;\n* geld.\n\nEn meer.") == [
        "U kunt praten over: wonen; werk; geld.",
        "En meer.",
    ]


def test_sentences_of_a_word_or_three_are_one_statement(library: Library) -> None:
    assert texts(library, "Over alles. Uw woning. Uw baan. Dat is wat u er allemaal kunt vragen.") == [
        "Over alles. Uw woning. Uw baan.",
        "Dat is wat u er allemaal kunt vragen.",
    ]


def test_an_answer_knows_its_question_also_when_that_is_a_heading(library: Library) -> None:
    asked, answer = read(library, "Wie kiest mijn ondersteuner?\nDat doet u zelf.")

    assert (asked.kind, asked.question) == (Kind.HEADING, True)
    assert answer.before_text == asked.text


def test_the_letterhead_the_greeting_and_the_signature_are_no_prose(library: Library) -> None:
    text = (
        "Gemeente X\nOnderwerp: hulp\n\nBeste heer Bos,\n\nU krijgt hulp.\n- een zaag\n\n"
        "Met vriendelijke groet,\nEls\nHet hoofd van de afdeling."
    )

    assert prose(text, library.letters.layout) == ["U krijgt hulp.", "een zaag"]
