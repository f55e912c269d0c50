"""A {name} that nothing fills."""

from bot.content.problem import Problem
from tests.content.small import Root

START = "dialogs/citizen/start.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_a_name_that_nothing_saves_is_reported(root: Root) -> None:
    root.replace(WAAR, "{plaats} is een regio.", "{plats} is een regio.")
    line = root.line(WAAR, "{plats}")
    text, hint = "nothing saves “{plats}”", "did you mean “{plaats}”?"
    assert root.check() == [Problem(WAAR, line, text, hint)]


def test_a_name_in_a_dialog_that_saves_nothing_is_reported(root: Root) -> None:
    root.replace(START, "ask: Heeft u nog een vraag?", "ask: Heeft u nog een vraag, {naam}?")
    line = root.line(START, "{naam}")
    assert root.check() == [Problem(START, line, "nothing saves “{naam}”", "saved here: nothing")]


def test_a_name_that_is_not_saved_on_every_way_is_reported_on_its_line(root: Root) -> None:
    tell = "tell: >-\n      Dat geeft niet.\n      U woont dus niet in {plaats}."
    root.replace(WAAR, "tell: Dat geeft niet. Vraag het aan iemand die u kent.", tell)
    line = root.line(WAAR, "U woont dus niet in")
    text = "“{plaats}” can be empty here: a way leads past the question that saves it"
    assert root.check() == [Problem(WAAR, line, text, "use it only where the place is known")]
