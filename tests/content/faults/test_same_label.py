"""Two choices that look the same."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
START = "dialogs/citizen/start.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_two_choices_with_the_same_label_are_reported(root: Root) -> None:
    root.replace(START, "say: Voor een ander, also", "say: Voor Mijzelf!, also")
    line = root.line(START, "Voor Mijzelf!")
    text = "two choices have the label “Voor Mijzelf!”"
    assert root.check() == [Problem(START, line, text, "let it mean one of the two")]


def test_two_choices_with_the_same_id_are_reported(root: Root) -> None:
    root.replace(START, "{id: ander,", "{id: inwoner,")
    line = root.line(START, "{id: inwoner, say: Voor een ander")
    text = "the choice “inwoner” stands twice"
    assert root.check() == [Problem(START, line, text, "give one of the two another id")]


def test_two_dialogs_with_the_same_title_are_reported(root: Root) -> None:
    root.replace(WAAR, "title: Waar vind ik iemand?", "title: Naar het begin")
    text = "“Naar het begin” begins both “citizen/start” and “citizen/waar”"
    assert root.check() == [Problem(WAAR, 2, text, "let it begin one of the two")]


def test_two_answers_with_the_same_title_are_reported(root: Root) -> None:
    root.replace(KEUZE, "title: Uw dossier lezen", "title: Een andere Ondersteuner vragen.")
    root.train()
    line = root.line(KEUZE, "vragen.")
    text = "the title “Een andere Ondersteuner vragen.” is that of “andere_ondersteuner” too"
    assert root.check() == [Problem(KEUZE, line, text, "give one of the two another title")]
