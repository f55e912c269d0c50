"""From a question to an answer, rivals or an honest no, over a few made-up answers."""

from dataclasses import replace

import pytest

from bot.answering.finding import Answered, Candidate, Refused, Suggested
from bot.answering.knowledge import Answer, Audience, Knowledge, Reason
from bot.answering.matching import MOST_TOLD, NEVER, Matcher, questions_of, vocabulary_of
from bot.answering.ranker import Ranker
from bot.answering.words import plain
from bot.engine.library import Library
from tests.small import ANSWERS, UNKNOWN, shipped, small_library


def words(text: str) -> list[str]:
    """A question as the matcher gets it."""
    return plain(text).split()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return small_library("{}").knowledge


@pytest.fixture(scope="module")
def matcher(knowledge: Knowledge) -> Matcher:
    return Matcher.of(knowledge, None)


def with_answers(knowledge: Knowledge, *answers: Answer) -> Matcher:
    return Matcher.of(replace(knowledge, answers={answer.id: answer for answer in answers}), None)


def test_every_curated_question_leads_to_its_answer(matcher: Matcher) -> None:
    for answer in ANSWERS:
        for question in (answer.title, *answer.questions):
            found = matcher.decide(words(question), answer.audience)
            assert isinstance(found, Answered | Suggested), question
            best = found.best if isinstance(found, Answered) else found.candidates[0]
            assert best.answer is answer, question


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("wat kost eigenlijk een fiets?", "kosten"),
        ("is mijn fiets gratis of moet ik betalen", "kosten"),
        ("welke kleur had de boot ook alweer", "kleur"),
        ("hoe laat gaat mijn trein", "trein_heen"),
        ("wat kost een feits", "kosten"),
    ],
)
def test_a_question_in_other_words_leads_to_its_answer(matcher: Matcher, question: str, answer: str) -> None:
    found = matcher.decide(words(question))

    assert isinstance(found, Answered)
    assert found.best.answer.id == answer


def test_a_known_unknown_is_an_honest_no(matcher: Matcher) -> None:
    for question in UNKNOWN.questions:
        assert matcher.decide(words(question)) == Refused(UNKNOWN.reason, UNKNOWN)


def test_what_shares_nothing_is_not_understood(matcher: Matcher) -> None:
    for question in ("xyzzy", "", "qwer asdf"):
        assert matcher.decide(words(question)) == Refused(Reason.NOT_UNDERSTOOD)


def test_who_is_talking_orders_answers_that_fit_as_well_and_hides_none(matcher: Matcher) -> None:
    for audience in (Audience.CITIZEN, Audience.SUPPORTER):
        found = list(matcher.contenders(matcher.scores(words("trein tijden")), audience))
        assert found[0].answer.audience is audience
        assert {c.answer.id for c in found[:2]} == {"trein_heen", "trein_terug"}


def test_the_audience_does_not_beat_a_better_answer(matcher: Matcher) -> None:
    found = matcher.decide(words("hoe laat gaat de trein"), Audience.SUPPORTER)

    assert isinstance(found, Answered | Suggested)
    best = found.best if isinstance(found, Answered) else found.candidates[0]
    assert best.answer.id == "trein_heen"


def test_answers_that_quote_the_same_passage_vouch_for_each_other(knowledge: Knowledge) -> None:
    heen, terug = ANSWERS[2], ANSWERS[3]
    apart = with_answers(knowledge, heen, terug)
    same = with_answers(knowledge, heen, replace(terug, quotes=heen.quotes))
    worth = [next(m.contenders(m.scores(words("trein tijden")))).worth for m in (apart, same)]

    assert worth[1] > worth[0]
    assert isinstance(same.decide(words("trein tijden")), Answered)


def test_no_two_suggestions_quote_the_same_passage_first(knowledge: Knowledge) -> None:
    twins = [
        replace(ANSWERS[2], id=f"trein_{n}", quotes=(f"beroepscode/artikel_{n % 5 + 1}",)) for n in range(9)
    ]
    found = with_answers(knowledge, *twins).decide(words("hoe laat gaat de trein"))

    assert isinstance(found, Suggested)
    assert len(found.candidates) <= MOST_TOLD
    first = [candidate.answer.quotes[0] for candidate in found.candidates]
    assert len(set(first)) == len(first)


def test_answers_without_quotes_can_be_suggested_too(knowledge: Knowledge) -> None:
    twins = [replace(ANSWERS[2], id=f"trein_{n}", quotes=()) for n in range(5)]
    found = with_answers(knowledge, *twins).decide(words("hoe laat gaat de trein"))

    assert isinstance(found, Suggested)
    assert len(found.candidates) == MOST_TOLD


def test_contenders_are_ordered_by_what_they_are_worth(matcher: Matcher) -> None:
    found = list(matcher.contenders(matcher.scores(words("hoe laat komt mijn trein")), None))

    assert [c.worth for c in found] == sorted((c.worth for c in found), reverse=True)
    assert all(c.worth >= 0 for c in found)
    assert all(0 <= c.candidate.score <= 1 for c in found)


def test_without_unknowns_nothing_is_recognised_as_one(knowledge: Knowledge) -> None:
    matcher = Matcher.of(replace(knowledge, unknowns={}), None)

    unknown, score = matcher.nearest_unknown(matcher.scores(words("regent het morgen")))

    assert unknown is None
    assert score == pytest.approx(NEVER)


def test_the_more_an_unknown_fits_the_more_speaks_for_silence(matcher: Matcher) -> None:
    doubts = [
        matcher.doubt(matcher.scores(words(q))) for q in ("wat kost een fiets", "xyzzy", "regent het morgen")
    ]

    assert doubts == sorted(doubts)


def test_an_answer_that_the_weights_do_not_know_is_found_all_the_same(
    library: Library, shipped_weights: Ranker
) -> None:
    known = library.knowledge
    own = replace(
        ANSWERS[1], id="eigen_antwoord", questions=("waar ligt de blauwe boot van de gemeente", "blauwe boot")
    )
    wider = replace(known, answers={**known.answers, own.id: own})
    matcher = Matcher.of(wider, shipped_weights)
    found = list(matcher.contenders(matcher.scores(words("waar ligt de blauwe boot")), None))

    assert own in [contender.answer for contender in found[:3]]


def test_a_question_of_a_local_answer_leads_there_although_shipped_answers_vouch_for_each_other(
    library: Library, shipped_weights: Ranker
) -> None:
    known = library.knowledge
    for shipped_answer in list(known.answers.values())[::40]:
        asked = tuple(f"{question} bij ons" for question in shipped_answer.questions[:3])
        own = replace(shipped_answer, id="eigen_antwoord", questions=asked)
        matcher = Matcher.of(replace(known, answers={**known.answers, own.id: own}), shipped_weights)
        for question in asked:
            for typed in (question, question.upper() + "?!"):
                assert matcher.decide(words(typed)) == Answered(Candidate(own, 1.0)), typed


def test_a_local_question_of_a_shipped_answer_or_unknown_leads_there(
    library: Library, shipped_weights: Ranker
) -> None:
    known = library.knowledge
    answer, unknown = next(iter(known.answers.values())), next(iter(known.unknowns.values()))
    local = replace(
        known,
        answers={**known.answers, answer.id: replace(answer, questions=("xyzzy een",))},
        unknowns={**known.unknowns, unknown.id: replace(unknown, questions=("xyzzy twee",))},
    )
    matcher = Matcher.of(local, shipped_weights)

    assert matcher.decide(words("Xyzzy een?")) == Answered(Candidate(local.answers[answer.id], 1.0))
    assert matcher.decide(words("xyzzy twee")) == Refused(unknown.reason, local.unknowns[unknown.id])


def test_the_shipped_weights_were_trained_on_all_questions_so_none_is_looked_up(library: Library) -> None:
    assert not library.matcher.own


def test_an_answer_that_is_no_longer_content_is_never_given(
    library: Library, shipped_weights: Ranker
) -> None:
    known = library.knowledge
    gone = next(iter(known.answers.values()))
    fewer = replace(known, answers={id: a for id, a in known.answers.items() if id != gone.id})
    matcher = Matcher.of(fewer, shipped_weights)
    for question in gone.questions:
        assert all(c.answer.id != gone.id for c in matcher.contenders(matcher.scores(words(question)), None))


def test_a_word_of_one_question_alone_is_not_repaired_towards(knowledge: Knowledge) -> None:
    one = replace(ANSWERS[0], questions=("wat is een flapdrol",))
    many = replace(ANSWERS[0], questions=("flapdrol een", "flapdrol twee", "flapdrol drie"))

    assert "flapdrol" not in vocabulary_of(replace(knowledge, answers={one.id: one})).words
    assert "flapdrol" in vocabulary_of(replace(knowledge, answers={many.id: many})).words


def test_the_questions_of_an_answer_are_its_title_and_its_questions(knowledge: Knowledge) -> None:
    asked = questions_of(knowledge)

    assert asked["answer:kosten"] == (ANSWERS[0].title, *ANSWERS[0].questions)
    assert asked["unknown:weer"] == (UNKNOWN.title, *UNKNOWN.questions)
    assert len(asked) == len(knowledge.answers) + len(knowledge.unknowns)


def test_every_class_of_the_shipped_matcher_is_an_answer_an_unknown_or_neither() -> None:
    matcher = shipped().matcher

    owners = list(zip(matcher.answers, matcher.unknowns, strict=True))
    assert not any(answer and unknown for answer, unknown in owners)
    assert sum(answer is not None for answer, _ in owners) == len(shipped().knowledge.answers)
    assert sum(unknown is not None for _, unknown in owners) == len(shipped().knowledge.unknowns)
