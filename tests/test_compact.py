"""JSON from parts, which is the JSON that an encoder writes."""

import json

import pytest

from bot.compact import array, mapping, string

COMPACT = (",", ":")


@pytest.mark.parametrize("text", ["", "één", '"\\', "\n\t\x00", "\ud800", "🙂", "</script>", "\u2028"])
def test_a_text_is_written_as_an_encoder_writes_it(text: str) -> None:
    assert string(text) == json.dumps(text)


def test_lists_and_objects_are_written_as_an_encoder_writes_them() -> None:
    assert array([]) == "[]"
    assert mapping({}) == "{}"
    written = mapping({"text": string("hallo"), "choices": array(map(string, ["ja", "nee"]))})
    assert written == json.dumps({"text": "hallo", "choices": ["ja", "nee"]}, separators=COMPACT)
