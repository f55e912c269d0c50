"""A dialog that asks for a letter and has it tested."""

from typing import Any

import pytest

from bot.engine.flow import given_answers
from bot.engine.library import Library
from bot.messages import Attachment, Outcome, Work
from tests.small import small_library
from tests.talk import Talk

DIALOGS = """
citizen/start:
  title: Begin
  first: a
  steps: {a: {tell: A., next: end}}
municipality/brief:
  title: Brief
  audience: municipality
  first: brief
  steps:
    brief:
      ask: Plak de brief.
      expect: letter
      choices: [{id: klaar, say: Klaar, next: end}]
      next: toets
    toets: {make: letter_test, next: brief}
"""
LETTER = "Beste inwoner, wij nodigen u uit voor een gesprek. " * 6 + "Bel bij gevaar 112. Mail naar w@vb.nl."


@pytest.fixture
def library() -> Library:
    return small_library(DIALOGS)


@pytest.fixture
def talk(library: Library) -> Talk:
    talk = Talk(library)
    talk.press_id("dialog:municipality/brief")
    return talk


def works(talk: Talk) -> list[Work]:
    return [reply.work for reply in talk.replies if reply.work]


def test_a_pasted_letter_is_handed_on_whole_and_the_question_is_put_again(talk: Talk) -> None:
    long = LETTER * 30
    talk.say(long)
    assert [(work.kind, work.text, work.attachment) for work in works(talk)] == [("letter_test", long, None)]
    assert talk.step == "brief"


def test_a_letter_that_names_112_is_no_cry_for_help_and_its_address_no_personal_data(talk: Talk) -> None:
    talk.say(LETTER)
    assert talk.outcome is Outcome.STEP
    assert len(talk.replies) == 2


def test_a_letter_that_is_sent_is_handed_on(talk: Talk) -> None:
    talk.send_file("brief.pdf")
    assert [work.attachment for work in works(talk)] == [Attachment("/tmp/brief.pdf", "brief.pdf")]


def test_nothing_of_a_letter_is_kept(talk: Talk, library: Library) -> None:
    talk.say(LETTER)
    assert "112" not in repr(talk.session)
    said = [one.said for one in given_answers(library, talk.session)]
    assert all("inwoner" not in one for one in said)


@pytest.mark.parametrize("short", ["wat is dit", "kost een fiets geld?"])
def test_a_short_text_is_a_question_and_no_letter(talk: Talk, short: str) -> None:
    talk.say(short)
    assert not works(talk)
    assert talk.step == "brief"


@pytest.mark.parametrize("does", [{"text": LETTER}, {"choice": "klaar"}])
def test_the_dialog_ends_only_by_its_choice(talk: Talk, does: dict[str, Any]) -> None:
    talk.say(does["text"]) if "text" in does else talk.press("Klaar")
    assert talk.step == ("brief" if "text" in does else None)


def test_a_file_where_no_letter_is_asked_for_is_told_so(library: Library) -> None:
    talk = Talk(library)
    talk.send_file("brief.pdf")
    assert talk.outcome is Outcome.UNCLEAR
    assert not works(talk)
