"""JSON as Telegram writes and reads it."""

import json

import pytest

from bot.channels.telegram.notation import decode, encode


@pytest.mark.parametrize(
    "value",
    [
        {"text": "café 😀"},
        [1, None, True, 1.5],
        {"half": "\ud800"},
        {"large": 2**70},
        {7: "seven"},
        ("a", "b"),
    ],
)
def test_what_is_written_is_what_python_reads(value: object) -> None:
    assert json.loads(encode(value)) == json.loads(json.dumps(value))


@pytest.mark.parametrize("value", [{"half": "\ud83d"}, {"pair": "\ud83d\ude00"}, ["é"], {"large": 2**70}])
def test_what_python_writes_is_read(value: object) -> None:
    written = json.dumps(value).encode()

    assert decode(written) == json.loads(written)


@pytest.mark.parametrize("written", [b"", b"{", b"\xff", b"tekst", b'{"a": 1} x'])
def test_what_is_no_json_is_told(written: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(written)


def test_what_has_no_json_is_told() -> None:
    with pytest.raises(TypeError):
        encode({"text": object()})
