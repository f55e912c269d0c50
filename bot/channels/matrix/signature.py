"""Signed JSON, as the Matrix specification has it: canonical JSON, Ed25519, base64 without padding.

https://spec.matrix.org/latest/appendices/#signing-json
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from Crypto.PublicKey import ECC
from Crypto.Random import get_random_bytes
from Crypto.Signature import eddsa

SEED_BYTES = 32
LARGEST = 2**53 - 1
"""Beyond this, JSON numbers are not whole for every reader, and canonical JSON has none."""

UNSIGNED = frozenset({"signatures", "unsigned"})
"""The keys of an object that its signatures do not cover."""


class SigningKey:
    """An Ed25519 key that is made from its seed, and never shows it."""

    __slots__ = ("_key", "public")

    def __init__(self, seed: bytes) -> None:
        """Raises ValueError for a seed that has not SEED_BYTES bytes."""
        self._key = ECC.construct(curve="Ed25519", seed=seed)
        self.public = encode(self._key.public_key().export_key(format="raw"))
        """The public half, in base64; also its name in "ed25519:…"."""

    def signature(self, signed: Mapping[str, Any]) -> str:
        """The signature under an object, in base64; always the same one for the same object."""
        covered = {key: value for key, value in signed.items() if key not in UNSIGNED}
        return encode(eddsa.new(self._key, "rfc8032").sign(canonical_json(covered)))


def new_seed() -> bytes:
    """Randomness for a new key."""
    return get_random_bytes(SEED_BYTES)


def sign(signed: Mapping[str, Any], key: SigningKey, user_id: str) -> dict[str, Any]:
    """The object with a signature of this user added to those that it has."""
    given = signed.get("signatures", {})
    own = {**given.get(user_id, {}), f"ed25519:{key.public}": key.signature(signed)}
    return {**signed, "signatures": {**given, user_id: own}}


def is_signed(signed: Mapping[str, Any], key: SigningKey, user_id: str) -> bool:
    """Whether this key has signed the object as it is now."""
    own = signed.get("signatures", {}).get(user_id, {})
    return bool(own.get(f"ed25519:{key.public}") == key.signature(signed))


def canonical_json(value: object) -> bytes:
    """The one way to write a value: https://spec.matrix.org/latest/appendices/#canonical-json.

    Raises ValueError for what it cannot hold: fractions, and numbers beyond LARGEST.
    """
    _refuse_uncanonical(value)
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    ).encode()


def encode(data: bytes) -> str:
    """Base64 without padding."""
    return b64encode(data).decode().rstrip("=")


def decode(text: str) -> bytes:
    """The bytes of base64 with or without padding. Raises ValueError for anything else."""
    return b64decode(text + "=" * (-len(text) % 4), validate=True)


def _refuse_uncanonical(value: object) -> None:
    match value:
        case bool() | str() | None:
            return
        case int() if abs(value) <= LARGEST:
            return
        case dict() if all(isinstance(key, str) for key in value):
            held = list(value.values())
        case list() | tuple():
            held = list(value)
        case _:
            raise ValueError(f"canonical JSON has no such {type(value).__name__}")
    for part in held:
        _refuse_uncanonical(part)
