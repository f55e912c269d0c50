"""The code of a shared scan."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.code import ALPHABET, LENGTH, code_from, looks_like_code, read_code

SEEDS = st.binary(min_size=16, max_size=32)


@given(seed=SEEDS)
def test_a_code_is_read_as_it_was_made(seed: bytes) -> None:
    code = code_from(seed)

    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}", code)
    assert read_code(code) == code
    assert code_from(seed) == code


@given(seed=SEEDS)
def test_a_code_may_be_typed_as_people_type(seed: bytes) -> None:
    code = code_from(seed)

    for typed in (code.lower(), code.replace("-", " "), code.replace("-", ""), f" {code} ", f"{code}."):
        assert read_code(typed) == code


@given(seed=SEEDS, place=st.integers(0, LENGTH - 1), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(seed: bytes, place: int, other: str) -> None:
    code = code_from(seed).replace("-", "")
    slip = code[:place] + other + code[place + 1 :]

    assert slip == code or read_code(slip) is None


def test_codes_of_many_seeds_are_all_different() -> None:
    assert len({code_from(number.to_bytes(16)) for number in range(5000)}) == 5000


@pytest.mark.parametrize("text", ["", "ABCDE", "ABCDE-FGHJ0", "wat is een code", "ABCDE-FGHJK-LMNPQ"])
def test_what_is_no_code_is_not_read(text: str) -> None:
    assert read_code(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("K7QMX", True),
        ("abc12", True),
        ("ABCDE FGHJK", True),
        ("weet ik niet", False),
        ("wat is artikel 9", False),
    ],
)
def test_a_failed_code_is_told_from_a_question(text: str, meant: bool) -> None:
    assert looks_like_code(text) is meant
