"""A letter that was typed or sent in a chat, and the command for one on disk."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.engine.library import Library
from bot.errors import RefusedError
from bot.messages import Attachment, Work
from bot.municipal.letter_wording import Refusal
from bot.workshop import letter_test
from tests.workshop import letters


def test_a_letter_that_was_typed_is_tested(library: Library) -> None:
    replies = letter_test.test_letter(library, Work("letter_test", text=letters.TEXT))

    assert "“U heeft daar recht op.”" in replies[0].text


@pytest.mark.slow
def test_a_letter_that_was_sent_is_tested(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "7"
    path.write_bytes(letters.docx())
    sent = Attachment(str(path), "brief.docx")

    replies = letter_test.test_letter(library, Work("letter_test", attachment=sent))

    assert "“U heeft daar recht op.”" in replies[0].text


@pytest.mark.parametrize(("text", "why"), [("🙂 123", Refusal.EMPTY), ("woord " * 20_000, Refusal.TOO_LONG)])
def test_what_is_no_letter_is_refused_in_the_words_of_the_content(
    library: Library, text: str, why: Refusal
) -> None:
    with pytest.raises(RefusedError, match=library.letters.refusals[why]):
        letter_test.test_letter(library, Work("letter_test", text=text))


def test_a_file_that_is_none_is_refused_in_the_words_of_the_content(library: Library) -> None:
    sent = Attachment("/nergens/brief.pdf", "brief.pdf")

    with pytest.raises(RefusedError, match=library.letters.refusals[Refusal.MISSING]):
        letter_test.test_letter(library, Work("letter_test", attachment=sent))


@pytest.mark.slow
def test_the_command_prints_the_test_for_people_and_for_programs(tmp_path: Path) -> None:
    path = tmp_path / "brief.txt"
    path.write_text(letters.TEXT, encoding="utf-8")

    said = [
        subprocess.run(
            [sys.executable, "-m", "bot.cli", "letter", str(path), *more],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for more in ([], ["--json"])
    ]

    assert "“U heeft daar recht op.”" in said[0]
    assert json.loads(said[1])["points"]["right"] == {"covered": True, "evidence": "U heeft daar recht op."}
