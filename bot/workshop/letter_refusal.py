"""Why a file cannot be read as a letter, for an operator; what people in a chat read is in the content."""

from bot.errors import NaastError
from bot.municipal.letter_wording import Refusal

_REASONS = {
    Refusal.MISSING: "there is no such file",
    Refusal.FOLDER: "this is a folder: name one file",
    Refusal.SPECIAL: "this is no ordinary file",
    Refusal.UNREADABLE: "the file may not be read: check its permissions",
    Refusal.EMPTY: "there is no text in it",
    Refusal.TOO_LARGE: "the file is larger than 5 MB: give the text of the letter alone",
    Refusal.TOO_LONG: "the text is too long for a letter: twenty pages at most",
    Refusal.UNKNOWN_TYPE: "only .txt, .md, .html, .docx, .pdf and .odt are read",
    Refusal.WRONG_TYPE: "the name says something else than the content: save the letter again",
    Refusal.ENCRYPTED: "the file is locked with a password: save it without one",
    Refusal.SCANNED: "the PDF holds pictures and no text: give the text itself",
    Refusal.MACROS: "there are macros in it: save it without them",
    Refusal.ENTITIES: "it declares entities or a document type: save the text in a new file",
    Refusal.BOMB: "it unpacks to far more than a letter",
    Refusal.DAMAGED: "the file is damaged: save it again",
    Refusal.BINARY: "this is no text",
    Refusal.TOO_HEAVY: "reading it takes too much time or memory: give the text itself",
}


class LetterRefusedError(NaastError):
    """A file that is not read as a letter; `refusal` tells why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(_REASONS[refusal])
        self.refusal = refusal
