"""What answers are worth by the passages that they quote."""

import pytest

from bot.answering.knowledge import Answer, Audience
from bot.answering.quoting import SHARES, Quoting


def worths(*quotes: tuple[str, ...], odds: tuple[float, ...]) -> list[float]:
    """What answers with these quotes are worth."""
    answers = [
        Answer(f"a{n}", "onderwerp", Audience.CITIZEN, "titel", (), "tekst", quoted, "2026-01-01")
        for n, quoted in enumerate(quotes)
    ]
    quoting = Quoting.of(answers)
    return quoting.worths(list(range(len(answers))), odds)


def test_answers_that_share_nothing_are_worth_their_odds() -> None:
    assert worths(("a/1", "a/2"), ("b/1",), (), odds=(2, 1, 1)) == pytest.approx([0.5, 0.25, 0.25])


def test_answers_with_the_same_quotes_vouch_for_each_other() -> None:
    assert worths(("a/1",), ("a/1",), ("b/1",), odds=(1, 1, 2)) == pytest.approx([0.5, 0.5, 0.5])


def test_a_shared_quote_counts_for_its_share_in_the_other() -> None:
    first, second = SHARES[0] / sum(SHARES[:2]), SHARES[1] / sum(SHARES[:2])

    assert worths(("a/1", "a/2"), ("b/1", "a/1"), odds=(1, 1)) == pytest.approx(
        [(1 + second) / 2, (1 + first) / 2]
    )


def test_answers_without_quotes_are_rivals() -> None:
    assert worths((), (), odds=(3, 1)) == pytest.approx([0.75, 0.25])
