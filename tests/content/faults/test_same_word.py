"""A word that, typed, would mean two things."""

from bot.content.problem import Problem
from tests.content.small import Root

START = "dialogs/citizen/start.yaml"
WAAR = "dialogs/citizen/waar.yaml"


def test_a_word_for_two_choices_is_reported(root: Root) -> None:
    root.replace(START, "also: [mijn buurman]", "also: [mijn buurman, Mijn moeder!]")
    line = root.line(START, "Mijn moeder!")
    text = "“Mijn moeder!” means both “inwoner” and “ander”, by `also:`"
    assert root.check() == [Problem(START, line, text, "let it mean one of the two")]


def test_a_word_that_another_choice_has_by_its_id_is_reported(root: Root) -> None:
    root.replace(WAAR, "{id: ja, say: 'Ja', also: [zeker]", "{id: ja, say: 'Ja', also: [nee hoor]")
    line = root.line(WAAR, "{id: nee,")
    text = "“nee hoor” means both “ja” and “nee”, by `usual:` in dialogs/phrases.yaml"
    assert root.check() == [Problem(WAAR, line, text, "let it mean one of the two")]


def test_words_that_begin_two_dialogs_are_reported(root: Root) -> None:
    root.replace(WAAR, "starts_with: [waar vind ik een ondersteuner]", "starts_with: [waar, waar begin ik?]")
    line = root.line(WAAR, "starts_with:")
    text = "“waar begin ik?” begins both “citizen/start” and “citizen/waar”"
    assert root.check() == [Problem(WAAR, line, text, "let it begin one of the two")]


def test_a_word_that_a_choice_has_twice_itself_does_no_harm(root: Root) -> None:
    root.replace(START, "also: [mijn buurman]", "also: [mijn buurman, mijn buurman, voor een ander]")
    assert root.check() == []
