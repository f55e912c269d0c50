"""From what a person typed to plain words: the first step of all matching.

Telephones send capitals, accents, curly quotes, emoji, zero-width joiners and letters three times
over. What is left here is lower-case ASCII letters and digits, and for other scripts their letters,
parted by single spaces. Nothing in here knows what a word means.
"""

import re
import unicodedata

LONGEST = 4000
"""Characters of a message that are read. Telegram sends at most 4,096; more is no question."""

_ACUTE = "´"  # typed for an apostrophe; taken apart it would be a space with an accent
_WORD = re.compile(r"[^\W_]+")
_STRETCHED = re.compile(r"([a-z])\1\1+")
_QUOTES = b"'`"
_ASCII = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)) * 2
"""For `bytes.translate`: small letters and digits, and a space for all else. It does in a tenth of the time
what a regular expression does, and all that most messages need."""


def plain(text: str) -> str:
    """The words of a text, comparable: "Cliënt-ondersteuner??" becomes "client ondersteuner".

    Lone surrogates and control characters vanish; letters that stand three times or more in a row
    stand once ("jaaaa"), as no Dutch word has them.
    """
    text = text[:LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace(_ACUTE, "")).translate(_SILENCED).casefold()
    if text.isascii():
        words = text.encode().translate(_ASCII, _QUOTES).decode().split()
    else:
        words = _WORD.findall(text.replace("'", "").replace("`", ""))
    return _STRETCHED.sub(_first_letter, " ".join(words))


def _first_letter(found: re.Match[str]) -> str:
    return found[1]


class _Silenced(dict[int, int | None]):
    """A table for `str.translate` that drops what has no letter of its own: accents, format marks,
    curly apostrophes, lone surrogates. It fills itself with the characters that it meets."""

    def __missing__(self, code: int) -> int | None:
        silent = chr(code) in "‘’" or unicodedata.category(chr(code)) in ("Mn", "Me", "Cf", "Cs")
        self[code] = None if silent else code
        return self[code]


_SILENCED = _Silenced()
