"""From what was found to what is said: texts, quotes, facts and ways on come together."""

from dataclasses import replace

import pytest

from bot.answering.danger import Danger
from bot.answering.finding import (
    Alarmed,
    Ambiguous,
    Answered,
    Candidate,
    Chatted,
    Cited,
    Finding,
    Missing,
    Referred,
    Refused,
    Suggested,
)
from bot.answering.knowledge import Reason
from bot.answering.language import Language
from bot.answering.smalltalk import SmallTalk
from bot.engine import composing
from bot.engine.dialog import Ask, Decide, Make, Option, Show, Tell
from bot.engine.library import START, Library
from bot.engine.path import Given
from bot.engine.phrase import Command, Phrase
from bot.engine.session import Position
from bot.messages import Choice, Fact, Outcome, Reply, Work
from tests.small import ANSWERS, UNKNOWN, small_library

DIALOGS = """
citizen/start: {title: Begin, first: a, steps: {a: {tell: A., next: end}}}
citizen/fietsen: {title: Fietsen, first: a, steps: {a: {tell: A., next: end}}}
"""
SAVED = {"plaats": Given("plaats", "municipality", "Zandstad")}
REACHED = Position((), 0, (), saved=SAVED)


@pytest.fixture(scope="module")
def library() -> Library:
    return small_library(DIALOGS)


def said(library: Library, finding: Finding) -> Reply:
    return composing.found(library, finding)


# ---- questions and statements


def test_a_question_has_its_words_quotes_choices_and_terms(library: Library) -> None:
    ask = Ask(
        "x",
        "Woont u in {plaats}?",
        (Option("ja", "Ja", "end"),),
        explain=("fiets",),
        quotes=("beroepscode/artikel_1",),
    )
    reply = composing.question(library, "0db67f44", ask, composing.put(library, ask, SAVED))

    assert reply.text == "Woont u in Zandstad?"
    assert [quote.passage for quote in reply.quotes] == ["beroepscode/artikel_1"]
    assert reply.choices == (
        Choice("ja.0db67f44", "Ja"),
        Choice("term:fiets", library.phrases.text(Phrase.TERM, term="fiets")),
    )


def test_a_question_with_another_place_in_it_is_put_in_other_words(library: Library) -> None:
    ask = Ask("x", "Woont u in {plaats}?", (Option("ja", "Ja", "end"),))
    other = {"plaats": Given("plaats", "municipality", "Best")}

    assert composing.put(library, ask, SAVED) != composing.put(library, ask, other)


def test_what_is_told_has_its_quotes_and_facts(library: Library) -> None:
    tell = Tell(
        "x", "In {plaats}: {plaats_region}.", "end", ("beroepscode/artikel_1",), ("fietswet",), ("loket",)
    )
    reply = composing.statement(library, tell, REACHED)

    assert reply is not None
    assert reply.text == "In Zandstad: Duinen."
    assert [quote.locator for quote in reply.quotes] == ["artikel 1"]
    assert reply.facts == (
        Fact("Fietsen mag.", "Wmo 2015, artikel 1.1.1", "", "2026-11-21"),
        Fact("Ga naar het loket.", "Het loket", "", "2026-11-21"),
    )


def test_what_is_shown_is_the_answer_without_ways_on(library: Library) -> None:
    reply = composing.statement(library, Show("x", "kosten", "end"), Position((), 0, ()))

    assert reply == Reply(
        "Een fiets is gratis.",
        library.knowledge.quotes_of(ANSWERS[0]),
        (library.knowledge.law["fietswet"].fact,),
    )


def test_questions_and_decisions_state_nothing(library: Library) -> None:
    nowhere = Position((), 0, ())

    assert composing.statement(library, Ask("x", "?"), nowhere) is None
    assert composing.statement(library, Decide("x", "audience", {}), nowhere) is None


def test_what_is_to_be_made_gets_what_was_given_before_it(library: Library) -> None:
    path = (Given("wie", "ik"), Given("waar", "municipality", "Zandstad"), Given("later", "ja"))
    reply = composing.statement(library, Make("x", "letter_test", "end"), Position(path, 2, ()))

    assert reply == Reply("", work=Work("letter_test", {"wie": "ik", "waar": "Zandstad"}))


def test_what_was_saved_is_filled_in_and_nothing_else(library: Library) -> None:
    saved = {**SAVED, "naam": Given("naam", "name", "Jan {plaats}")}

    assert (
        composing.fill(library, "{naam} in {plaats}, {stad}", {"naam": saved["naam"]})
        == "Jan {plaats} in {plaats}, {stad}"
    )
    assert composing.fill(library, "{plaats} ligt in {plaats_region}", saved) == "Zandstad ligt in Duinen"
    assert composing.fill(library, "Regio {p_region}", {"p": Given("p", "region", "Heide")}) == "Regio Heide"


# ---- what was found


ALARM = Alarmed(Danger("levensgevaar", ("loket",), "Bel 112."))
LANGUAGE = Language("en", "Engels", "Dutch only.")
PASSAGES = ("beroepscode/artikel_1", "beroepscode/artikel_2", "beroepscode/artikel_3")


@pytest.mark.parametrize(
    ("finding", "outcome"),
    [
        (ALARM, Outcome.CRISIS),
        (Answered(Candidate(ANSWERS[0], 1.0)), Outcome.ANSWER),
        (Referred(()), Outcome.ANSWER),
        (Cited(()), Outcome.NONE),
        (Suggested(()), Outcome.SUGGEST),
        (Ambiguous(()), Outcome.SUGGEST),
        (Chatted(SmallTalk("dank", (), "Graag gedaan.")), Outcome.SMALLTALK),
        (Missing("article", "1", "22"), Outcome.NONE),
        (Refused(Reason.NONSENSE), Outcome.NONE),
    ],
)
def test_every_finding_has_an_outcome(finding: Finding, outcome: Outcome) -> None:
    assert composing.outcome_of(finding) is outcome


def test_law_that_is_known_is_an_answer(library: Library) -> None:
    cited = Cited((library.knowledge.law["fietswet"],))

    assert composing.outcome_of(cited) is Outcome.ANSWER
    assert said(library, cited).facts == (library.knowledge.law["fietswet"].fact,)
    assert said(library, Cited(())).text == library.phrases.text(Phrase.LAW_UNKNOWN)


def test_in_danger_the_right_numbers_are_given(library: Library) -> None:
    assert said(library, ALARM) == Reply("Bel 112.", facts=(library.knowledge.contacts["loket"].fact,))


def test_an_answer_has_its_quotes_law_and_ways_on(library: Library) -> None:
    reply = said(library, Answered(Candidate(ANSWERS[0], 1.0)))

    assert reply.text == "Een fiets is gratis."
    assert [quote.passage for quote in reply.quotes] == list(ANSWERS[0].quotes)
    assert [choice.id for choice in reply.choices] == ["term:fiets"]


def test_an_answer_offers_no_more_than_three_ways_on_dialogs_first(library: Library) -> None:
    answer = replace(ANSWERS[0], next=("citizen/fietsen", START), explain=("fiets", "boot"))
    knowledge = replace(library.knowledge, answers={answer.id: answer})
    reply = composing.answer(replace(library, knowledge=knowledge), answer)

    assert [choice.id for choice in reply.choices] == [
        "dialog:citizen/fietsen",
        f"dialog:{START}",
        "term:fiets",
    ]
    assert [choice.label for choice in reply.choices][:2] == ["Fietsen", "Begin"]


def test_suggestions_are_offered_by_their_titles(library: Library) -> None:
    reply = said(library, Suggested((Candidate(ANSWERS[2], 0.4), Candidate(ANSWERS[3], 0.3))))

    assert reply.text == library.phrases.text(Phrase.SUGGEST)
    assert [(c.id, c.label) for c in reply.choices] == [
        ("answer:trein_heen", "Hoe laat gaat de trein?"),
        ("answer:trein_terug", "Hoe laat komt de trein?"),
    ]


def test_a_passage_is_quoted_with_its_neighbours_beside_it(library: Library) -> None:
    one, two, three = (library.knowledge.passages[id] for id in PASSAGES)
    reply = said(library, Referred((two,), (one, three)))

    assert reply.text.startswith("Artikel 2 · ")
    assert [quote.passage for quote in reply.quotes] == [PASSAGES[1]]
    assert [choice.id for choice in reply.choices] == [f"passage:{PASSAGES[0]}", f"passage:{PASSAGES[2]}"]
    assert all(" · " in choice.label for choice in reply.choices)


def test_a_number_that_several_have_asks_which_one(library: Library) -> None:
    passages = tuple(library.knowledge.passages[id] for id in PASSAGES)
    reply = said(library, Ambiguous(passages))

    assert reply.text == library.phrases.text(Phrase.WHICH_PASSAGE)
    assert [choice.id for choice in reply.choices] == [f"passage:{id}" for id in PASSAGES]


def test_a_number_that_none_has_is_told_with_those_that_there_are(library: Library) -> None:
    text = said(library, Missing("article", "1", "22")).text

    assert "artikel 1 " in text
    assert "22" in text


def test_a_known_unknown_tells_what_is_near_and_where_to_ask(library: Library) -> None:
    reply = said(library, Refused(UNKNOWN.reason, UNKNOWN))

    assert reply.text.startswith("Het weer weet ik niet.\n\n")
    assert reply.choices == (Choice("passage:beroepscode/artikel_3", "Over artikel 3"),)
    assert [fact.source for fact in reply.facts] == ["Het loket"]


def test_each_reason_for_an_honest_no_has_its_own_words(library: Library) -> None:
    def of(reason: Reason, language: Language | None = None) -> str:
        return said(library, Refused(reason, language=language)).text

    assert of(Reason.OTHER_LANGUAGE, LANGUAGE) == "Dutch only."
    assert of(Reason.NONSENSE) == library.phrases.text(Phrase.NONSENSE)
    assert of(Reason.OTHER_TOPIC) == library.phrases.text(Phrase.OTHER_TOPIC)
    for reason in (Reason.NOT_UNDERSTOOD, Reason.NOT_IN_DOCUMENTS, Reason.OTHER_LANGUAGE):
        assert of(reason) == library.phrases.text(Phrase.NOT_UNDERSTOOD)


def test_small_talk_is_answered_with_small_talk(library: Library) -> None:
    assert said(library, Chatted(SmallTalk("dank", (), "Graag gedaan."))) == Reply("Graag gedaan.")


# ---- the rest


def test_a_term_is_explained_where_it_has_an_explanation(library: Library) -> None:
    assert composing.term(library, "fiets") == Reply("Een fiets heeft twee wielen.")
    assert composing.term(library, "wiel") is None
    assert composing.term(library, "auto") is None


@pytest.mark.parametrize(
    ("kind", "name", "label"),
    [
        ("answer", "kosten", "Kost een fiets geld?"),
        ("answer", "verf", "Welke kleur heeft een boot?"),
        ("dialog", "citizen/fietsen", "Fietsen"),
        ("place", "Zandstad", "Zandstad"),
        ("answer", "weg", ""),
        ("dialog", "citizen/weg", ""),
        ("passage", "beroepscode/artikel_99", ""),
        ("term", "weg", ""),
        ("command", "weg", ""),
        ("iets", "anders", ""),
    ],
)
def test_a_standing_choice_keeps_its_label(library: Library, kind: str, name: str, label: str) -> None:
    assert composing.label(library, kind, name) == label


def test_the_way_to_the_beginning_and_the_commands_have_their_labels(library: Library) -> None:
    assert composing.label(library, "dialog", START) == composing.beginning(library).label
    assert composing.label(library, "command", "help") == composing.command(library, Command.HELP).label
    assert composing.command(library, Command.HELP).id == "command:help"
    passage = composing.label(library, "passage", PASSAGES[0])
    assert passage.startswith("Artikel 1 · ")
