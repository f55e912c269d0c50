"""A question to a citizen who may not know."""

from bot.content.problem import Problem
from tests.content.small import Root

WAAR = "dialogs/citizen/waar.yaml"


def test_a_question_to_a_citizen_without_weet_ik_niet_is_reported(root: Root) -> None:
    root.replace(WAAR, "      - {id: weet_niet, say: Weet ik niet, next: end}\n", "")
    line = root.line(WAAR, "  mappen:")
    text = "question “mappen” has no “Weet ik niet”"
    hint = "add a choice {id: weet_niet, say: Weet ik niet, next: …}"
    assert root.check() == [Problem(WAAR, line, text, hint)]


def test_a_question_to_a_supporter_needs_none(root: Root) -> None:
    root.write(
        "dialogs/supporter/code.yaml",
        """\
dialog: code
title: De code
audience: supporter
first: vraag
steps:
  vraag:
    ask: Zoekt u een artikel?
    choices:
      - {id: ja, say: 'Ja', next: end}
""",
    )
    assert root.check() == []
