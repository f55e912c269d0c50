"""The test of a letter that somebody typed or sent: the text of it, and what is said of it."""

from functools import lru_cache
from pathlib import Path

from bot.engine.letter import Letters
from bot.engine.library import Library
from bot.errors import RefusedError
from bot.messages import Reply, Work
from bot.municipal.letter import LetterResult, LetterTest
from bot.municipal.letter_reply import letter_replies
from bot.municipal.letter_text import LONGEST
from bot.municipal.letter_wording import Refusal
from bot.workshop.letter_file import read_letter_file
from bot.workshop.letter_refusal import LetterRefusedError


def test_letter(library: Library, work: Work) -> tuple[Reply, ...]:
    """What is said of a letter. Raises RefusedError, in words for the person, for what is no letter."""
    try:
        if work.attachment is not None:
            text = read_letter_file(Path(work.attachment.path), work.attachment.name)
        else:
            text = _typed(work.text or "")
    except LetterRefusedError as error:
        raise RefusedError(library.letters.refusals[error.refusal]) from None
    return letter_replies(library, test_text(library, text))


def test_text(library: Library, text: str) -> LetterResult:
    """Tests the text of a letter."""
    return _ready(library.letters).test(text)


def _typed(text: str) -> str:
    if not any(map(str.isalpha, text)):
        raise LetterRefusedError(Refusal.EMPTY)
    if len(text) > LONGEST:
        raise LetterRefusedError(Refusal.TOO_LONG)
    return text


@lru_cache(maxsize=2)
def _ready(letters: Letters) -> LetterTest:
    """The patterns of a release are made once: that takes a second."""
    return LetterTest(letters)
