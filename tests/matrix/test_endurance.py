"""A few kills in a few turns; `python -m tests.matrix.endurance` makes it fifty in five hundred."""

from pathlib import Path

import pytest

from bot.engine.library import Library
from tests.matrix.endurance import endure
from tests.matrix.homeserver import Homeserver


@pytest.mark.slow
async def test_every_message_is_answered_once_and_in_order_although_the_program_is_killed(
    homeserver: Homeserver, library: Library, tmp_path: Path
) -> None:
    report = await endure(homeserver, library, tmp_path, turns=40, kills=4, seed=1)
    assert (report.turns, report.kills, report.faults) == (40, 4, ())
