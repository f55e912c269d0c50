"""What is typed where a question expects words of a person's own: a note to a point, a code.

These are the only words of a person that are kept, so they are kept sparingly: a note that looks as if
it held personal data is not taken at all.
"""

from bot.answering.personal_data import find_personal_data
from bot.engine import code
from bot.engine.dialog import Ask
from bot.engine.library import Library
from bot.engine.note import LONGEST_NOTE, clean
from bot.engine.path import Given
from bot.engine.phrase import Phrase
from bot.messages import Reply

NOTE = "note"
"""What a given answer is called that is a note."""


def typed_value(library: Library, ask: Ask, text: str) -> tuple[Given | None, Reply | None]:
    """The value that a text gives for this question, and what is to be said to it; neither where the
    question expects no such value, or the text is clearly something else."""
    match ask.expect:
        case "note":
            return _note(library, ask, text)
        case "code":
            return _code(library, ask, text)
        case _:
            return None, None


def _note(library: Library, ask: Ask, text: str) -> tuple[Given | None, Reply | None]:
    note = clean(text, longest=len(text))
    if not note:
        return None, _say(library, Phrase.EMPTY)
    if find_personal_data(text):
        return None, _say(library, Phrase.NOTE_PERSONAL)
    if len(note) > LONGEST_NOTE:
        lengths = {"length": str(len(note)), "most": str(LONGEST_NOTE)}
        return None, Reply(library.phrases.text(Phrase.NOTE_TOO_LONG, **lengths))
    return Given(ask.id, NOTE, note), _say(library, Phrase.NOTE_KEPT)


def _code(library: Library, ask: Ask, text: str) -> tuple[Given | None, Reply | None]:
    read = code.read_code(text)
    if read:
        return Given(ask.id, code.KIND, read), None
    return None, _say(library, Phrase.CODE_WRONG) if code.looks_like_code(text) else None


def _say(library: Library, phrase: Phrase) -> Reply:
    return Reply(library.phrases.text(phrase))
