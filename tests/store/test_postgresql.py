"""What is told of a PostgreSQL database that cannot be used."""

import asyncio
import socket
from pathlib import Path

import asyncpg
import pytest

from bot.app import open_talk
from bot.channels.talk import BEGIN, incoming, open_question
from bot.engine.library import Library
from bot.errors import NaastError, SettingsError, StoreError
from bot.settings import Secret, Settings
from bot.store.postgresql import open_postgresql
from bot.store.postgresql_schema import VERSION
from tests.store.conftest import SECRET


async def told(url: str, secret: str | None = SECRET) -> str:
    """The line that opening leads to."""
    with pytest.raises(NaastError) as raised:
        async with open_postgresql(url, secret, patience=2):
            raise AssertionError("it could be opened")
    return str(raised.value)


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


async def test_a_server_that_is_not_there() -> None:
    line = await told(f"postgresql://anna:hushhush@127.0.0.1:{closed_port()}/naast")
    assert line.startswith("PostgreSQL on 127.0.0.1 cannot be reached.")


@pytest.mark.parametrize(
    "url", ["mysql://anna:hushhush@host/naast", "naast.sqlite", "postgresql://[hushhush"]
)
async def test_an_address_that_is_none(url: str) -> None:
    line = await told(url)
    assert "NAAST_DATABASE_URL" in line
    assert "hushhush" not in line


@pytest.mark.slow
async def test_a_database_that_is_not_there(postgresql: str) -> None:
    line = await told(postgresql.replace("/postgres?", "/naast?"))
    assert "has no such database" in line


@pytest.mark.slow
@pytest.mark.parametrize("secret", [None, "", "short"])
async def test_a_secret_that_is_missing_or_too_short(database_url: str, secret: str | None) -> None:
    with pytest.raises(SettingsError, match="NAAST_SECRET"):
        async with open_postgresql(database_url, secret):
            pass


@pytest.mark.slow
async def test_a_secret_that_is_another_one(database_url: str) -> None:
    async with open_postgresql(database_url, SECRET):
        pass
    assert "another NAAST_SECRET" in await told(database_url, "another secret that nobody guesses")


@pytest.mark.slow
async def test_a_database_of_a_later_release_is_refused_and_left(database_url: str) -> None:
    async with open_postgresql(database_url, SECRET):
        pass
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute("UPDATE naast SET value = $1 WHERE name = 'version'", str(VERSION + 1))
        assert "later release" in await told(database_url)
        version = await connection.fetchval("SELECT value FROM naast WHERE name = 'version'")
        assert version == str(VERSION + 1)
    finally:
        await connection.close()


@pytest.mark.slow
async def test_a_user_who_may_make_no_tables(postgresql: str) -> None:
    assert "does not let this user" in await told(f"{postgresql}&search_path=pg_catalog")


@pytest.mark.slow
async def test_processes_that_start_together_make_the_tables_once(database_url: str) -> None:
    async def start() -> None:
        async with open_postgresql(database_url, SECRET):
            pass

    await asyncio.gather(*(start() for _ in range(6)))


@pytest.mark.slow
async def test_a_connection_that_breaks_is_made_anew(database_url: str) -> None:
    async with open_postgresql(database_url, SECRET) as store:
        event = store.keys.event("telegram:1", "1")
        await store.load(event)
        other = await asyncpg.connect(database_url)
        await other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        await other.close()
        for _ in range(10):
            try:
                loaded = await store.load(event)
            except StoreError:
                continue
            break
        assert loaded.session is None


@pytest.mark.slow
def test_a_conversation_of_the_terminal_rests_there_where_the_setting_says_so(
    library: Library, database_url: str, tmp_path: Path
) -> None:
    settings = Settings(tmp_path, database_url=Secret(database_url), secret=Secret(SECRET))
    for expected in (None, "wie"):
        with open_talk(settings, library, "anna") as talk:
            waiting = open_question(talk, talk.session())
            assert (waiting.step if waiting else None) == expected
            talk.take(incoming(talk, choice=BEGIN))
    assert not list(tmp_path.iterdir())
