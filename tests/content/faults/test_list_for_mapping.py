"""A list, or a text, where keys and values should be."""

from bot.content.problem import Problem
from tests.content.small import Root

MENDING = "knowledge/mending.yaml"
LAW = "knowledge/law.yaml"
CONTACTS = "knowledge/contacts.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_a_file_that_is_a_list_is_reported(root: Root) -> None:
    root.write(LAW, "# wet\n- wmo_gratis\n- wlz\n")
    text, hint = "the file should hold keys and values", "begin with a key and a colon: `key:`"
    assert root.check() == [Problem(LAW, 2, text, hint)]


def test_a_file_that_is_a_text_is_reported(root: Root) -> None:
    root.write(LAW, "hallo\n")
    text, hint = "the file should hold keys and values", "begin with a key and a colon: `key:`"
    assert root.check() == [Problem(LAW, 1, text, hint)]


def test_a_list_of_steps_is_reported(root: Root) -> None:
    root.write(WAAR, "dialog: waar\ntitle: Waar\naudience: citizen\nfirst: a\nsteps:\n  - a\n")
    text = "“steps” should hold ids, each with keys and values"
    hint = "write an id with a colon, and indent what belongs to it"
    assert root.check() == [Problem(WAAR, 5, text, hint)]


def test_a_list_of_contacts_is_reported(root: Root) -> None:
    root.write(CONTACTS, "contacts:\n  - gemeente\n")
    text = "“contacts” should hold ids, each with keys and values"
    hint = "write an id with a colon, and indent what belongs to it"
    assert root.check() == [Problem(CONTACTS, 1, text, hint)]


def test_a_text_for_mends_is_reported(root: Root) -> None:
    root.write(MENDING, "beroepscode: niets\n")
    text = "“beroepscode” should be a list of mends"
    assert root.check() == [Problem(MENDING, 1, text, "begin each with a dash: `- `")]
