"""`naast telegram` that is killed at any moment loses no message, takes no step twice and keeps the order.

At its full size: `python -m tests.botapi.endurance --kills 300 --turns 10000`.
"""

from pathlib import Path

import pytest

from bot.engine.library import Library
from tests.botapi.endurance import endure


@pytest.mark.slow
@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_a_bot_that_is_killed_answers_every_message_once_and_in_order(
    library: Library, tmp_path: Path, webhook: bool
) -> None:
    outcome = await endure(library, tmp_path, webhook=webhook, kills=4, turns=150, people=10)

    outcome.check()
    assert outcome.kills == 4
