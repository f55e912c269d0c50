"""Where a path leads: replay, back, a shorter path, and paths of other content."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.knowledge import Audience
from bot.engine.dialog import Ask, Dialog
from bot.engine.path import Frame, Given
from bot.engine.session import (
    FORMAT,
    LONGEST_PATH,
    LONGEST_WALK,
    Position,
    Session,
    answered,
    asked_in,
    back,
    from_json,
    handed_over,
    next_of,
    option_of,
    replay,
    shorter,
    to_json,
    without_rounds,
)
from tests.small import dialogs_of

DIALOGS = dialogs_of("""
citizen/eten:
  first: begin
  steps:
    begin: {tell: Welkom., next: honger}
    honger:
      ask: Heeft u honger?
      choices:
        - {id: ja, say: Ja, next: wat}
        - {id: nee, say: Nee, next: dorst}
    wat:
      ask: Wat wilt u eten?
      choices:
        - {id: brood, say: Brood, next: op}
        - {id: soep, say: Soep, next: op}
    op: {tell: Eet smakelijk., next: dorst}
    dorst:
      ask: Heeft u dorst?
      choices:
        - {id: ja, say: Ja, next: citizen/drinken}
        - {id: nee, say: Nee, next: end}
        - {id: nog_eens, say: Nog eens, next: honger}
citizen/drinken:
  first: plaats
  steps:
    plaats:
      ask: Waar bent u?
      expect: place
      save: plaats
      next: soort
      choices: [{id: weet_niet, say: Weet ik niet, next: glas}]
    soort:
      decide: place_kind
      outcomes: {municipality: glas, region: fles}
    glas: {ask: Een glas, choices: [{id: ja, say: Ja, next: end}]}
    fles: {ask: Een fles, choices: [{id: ja, say: Ja, next: end}]}
citizen/wie:
  first: wie
  steps:
    wie:
      decide: audience
      outcomes: {citizen: u, supporter: jij, municipality: jij, unknown: wie_bent_u}
    wie_bent_u:
      ask: Wie bent u?
      choices: [{id: inwoner, say: Inwoner, audience: citizen, next: wie_nu}]
    wie_nu:
      decide: audience
      outcomes: {citizen: u, supporter: jij, municipality: jij, unknown: end}
    u: {ask: Gaat het goed met u, choices: [{id: ja, say: Ja, next: end}]}
    jij: {ask: Gaat het goed met je, choices: [{id: ja, say: Ja, next: end}]}
""")

EATING, DRINKING, WHO = (DIALOGS[f"citizen/{name}"] for name in ("eten", "drinken", "wie"))
ZWOLLE = Given("plaats", "municipality", "Zwolle")
TWENTE = Given("plaats", "region", "Twente")


def path(*answers: str) -> tuple[Given, ...]:
    """A path of answers written as "honger=ja"."""
    return tuple(Given(*answer.split("=")) for answer in answers)


def walk(dialog: Dialog, *answers: str) -> Position:
    return replay(dialog, path(*answers), None)


def changed(text: str) -> Dialog:
    """The one dialog of a later release."""
    [dialog] = dialogs_of(text).values()
    return dialog


# ---- replay


def test_an_empty_path_leads_to_the_first_question() -> None:
    position = walk(EATING)

    assert position.asks is EATING.steps["honger"]
    assert [(before, step.id) for before, step in position.steps] == [(0, "begin"), (0, "honger")]
    assert (position.open_at, position.path, position.hands_over) == (0, (), "")


def test_each_answer_leads_one_question_on() -> None:
    position = walk(EATING, "honger=ja", "wat=soep")

    assert position.asks is EATING.steps["dorst"]
    assert [before for before, _ in position.steps] == [0, 0, 1, 2, 2]


def test_a_dialog_ends_without_a_question() -> None:
    position = walk(EATING, "honger=nee", "dorst=nee")

    assert (position.asks, position.hands_over, position.open_at) == (None, "", 2)


def test_a_dialog_hands_over_to_another() -> None:
    assert walk(EATING, "honger=nee", "dorst=ja").hands_over == "citizen/drinken"


def test_a_way_round_is_walked_as_often_as_it_was_taken() -> None:
    position = walk(EATING, "honger=nee", "dorst=nog_eens", "honger=ja")

    assert position.asks is EATING.steps["wat"]
    assert not position.dropped


def test_a_decision_is_stored_in_the_path() -> None:
    assert replay(DRINKING, (ZWOLLE,), None).path == (ZWOLLE, Given("soort", "municipality"))
    assert replay(DRINKING, (TWENTE,), None).asks is DRINKING.steps["fles"]


def test_nothing_is_decided_twice() -> None:
    decided = (ZWOLLE, Given("soort", "region"))

    assert replay(DRINKING, decided, None).asks is DRINKING.steps["fles"]


def test_a_decision_may_come_first_and_knows_the_audience() -> None:
    assert replay(WHO, (), Audience.CITIZEN).asks is WHO.steps["u"]
    assert replay(WHO, (), Audience.SUPPORTER).asks is WHO.steps["jij"]
    assert replay(WHO, (), None).asks is WHO.steps["wie_bent_u"]


def test_what_was_saved_is_known_by_its_name() -> None:
    assert replay(DRINKING, (ZWOLLE,), None).saved == {"plaats": ZWOLLE}
    assert replay(DRINKING, (), None).saved == {}


def test_what_was_saved_last_counts() -> None:
    round_trip = changed("""
    citizen/rond:
      first: plaats
      steps:
        plaats: {ask: Waar, expect: place, save: plaats, next: nog}
        nog:
          ask: Nog een?
          choices: [{id: ja, say: Ja, next: plaats}, {id: nee, say: Nee, next: end}]
    """)

    position = replay(round_trip, (ZWOLLE, Given("nog", "ja"), TWENTE), None)

    assert position.saved == {"plaats": TWENTE}


def test_a_loop_without_a_question_ends() -> None:
    loop = changed("""
    citizen/lus: {first: a, steps: {a: {tell: A., next: b}, b: {tell: B., next: a}}}
    """)

    position = replay(loop, (), None)

    assert position.asks is None
    assert len(position.steps) == LONGEST_WALK


# ---- a path of other content


def test_an_answer_to_a_question_that_is_gone_is_dropped_and_the_rest_is_kept() -> None:
    later = changed("""
    citizen/eten:
      first: honger
      steps:
        honger:
          ask: Heeft u honger?
          choices: [{id: ja, say: Ja, next: dorst}, {id: nee, say: Nee, next: dorst}]
        dorst:
          ask: Heeft u dorst?
          choices: [{id: nee, say: Nee, next: kou}]
        kou: {ask: Heeft u het koud, choices: [{id: nee, say: Nee, next: end}]}
    """)

    position = walk(later, "honger=ja", "wat=soep", "dorst=nee")

    assert position.asks is later.steps["kou"]
    assert position.dropped == path("wat=soep")


def test_a_question_that_lost_the_choice_that_was_taken_is_asked_again() -> None:
    later = changed("""
    citizen/eten:
      first: honger
      steps:
        honger: {ask: Heeft u honger, choices: [{id: nee, say: Nee, next: dorst}]}
        dorst: {ask: Heeft u dorst, choices: [{id: nee, say: Nee, next: end}]}
    """)

    position = walk(later, "honger=ja", "dorst=nee")

    assert position.asks is later.steps["honger"]
    assert position.dropped == path("honger=ja")
    assert position.path == path("dorst=nee")


def test_a_question_that_came_in_between_is_asked_and_the_answers_after_it_wait() -> None:
    later = changed("""
    citizen/eten:
      first: honger
      steps:
        honger: {ask: Heeft u honger, choices: [{id: ja, say: Ja, next: allergie}]}
        allergie: {ask: Bent u allergisch, choices: [{id: nee, say: Nee, next: wat}]}
        wat: {ask: Wat wilt u eten, choices: [{id: soep, say: Soep, next: dorst}]}
        dorst: {ask: Heeft u dorst, choices: [{id: nee, say: Nee, next: end}]}
    """)

    position = walk(later, "honger=ja", "wat=soep")
    assert position.asks is later.steps["allergie"]
    assert (position.open_at, position.dropped) == (1, ())

    answered_now = (*position.path[:1], Given("allergie", "nee"), *position.path[1:])
    assert replay(later, answered_now, None).asks is later.steps["dorst"]


def test_a_question_a_choice_and_a_dialog_may_be_renamed() -> None:
    later = changed("""
    citizen/eten:
      first: trek
      steps:
        trek:
          ask: Heeft u trek?
          renamed_from: [honger]
          choices: [{id: zeker, say: Zeker, renamed_from: [ja], next: wat}]
        wat: {ask: Wat wilt u eten, choices: [{id: soep, say: Soep, next: end}]}
    """)

    position = walk(later, "honger=ja")

    assert position.asks is later.steps["wat"]
    assert (position.path, position.dropped) == (path("trek=zeker"), ())


def test_a_renamed_question_keeps_a_value_that_was_typed() -> None:
    later = changed("""
    citizen/drinken:
      first: woonplaats
      steps:
        woonplaats: {ask: Waar, expect: place, save: plaats, renamed_from: [plaats], next: glas}
        glas: {ask: Een glas, choices: [{id: ja, say: Ja, next: end}]}
    """)

    assert replay(later, (ZWOLLE,), None).saved == {"plaats": Given("woonplaats", "municipality", "Zwolle")}


def test_a_decision_with_an_outcome_that_is_gone_is_taken_again() -> None:
    position = replay(DRINKING, (ZWOLLE, Given("soort", "moon")), None)

    assert position.asks is DRINKING.steps["glas"]
    assert position.path == (ZWOLLE, Given("soort", "municipality"))


def test_an_answer_to_a_step_that_asks_no_more_is_dropped() -> None:
    assert walk(EATING, "begin=ja", "honger=nee").dropped == path("begin=ja")


def test_a_value_where_a_choice_is_asked_for_is_dropped() -> None:
    position = replay(EATING, (Given("honger", "municipality", "Zwolle"),), None)

    assert position.asks is EATING.steps["honger"]
    assert position.dropped == (Given("honger", "municipality", "Zwolle"),)


def test_answers_behind_the_end_are_dropped() -> None:
    assert walk(EATING, "honger=nee", "dorst=nee", "wat=soep").dropped == path("wat=soep")


STEP = st.sampled_from(["begin", "honger", "wat", "op", "dorst", "plaats", "soort", "weg", ""])
CHOICE = st.sampled_from(["ja", "nee", "soep", "nog_eens", "municipality", "region", "weg", ""])
PATH = st.lists(st.builds(Given, STEP, CHOICE, st.sampled_from(["", "Zwolle"])), max_size=12).map(tuple)


@given(PATH, st.sampled_from(sorted(DIALOGS)), st.sampled_from([None, *Audience]))
def test_no_path_is_refused_and_reading_it_again_changes_nothing(
    given_answers: tuple[Given, ...], dialog_id: str, audience: Audience | None
) -> None:
    dialog = DIALOGS[dialog_id]
    position = replay(dialog, given_answers, audience)
    again = replay(dialog, position.path, audience)

    assert again.path == position.path
    assert (again.asks, again.hands_over, again.dropped) == (position.asks, position.hands_over, ())
    assert not (position.asks and position.hands_over)


@given(PATH, st.sampled_from(sorted(DIALOGS)))
def test_every_answer_is_kept_or_reported(given_answers: tuple[Given, ...], dialog_id: str) -> None:
    dialog = DIALOGS[dialog_id]
    position = replay(dialog, given_answers, None)
    kept = [g for g in position.path if asked_in(dialog, g)]

    assert sorted(map(repr, [*kept, *(g for g in position.dropped if asked_in(dialog, g))])) == sorted(
        repr(g) for g in given_answers if asked_in(dialog, g)
    )


# ---- questions and choices


def test_an_answer_leads_where_its_choice_says_or_where_the_value_does() -> None:
    step = DRINKING.steps["plaats"]
    assert isinstance(step, Ask)

    assert next_of(step, Given("plaats", "weet_niet")) == "glas"
    assert next_of(step, ZWOLLE) == "soort"


def test_a_choice_is_known_by_its_id_and_its_earlier_ids() -> None:
    step = changed("""
    citizen/x:
      first: a
      steps:
        a: {ask: A, choices: [{id: nu, say: Nu, renamed_from: [toen, ooit], next: end}]}
    """).steps["a"]
    assert isinstance(step, Ask)

    assert option_of(step, "nu") == option_of(step, "toen") == option_of(step, "ooit") == step.choices[0]
    assert option_of(step, "later") is None


def test_what_was_answered_are_questions_and_no_decisions() -> None:
    position = replay(DRINKING, (ZWOLLE, Given("soort", "municipality")), None)

    assert [(ask.id, given) for ask, given in answered(DRINKING, position)] == [("plaats", ZWOLLE)]
    assert asked_in(DRINKING, Given("soort", "municipality")) is None
    assert asked_in(DRINKING, Given("weg", "ja")) is None


# ---- back


def back_from(*frames: Frame) -> tuple[Frame, ...] | None:
    before = back(Session(frames), DIALOGS)
    return before.frames if before else None


def test_back_takes_the_last_answer_away() -> None:
    assert back_from(Frame(EATING.id, path("honger=ja", "wat=soep"))) == (
        Frame(EATING.id, path("honger=ja")),
    )


def test_back_takes_the_decisions_behind_the_answer_with_it() -> None:
    decided = (ZWOLLE, Given("soort", "municipality"))

    assert back_from(Frame(DRINKING.id, decided)) == (Frame(DRINKING.id),)


def test_back_keeps_a_decision_that_came_before_the_answer() -> None:
    first = Given("wie", "unknown")
    given_answers = (first, Given("wie_bent_u", "inwoner"), Given("wie_nu", "unknown"))

    assert back_from(Frame(WHO.id, given_answers)) == (Frame(WHO.id, (first,)),)


def test_back_is_nowhere_at_the_first_question_and_between_dialogs() -> None:
    assert back_from(Frame(EATING.id)) is None
    assert back_from() is None


def test_back_leads_through_a_hand_over_to_the_question_before_it() -> None:
    below = Frame(EATING.id, path("honger=nee", "dorst=ja"))

    assert back_from(below, Frame(DRINKING.id)) == (Frame(EATING.id, path("honger=nee")),)


def test_back_from_a_dialog_that_was_opened_in_another_leads_to_the_open_question() -> None:
    below = Frame(EATING.id, path("honger=ja"))

    assert back_from(below, Frame(DRINKING.id)) == (below,)


def test_back_forgets_answers_that_waited_behind_an_open_question() -> None:
    frame = Frame(EATING.id, path("honger=ja", "dorst=nee"))
    assert replay(EATING, frame.path, None).asks is EATING.steps["wat"]

    assert back_from(frame) == (Frame(EATING.id),)


def test_back_passes_over_a_dialog_that_is_gone() -> None:
    below = Frame(EATING.id, path("honger=ja"))

    assert back_from(below, Frame("citizen/weg", path("a=b"))) == (below,)


def test_back_leaves_audience_and_offers_as_they_were() -> None:
    session = Session((Frame(EATING.id, path("honger=ja")),), Audience.CITIZEN, ("answer:x",), True)
    before = back(session, DIALOGS)

    assert before is not None
    assert (before.audience, before.offered, before.numbered) == (Audience.CITIZEN, ("answer:x",), True)


@given(PATH.filter(lambda p: len(p) > 0), st.sampled_from(sorted(DIALOGS)))
def test_going_back_again_and_again_comes_to_the_beginning(
    given_answers: tuple[Given, ...], dialog_id: str
) -> None:
    dialog = DIALOGS[dialog_id]
    session: Session | None = Session((Frame(dialog_id, replay(dialog, given_answers, None).path),))
    for _ in range(len(given_answers) + 1):
        assert session is not None
        session = back(session, DIALOGS)
        if session is None:
            return
    pytest.fail("there is always something before")


# ---- a shorter path


def test_a_shorter_path_keeps_the_first_answers_and_what_was_decided_between_them() -> None:
    position = replay(DRINKING, (ZWOLLE, Given("soort", "municipality"), Given("glas", "ja")), None)

    assert shorter(DRINKING, position, 0) == Frame(DRINKING.id)
    assert shorter(DRINKING, position, 1) == Frame(DRINKING.id, (ZWOLLE, Given("soort", "municipality")))
    assert shorter(DRINKING, position, 2) == Frame(DRINKING.id, position.path)


def test_a_dialog_handed_over_only_to_the_one_that_its_path_leads_to() -> None:
    frame = Frame(EATING.id, path("honger=nee", "dorst=ja"))

    assert handed_over(frame, DRINKING.id, DIALOGS, None)
    assert not handed_over(frame, WHO.id, DIALOGS, None)
    assert not handed_over(Frame(EATING.id), DRINKING.id, DIALOGS, None)
    assert not handed_over(Frame("citizen/weg"), DRINKING.id, DIALOGS, None)


# ---- round trips


def test_a_path_of_ordinary_length_is_left_as_it_is() -> None:
    rounds = path("honger=nee", "dorst=nog_eens") * (LONGEST_PATH // 2)

    assert without_rounds(EATING, rounds) == rounds


def test_the_oldest_round_trip_is_left_out_of_a_long_path() -> None:
    first = path("honger=ja", "wat=soep", "dorst=nog_eens")
    rest = path("honger=nee", "dorst=nog_eens") * (LONGEST_PATH // 2)

    assert without_rounds(EATING, (*first, *rest)) == rest


@given(st.lists(st.sampled_from([("honger=nee",), ("honger=ja", "wat=soep"), ("honger=ja", "wat=brood")])))
def test_without_its_round_trips_a_path_leads_to_the_same_question(trips: list[tuple[str, ...]]) -> None:
    trips = trips * 8
    whole = path(*(answer for trip in trips for answer in (*trip, "dorst=nog_eens")), "honger=ja")
    short = without_rounds(EATING, whole)

    assert len(short) <= LONGEST_PATH
    assert short[-1] == whole[-1]
    assert replay(EATING, short, None).asks is EATING.steps["wat"]
    assert replay(EATING, short, None).dropped == ()


def test_a_round_trip_on_which_something_was_saved_stays_until_it_is_saved_again() -> None:
    dialog = changed("""
    citizen/rond:
      first: menu
      steps:
        menu:
          ask: Wat wilt u?
          choices:
            - {id: lezen, say: Lezen, next: menu}
            - {id: plaats, say: Een plaats, next: plaats}
        plaats: {ask: Waar, expect: place, save: plaats, next: menu}
    """)
    read, ask = Given("menu", "lezen"), Given("menu", "plaats")
    whole = (ask, ZWOLLE, *([read] * LONGEST_PATH))
    short = without_rounds(dialog, whole)

    assert len(short) == LONGEST_PATH
    assert replay(dialog, short, None).saved == {"plaats": ZWOLLE}
    assert without_rounds(dialog, (*whole, ask, TWENTE))[-2:] == (ask, TWENTE)
    assert ZWOLLE not in without_rounds(dialog, (*whole, ask, TWENTE))


def test_a_long_path_without_a_round_trip_stays_whole() -> None:
    ask = "    s{}: {{ask: Vraag, choices: [{{id: ja, say: Ja, next: {}}}]}}"
    steps = [ask.format(n, f"s{n + 1}" if n < 99 else "end") for n in range(100)]
    dialog = changed("\n".join(["citizen/lang:", "  first: s0", "  steps:", *steps]))
    whole = path(*(f"s{n}=ja" for n in range(99)))

    assert without_rounds(dialog, whole) == whole


# ---- at rest

IDS = st.text(max_size=12)
SESSIONS = st.builds(
    Session,
    frames=st.lists(
        st.builds(Frame, IDS, st.lists(st.builds(Given, IDS, IDS, IDS), max_size=4).map(tuple)), max_size=4
    ).map(tuple),
    audience=st.sampled_from([None, *Audience]),
    offered=st.lists(IDS, max_size=4).map(tuple),
    numbered=st.booleans(),
    asked=IDS,
)


@given(SESSIONS)
def test_a_session_is_read_as_it_was_stored(session: Session) -> None:
    stored = to_json(session)

    assert from_json(stored) == session
    assert stored.isascii()
    assert stored == json.dumps(json.loads(stored), separators=(",", ":"))


@pytest.mark.parametrize("stored", ["{}", '{"format":0}', f'{{"format":{FORMAT + 1}}}', "nothing"])
def test_a_stored_form_that_is_not_known_is_refused(stored: str) -> None:
    with pytest.raises(ValueError):
        from_json(stored)


def test_the_stored_form_says_which_it_is() -> None:
    assert json.loads(to_json(Session()))["format"] == FORMAT


def test_the_top_of_the_stack_is_the_dialog_that_talks() -> None:
    assert Session().top is None
    session = Session((Frame("a"), Frame("b")))
    assert session.top == Frame("b")


def test_the_open_question_of_a_session_is_neither_stored_nor_compared() -> None:
    session = Session((Frame("a"),))
    known = replace(session, waiting="a question")

    assert known == session and hash(known) == hash(session)
    assert to_json(known) == to_json(session)
    assert "question" not in repr(known)


def test_other_open_dialogs_change_nothing_else() -> None:
    session = Session(
        (Frame("a"),), Audience.CITIZEN, ("term:x",), True, "12345678", Frame("b"), "2026-11-21"
    )

    assert session.with_frames((Frame("c"),)) == replace(session, frames=(Frame("c"),))
