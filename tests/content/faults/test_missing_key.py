"""A key that is needed and does not stand there."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
LAW = "knowledge/law.yaml"
PLACES = "knowledge/places.yaml"
START = "dialogs/citizen/start.yaml"
WAAR = "dialogs/citizen/waar.yaml"
RELEASED = "dialogs/released.yaml"


def test_a_key_that_is_missing_is_reported_at_what_misses_it(root: Root) -> None:
    root.replace(LAW, "    article: Wmo 2015, artikel 2.1.4 lid 5\n", "")
    line = root.line(LAW, "wmo_gratis:")
    assert root.check() == [Problem(LAW, line, "“article” is missing", "add `article:`")]


def test_a_choice_that_leads_nowhere_is_reported_on_its_line(root: Root) -> None:
    root.replace(WAAR, "{id: ja, say: 'Ja', also: [zeker], next: end}", "{id: ja, say: 'Ja', also: [zeker]}")
    line = root.line(WAAR, "also: [zeker]}")
    assert root.check() == [Problem(WAAR, line, "“next” is missing", "add `next:`")]


def test_a_key_that_all_answers_of_a_topic_miss_is_one_problem(root: Root) -> None:
    root.replace(KEUZE, "topic: keuze\n", "")
    assert root.check() == [Problem(KEUZE, 1, "“topic” is missing", "add `topic:`")]


def test_a_key_that_one_answer_of_a_topic_misses_is_reported_there(root: Root) -> None:
    root.replace(KEUZE, "audience: citizen\n", "")
    root.replace(KEUZE, "    title: Uw dossier", "    audience: citizen\n    title: Uw dossier")
    line = root.line(KEUZE, "andere_ondersteuner:")
    assert root.check() == [Problem(KEUZE, line, "“audience” is missing", "add `audience:`")]


def test_a_dialog_without_steps_is_reported(root: Root) -> None:
    root.write(WAAR, "dialog: waar\ntitle: Waar vind ik iemand?\naudience: citizen\nfirst: plaats\n")
    assert root.check() == [Problem(WAAR, 1, "“steps” is missing", "add `steps:`")]


def test_a_step_without_a_verb_is_reported(root: Root) -> None:
    root.replace(START, "    show: andere_ondersteuner\n", "")
    line = root.line(START, "  wisselen:")
    text = "step “wisselen” should do one thing, and does nothing"
    hint = "a step has one of: ask, tell, show, decide, make, score"
    assert root.check() == [Problem(START, line, text, hint)]


def test_a_step_with_two_verbs_is_reported(root: Root) -> None:
    root.replace(START, "    show: andere", "    tell: Kijk.\n    show: andere")
    line = root.line(START, "  wisselen:")
    text = "step “wisselen” should do one thing, and does tell and show"
    hint = "a step has one of: ask, tell, show, decide, make, score"
    assert root.check() == [Problem(START, line, text, hint)]


def test_a_question_without_answers_is_reported(root: Root) -> None:
    text = root.read(START)
    root.write(START, text[: text.rindex("    choices:")])
    line = root.line(START, "nog_een:")
    hint = "give it `choices:` or `expect:`"
    assert root.check() == [Problem(START, line, "question “nog_een” has no answers", hint)]


def test_a_question_that_expects_a_place_and_saves_it_nowhere_is_reported(root: Root) -> None:
    root.replace(WAAR, "    save: plaats\n", "")
    line = root.line(WAAR, "expect: place")
    text = "question “plaats” expects a place and has no “save:”"
    assert root.check() == [Problem(WAAR, line, text, "add `save:`")]


def test_a_file_that_nothing_runs_without_is_reported(root: Root) -> None:
    root.remove(PLACES)
    assert root.check() == [Problem(PLACES, 1, "the file is missing", "put it back")]


def test_a_dialog_that_all_begins_with_is_reported(root: Root) -> None:
    root.remove(START)
    root.write(RELEASED, "ids: [citizen/waar]\n")
    assert root.check() == [Problem(START, 1, "the file is missing", "a conversation begins there")]
