"""A label that does not fit on a button."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
START = "dialogs/citizen/start.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_a_label_that_is_too_long_is_reported(root: Root) -> None:
    label = "Voor mijzelf of voor iemand die ik al jaren help"
    root.replace(START, "say: Voor mijzelf,", f"say: {label},")
    line = root.line(START, label)
    text = f"the label “{label}” has 48 characters"
    assert root.check() == [Problem(START, line, text, "at most 40 fit on a button")]


def test_a_title_of_a_dialog_that_is_too_long_is_reported(root: Root) -> None:
    title = "Waar vind ik iemand die mij kan helpen bij alles"
    root.replace(WAAR, "title: Waar vind ik iemand?", f"title: {title}")
    text = f"the title “{title}” has 48 characters"
    assert root.check() == [Problem(WAAR, 2, text, "at most 40 fit on a button")]


def test_a_title_of_an_answer_that_is_too_long_is_reported(root: Root) -> None:
    title = "Een andere ondersteuner vragen als het niet klikt"
    root.replace(KEUZE, "title: Een andere ondersteuner vragen", f"title: {title}")
    root.train()
    line = root.line(KEUZE, title)
    text = f"the title “{title}” has 49 characters"
    assert root.check() == [Problem(KEUZE, line, text, "at most 40 fit on a button")]


def test_an_id_that_is_too_long_to_be_sent_is_reported(root: Root) -> None:
    id = "een_keuze_met_een_naam_die_maar_doorgaat_en_doorgaat_en_doorgaat"
    root.replace(START, "{id: ander,", f"{{id: {id},")
    line = root.line(START, id)
    assert root.check() == [Problem(START, line, f"the id “{id}” has 64 letters", "at most 55 can be sent")]
