"""Text for citizens that is above B1."""

import pytest

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
GEHEIM = "knowledge/answers/geheim.yaml"
GELD = "knowledge/unknowns/geld.yaml"
TERMS = "knowledge/terms.yaml"
CONTACTS = "knowledge/contacts.yaml"
SAFETY = "knowledge/safety.yaml"
SMALLTALK = "knowledge/smalltalk.yaml"
WAAR = "dialogs/citizen/waar.yaml"
PHRASES = "dialogs/phrases.yaml"

LONG = "U mag altijd aan uw gemeente vragen of er iemand anders is die u helpt met alles."


def test_a_long_sentence_is_reported_on_its_own_line(root: Root) -> None:
    root.replace(KEUZE, "Zeg het tegen uw gemeente.", LONG)
    line = root.line(KEUZE, LONG)
    text = f"a sentence of 17 words: “{LONG[:60]} …”"
    assert root.check() == [Problem(KEUZE, line, text, "make two of it: at most 15 words")]


def test_a_text_of_long_words_is_reported_with_the_longest(root: Root) -> None:
    hard = "De cliëntondersteuner inventariseert bestaansmogelijkheden."
    root.replace(KEUZE, "Ja, dat mag. U mag vragen om iemand anders.", f"{hard} " * 5)
    line = root.line(KEUZE, "Zeg het tegen uw gemeente.") - 3
    text = "hard to read: -37 by the measure of Flesch-Douma"
    words = "“bestaansmogelijkheden”, “inventariseert”"
    hint = f"at least 60: use shorter words and sentences, such as for {words}"
    (problem,) = root.check()
    assert problem == Problem(KEUZE, line, text, hint)


def test_a_long_sentence_in_a_dialog_is_reported_on_its_own_line(root: Root) -> None:
    tell = "tell: Dat geeft niet. Vraag het aan iemand die u kent."
    root.replace(WAAR, tell, f"tell: >-\n      Dat geeft niet.\n      {LONG}")
    line = root.line(WAAR, LONG)
    text = f"a sentence of 17 words: “{LONG[:60]} …”"
    assert root.check() == [Problem(WAAR, line, text, "make two of it: at most 15 words")]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (GELD, "Tarieven staan niet in de documenten."),
        (SMALLTALK, "Hallo, ik ben Naast."),
        (CONTACTS, "Bel of mail uw gemeente."),
        (TERMS, "De Wlz is een wet voor mensen die altijd zorg nodig hebben."),
        (SAFETY, "Bel nu 112. Er is hulp."),
        (PHRASES, "goodbye: Dit zegt Naast."),
    ],
)
def test_a_long_sentence_that_every_audience_gets_is_reported(root: Root, name: str, said: str) -> None:
    key = said.partition(": ")[0] + ": " if ": " in said else ""
    root.replace(name, said, f"{key}{LONG}")
    text = f"a sentence of 17 words: “{LONG[:60]} …”"
    line = root.line(name, LONG)
    assert root.check() == [Problem(name, line, text, "make two of it: at most 15 words")]


def test_a_long_sentence_to_a_supporter_is_left_alone(root: Root) -> None:
    root.replace(GEHEIM, "Alleen als de cliënt dat goed vindt.", LONG)
    assert root.check() == []
