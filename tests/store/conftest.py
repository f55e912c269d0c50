"""The stores that the suite in `test_store.py` is run over."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.store.sqlite import open_sqlite
from bot.store.store import Store

OpenStore = Callable[[], AbstractAsyncContextManager[Store]]


@pytest.fixture(params=["sqlite"])
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> OpenStore:
    """Opens a store, every time on the same data, as one process after or beside another does."""
    match request.param:
        case "sqlite":
            return lambda: open_sqlite(tmp_path / "data", patience=0.2)
        case other:
            raise AssertionError(f"no store is called {other}")


@pytest.fixture
async def store(open_store: OpenStore) -> AsyncIterator[Store]:
    async with open_store() as store:
        yield store
