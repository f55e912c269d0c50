"""One turn after another: what is heard, in which order, and what is said to it."""

from dataclasses import replace

import pytest

from bot.answering.knowledge import Audience
from bot.answering.words import LONGEST
from bot.engine.library import START, Library
from bot.engine.path import Frame, Given
from bot.engine.phrase import Command, Phrase
from bot.engine.session import Session
from bot.engine.turn import take_turn
from bot.messages import Attachment, Incoming, Outcome
from tests.small import shipped, small_library, with_dialogs
from tests.talk import NOON, Talk

DIALOGS = """
citizen/start:
  title: Naar het begin
  starts_with: [ik wil beginnen]
  first: wie
  steps:
    wie:
      ask: Wie bent u?
      choices:
        - {id: inwoner, say: Een inwoner, audience: citizen, next: wat}
        - {id: hulp_, say: Een ondersteuner, audience: supporter, next: wat}
        - {id: weet_niet, say: Weet ik niet, next: wat}
    wat:
      ask: Wat zoekt u?
      explain: [fiets, boot]
      choices:
        - {id: ja, say: Een fiets, next: citizen/fiets}
        - {id: nee, say: Niets, next: end}
citizen/fiets:
  title: Een fiets zoeken
  starts_with: [fiets zoeken]
  first: kapot
  steps:
    kapot:
      ask: Is uw fiets kapot?
      choices:
        - {id: ja, say: Ja, next: plat}
        - {id: nee, say: Nee, next: end}
    plat:
      ask: Is de band plat?
      choices:
        - {id: ja, say: Ja, next: waar}
        - {id: nee, say: Nee, next: waar}
    waar:
      ask: Waar staat hij?
      expect: place
      save: plaats
      next: klaar
      choices: [{id: weet_niet, say: Weet ik niet, next: zonder}]
    klaar: {tell: "Wij komen naar {plaats}.", next: end}
    zonder: {tell: Wij gaan zoeken., next: end}
"""

ASKS = "wat kost een fiets"
SUGGESTS = "taak 2"
DANGER = "ik wil dood"


@pytest.fixture(scope="module")
def library() -> Library:
    return small_library(DIALOGS)


@pytest.fixture
def talk(library: Library) -> Talk:
    """A conversation at the first question about the bicycle."""
    talk = Talk(library)
    talk.press_id("dialog:citizen/fiets")
    return talk


@pytest.fixture
def idle(library: Library) -> Talk:
    """A conversation between dialogs."""
    return Talk(library)


def phrase(talk: Talk, name: Phrase, **values: str) -> str:
    return talk.library.phrases.text(name, **values)


# ---- first of all


@pytest.mark.parametrize(
    "text", [DANGER, f"{DANGER} ja", "Ja, ik wil dood", f"stop {DANGER}", f"Utrecht {DANGER}"]
)
def test_danger_goes_before_everything(talk: Talk, text: str) -> None:
    talk.say(text)

    assert talk.outcome is Outcome.CRISIS
    assert len(talk.replies) == 1
    assert talk.step == "kapot"
    assert talk.labels == [talk.library.phrases.commands[Command.RESUME].label]


def test_danger_between_dialogs_leaves_a_way_on(idle: Talk) -> None:
    idle.say(DANGER)

    assert idle.outcome is Outcome.CRISIS
    assert idle.labels == [phrase(idle, Phrase.BEGINNING)]


def test_danger_is_heard_in_a_very_long_text(talk: Talk) -> None:
    talk.say(f"{DANGER}. {'bla ' * 2000}")

    assert talk.outcome is Outcome.CRISIS


def test_personal_data_gets_a_warning_before_the_answer(talk: Talk) -> None:
    talk.say("ja, mijn mail is jan.jansen@example.nl")

    assert talk.replies[0].text == phrase(talk, Phrase.PERSONAL_DATA)
    assert len(talk.replies) > 1
    assert "example" not in talk.text


def test_a_warning_never_stands_before_help_in_danger(talk: Talk) -> None:
    talk.say(f"{DANGER}, mail mij op jan.jansen@example.nl")

    assert talk.outcome is Outcome.CRISIS
    assert phrase(talk, Phrase.PERSONAL_DATA) not in talk.text


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u00a0"])
def test_a_text_without_anything_in_it_is_asked_for_again(talk: Talk, text: str) -> None:
    talk.say(text)

    assert (talk.outcome, talk.step) == (Outcome.UNCLEAR, "kapot")
    assert talk.replies[0].text == phrase(talk, Phrase.EMPTY)


@pytest.mark.parametrize("text", ["👍", "…", "\u200b", "\ud800", "!!!"])
def test_a_text_without_words_is_no_command_and_no_choice(talk: Talk, text: str) -> None:
    talk.say("wijzig")
    talk.say(text)

    assert (talk.outcome, talk.step) == (Outcome.NONE, "kapot")


def test_a_file_is_refused_and_the_question_stays(talk: Talk) -> None:
    talk.send_file()

    assert (talk.outcome, talk.step) == (Outcome.UNCLEAR, "kapot")
    assert talk.replies[0].text == phrase(talk, Phrase.FILE_UNEXPECTED)


def test_an_incoming_with_nothing_in_it_gets_a_reply(library: Library) -> None:
    turn = take_turn(library, Session(), Incoming("x", "1", NOON))

    assert turn.replies


def test_of_a_very_long_text_the_beginning_is_read(talk: Talk) -> None:
    talk.say("ja" + " " * LONGEST + "nee")

    assert talk.step == "plat"


# ---- choices


def test_a_choice_can_be_pressed_typed_and_counted(library: Library) -> None:
    for say in ("Ja", "1", "ja hoor", "de eerste", "jaa"):
        talk = Talk(library)
        talk.press_id("dialog:citizen/fiets")
        talk.say(say)
        assert (talk.outcome, talk.step) == (Outcome.STEP, "plat"), say


def test_a_program_may_name_an_option_without_a_stamp(talk: Talk) -> None:
    talk.press_id("ja")
    assert talk.step == "plat"
    talk.press_id("ja.")
    assert talk.step == "waar"


@pytest.mark.parametrize(
    "choice", ["misschien", "ja.00000000", "", ".", "x:y", "term:auto", "command:x", "place:x"]
)
def test_a_button_that_belongs_nowhere_leaves_the_question_open(talk: Talk, choice: str) -> None:
    talk.press_id(choice)

    assert (talk.outcome, talk.step) == (Outcome.STALE, "kapot")
    assert talk.replies[0].text == phrase(talk, Phrase.STALE)


def test_a_button_of_an_earlier_question_repeats_the_open_question(talk: Talk) -> None:
    talk.press("Ja")
    talk.press_earlier("Nee")

    assert (talk.outcome, talk.step) == (Outcome.STALE, "plat")
    assert talk.session.frames[0].path == (Given("kapot", "ja"),)


def test_a_button_between_dialogs_is_stale(talk: Talk) -> None:
    talk.say("stop")
    talk.press_earlier("Ja")

    assert (talk.outcome, talk.step) == (Outcome.STALE, None)
    assert talk.choices


def test_a_button_of_the_same_question_of_another_path_is_stale(talk: Talk) -> None:
    talk.press("Ja")
    stood = talk.choices[0].id
    talk.say("stop")
    talk.say("ik wil beginnen")
    talk.press("inwoner")
    talk.press("Een fiets")
    talk.press("Ja")
    talk.press_id(stood)

    assert (talk.outcome, talk.step) == (Outcome.STALE, "plat")


def test_numbers_belong_to_the_last_reply_with_choices(idle: Talk) -> None:
    idle.say("ik wil beginnen")
    idle.press("inwoner")
    for number, expected in (("4", "Een boot vaart."), ("5", phrase(idle, Phrase.UNCLEAR))):
        idle.say("artikel 2")
        assert [len(reply.choices) for reply in idle.replies] == [2, 4]
        idle.say(number)
        assert idle.replies[0].text == expected
    idle.say("1")
    assert idle.dialog == "citizen/fiets"


def test_numbers_belong_to_suggestions_while_these_are_on_the_screen(talk: Talk) -> None:
    talk.say(SUGGESTS)
    assert talk.outcome is Outcome.SUGGEST
    talk.say("2")

    assert (talk.outcome, talk.step) == (Outcome.ANSWER, "kapot")
    assert talk.quotes


@pytest.mark.parametrize("text", ["ja", "ja hoor", "nee hoor, nog niet"])
def test_yes_and_no_belong_to_the_question_that_was_put_last(talk: Talk, text: str) -> None:
    talk.say(SUGGESTS)
    talk.say(text)

    assert talk.step == "kapot"
    assert talk.session.frames[0].path == ()


def test_no_to_suggestions_brings_the_question_back_and_then_it_is_heard_again(talk: Talk) -> None:
    talk.say(SUGGESTS)
    talk.say("nee")
    assert (talk.outcome, talk.step) == (Outcome.COMMAND, "kapot")
    talk.say("ja")

    assert talk.step == "plat"


def test_a_suggestion_can_be_typed(talk: Talk) -> None:
    talk.say(SUGGESTS)
    label = talk.labels[1]
    talk.say(label.upper())

    assert talk.outcome is Outcome.ANSWER


def test_what_was_offered_the_turn_before_last_cannot_be_counted(talk: Talk) -> None:
    talk.say(SUGGESTS)
    talk.say("hallo")
    talk.say("3")

    assert (talk.outcome, talk.step) == (Outcome.UNCLEAR, "kapot")


def test_no_words_are_an_answer_where_they_only_sound_like_one(talk: Talk) -> None:
    for text in ("ja maar mag ik ook een ander?", "nee of ja", "is dat niet zo"):
        talk.say(text)
        assert talk.session.frames[0].path == (), text
        talk.press_id("command:resume")


# ---- standing choices


def test_an_answer_a_passage_and_a_term_can_be_pressed_at_any_time(talk: Talk) -> None:
    for choice in ("answer:kosten", "answer:verf", "passage:beroepscode/artikel_2", "term:fiets"):
        talk.press_id(choice)
        assert (talk.outcome, talk.step) == (Outcome.ANSWER, "kapot"), choice


def test_a_dialog_can_be_pressed_and_typed_by_its_title_and_its_opening_words(library: Library) -> None:
    for say in ("Een fiets zoeken", "FIETS ZOEKEN!", "een fiets zoeken"):
        talk = Talk(library)
        talk.say(say)
        assert talk.dialog == "citizen/fiets", say


def test_a_place_is_pressed_only_where_one_is_asked_for(talk: Talk) -> None:
    talk.press_id("place:Zandstad")
    assert talk.outcome is Outcome.STALE
    talk.say("ja")
    talk.say("nee")
    talk.press_id("place:Zandstad")

    assert talk.text.startswith("Wij komen naar Zandstad.")


# ---- places


def at_the_place(talk: Talk) -> Talk:
    talk.say("ja")
    talk.say("ja")
    assert talk.step == "waar"
    return talk


@pytest.mark.parametrize(
    "text", ["Zandstad", "ik woon in zandstad", "zandstd", "Oudzand", "regio Duinen", "duinen"]
)
def test_a_place_is_typed(talk: Talk, text: str) -> None:
    at_the_place(talk).say(text)

    assert (talk.outcome, talk.step) == (Outcome.STEP, None)


def test_a_place_that_is_not_clear_is_asked_for_and_can_be_counted(talk: Talk) -> None:
    at_the_place(talk).say("Veendorp")
    assert talk.text == phrase(talk, Phrase.PLACE_WHICH)
    assert talk.labels == ["Veendorp (N.)", "Veendorp (Z.)"]
    talk.say("de tweede")

    assert "Veendorp (Z.)" in talk.text


def test_a_place_that_is_not_known_gets_near_names_or_a_hint(talk: Talk) -> None:
    at_the_place(talk).say("zandstraat")
    assert talk.replies[0].text == phrase(talk, Phrase.PLACE_SUGGEST)
    assert talk.labels == ["Zandstad"]
    talk.say("qqqqqqqq")
    assert talk.replies[0].text == phrase(talk, Phrase.PLACE_UNKNOWN)
    assert (talk.outcome, talk.step) == (Outcome.UNCLEAR, "waar")


def test_not_knowing_the_place_is_a_choice_like_any_other(talk: Talk) -> None:
    at_the_place(talk).say("Veendorp")
    talk.say("weet niet")

    assert talk.text.startswith("Wij gaan zoeken.")


@pytest.mark.parametrize("text", [ASKS, "artikel 10", "hallo", "regent het morgen in het hele land"])
def test_a_question_instead_of_a_place_is_answered(talk: Talk, text: str) -> None:
    at_the_place(talk).say(text)

    assert talk.step == "waar"
    assert talk.outcome is not Outcome.UNCLEAR


# ---- free questions


def test_a_question_is_answered_and_the_open_question_put_again_after_it(talk: Talk) -> None:
    talk.say(ASKS)

    assert [reply.text for reply in talk.replies] == ["Een fiets is gratis.", "Is uw fiets kapot?"]


def test_between_dialogs_an_answer_without_ways_on_offers_the_beginning(idle: Talk) -> None:
    idle.say("welke kleur heeft een boot")

    assert idle.labels == [phrase(idle, Phrase.BEGINNING)]


def test_who_is_talking_orders_answers_that_fit_as_well(library: Library) -> None:
    for audience, answer in ((Audience.CITIZEN, "negen"), (Audience.SUPPORTER, "tien")):
        talk = Talk(library, Session(audience=audience))
        talk.say("trein tijden")
        assert answer in (talk.text if talk.outcome is Outcome.ANSWER else talk.labels[0]), audience


@pytest.mark.parametrize("text", ["asdf", "qwer zxcv", "7", "99", "ja nee"])
def test_a_short_text_that_is_not_understood_is_a_failed_answer(talk: Talk, text: str) -> None:
    talk.say(text)

    assert (talk.outcome, talk.step) == (Outcome.UNCLEAR, "kapot")
    assert talk.replies[0].text == phrase(talk, Phrase.UNCLEAR)


def test_a_longer_text_that_is_not_understood_gets_an_honest_no(talk: Talk) -> None:
    talk.say("qwer asdf zxcv uiop hjkl")

    assert (talk.outcome, talk.step) == (Outcome.NONE, "kapot")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("nee", Phrase.GOODBYE),
        ("nee hoor", Phrase.GOODBYE),
        ("ja", Phrase.ANYTHING_ELSE),
        ("geen idee", Phrase.ANYTHING_ELSE),
        ("5", Phrase.ANYTHING_ELSE),
    ],
)
def test_yes_and_no_between_dialogs_are_no_questions(idle: Talk, text: str, name: Phrase) -> None:
    idle.say(text)

    assert (idle.outcome, idle.text) == (Outcome.SMALLTALK, phrase(idle, name))


def test_a_greeting_opens_the_first_question_only_between_dialogs(talk: Talk, idle: Talk) -> None:
    idle.say("hallo")
    assert (idle.outcome, idle.step) == (Outcome.SMALLTALK, "wie")
    talk.say("hallo")
    assert (talk.outcome, talk.step) == (Outcome.SMALLTALK, "kapot")


# ---- commands


@pytest.mark.parametrize("text", ["terug", "Terug!", "/terug", "TERUG", "ga terug", "  vorige vraag "])
def test_a_command_is_typed_in_many_ways(talk: Talk, text: str) -> None:
    talk.say("ja")
    talk.say(text)

    assert (talk.outcome, talk.step) == (Outcome.COMMAND, "kapot")


@pytest.mark.parametrize("text", ["?", " ? ", "/help", "hulp"])
def test_a_question_mark_asks_for_help(talk: Talk, text: str) -> None:
    talk.say(text)

    assert talk.outcome is Outcome.COMMAND
    assert talk.replies[0].text == phrase(talk, Phrase.HELP)


def test_back_at_the_first_question_says_so(talk: Talk, idle: Talk) -> None:
    for one in (talk, idle):
        one.say("terug")
        assert (one.outcome, one.replies[0].text) == (Outcome.COMMAND, phrase(one, Phrase.BACK_AT_START))


def test_restart_begins_the_first_open_dialog_anew(talk: Talk, idle: Talk) -> None:
    talk.say("ja")
    talk.press_id(f"dialog:{START}")
    talk.press("Weet ik niet")
    talk.say("fiets zoeken")
    talk.say("opnieuw")
    assert (talk.stack, talk.step) == ([START], "wie")
    idle.say("opnieuw")
    assert idle.step == "wie"


def test_stop_closes_everything(talk: Talk) -> None:
    talk.say("stop")

    assert (talk.stack, talk.text) == ([], phrase(talk, Phrase.STOPPED))
    assert talk.labels == [phrase(talk, Phrase.BEGINNING)]


def test_to_go_on_where_nothing_is_open_begins(idle: Talk) -> None:
    idle.press_id("command:resume")

    assert idle.step == "wie"


def test_the_words_to_go_on_and_to_be_sure_count_only_after_they_were_offered(talk: Talk) -> None:
    talk.say("verder")
    assert talk.outcome is not Outcome.COMMAND
    talk.say("ja")
    assert (talk.outcome, talk.step, talk.forgotten) == (Outcome.STEP, "plat", False)


def test_what_is_kept_is_shown_in_words_with_the_way_to_erase_it(talk: Talk, idle: Talk) -> None:
    talk.say("ja")
    talk.say("gegevens")
    shown = talk.replies[0].text
    assert "- Is uw fiets kapot? Ja" in shown
    assert phrase(talk, Phrase.DATA_RULES, days=str(talk.library.retention_days)) in shown
    assert [choice.id for choice in talk.replies[0].choices] == ["command:forget"]
    assert talk.step == "plat"
    idle.say("gegevens")
    assert idle.text.startswith(phrase(idle, Phrase.DATA_NOTHING))


def test_a_question_with_a_place_in_it_is_shown_with_the_place(library: Library) -> None:
    text = DIALOGS.replace(
        "klaar: {tell:",
        "zeker: {ask: 'In {plaats}', choices: [{id: ja, say: Ja, next: klaar}]}\n    klaar: {tell:",
    ).replace("next: klaar\n", "next: zeker\n")
    talk = Talk(with_dialogs(library, text))
    for say in ("fiets zoeken", "ja", "ja", "Zandstad", "gegevens"):
        talk.say(say)

    assert talk.step == "zeker"
    assert "{" not in talk.text


# ---- to change an answer


def test_a_given_answer_can_be_changed_by_its_button_its_number_or_its_words(library: Library) -> None:
    for how in ("press", "1", "een inwoner", "een inwner"):
        talk = Talk(library)
        for say in ("ik wil beginnen", "een inwoner", "een fiets", "wijzig"):
            talk.say(say)
        assert talk.labels[:2] == ["Een inwoner", "Een fiets"]
        if how == "press":
            talk.press("Een inwoner")
        else:
            talk.say(how)
        assert (talk.stack, talk.step, talk.outcome) == ([START], "wie", Outcome.COMMAND), how


def test_the_list_of_answers_tells_which_answer_belongs_to_which_question(talk: Talk) -> None:
    at_the_place(talk).say("wijzig")

    assert "- Is uw fiets kapot? Ja\n- Is de band plat? Ja" in talk.text


def test_words_that_two_given_answers_share_change_neither_and_answer_nothing(talk: Talk) -> None:
    at_the_place(talk).say("wijzig")
    talk.say("ja")

    assert talk.step == "waar"
    talk.say("wijzig")
    talk.say("2")
    assert talk.step == "plat"


def test_where_nothing_was_answered_nothing_can_be_changed(talk: Talk, idle: Talk) -> None:
    for one in (talk, idle):
        one.say("wijzig")
        assert one.replies[0].text == phrase(one, Phrase.CHANGE_NOTHING)


def test_a_button_to_change_an_answer_is_stale_once_the_answers_are_others(talk: Talk) -> None:
    talk.say("ja")
    talk.say("wijzig")
    change = talk.choices[0].id
    talk.press("Verder met de vraag")
    talk.say("nee")
    talk.press_id(change)

    assert (talk.outcome, talk.step) == (Outcome.STALE, "waar")


def test_a_button_to_change_an_answer_counts_after_a_question_in_between(talk: Talk) -> None:
    talk.say("ja")
    talk.say("wijzig")
    change = talk.choices[0].id
    talk.say(ASKS)
    talk.press_id(change)

    assert talk.step == "kapot"


@pytest.mark.parametrize(
    "name", ["", "0", "0.0", "0.", "9.1", "x.y", "٣.٣", "-1.0", "0" * 5000 + "." + "9" * 5000]
)
def test_an_answer_that_was_not_listed_is_not_changed(talk: Talk, name: str) -> None:
    talk.say("ja")
    talk.press_id(f"change:{name}")

    assert (talk.outcome, talk.step) == (Outcome.STALE, "plat")


# ---- to forget


def test_everything_is_forgotten_after_a_yes(talk: Talk) -> None:
    before = talk.say("vergeet")
    after = talk.say("ja, wis alles")

    assert (before.forget, after.forget) == (False, True)
    assert (talk.session.frames, talk.session.audience) == ((), None)
    assert talk.replies[0].text == phrase(talk, Phrase.FORGOTTEN)


@pytest.mark.parametrize(
    "text",
    ["nee", "nee hoor", "liever niet", "zeker niet", "ja maar niet", "weet ik niet", "wat gebeurt er dan"],
)
def test_nothing_is_forgotten_without_a_yes(talk: Talk, text: str) -> None:
    talk.say("vergeet")
    talk.say(text)

    assert not talk.forgotten
    assert (talk.step, talk.session.frames[0].path) == ("kapot", ())


def test_nothing_is_forgotten_by_a_yes_to_something_else(talk: Talk) -> None:
    talk.say("vergeet")
    talk.say("hulp")
    talk.say("ja")

    assert (talk.forgotten, talk.step) == (False, "plat")


# ---- a new release in the middle

NEW_QUESTION = DIALOGS.replace("first: kapot", "first: kleur").replace(
    "    kapot:\n",
    """
    kleur:
      ask: Is hij rood?
      choices: [{id: ja, say: Ja, next: kapot}, {id: nee, say: Nee, next: end}]
    kapot:
""",
)


@pytest.mark.parametrize("text", ["ja", "1", "de eerste", "Ja!"])
def test_an_answer_to_a_question_that_a_release_replaced_is_not_taken_for_the_new_one(
    talk: Talk, text: str
) -> None:
    talk.library = with_dialogs(talk.library, NEW_QUESTION)
    talk.say(text)
    assert (talk.outcome, talk.step) == (Outcome.UNCLEAR, "kleur")
    talk.say(text)

    assert talk.step == "kapot"


def test_a_place_is_not_given_to_a_question_that_was_not_read(talk: Talk) -> None:
    at_the_place(talk)
    talk.library = with_dialogs(talk.library, DIALOGS.replace("Waar staat hij?", "Waar bent u geboren?"))
    talk.say("Zandstad")
    assert (talk.stack, talk.step) == (["citizen/fiets"], "waar")
    talk.say("Zandstad")
    assert talk.stack == []


def test_a_button_of_an_earlier_release_is_stale(talk: Talk) -> None:
    talk.library = with_dialogs(talk.library, DIALOGS.replace("Is uw fiets kapot?", "Is uw fiets heel?"))
    talk.press("Ja")

    assert (talk.outcome, talk.step) == (Outcome.STALE, "kapot")


def test_in_danger_nothing_is_said_about_content_and_the_new_question_is_not_answered(talk: Talk) -> None:
    talk.say("ja")
    talk.library = with_dialogs(
        talk.library, NEW_QUESTION.replace("id: ja, say: Ja, next: plat", "id: jep, say: Ja, next: plat")
    )
    talk.say(DANGER)
    assert len(talk.replies) == 1
    talk.say("ja")

    assert talk.step == "kleur"
    assert "kapot" not in {given.step for given in talk.session.frames[0].path}


def test_an_answer_that_fell_away_is_reported_once(talk: Talk) -> None:
    talk.say("ja")
    talk.library = with_dialogs(
        talk.library, DIALOGS.replace("id: ja, say: Ja, next: plat", "id: jep, say: Jep, next: plat")
    )
    talk.say("hallo")
    assert talk.replies[0].text == phrase(talk, Phrase.CONTENT_CHANGED, answers="- Is uw fiets kapot?")
    assert talk.step == "kapot"
    talk.say("hallo")

    assert phrase(talk, Phrase.CONTENT_CHANGED, answers="- Is uw fiets kapot?") not in talk.text


def test_a_session_of_content_that_is_all_gone_begins_anew(library: Library) -> None:
    talk = Talk(library, Session((Frame("citizen/weg", (Given("a", "b"),)), Frame("citizen/ook"))))
    talk.say("ja")

    assert talk.stack == []
    assert talk.choices


def test_numbers_of_a_question_that_a_release_replaced_count_nothing(idle: Talk) -> None:
    idle.say("ik wil beginnen")
    idle.press("inwoner")
    turned = DIALOGS.replace("explain: [fiets, boot]", "explain: [boot]")
    idle.library = with_dialogs(idle.library, turned.replace("Wat zoekt u?", "Wat wilt u?"))
    idle.say("3")

    assert (idle.outcome, idle.step) == (Outcome.UNCLEAR, "wat")


# ---- what is remembered


def test_what_was_offered_is_remembered_once_and_the_last_first(idle: Talk) -> None:
    idle.say("ik wil beginnen")
    idle.press("inwoner")
    idle.say(ASKS)

    assert idle.session.offered == ("term:fiets", "term:boot")
    assert not idle.session.numbered


def test_nothing_that_was_typed_is_kept(talk: Talk) -> None:
    for text in ("geheim", "mijn geheim is ja", "ja", "ja", "ik woon in Zandstad geheim", "geheim zandstad"):
        talk.say(text)

        assert "geheim" not in repr(talk.session)


def test_a_turn_changes_nothing_that_it_was_given(library: Library) -> None:
    session = Session((Frame("citizen/fiets"),), asked="x")
    before = replace(session)
    incoming = Incoming("x", "1", NOON, text="ja")

    first, second = (take_turn(library, session, incoming) for _ in range(2))

    assert first == second
    assert session == before


def test_everything_is_said_to_every_kind_of_message(library: Library) -> None:
    for incoming in (
        Incoming("x", "1", NOON, text="hallo"),
        Incoming("x", "1", NOON, choice="x"),
        Incoming("x", "1", NOON, attachment=Attachment("/tmp/x", "x")),
    ):
        turn = take_turn(library, Session(), incoming)
        assert turn.replies[-1].choices or turn.session.frames


def test_every_id_fits_in_a_button_of_telegram(library: Library) -> None:
    known = shipped().knowledge
    ids = [f"answer:{id}" for id in known.answers] + [f"passage:{id}" for id in known.passages]
    ids += [f"term:{id}" for id in known.terms] + [f"dialog:{id}" for id in shipped().dialogs]
    ids += [f"place:{m.name}" for m in shipped().places.municipalities]

    assert not [id for id in ids if len(id.encode()) > 64]
