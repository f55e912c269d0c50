"""Whether a message holds data that nobody should send to a chat: numbers and addresses of people.

Naast does not keep what people type, but the chat program that they type it in does. So a message with
a citizen service number, an e-mail address, a telephone number, a bank account or a home address is
answered with a friendly warning first. Numbers of the public - help lines, articles, laws, years - are
no personal data, and checks on the digits keep ordinary numbers out.
"""

import re
from enum import StrEnum

from bot.answering.words import LONGEST


class PersonalData(StrEnum):
    """A kind of personal data."""

    CITIZEN_SERVICE_NUMBER = "citizen_service_number"
    EMAIL = "email"
    TELEPHONE = "telephone"
    IBAN = "iban"
    ADDRESS = "address"


def find_personal_data(text: str) -> frozenset[PersonalData]:
    """The kinds of personal data in a text. Never raises."""
    text = text[:LONGEST]
    if not _TELLING.search(text):
        return frozenset()
    ibans = [found.group() for found in _IBAN.finditer(text) if _is_iban(found.group())]
    rest = _IBAN.sub(" ", text) if ibans else text
    found = {
        PersonalData.IBAN: bool(ibans),
        PersonalData.EMAIL: any(not _PUBLIC_EMAIL.search(m) for m in _EMAIL.findall(rest)),
        PersonalData.TELEPHONE: any(_is_own_number(m.group()) for m in _TELEPHONE.finditer(rest)),
        PersonalData.CITIZEN_SERVICE_NUMBER: _has_citizen_service_number(rest),
        PersonalData.ADDRESS: bool(_POSTCODE.search(rest) or _STREET.search(rest)),
    }
    return frozenset(kind for kind, there in found.items() if there)


_TELLING = re.compile(r"[\d@]")
"""A figure or an "@", without which a text holds none of these. Most messages hold neither."""

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+")
_PUBLIC_EMAIL = re.compile(r"@(?:juisteloket|naast)\.", re.IGNORECASE)

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.IGNORECASE)

_TELEPHONE = re.compile(
    r"(?<![\w.,€])(?:(?:\+|00)31[ -]?(?:\(0\))?|0)[ -]?[1-9](?:[ .-]?\d){7,8}(?![\d]|[.,]\d)"
)

_PUBLIC_NUMBERS = ("0800", "0900", "0906", "0909", "088", "14", "116", "0307897878", "0880767000")
"""Beginnings of numbers that are nobody's own: free and paid lines, companies, the help lines that
Naast names itself."""

_NINE = re.compile(r"(?<![\d.,€/-])\d(?:[ .-]?\d){7,8}(?![\d/-]|[.,]\d)")
_NAMED_NUMBER = re.compile(r"\b(?:bsn|sofi|burgerservice)", re.IGNORECASE)

_POSTCODE = re.compile(r"\b[1-9]\d{3}(?: ?(?!SA|SD|SS)[A-Z]{2}|[a-z]{2})\b")
"""A postal code; in small letters only when they are joined to it: "in 2015 en" is none."""

_STREET = re.compile(
    r"\b(?!onderweg|terugweg|heenweg|halverweg|bijstraat)[\w'’-]{2,30}"
    r"(?:straat|laan|weg|plein|gracht|kade|singel|dijk|hof|pad|steeg|plantsoen|dreef)"
    r" \d{1,4}[a-z]?\b(?! ?(?:keer|uur|uren|dag|week|weken|maand|jaar|km|meter|minuten|x\b))",
    re.IGNORECASE,
)


def _is_iban(written: str) -> bool:
    """The check of ISO 13616: the number read as digits leaves 1 when divided by 97."""
    joined = re.sub(r"\s", "", written).upper()
    if not 15 <= len(joined) <= 34:
        return False
    digits = "".join(str(int(c, 36)) for c in joined[4:] + joined[:4])
    return int(digits) % 97 == 1


def _is_own_number(written: str) -> bool:
    digits = re.sub(r"\(0\)|\D", "", written)
    national = re.sub(r"^(?:00)?31", "0", digits)
    return len(national) == 10 and not national.startswith(_PUBLIC_NUMBERS)


def _has_citizen_service_number(text: str) -> bool:
    """Nine digits that pass the eleven test; eight only where the message says what they are."""
    named = bool(_NAMED_NUMBER.search(text))
    for found in _NINE.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if (len(digits) == 9 or named) and _passes_eleven(digits.zfill(9)):
            return True
    return False


def _passes_eleven(digits: str) -> bool:
    """The eleven test of the citizen service number: weights 9 down to 2, and -1 for the last."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return digits != "000000000" and sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 == 0
