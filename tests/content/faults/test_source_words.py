"""Passages that are not the words of their source."""

from bot.content.problem import Problem
from tests.content.small import Root

GEHEIM = "knowledge/answers/geheim.yaml"
CODE = "knowledge/documents/beroepscode.yaml"
SOURCE = "knowledge/sources/beroepscode.txt"


def test_a_changed_word_is_reported_on_its_line(root: Root) -> None:
    root.replace(CODE, "Hij geeft niets door", "Hij vertelt niets door")
    line = root.line(CODE, "Hij vertelt")
    text = "the source does not say “vertelt niets door zonder dat …” after “cliënt vertelt. Hij”"
    hint = "it says “geeft niets door zonder dat …” there"
    assert root.check() == [Problem(CODE, line, text, hint)]


def test_an_added_word_is_reported(root: Root) -> None:
    root.replace(CODE, "gaat zorgvuldig om", "gaat heel zorgvuldig om")
    line = root.line(CODE, "gaat heel")
    text = "the source does not say “heel zorgvuldig om met alles …” after “De cliëntondersteuner gaat”"
    hint = "it says “zorgvuldig om met alles wat …” there"
    assert root.check() == [Problem(CODE, line, text, hint)]


def test_a_word_that_is_left_out_is_reported(root: Root) -> None:
    root.replace(CODE, "gaat zorgvuldig om", "gaat om")
    line = root.line(CODE, "gaat om")
    text = "the source does not say “om met alles wat de …” after “De cliëntondersteuner gaat”"
    hint = "it says “zorgvuldig om met alles wat …” there"
    assert root.check() == [Problem(CODE, line, text, hint)]


def test_a_comma_counts(root: Root) -> None:
    root.replace(CODE, "andere cliëntondersteuner vragen;", "andere cliëntondersteuner vragen,")
    line = root.line(CODE, "vragen,")
    text = "the source does not say “vragen,” after “een andere cliëntondersteuner”"
    hint = "it says “vragen; zijn dossier lezen. 1 …” there"
    assert root.check() == [Problem(CODE, line, text, hint)]


def test_a_capital_counts(root: Root) -> None:
    root.replace(CODE, "text: zijn dossier lezen.", "text: Zijn dossier lezen.")
    line = root.line(CODE, "text: Zijn dossier lezen.")
    text = "the source does not say “Zijn dossier lezen.”"
    assert root.check() == [Problem(CODE, line, text, "it says “zijn dossier lezen. 1 Dit …” there")]


def test_a_passage_that_is_left_out_is_reported_at_the_next_one(root: Root) -> None:
    left_out = root.read(CODE).split("  artikel_2_wisselen:")[1].split("  artikel_2_lezen:")[0]
    root.replace(CODE, f"  artikel_2_wisselen:{left_out}", "")
    root.replace(CODE, "[artikel_2_wisselen, artikel_2_lezen]", "[artikel_2_lezen]")
    line = root.line(CODE, "text: zijn dossier lezen.")
    text = "the source does not say “zijn dossier lezen.”"
    hint = "it says “om een andere cliëntondersteuner vragen; …” there"
    assert root.check() == [Problem(CODE, line, text, hint)]


def test_passages_that_have_changed_places_are_reported(root: Root) -> None:
    text = root.read(CODE)
    one = text[text.index("  artikel_2_wisselen:") : text.index("  artikel_2_lezen:")]
    other = text[text.index("  artikel_2_lezen:") : text.index("  voetnoot_1:")]
    root.write(CODE, text.replace(one + other, other + one))
    line = root.line(CODE, "text: zijn dossier lezen.")
    text = "the source does not say “zijn dossier lezen.”"
    hint = "it says “om een andere cliëntondersteuner vragen; …” there"
    assert root.check() == [Problem(CODE, line, text, hint)]


def test_a_last_passage_that_is_left_out_is_reported_at_the_one_before_it(root: Root) -> None:
    text = root.read(CODE)
    root.write(CODE, text[: text.index("  voetnoot_1:")].replace("    notes: [voetnoot_1]\n", ""))
    root.replace(GEHEIM, "[beroepscode/artikel_1, beroepscode/voetnoot_1]", "[beroepscode/artikel_1]")
    line = root.line(CODE, "  artikel_2_lezen:")
    text = "the source has words after the last passage: “1 Dit geldt ook voor …”"
    assert root.check() == [Problem(CODE, line, text, "add a passage for them")]


def test_a_passage_twice_is_reported(root: Root) -> None:
    root.write(CODE, root.read(CODE) + "  nog_eens:\n    locator: x\n    text: zijn dossier lezen.\n")
    line = root.line(CODE, "  nog_eens:") + 2
    text = "the source does not say “zijn dossier lezen.”"
    assert root.check() == [Problem(CODE, line, text, "it says nothing there")]


def test_a_heading_that_the_source_does_not_have_is_reported(root: Root) -> None:
    text = root.read(CODE)
    root.write(CODE, text.replace("[Relatie met de cliënt]", "[Relaties]", 1))
    line = root.line(CODE, "[Relaties]")
    text = "the source does not say “Relaties”"
    assert root.check() == [Problem(CODE, line, text, "it says “Relatie met de cliënt 1. …” there")]


def test_a_number_that_the_source_does_not_print_is_reported(root: Root) -> None:
    root.write(CODE, root.read(CODE).replace("number: '2'", "number: '3'"))
    line = root.line(CODE, "De cliënt mag altijd:")
    text = "the source does not say “De cliënt mag altijd:”"
    assert root.check() == [Problem(CODE, line, text, "it says “2. De cliënt mag altijd: …” there")]


def test_a_source_with_other_words_is_reported(root: Root) -> None:
    root.replace(SOURCE, "zijn dossier lezen.", "zijn dossier zien.")
    line = root.line(CODE, "text: zijn dossier lezen.")
    text = "the source does not say “lezen.” after “zijn dossier”"
    assert root.check() == [Problem(CODE, line, text, "it says “zien. 1 Dit geldt ook …” there")]
