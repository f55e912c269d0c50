"""Signed JSON against the vectors of the Matrix specification, and against another implementation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nio.api import Api
from vodozemac import Ed25519PublicKey, Ed25519Signature, SignatureException

from bot.channels.matrix.signature import (
    LARGEST,
    SigningKey,
    canonical_json,
    decode,
    encode,
    is_signed,
    new_seed,
    sign,
)

SEED = decode("YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1")
"""The specification's: https://spec.matrix.org/v1.11/appendices/#cryptographic-test-vectors"""

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("signed", "signature"),
    [
        ({}, "K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ"),
        (
            {"one": 1, "two": "Two"},
            "KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw",
        ),
    ],
)
def test_the_vectors_of_the_specification_are_signed_as_it_says(
    signed: dict[str, object], signature: str
) -> None:
    assert SigningKey(SEED).signature(signed) == signature


@pytest.mark.parametrize(
    ("value", "canonical"),
    [
        ({}, "{}"),
        ({"b": "2", "a": "1"}, '{"a":"1","b":"2"}'),
        ({"a": "日本語"}, '{"a":"日本語"}'),
        ({"本": 2, "日": 1}, '{"日":1,"本":2}'),
        ({"a": None}, '{"a":null}'),
        ({"\uff5e": 1, "\U0001f600": 2}, '{"\uff5e":1,"\U0001f600":2}'),  # by code point, not by UTF-16
        ({"a": '"\\\n\x1f/'}, '{"a":"\\"\\\\\\n\\u001f/"}'),
    ],
)
def test_canonical_json_is_written_in_one_way(value: object, canonical: str) -> None:
    assert canonical_json(value) == canonical.encode()


@pytest.mark.parametrize("value", [0.5, 1.0, float("nan"), 2**53, {"a": [-(2**53)]}, {1: "a"}, {"a": b""}])
def test_what_canonical_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="canonical JSON"):
        canonical_json(value)


@given(st.dictionaries(st.text(), VALUES))
def test_another_implementation_agrees_with_every_signature(held: dict[str, object]) -> None:
    key = SigningKey(SEED)
    signed = sign(held, key, "@naast:localhost")
    assert is_signed(signed, key, "@naast:localhost")
    covered = {name: value for name, value in held.items() if name not in ("signatures", "unsigned")}
    signature = signed["signatures"]["@naast:localhost"][f"ed25519:{key.public}"]
    Ed25519PublicKey.from_base64(key.public).verify_signature(
        Api.to_canonical_json(covered).encode(), Ed25519Signature.from_base64(signature)
    )
    with pytest.raises(SignatureException):
        Ed25519PublicKey.from_base64(key.public).verify_signature(
            b"something else", Ed25519Signature.from_base64(signature)
        )


def test_a_signature_is_added_to_those_that_are_there() -> None:
    one, other = SigningKey(SEED), SigningKey(new_seed())
    signed = sign(sign({"a": 1, "unsigned": {"age": 2}}, one, "@a:b"), other, "@a:b")
    assert is_signed(signed, one, "@a:b")
    assert is_signed(signed, other, "@a:b")
    assert is_signed({**signed, "unsigned": {"age": 3}}, other, "@a:b")
    assert not is_signed({**signed, "a": 2}, one, "@a:b")
    assert not is_signed(signed, one, "@b:b")


@given(st.binary())
def test_base64_is_read_with_and_without_padding(data: bytes) -> None:
    text = encode(data)
    assert "=" not in text
    assert decode(text) == decode(text + "=" * (-len(text) % 4)) == data


@pytest.mark.parametrize("text", ["a", "ab c", "é", "a-b_"])
def test_what_is_no_base64_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        decode(text)
