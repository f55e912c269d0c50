"""A note of a person, as far as it is kept."""

import unicodedata

LONGEST_NOTE = 500
"""Characters of a note."""


def clean(text: str, longest: int = LONGEST_NOTE) -> str:
    """A text of a person on one line: without control characters, and not longer than that."""
    kept = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join("".join(kept).split())[:longest].strip()
