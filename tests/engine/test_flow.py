"""How dialogs open, hand over, end and are taken up again, and what a new release leaves of them."""

from dataclasses import replace

import pytest

from bot.answering.knowledge import Audience
from bot.engine import flow
from bot.engine.library import START, Library
from bot.engine.path import Frame, Given
from bot.engine.session import LONGEST_PATH, Session, from_json, to_json
from bot.engine.settling import settle
from tests.small import small_library, with_dialogs

DIALOGS = """
citizen/start:
  title: Begin
  first: wat
  steps:
    wat:
      ask: Wat zoekt u?
      choices:
        - {id: eten, say: Eten, next: citizen/eten}
        - {id: niets, say: Niets, next: end}
        - {id: wie, say: Een mens, audience: supporter, next: wat}
citizen/eten:
  title: Eten
  first: welkom
  steps:
    welkom: {tell: Welkom., next: honger}
    honger:
      ask: Heeft u honger?
      explain: [fiets]
      choices:
        - {id: ja, say: Ja, next: lekker}
        - {id: nee, say: Nee, next: citizen/drinken}
    lekker:
      tell: Eet smakelijk.
      quotes: [beroepscode/artikel_1]
      law: [fietswet]
      contacts: [loket]
      next: end
citizen/drinken:
  title: Drinken
  first: plaats
  steps:
    plaats:
      ask: Waar bent u?
      expect: place
      save: plaats
      next: kost
      choices: [{id: weet_niet, say: Weet ik niet, next: kost}]
    kost: {show: kosten, next: proost}
    proost: {tell: "Proost in {plaats}, {plaats_region}.", next: nog}
    nog:
      ask: Nog een?
      choices:
        - {id: ja, say: Ja, next: plaats}
        - {id: nee, say: Nee, next: end}
citizen/rond:
  title: Rond
  first: rond
  steps:
    rond:
      ask: Nog eens rond?
      choices:
        - {id: ja, say: Ja, next: rond}
        - {id: nee, say: Nee, next: end}
citizen/stil:
  title: Stil
  first: stil
  steps:
    stil:
      decide: audience
      outcomes: {citizen: end, supporter: end, municipality: end, unknown: citizen/eten}
"""

EMPTY = Session()


@pytest.fixture(scope="module")
def library() -> Library:
    return small_library(DIALOGS)


def begun(library: Library, *dialogs: str, session: Session = EMPTY) -> flow.Moved:
    moved = flow.Moved(session, (), flow.open_question(library, session))
    for name in dialogs:
        moved = flow.begin(library, moved.session, library.dialogs[f"citizen/{name}"])
    return moved


def given(library: Library, session: Session, *choices: str) -> flow.Moved:
    """Gives these choices one after the other; a value as "municipality=Zandstad"."""
    moved = flow.Moved(session, (), flow.open_question(library, session))
    for choice in choices:
        waiting = moved.waiting
        assert waiting is not None
        kind, _, value = choice.partition("=")
        moved = flow.give(library, moved.session, waiting, Given(waiting.ask.id, kind, value))
        assert moved.waiting == flow.open_question(library, moved.session)
    return moved


def fitting(library: Library, session: Session) -> tuple[Session, tuple[str, ...]]:
    """The session in terms of this content, and what had to be dropped."""
    kept, waiting, dropped = flow.keep_what_fits(library, session)
    found = flow.open_question(library, kept)
    assert (waiting and waiting.reply) == (found and found.reply)
    return kept, dropped


def stack(session: Session) -> list[str]:
    return [frame.dialog.removeprefix("citizen/") for frame in session.frames]


def texts(moved: flow.Moved) -> list[str]:
    return [reply.text for reply in moved.replies]


def asks(library: Library, session: Session) -> str | None:
    waiting = flow.open_question(library, session)
    return waiting.ask.id if waiting else None


# ---- to begin


def test_a_dialog_begins_with_what_it_tells_and_its_first_question(library: Library) -> None:
    moved = begun(library, "eten")

    assert texts(moved) == ["Welkom.", "Heeft u honger?"]
    assert asks(library, moved.session) == "honger"


def test_a_dialog_opens_on_top_of_what_is_open(library: Library) -> None:
    assert stack(begun(library, "eten", "drinken").session) == ["eten", "drinken"]


def test_the_first_dialog_of_all_begins_with_nothing_below_it(library: Library) -> None:
    assert stack(begun(library, "eten", "drinken", "start").session) == ["start"]


def test_a_dialog_that_is_open_begins_anew_in_its_place(library: Library) -> None:
    session = given(library, begun(library, "rond", "drinken").session, "weet_niet").session
    again = begun(library, "drinken", session=session).session

    assert again.frames == (Frame("citizen/rond"), Frame("citizen/drinken"))
    assert stack(begun(library, "rond", session=session).session) == ["rond"]


def test_a_dialog_that_asks_nothing_at_first_hands_over_at_once(library: Library) -> None:
    moved = begun(library, "stil")

    assert stack(moved.session) == ["stil", "eten"]
    assert moved.session.frames[0].path == (Given("stil", "unknown"),)


def test_a_dialog_that_ends_at_once_says_something_and_leaves_nothing_open(library: Library) -> None:
    moved = begun(library, "stil", session=Session(audience=Audience.CITIZEN))

    assert moved.session.frames == ()
    assert len(moved.replies) == 1
    assert moved.replies[0].text


# ---- to go on


def test_an_answer_gets_what_follows_from_it_and_the_next_question(library: Library) -> None:
    moved = given(library, begun(library, "drinken").session, "municipality=Zandstad")

    assert texts(moved) == ["Een fiets is gratis.", "Proost in Zandstad, Duinen.", "Nog een?"]
    assert moved.replies[0].quotes[0].passage == "checklist/onafhankelijkheid_4"


def test_what_was_told_before_is_not_told_again(library: Library) -> None:
    moved = given(library, begun(library, "drinken").session, "municipality=Zandstad", "ja")

    assert texts(moved) == ["Waar bent u?"]


def test_a_choice_may_tell_who_is_talking(library: Library) -> None:
    start = begun(library, "start")
    assert start.waiting
    moved = flow.give(library, start.session, start.waiting, Given("wat", "wie"), Audience.SUPPORTER)

    assert moved.session.audience is Audience.SUPPORTER
    assert given(library, begun(library, "start", session=moved.session).session, "wie").session.audience


def test_quotes_law_and_contacts_go_with_what_is_told(library: Library) -> None:
    [told] = given(library, begun(library, "eten").session, "ja").replies

    assert [quote.passage for quote in told.quotes] == ["beroepscode/artikel_1"]
    assert [fact.text for fact in told.facts] == ["Fietsen mag.", "Ga naar het loket."]


# ---- to hand over and to end


def test_a_dialog_that_hands_over_stays_below_the_other(library: Library) -> None:
    session = given(library, begun(library, "eten").session, "nee").session

    assert stack(session) == ["eten", "drinken"]


def test_when_the_upper_dialog_ends_those_that_handed_over_to_it_have_ended_too(library: Library) -> None:
    session = given(library, begun(library, "start").session, "eten", "nee", "weet_niet").session
    assert stack(session) == ["start", "eten", "drinken"]

    assert given(library, session, "nee").session.frames == ()


def test_a_question_below_is_taken_up_again_when_the_dialog_above_it_has_ended(library: Library) -> None:
    session = begun(library, "rond", "eten").session
    moved = given(library, session, "ja")

    assert stack(moved.session) == ["rond"]
    assert texts(moved)[0] == "Eet smakelijk."
    assert texts(moved)[-1] == "Nog eens rond?"
    assert len(moved.replies) == 3


def test_only_the_dialogs_that_handed_over_end_with_the_upper_one(library: Library) -> None:
    session = given(library, begun(library, "rond", "eten").session, "nee", "weet_niet", "nee").session

    assert stack(session) == ["rond"]


def test_a_hand_over_to_a_dialog_further_down_begins_it_anew_there(library: Library) -> None:
    session = begun(library, "drinken", "rond", "eten").session

    assert stack(given(library, session, "nee").session) == ["drinken"]


def test_a_dialog_that_ends_in_silence_still_gets_a_reply(library: Library) -> None:
    moved = given(library, begun(library, "start").session, "niets")

    assert moved.session.frames == ()
    assert len(moved.replies) == 1


def test_dialogs_that_hand_over_in_a_ring_without_a_question_end() -> None:
    library = small_library("""
    citizen/a: {first: a, steps: {a: {tell: A., next: citizen/b}}}
    citizen/b: {first: b, steps: {b: {tell: B., next: citizen/a}}}
    """)
    moved = flow.begin(library, EMPTY, library.dialogs["citizen/a"])

    assert moved.waiting is flow.open_question(library, moved.session) is None


def test_a_round_is_walked_on_and_on_without_the_session_growing(library: Library) -> None:
    session = begun(library, "rond").session
    for _ in range(10 * LONGEST_PATH):
        moved = given(library, session, "ja")
        assert texts(moved) == ["Nog eens rond?"]
        session = moved.session

    assert len(session.frames[0].path) <= LONGEST_PATH


# ---- the open question


def test_the_open_question_is_put_again_as_it_was(library: Library) -> None:
    moved = begun(library, "eten")

    assert flow.put_open_question(library, moved.session).replies == moved.replies[-1:]
    assert flow.put_open_question(library, EMPTY).replies == ()


def test_the_question_that_a_turn_has_put_is_known_to_the_next(library: Library) -> None:
    moved = begun(library, "eten")
    session, _ = settle(library, moved.session, moved.waiting, moved.replies)
    other = replace(library)

    assert flow.keep_what_fits(library, session) == (session, moved.waiting, ())
    assert flow.keep_what_fits(library, session)[1] is moved.waiting
    for content, kept in ((other, session), (library, from_json(to_json(session)))):
        waiting = flow.keep_what_fits(content, kept)[1]
        assert waiting is not None and waiting is not moved.waiting
        assert moved.waiting is not None and waiting.reply == moved.waiting.reply


def test_a_session_with_other_dialogs_is_walked_again(library: Library) -> None:
    moved = begun(library, "eten")
    session, _ = settle(library, moved.session, moved.waiting, moved.replies)
    waiting = flow.keep_what_fits(library, replace(session, frames=(Frame("citizen/rond"),)))[1]

    assert waiting is not None and waiting.dialog.id == "citizen/rond"


def test_the_choices_of_a_question_carry_its_stamp_and_its_terms_do_not(library: Library) -> None:
    waiting = flow.open_question(library, begun(library, "eten").session)

    assert waiting is not None
    assert [choice.id for choice in waiting.reply.choices] == [
        f"ja.{waiting.stamp}",
        f"nee.{waiting.stamp}",
        "term:fiets",
    ]


def test_the_same_question_has_another_stamp_after_another_answer(library: Library) -> None:
    session = begun(library, "rond").session
    waiting = flow.open_question(library, session)
    later = flow.open_question(library, given(library, session, "ja").session)

    assert waiting and later
    assert waiting.stamp != later.stamp


# ---- to change an answer


def test_every_given_answer_is_listed_with_its_question(library: Library) -> None:
    session = given(library, begun(library, "rond").session, "ja").session
    session = given(library, begun(library, "drinken", session=session).session, "region=Heide").session

    listed = flow.given_answers(library, session)

    assert [(one.frame, one.number, one.question, one.said) for one in listed] == [
        (0, 0, "Nog eens rond?", "Ja"),
        (1, 0, "Waar bent u?", "Heide"),
    ]
    assert len({one.name for one in listed}) == 2


def test_the_name_of_a_given_answer_holds_for_this_path_only(library: Library) -> None:
    session = given(library, begun(library, "rond").session, "ja").session
    names = {one.name for one in flow.given_answers(library, session)}
    longer = {one.name for one in flow.given_answers(library, given(library, session, "ja").session)}

    assert not names & longer


def test_changing_an_answer_takes_it_and_all_after_it_away(library: Library) -> None:
    session = given(library, begun(library, "eten").session, "nee", "municipality=Best").session

    before = flow.change(library, session, 1, 0)
    assert before is not None
    assert before.frames == (session.frames[0], Frame("citizen/drinken"))
    first = flow.change(library, session, 0, 0)
    assert first is not None
    assert first.frames == (Frame("citizen/eten"),)


@pytest.mark.parametrize(("frame", "answer"), [(-1, 0), (0, -1), (0, 9), (9, 0)])
def test_an_answer_that_is_not_there_cannot_be_changed(library: Library, frame: int, answer: int) -> None:
    session = given(library, begun(library, "eten").session, "nee").session

    assert flow.change(library, session, frame, answer) is None


# ---- a new release


def test_with_the_same_content_everything_fits(library: Library) -> None:
    session = given(library, begun(library, "start").session, "eten", "nee", "municipality=Best").session

    assert fitting(library, session) == (session, ())


def test_a_dialog_that_is_gone_is_reported_and_the_one_below_stays(library: Library) -> None:
    session = begun(library, "rond", "eten").session
    later = replace(library, dialogs={id: d for id, d in library.dialogs.items() if id != "citizen/eten"})

    assert fitting(later, session) == (Session((Frame("citizen/rond"),)), ("eten",))


def test_what_handed_over_to_a_dialog_that_is_gone_has_ended(library: Library) -> None:
    session = given(library, begun(library, "eten").session, "nee").session
    later = replace(library, dialogs={id: d for id, d in library.dialogs.items() if id != "citizen/drinken"})

    kept, dropped = fitting(later, session)

    assert kept.frames == ()
    assert dropped == ("drinken", "Eten")


def test_a_dialog_that_was_renamed_goes_on_under_its_new_name(library: Library) -> None:
    text = DIALOGS.replace("citizen/eten:", "citizen/maaltijd:\n  renamed_from: [citizen/eten]")
    later = with_dialogs(library, text.replace("next: citizen/eten", "next: citizen/maaltijd"))
    session = begun(library, "eten").session

    assert fitting(later, session) == (Session((Frame("citizen/maaltijd"),)), ())


def test_two_open_dialogs_that_have_become_one_are_open_once(library: Library) -> None:
    text = DIALOGS.replace("citizen/rond:", "citizen/rond:\n  renamed_from: [citizen/drinken]")
    later = with_dialogs(library, text.replace("citizen/drinken:", "citizen/anders:"))
    session = begun(library, "rond", "eten", "drinken").session

    kept, _ = fitting(later, session)

    assert stack(kept) == ["eten", "rond"]


def test_a_question_that_was_dropped_is_reported_in_its_own_words(library: Library) -> None:
    later = with_dialogs(
        library, DIALOGS.replace("{id: ja, say: Ja, next: rond}", "{id: jep, say: Ja, next: rond}")
    )
    session = given(library, begun(library, "rond").session, "ja", "ja").session

    kept, dropped = fitting(later, session)

    assert dropped == ("Nog eens rond?",)
    assert kept.frames == (Frame("citizen/rond"),)


def test_a_question_that_is_gone_is_reported_by_its_id(library: Library) -> None:
    session = Session((Frame("citizen/rond", (Given("oude_vraag", "ja"),)),))

    assert fitting(library, session)[1] == ("oude vraag",)


def test_a_decision_that_no_longer_fits_is_no_question_and_not_reported(library: Library) -> None:
    text = DIALOGS.replace("unknown: citizen/eten", "unknown: vraag")
    text += "    vraag: {ask: Wat nu, choices: [{id: ja, say: Ja, next: end}]}\n"
    later = with_dialogs(library, text)
    session = Session((Frame("citizen/stil", (Given("stil", "moon"),)),))

    kept, dropped = fitting(later, session)

    assert dropped == ()
    assert asks(later, kept) == "vraag"


def test_a_place_that_is_no_more_is_asked_for_again(library: Library) -> None:
    session = given(library, begun(library, "drinken").session, "municipality=Zandstad").session
    merged = tuple(m for m in library.places.municipalities if m.name != "Zandstad")
    later = replace(library, places=replace(library.places, municipalities=merged, formers=()))

    kept, dropped = fitting(later, session)

    assert asks(later, kept) == "plaats"
    assert dropped == ("Waar bent u?",)


def test_a_question_is_reported_with_the_place_that_is_in_it_or_a_gap(library: Library) -> None:
    text = DIALOGS.replace("ask: Nog een?", "ask: 'Nog een in {plaats}?'")
    later = with_dialogs(
        library, text.replace("{id: ja, say: Ja, next: plaats}", "{id: ga, say: Ga, next: plaats}")
    )
    for place, expected in (("Zandstad", "Nog een in Zandstad?"), ("Weg", "Nog een in …?")):
        answers = (Given("plaats", "municipality", place), Given("nog", "ja"))
        session = Session((Frame("citizen/drinken", answers),))
        assert expected in fitting(later, session)[1]


def test_nothing_is_reported_twice(library: Library) -> None:
    session = Session((Frame("citizen/rond", (Given("weg", "a"), Given("weg", "b"), Given("weg", "a"))),))

    assert fitting(library, session)[1] == ("weg",)


def test_a_dialog_that_todays_content_would_have_ended_is_open_no_more(library: Library) -> None:
    later = with_dialogs(
        library, DIALOGS.replace("next: lekker}", "next: lekker}\n        - {id: soms, say: Soms, next: end}")
    )
    session = Session((Frame("citizen/rond"), Frame("citizen/eten", (Given("honger", "soms"),))))

    kept, dropped = fitting(later, session)

    assert stack(kept) == ["rond"]
    assert dropped == ("Eten",)


def test_the_start_dialog_is_there(library: Library) -> None:
    assert START in library.dialogs
