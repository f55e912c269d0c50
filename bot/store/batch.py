"""Writes that arrive together are committed together.

To be sure that a turn is on the disk costs one wait for the disk a commit. While the disk is busy
with one batch, the next gathers; so the busier it gets, the more turns share a wait, and
`synchronous = FULL` costs nothing more.
"""

import sqlite3
from collections.abc import Callable, Sequence

Work = Callable[[sqlite3.Connection], object]
"""Statements that belong together. Blocking; begins and commits nothing itself."""


def commit_together(database: sqlite3.Connection, works: Sequence[Work]) -> list[object]:
    """Does all the works in one transaction, and gives for each what it returned or raised.

    A work that raises leaves no trace and does not harm the others. An error of SQLite itself (a
    full disk, a lock) is raised, and then nothing of the whole batch has happened.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        done = [_do(database, work) for work in works]
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:  # SQLite may have rolled back by itself
            database.execute("ROLLBACK")
        raise
    return done


def _do(database: sqlite3.Connection, work: Work) -> object:
    database.execute("SAVEPOINT work")
    try:
        done = work(database)
    except sqlite3.Error:
        raise
    except Exception as error:
        database.execute("ROLLBACK TO work")
        done = error
    database.execute("RELEASE work")
    return done
