"""What an operator reads: what happened and where, and never what somebody said."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot.log import Discreet, log_to_stderr

CANARY = "kanarie-4711"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """All that is logged, as it would be shown."""
    root, own = logging.getLogger(), logging.getLogger("bot")
    before = (list(root.handlers), root.level, own.level)
    out = io.StringIO()
    log_to_stderr("DEBUG")
    handler = logging.StreamHandler(out)
    handler.setFormatter(Discreet())
    root.handlers[:] = [handler]
    yield out
    root.handlers[:], root.level, own.level = before[0], before[1], before[2]


def test_our_own_lines_are_shown(lines: io.StringIO) -> None:
    logging.getLogger("bot.app").debug("pruned %d conversations", 3)

    assert lines.getvalue().endswith(" DEBUG bot.app: pruned 3 conversations\n")


def test_of_an_error_the_kind_and_the_place_are_shown_and_not_the_words(lines: io.StringIO) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("bot.app").exception("it failed")

    assert "it failed (ValueError in test_log.py:" in lines.getvalue()
    assert CANARY not in lines.getvalue()
    assert lines.getvalue().count("\n") == 1


@pytest.mark.parametrize("name", ["telegram.Bot", "aiohttp.server", "asyncio", "botany"])
def test_libraries_are_heard_and_not_quoted(lines: io.StringIO, name: str) -> None:
    library = logging.getLogger(name)
    library.debug("calling %s", CANARY)
    try:
        raise KeyError(CANARY)
    except KeyError:
        library.exception("failed at https://api.telegram.org/bot%s/getMe", CANARY)

    assert CANARY not in lines.getvalue()
    assert name in lines.getvalue()
    assert "KeyError" in lines.getvalue()
    assert lines.getvalue().count("\n") == 1


def test_below_the_level_nothing_is_shown(lines: io.StringIO) -> None:
    logging.getLogger("bot").setLevel("WARNING")
    logging.getLogger("bot.app").info("x")

    assert not lines.getvalue()
