"""A file that cannot be read as YAML, told to somebody who has never heard of it."""

from bot.content.problem import Problem
from tests.content.small import Root

GEHEIM = "knowledge/answers/geheim.yaml"
GELD = "knowledge/unknowns/geld.yaml"
LAW = "knowledge/law.yaml"
SMALLTALK = "knowledge/smalltalk.yaml"


def test_a_second_colon_in_a_line_asks_for_quotes(root: Root) -> None:
    root.replace(LAW, "says: Voor cliënt", "says: Let op: voor cliënt")
    line = root.line(LAW, "Let op")
    text = "cannot be read as YAML: a second “: ” stands in one line"
    hint = "put quotes around a text that holds “: ”"
    assert root.check() == [Problem(LAW, line, text, hint)]


def test_quotes_that_are_never_closed_are_reported_where_they_open(root: Root) -> None:
    root.replace(LAW, "says: Voor cliënt", "says: 'Voor cliënt")
    line = root.line(LAW, "'Voor cliënt")
    text = "cannot be read as YAML: quotes or brackets are opened here and not closed"
    hint = "close them; between two things in brackets stands a comma"
    assert root.check() == [Problem(LAW, line, text, hint)]


def test_brackets_that_are_never_closed_are_reported_where_they_open(root: Root) -> None:
    root.replace(GELD, "ask: [gemeente]", "ask: [gemeente")
    line = root.line(GELD, "ask: [gemeente")
    text = "cannot be read as YAML: quotes or brackets are opened here and not closed"
    hint = "close them; between two things in brackets stands a comma"
    assert root.check() == [Problem(GELD, line, text, hint)]


def test_a_line_that_is_not_indented_as_its_neighbours_is_reported(root: Root) -> None:
    root.replace(LAW, "    link:", "   link:")
    line = root.line(LAW, "   link:")
    text = "cannot be read as YAML: this line does not go with those before it"
    hint = "indent it as they are; a text with quotes in it needs quotes around it"
    assert root.check() == [Problem(LAW, line, text, hint)]


def test_a_text_that_begins_with_a_sign_of_yaml_asks_for_quotes(root: Root) -> None:
    root.replace(LAW, "says: Voor", "says: @Voor")
    line = root.line(LAW, "@Voor")
    text = "cannot be read as YAML: a text begins with “@”"
    assert root.check() == [Problem(LAW, line, text, "put quotes around the text")]


def test_a_star_at_the_beginning_of_a_text_asks_for_quotes(root: Root) -> None:
    root.replace(LAW, "says: Voor", "says: *Voor")
    line = root.line(LAW, "*Voor")
    text = "cannot be read as YAML: a text begins with “*”"
    assert root.check() == [Problem(LAW, line, text, "put quotes around the text")]


def test_an_exclamation_mark_at_the_beginning_of_a_text_asks_for_quotes(root: Root) -> None:
    root.replace(LAW, "says: Voor", "says: !Voor")
    line = root.line(LAW, "!Voor")
    text = "“!Voor” is taken for a sign of YAML"
    assert root.check() == [Problem(LAW, line, text, "put quotes around the text")]


def test_an_alias_is_not_read(root: Root) -> None:
    root.replace(GEHEIM, "quotes: [", "quotes: &zelfde [")
    root.replace(GEHEIM, "    checked:", "    law: *zelfde\n    checked:")
    line = root.line(GEHEIM, "*zelfde")
    hint = "write out what it stands for"
    assert Problem(GEHEIM, line, "an alias (*) is not read", hint) in root.check()


def test_an_alias_of_itself_does_no_harm(root: Root) -> None:
    root.write(LAW, "law: &law\n  wmo_gratis: *law\n")
    assert next(problem.text for problem in root.check() if problem.line == 2) == "an alias (*) is not read"


def test_two_documents_in_one_file_are_reported(root: Root) -> None:
    root.write(LAW, root.read(LAW) + "---\n" + root.read(LAW))
    line = root.line(LAW, "---")
    text = "cannot be read as YAML: a line “---” stands in the middle"
    assert root.check() == [Problem(LAW, line, text, "remove it")]


def test_a_key_that_is_a_list_is_reported(root: Root) -> None:
    root.write(SMALLTALK, root.read(SMALLTALK) + "    ? [reply]\n    : Dag.\n")
    line = root.line(SMALLTALK, "? [reply]")
    hint = "put quotes around a text with “[” or “{”"
    assert root.check() == [Problem(SMALLTALK, line, "a key should be a word", hint)]


def test_what_is_nested_without_end_is_reported(root: Root) -> None:
    root.write(SMALLTALK, "smalltalk: " + "[" * 2000 + "]" * 2000)
    hint = "write it with fewer levels"
    assert root.check() == [Problem(SMALLTALK, 1, "the file is nested too deeply", hint)]
