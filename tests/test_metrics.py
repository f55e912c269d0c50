"""The figures for Prometheus, read as it reads them."""

import socket
from urllib.request import urlopen

import pytest

from bot.answering.knowledge import Reason
from bot.engine.library import Library
from bot.engine.session import Session
from bot.engine.turn import Turn
from bot.errors import SettingsError
from bot.messages import Outcome, Reply
from bot.metrics import Metrics
from tests.talk import Talk


def turn(outcome: Outcome, reason: Reason | None = None) -> Turn:
    return Turn(Session(), (Reply("a secret reply"),), outcome, reason=reason)


def read(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        text: str = answer.read().decode()
        return text


def test_turns_are_counted_by_channel_outcome_and_reason() -> None:
    metrics = Metrics()
    metrics.count("telegram", turn(Outcome.ANSWER), 0.002)
    metrics.count("telegram", turn(Outcome.ANSWER), 0.002)
    metrics.count("matrix", turn(Outcome.NONE, Reason.OTHER_TOPIC), 0.2)
    with metrics.served("127.0.0.1", 0) as port:
        text = read(port)

    assert 'naast_turns_total{channel="telegram",outcome="answer",reason=""} 2.0' in text
    assert 'naast_turns_total{channel="matrix",outcome="none",reason="other_topic"} 1.0' in text
    assert 'naast_turn_seconds_bucket{channel="telegram",le="0.0025"} 2.0' in text
    assert "secret" not in text


def test_an_address_that_is_taken_is_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with (
            pytest.raises(SettingsError, match="cannot be listened on"),
            Metrics().served("127.0.0.1", taken.getsockname()[1]),
        ):
            pass


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("wat is cliëntondersteuning", None),
        ("wat is de hoofdstad van frankrijk", Reason.OTHER_TOPIC),
        ("what is this about please", Reason.OTHER_LANGUAGE),
        ("artikel 99 beroepscode", Reason.NO_SUCH_REFERENCE),
        ("asdf jklö qwrt", Reason.NOT_UNDERSTOOD),
    ],
)
def test_a_turn_tells_why_there_is_no_answer(library: Library, text: str, reason: Reason | None) -> None:
    assert Talk(library).say(text).reason is reason
