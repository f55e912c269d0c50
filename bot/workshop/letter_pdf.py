"""Letters as PDF: the text of its pages, by pypdf. Scripts and links in it are never looked at."""

import logging
from io import BytesIO

from bot.municipal.letter_wording import Refusal
from bot.workshop.letter_refusal import LetterRefusedError

MOST_PAGES = 40

_FEWEST_LETTERS = 20  # on all pages: less is a stamp on a picture


def pdf_in(data: bytes) -> str:
    """The text of a PDF. Raises LetterRefusedError; a PDF without text is a scan."""
    from pypdf import PdfReader  # noqa: PLC0415 - only the process that reads a PDF needs it

    if b"%PDF-" not in data[:1024]:
        raise LetterRefusedError(Refusal.WRONG_TYPE)
    logging.disable(logging.CRITICAL)  # what pypdf finds odd about a file is nobody's business
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise LetterRefusedError(Refusal.ENCRYPTED)
        if len(reader.pages) > MOST_PAGES:
            raise LetterRefusedError(Refusal.TOO_LONG)
        pages = [page.extract_text() for page in reader.pages]
    except (LetterRefusedError, MemoryError, RecursionError):
        raise
    except Exception:  # a broken PDF can break a reader in any way
        raise LetterRefusedError(Refusal.DAMAGED) from None
    text = "\n".join(pages)
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        raise LetterRefusedError(Refusal.SCANNED)
    return text
