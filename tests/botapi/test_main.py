"""The server runs as a program of its own, for whoever tries a bot by hand."""

import subprocess
import sys

import pytest

from tests.botapi.program import ROOT
from tests.botapi.world import TOKEN


@pytest.mark.slow
def test_it_tells_where_it_listens_and_ends_with_its_input() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.botapi", "--port", "0"],
        cwd=ROOT,
        input="hallo\n[Ja]\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert ran.stdout.startswith("NAAST_TELEGRAM_API=http://127.0.0.1:")
    assert TOKEN in ran.stdout
    assert "there is no button “Ja”" in ran.stdout
    assert not ran.stderr
