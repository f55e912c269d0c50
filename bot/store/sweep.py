"""Takes out of the files what was erased from the tables.

SQLite overwrites what it deletes (`secure_delete`). It does not overwrite the copies that it left
behind earlier, when it moved rows from page to page to keep the pages filled: of 700 conversations
that were erased from a busy database, five left a part of themselves in that way. And the log keeps
what was written until it is written back. So the file is written anew, and the log is emptied.
"""

import sqlite3
from pathlib import Path

SWEPT_AT_ONCE = 16_000_000
"""Bytes up to which a file is small: it is written anew in less than a tenth of a second."""


def sweep(database: sqlite3.Connection, path: Path, *, any_size: bool = False) -> bool:
    """Writes the file anew, if it is small or may have any size, and empties the log.

    False where that was not possible now: another process is using the file, or there is no room
    for a second one. It waits for nobody, and harms nothing when it fails.
    """
    (patience,) = database.execute("PRAGMA busy_timeout").fetchone()
    database.execute("PRAGMA busy_timeout = 0")
    try:
        is_small = path.stat().st_size <= SWEPT_AT_ONCE
        if is_small or any_size:
            # In memory, so that no temporary file holds what was in this one.
            database.execute(f"PRAGMA temp_store = {'MEMORY' if is_small else 'FILE'}")
            database.execute("VACUUM")
        (in_use, _, _) = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except (sqlite3.Error, OSError):
        return False
    finally:
        database.execute(f"PRAGMA busy_timeout = {patience}")
    return not in_use
