"""A key that stands twice: YAML would forget the first one without a word."""

from bot.content.problem import Problem
from tests.content.small import Root

LAW = "knowledge/law.yaml"
CONTACTS = "knowledge/contacts.yaml"
START = "dialogs/citizen/start.yaml"


def test_a_key_that_stands_twice_is_reported_with_the_line_of_the_first(root: Root) -> None:
    root.replace(LAW, "    checked:", "    link: https://naast.nl\n    checked:")
    line = root.line(LAW, "link: https://naast.nl")
    text = f"“link” stands twice, first on line {line - 1}"
    hint = "keep one of the two, or give it another name"
    assert root.check() == [Problem(LAW, line, text, hint)]


def test_an_id_that_stands_twice_in_a_file_is_reported(root: Root) -> None:
    root.write(CONTACTS, root.read(CONTACTS) + "  alarmnummer:\n    name: Politie\n")
    line = root.line(CONTACTS, "name: Politie") - 1
    text = "“alarmnummer” stands twice, first on line 2"
    hint = "keep one of the two, or give it another name"
    assert root.check() == [Problem(CONTACTS, line, text, hint)]


def test_a_step_that_stands_twice_does_not_set_off_other_problems(root: Root) -> None:
    root.replace(START, "  nog_een:", "  wisselen:")
    line = root.line(START, "ask: Heeft u nog een vraag?") - 1
    text = f"“wisselen” stands twice, first on line {root.line(START, 'show: andere') - 1}"
    hint = "keep one of the two, or give it another name"
    assert Problem(START, line, text, hint) in root.check()
