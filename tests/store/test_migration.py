"""Databases of earlier and later releases."""

import sqlite3
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import database as module
from bot.store.database import migrate, open_database, version_of
from bot.store.schema import APPLICATION_ID, MIGRATIONS, VERSION

ADDED = ("ALTER TABLE conversation ADD COLUMN note TEXT NOT NULL DEFAULT ''",)
"""A migration of a later release."""


def open_here(path: Path) -> sqlite3.Connection:
    return open_database(path, "fingerprint", patience=0.2)


def schema_of(database: sqlite3.Connection) -> list[tuple[str, str]]:
    return database.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


def later_release(monkeypatch: pytest.MonkeyPatch, *more: tuple[str, ...]) -> None:
    monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, *more))
    monkeypatch.setattr(module, "VERSION", VERSION + len(more))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "naast.sqlite"


def test_a_new_database_has_had_all_migrations(path: Path) -> None:
    database = open_here(path)

    assert version_of(database) == VERSION == len(MIGRATIONS)
    assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    database.close()


def test_a_database_without_any_migration_gets_them_all(path: Path) -> None:
    open_here(path).close()
    with sqlite3.connect(path) as raw:
        fresh = schema_of(raw)
        for table in ("outbox", "event", "conversation", "setting", "shared_scan"):
            raw.execute(f"DROP TABLE {table}")
        raw.execute("PRAGMA user_version = 0")
    raw.close()

    database = open_here(path)

    assert version_of(database) == VERSION
    assert schema_of(database) == fresh
    database.close()


def test_a_database_of_an_earlier_release_is_brought_up_to_date_with_what_is_in_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_here(path)
    database.execute("INSERT INTO conversation VALUES ('anna', 7, 0, 'kept')")
    database.close()
    later_release(monkeypatch, ADDED)

    database = open_here(path)

    assert version_of(database) == VERSION + 1
    assert database.execute("SELECT * FROM conversation").fetchall() == [("anna", 7, 0, "kept", "")]
    database.close()


def test_a_database_of_the_first_release_gets_room_for_shared_scans(path: Path) -> None:
    open_here(path).close()
    with sqlite3.connect(path) as raw:
        fresh = schema_of(raw)
        raw.execute("INSERT INTO conversation VALUES ('anna', 7, 0, 'kept')")
        raw.execute("DROP TABLE shared_scan")
        raw.execute("PRAGMA user_version = 1")
    raw.close()

    database = open_here(path)

    assert schema_of(database) == fresh
    assert database.execute("SELECT session FROM conversation").fetchall() == [("kept",)]
    database.close()


def test_a_migration_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_here(path)
    before = schema_of(database)
    later_release(monkeypatch, ADDED, ("DROP TABLE event", "DROP TABLE what_is_not_there"))

    with pytest.raises(sqlite3.OperationalError):
        migrate(database)

    assert version_of(database) == VERSION
    assert schema_of(database) == before
    database.close()


def test_migrating_twice_is_migrating_once(path: Path) -> None:
    database = open_here(path)
    before = schema_of(database)

    migrate(database)

    assert schema_of(database) == before
    database.close()


def test_a_database_of_a_later_release_is_refused_and_left(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        later_release(patch, ADDED, *[("SELECT 1",)] * 5)
        open_here(path).close()
    before = path.read_bytes()

    with pytest.raises(StoreError) as caught:
        open_here(path)

    assert str(caught.value) == (
        f"{path} was made by a newer Naast (version {VERSION + 6}; this one knows {VERSION}). "
        "Update Naast, or point NAAST_DATA elsewhere."
    )
    assert path.read_bytes() == before
