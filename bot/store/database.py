"""Opens the SQLite file: makes it, checks it, brings it up to date. Plain and blocking.

Nothing here ever writes over a file. A new database is built under another name and gets its own
when it is whole, so a file that is empty, cut off or foreign was not made by a start of Naast that
failed halfway; it is reported and left as it is.
"""

import os
import sqlite3
from pathlib import Path

from bot.errors import StoreError
from bot.store.fault import damaged, explained
from bot.store.folder import put_in_place
from bot.store.schema import APPLICATION_ID, MIGRATIONS, VERSION

_MAGIC = b"SQLite format 3\0"
_HEADER_LENGTH = 100
_APPLICATION_ID_AT = slice(68, 72)  # https://www.sqlite.org/fileformat.html#the_database_header


def open_database(path: Path, fingerprint: str, patience: float) -> sqlite3.Connection:
    """A connection to the database in this file, which is made where there is none.

    `fingerprint` tells the secret that its keys are made with; `patience` is how long a lock of
    another process is waited for, in seconds, now and later. The connection is in autocommit mode
    and may be used from any one thread at a time. Raises StoreError.
    """
    try:
        if not os.path.lexists(path):
            _refuse_leftover(path)
            put_in_place(path, _build)
        _refuse_foreign(path)
        database = _connect(path, patience)
        try:
            _take_into_use(database, path, fingerprint)
        except BaseException:
            database.close()
            raise
    except (sqlite3.Error, OSError) as error:
        raise explained(error, path) from error
    return database


def migrate(database: sqlite3.Connection) -> None:
    """Applies the migrations that a database has not had, all or none."""
    database.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version_of(database), VERSION):
            for statement in MIGRATIONS[number]:
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {number + 1}")
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def version_of(database: sqlite3.Connection) -> int:
    """How many migrations a database has had."""
    version: int = database.execute("PRAGMA user_version").fetchone()[0]
    return version


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    """Opens a file that is there, and makes none."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=patience,
        isolation_level=None,
        check_same_thread=False,
    )


def _build(path: Path) -> None:
    """Makes an empty database in an empty file."""
    database = _connect(path, patience=0)
    try:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute("PRAGMA journal_mode = WAL")
        migrate(database)
    finally:
        database.close()


def _take_into_use(database: sqlite3.Connection, path: Path, fingerprint: str) -> None:
    """Checks a database and sets what SQLite wants to be told by every connection."""
    version = version_of(database)
    if version > VERSION:
        raise StoreError(
            f"{path} was made by a newer Naast (version {version}; this one knows {VERSION}). "
            "Update Naast, or point NAAST_DATA elsewhere."
        )
    if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise damaged(path)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("PRAGMA secure_delete = ON")
    migrate(database)
    # Fails where we may only read, which SQLite finds out no sooner than here.
    database.execute("INSERT INTO setting VALUES ('fingerprint', ?) ON CONFLICT DO NOTHING", (fingerprint,))
    known = database.execute("SELECT value FROM setting WHERE name = 'fingerprint'").fetchone()
    if known != (fingerprint,):
        raise StoreError(
            f"{path} was made with another secret, and its conversations cannot be found with this "
            "one. Set NAAST_SECRET to what it was, or point NAAST_DATA elsewhere."
        )


def _refuse_foreign(path: Path) -> None:
    """Looks at the file without SQLite, which would mend and empty what it finds beside it."""
    if not path.is_file():
        raise StoreError(f"{path} is not a file. Move it away, or point NAAST_DATA elsewhere.")
    with path.open("rb") as file:
        header = file.read(_HEADER_LENGTH)
    if not header.startswith(_MAGIC) or len(header) < _HEADER_LENGTH:
        raise damaged(path)
    if header[_APPLICATION_ID_AT] != APPLICATION_ID.to_bytes(4):
        raise StoreError(f"{path} is a database of another program. Point NAAST_DATA to a folder of its own.")


def _refuse_leftover(path: Path) -> None:
    """A log without its database holds turns; SQLite would write them into a new database."""
    log = path.with_name(f"{path.name}-wal")
    if os.path.lexists(log):
        raise StoreError(
            f"{path} is missing, but {log.name} beside it holds a part of it. "
            "Put both back from a backup, or move the second away to begin with an empty one."
        )
