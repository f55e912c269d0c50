"""The code under which colleagues share a scan: easy to say on the telephone, hard to guess.

Nine characters carry some 44 bits and the tenth is made from them, so that a slip in typing is noticed
at once instead of leading to a scan of nobody. Characters that look alike (0 and O, 1 and I) are out.
"""

import re
from hashlib import blake2s

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 10

SHARED_DAYS = 90
"""How long a shared scan is kept; an operator who keeps conversations shorter keeps these shorter too."""

NEW = "nieuw"
"""The id of the choice that asks for a new code."""

KIND = "code"
"""What a given answer is called that is a code."""

_SEPARATOR = re.compile(r"[\s\-–—.]+")


def code_from(seed: bytes) -> str:
    """The code that belongs to a seed of at least 16 random bytes: "K7QMX-3RDWA"."""
    number = int.from_bytes(blake2s(seed).digest())
    body = ""
    for _ in range(LENGTH - 1):
        number, index = divmod(number, len(ALPHABET))
        body += ALPHABET[index]
    return _shown(body + _check(body))


def read_code(text: str) -> str | None:
    """The code in a text as it is shown; None where it is none, or one with a slip in it."""
    typed = _SEPARATOR.sub("", text).upper()
    if len(typed) != LENGTH or any(character not in ALPHABET for character in typed):
        return None
    return _shown(typed) if typed[-1] == _check(typed[:-1]) else None


def looks_like_code(text: str) -> bool:
    """Whether a text was meant as a code: one word or two, with a figure or in capitals."""
    word = text.strip()
    return len(word.split()) <= 2 and (any(c.isdecimal() for c in word) or word.isupper())


def _check(body: str) -> str:
    """Changes with every single character, and with two that changed places."""
    total = sum((2 * place + 1) * ALPHABET.index(character) for place, character in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]


def _shown(code: str) -> str:
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
