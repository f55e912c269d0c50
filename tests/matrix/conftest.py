"""A homeserver for all tests of this folder, and what is needed to be somebody on it.

    @pytest.mark.slow
    async def test_…(homeserver: Homeserver, tmp_path: Path) -> None:
        async with enter(homeserver, homeserver.register("anna"), tmp_path) as anna: …

`homeserver` is shared by all tests of a process: register users of your own and leave it running. A
test that stops or limits its homeserver starts one with `start_homeserver(tmp_path)`.
"""

from collections.abc import Iterator

import pytest

from tests.matrix.homeserver import Homeserver, start_homeserver


@pytest.fixture(scope="session")
def homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homeserver]:
    """A homeserver without limits."""
    with start_homeserver(tmp_path_factory.mktemp("homeserver")) as running:
        yield running
