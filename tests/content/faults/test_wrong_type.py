"""A value of another kind than the key takes."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
GELD = "knowledge/unknowns/geld.yaml"
MENDING = "knowledge/mending.yaml"
TERMS = "knowledge/terms.yaml"
LAW = "knowledge/law.yaml"
PLACES = "knowledge/places.yaml"
SMALLTALK = "knowledge/smalltalk.yaml"


def test_a_yes_or_no_that_is_neither_says_what_to_write(root: Root) -> None:
    root.replace(TERMS, "hebben.\n    hard: true", "hebben.\n    hard: ja")
    line = root.line(TERMS, "hard: ja")
    assert root.check() == [Problem(TERMS, line, "“hard” cannot be “ja”", "write true or false")]


def test_a_text_where_a_list_should_be_gets_its_brackets(root: Root) -> None:
    root.replace(GELD, "ask: [gemeente]", "ask: gemeente")
    line = root.line(GELD, "ask: gemeente")
    hint = "put brackets around it: [gemeente]"
    assert root.check() == [Problem(GELD, line, "“ask” should be a list", hint)]


def test_keys_and_values_where_a_list_should_be_get_their_dashes(root: Root) -> None:
    root.replace(GELD, "- {about:", "  {about:")
    line = root.line(GELD, "nearest:")
    hint = "begin each line of it with a dash: `- `"
    assert root.check() == [Problem(GELD, line, "“nearest” should be a list", hint)]


def test_a_list_where_a_text_should_be_is_refused(root: Root) -> None:
    root.replace(LAW, "says: Voor cliëntondersteuning betaalt u niets.", "says: [Voor, niets]")
    line = root.line(LAW, "says:")
    hint = "write one text, without brackets or dashes"
    assert root.check() == [Problem(LAW, line, "“says” should be one text", hint)]


def test_a_text_with_a_colon_that_is_read_as_a_key_gets_its_quotes(root: Root) -> None:
    root.replace(KEUZE, "- ik wil wisselen van ondersteuner", "- let op: ik wil wisselen")
    line = root.line(KEUZE, "let op: ik wil wisselen")
    text = "item 2 of “questions” should be a text, and is read as a key with a value"
    hint = "put quotes around a text that holds “: ”: 'let op: ik wil wisselen'"
    assert root.check() == [Problem(KEUZE, line, text, hint)]


def test_a_text_where_keys_and_values_should_be_is_refused(root: Root) -> None:
    root.replace(PLACES, "- {name: Utrecht, region: Midden}", "- Utrecht")
    line = root.line(PLACES, "- Utrecht")
    text = "item 1 of “municipalities” should hold keys and values"
    assert root.check() == [Problem(PLACES, line, text, "write `key: value` under it")]


def test_a_text_instead_of_a_whole_answer_is_refused(root: Root) -> None:
    root.write(SMALLTALK, "smalltalk:\n  groet: hallo\n")
    text = "“groet” should hold keys and values"
    assert root.check() == [Problem(SMALLTALK, 2, text, "write `key: value` under it")]


def test_a_number_in_words_is_refused(root: Root) -> None:
    root.replace(MENDING, "why: het cijfer van voetnoot 1", "why: het cijfer van voetnoot 1, repeat: twee")
    assert root.check() == [Problem(MENDING, 2, "“repeat” cannot be “twee”", "write a number in figures")]
