"""A round in which nothing is asked: a conversation would talk for ever."""

from bot.content.problem import Problem
from tests.content.small import Root

WAAR = "dialogs/citizen/waar.yaml"


def test_a_round_without_a_question_is_reported_once(root: Root) -> None:
    root.replace(WAAR, "    tell: Dat geeft niet. Vraag het aan iemand die u kent.\n    next: end", AROUND)
    line = root.line(WAAR, "  nergens:")
    text = "step “nergens” comes back to itself without a question"
    hint = "ask something on the way round, or let it end"
    assert root.check() == [Problem(WAAR, line, text, hint)]


def test_a_round_over_two_dialogs_without_a_question_is_reported_once(root: Root) -> None:
    root.write(HEEN, "dialog: heen\ntitle: Heen\naudience: citizen\n" + HEEN_EN_TERUG % "citizen/terug")
    root.write(TERUG, "dialog: terug\ntitle: Terug\naudience: citizen\n" + HEEN_EN_TERUG % "citizen/heen")
    text = "step “stap” comes back to itself without a question"
    hint = "ask something on the way round, or let it end"
    assert root.check() == [Problem(HEEN, 6, text, hint)]


AROUND = """\
    tell: Dat geeft niet.
    next: rond
  rond:
    tell: Zo gaan we rond.
    next: nergens"""

HEEN, TERUG = "dialogs/citizen/heen.yaml", "dialogs/citizen/terug.yaml"

HEEN_EN_TERUG = """\
first: stap
steps:
  stap:
    tell: We gaan verder.
    next: %s
"""
