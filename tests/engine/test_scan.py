"""A scan in conversation: its points, its notes, leaving and coming back."""

import pytest

from bot.engine.dialog import AskPoint
from bot.engine.phrase import Phrase
from bot.messages import Outcome
from tests.small import shipped
from tests.talk import NOON, Talk

LIBRARY = shipped()
SCAN = LIBRARY.dialogs["municipality/scan"]


def begun(part: str = "alles") -> Talk:
    """A scan of which the first point is open."""
    talk = Talk(LIBRARY)
    for said in ("scan", "invullen", "Zwolle", part):
        talk.say(said)
    return talk


def told(talk: Talk, phrase: Phrase, **values: str) -> bool:
    return any(reply.text == LIBRARY.phrases.text(phrase, **values) for reply in talk.replies)


def scores(talk: Talk) -> dict[str, str]:
    return {given.step: given.choice for frame in talk.session.frames for given in frame.path}


def test_every_point_is_asked_once_in_its_own_words() -> None:
    asks = [step for step in SCAN.steps.values() if isinstance(step, AskPoint) and step.is_score]

    assert [ask.in_all for ask in asks] == [(number, 31) for number in range(1, 32)]
    assert [ask.quotes for ask in asks] == [(f"checklist/{ask.id}",) for ask in asks]


def test_the_number_counts_all_points_or_those_of_the_theme() -> None:
    whole, theme = begun(), begun("bekendheid")
    for _ in range(11):
        whole.say("goed")

    assert "12 van 31" in whole.text
    assert "1 van 5" in theme.text


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        ("goed", "goed"),
        ("Goed!", "goed"),
        ("moet beter", "moet_beter"),
        ("moetbeter", "moet_beter"),
        ("niet", "niet"),
        ("3", "niet"),
        ("weet ik niet", "weet_niet"),
        ("geen idee", "weet_niet"),
        ("4.", "weet_niet"),
        ("overslaan", "overslaan"),
        ("de tweede", "moet_beter"),
    ],
)
def test_a_score_can_be_typed(said: str, choice: str) -> None:
    talk = begun()
    talk.say(said)

    assert scores(talk)["onafhankelijkheid_1"] == choice
    assert talk.step == "onafhankelijkheid_2"


def test_why_a_point_matters_is_told_with_quotes_of_other_documents() -> None:
    talk = begun()
    talk.press(LIBRARY.scoring.why)

    assert talk.outcome is Outcome.ANSWER and talk.step == "onafhankelijkheid_1"
    assert talk.quotes[0].startswith("beroepscode/")
    assert talk.replies[0].facts[0].source == "Wmo 2015, artikel 2.2.4"


def test_why_a_point_matters_that_is_not_there_is_a_stale_button() -> None:
    talk = begun()
    talk.press_id("why:vroeger_1")

    assert talk.outcome is Outcome.STALE


def test_a_question_in_the_middle_is_answered_and_the_point_comes_again() -> None:
    talk = begun()
    talk.say("artikel 9 van de beroepscode")

    assert talk.outcome is Outcome.ANSWER and talk.step == "onafhankelijkheid_1"


def test_a_note_is_kept_with_its_point_on_one_line() -> None:
    talk = begun()
    talk.say("notitie")
    talk.say("Wij doen dit\nnog niet\x07, 😀 中文")

    assert told(talk, Phrase.NOTE_KEPT)
    assert talk.step == "onafhankelijkheid_1"
    assert talk.session.frames[-1].path[-1].value == "Wij doen dit nog niet, 😀 中文"


def test_no_word_of_a_person_is_remembered_for_others() -> None:
    talk = begun()
    for said in ("notitie", "Kanariegeel", "goed", "notitie", "1", "wijzig", "2", "terug", "stop"):
        talk.say(said)
    for said in ("waar vind ik iemand", "Haaren", "iets anders", "1", "nee"):
        talk.say(said)

    remembered = repr([part for known in LIBRARY.memory.values() for part in known])
    assert SCAN.first in remembered
    for kept in ("Kanariegeel", "Zwolle", "Haaren", "place:", "change:", "theme:"):
        assert kept not in remembered


def test_a_note_is_no_question_whatever_it_says() -> None:
    talk = begun()
    talk.say("notitie")
    talk.say("Wat is onafhankelijke cliëntondersteuning?")

    assert told(talk, Phrase.NOTE_KEPT)


@pytest.mark.parametrize("text", ["x" * 501, "bel 06-12345678", "mail jan@voorbeeld.nl", "\u200b\x00"])
def test_a_note_that_is_too_long_or_personal_or_empty_is_not_kept(text: str) -> None:
    talk = begun()
    talk.say("notitie")
    talk.say(text)

    assert talk.outcome is Outcome.UNCLEAR and talk.step == "onafhankelijkheid_1_notitie"
    assert all(given.choice != "note" for given in talk.session.frames[-1].path)


def test_a_note_of_five_hundred_characters_is_kept_whole() -> None:
    talk = begun()
    talk.say("notitie")
    talk.say("x" * 500)

    assert talk.session.frames[-1].path[-1].value == "x" * 500


def test_danger_and_commands_go_before_a_note() -> None:
    talk = begun()
    talk.say("notitie")
    talk.say("ik wil niet meer leven")
    assert talk.outcome is Outcome.CRISIS
    talk.say("terug")

    assert talk.step == "onafhankelijkheid_1"


def test_a_changed_point_leaves_the_others_as_they_are() -> None:
    talk = begun()
    for _ in range(20):
        talk.say("goed")
    talk.say("wijzig")
    talk.press("Onafhankelijkheid")
    talk.press("punt 3: Goed")
    assert talk.step == "onafhankelijkheid_3"
    talk.say("niet")

    assert talk.step == "organisatie_5"
    assert list(scores(talk).values()).count("goed") == 19
    assert scores(talk)["onafhankelijkheid_3"] == "niet"


def test_going_back_from_a_changed_point_loses_nothing() -> None:
    talk = begun()
    for _ in range(20):
        talk.say("goed")
    for said in ("wijzig", "onafhankelijkheid", "punt 3: Goed", "terug", "goed", "moet beter"):
        talk.say(said)

    assert talk.step == "organisatie_5"
    assert list(scores(talk).values()).count("goed") == 19


def test_a_point_with_a_note_can_be_changed_alone() -> None:
    talk = begun("levensbreed")
    for said in ("notitie", "oud", "goed", "goed", "niet"):
        talk.say(said)
    assert talk.step == "collegas"
    talk.say("wijzig")
    talk.press("Levensbreed")
    talk.press("punt 1: oud")
    assert talk.step == "levensbreed_1_notitie"
    talk.say("nieuw")

    assert talk.step == "collegas"
    assert [given.value for given in talk.session.frames[-1].path if given.choice == "note"] == ["nieuw"]


def test_a_long_scan_with_many_notes_loses_no_answer() -> None:
    talk = begun()
    for number in range(31):
        for said in ("notitie", f"notitie {number}", "notitie", f"anders {number}", "goed"):
            talk.say(said)

    notes = [given.value for given in talk.session.frames[-1].path if given.choice == "note"]
    assert talk.step == "collegas"
    assert {f"anders {number}" for number in range(31)} <= set(notes)
    assert list(scores(talk).values()).count("goed") == 31


@pytest.mark.parametrize("way_out", ["stop", "menu"])
def test_a_scan_that_is_left_waits(way_out: str) -> None:
    talk = begun()
    talk.say("goed")
    talk.say(way_out)
    assert talk.session.paused
    talk.say("scan")

    assert told(talk, Phrase.SCAN_RESUMED)
    assert talk.step == "onafhankelijkheid_2" and talk.session.paused is None


def test_who_stops_is_told_how_to_go_on() -> None:
    talk = begun()
    talk.say("goed")
    talk.say("stop")

    assert told(talk, Phrase.SCAN_STOPPED, days=str(LIBRARY.retention_days))
    talk.press(SCAN.title)
    assert talk.step == "onafhankelijkheid_2"


def test_a_scan_without_a_score_is_not_kept_aside() -> None:
    talk = begun()
    talk.say("stop")

    assert told(talk, Phrase.STOPPED) and talk.session.paused is None


def test_typing_scan_in_a_scan_does_not_throw_it_away() -> None:
    talk = begun()
    talk.say("goed")
    talk.say("scan")

    assert talk.step == "onafhankelijkheid_2"


def test_a_scan_begins_anew_only_after_asking() -> None:
    talk = begun()
    talk.say("goed")
    talk.say("opnieuw")
    assert told(talk, Phrase.SCAN_RESTART_SURE) and talk.step == "onafhankelijkheid_2"
    talk.say("nee")
    assert talk.step == "onafhankelijkheid_2"
    talk.say("opnieuw")
    talk.say("ja")

    assert talk.step == "wat" and talk.session.paused is None and scores(talk) == {}


def test_what_is_kept_is_told_also_of_a_scan_that_waits() -> None:
    talk = begun()
    for said in ("notitie", "onze notitie", "goed", "stop", "gegevens"):
        talk.say(said)

    for part in ("Zwolle", "onze notitie", "Onafhankelijkheid, punt 1: Goed"):
        assert part in talk.replies[0].text
    assert LIBRARY.phrases.text(Phrase.DATA_SCAN, days=str(LIBRARY.retention_days)) in talk.replies[0].text


def test_erasing_erases_a_scan_that_waits() -> None:
    talk = begun()
    for said in ("goed", "stop", "vergeet", "ja"):
        talk.say(said)

    assert talk.forgotten and talk.session.paused is None


def finish(talk: Talk, *said: str) -> None:
    """Scores a theme, and answers what comes after it."""
    for one in ("goed", "niet", "goed", *said):
        talk.say(one)


def test_a_finished_scan_is_handed_over_and_nothing_of_it_stays() -> None:
    talk = begun("levensbreed")
    finish(talk, "alleen ik", "maak het rapport")

    [work] = [reply.work for reply in talk.replies if reply.work]
    assert work.kind == "scan_report" and work.code == ""
    assert work.given["gemeente"] == "Zwolle"
    assert [work.given[f"levensbreed_{n}"] for n in (1, 2, 3)] == ["goed", "niet", "goed"]
    assert talk.session.frames == () and talk.session.paused is None and talk.session.shared == ""


def test_a_shared_scan_is_handed_over_with_its_code_and_remembered_by_its_day() -> None:
    talk = begun("levensbreed")
    finish(talk, "ik heb een code", "fkpbp-qjvbp", "nee, maak het rapport")

    [work] = [reply.work for reply in talk.replies if reply.work]
    assert work.code == "FKPBP-QJVBP"
    assert talk.session.shared == NOON.date().isoformat()
    talk.say("gegevens")
    assert LIBRARY.phrases.text(Phrase.DATA_SHARED, date="21-11-2026") in talk.replies[0].text


def test_an_earlier_report_is_handed_over_as_it_was_sent() -> None:
    talk = begun("levensbreed")
    finish(talk, "alleen ik")
    talk.send_file("oud.json")

    [work] = [reply.work for reply in talk.replies if reply.work]
    assert work.attachment and work.attachment.name == "oud.json"
