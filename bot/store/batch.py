"""Writes that arrive together are committed together.

To be sure that a turn is on the disk costs one wait for the disk a commit. While the disk is busy
with one batch, the next gathers; so the busier it gets, the more turns share a wait, and
`synchronous = FULL` costs nothing more.
"""

import sqlite3
from collections.abc import Callable, Sequence

Work = Callable[[sqlite3.Connection], object]
"""Statements that belong together. Blocking; begins and commits nothing itself, and may be done again
where it was rolled back."""


def commit_together(database: sqlite3.Connection, works: Sequence[Work]) -> list[object]:
    """Does all the works in one transaction, and gives for each what it returned or raised.

    A work that raises leaves no trace and does not harm the others. An error of SQLite itself (a
    full disk, a lock) is raised, and then nothing of the whole batch has happened.
    """
    try:
        return _in_transaction(database, works, lambda work: work(database))
    except sqlite3.Error:
        raise
    except Exception:
        # Savepoints cost a fifth of all, and few batches need them: where one of the works has raised, all
        # are done again with them.
        return _in_transaction(database, works, lambda work: _apart(database, work))


def _in_transaction(
    database: sqlite3.Connection, works: Sequence[Work], do: Callable[[Work], object]
) -> list[object]:
    database.execute("BEGIN IMMEDIATE")
    try:
        done = [do(work) for work in works]
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:  # SQLite may have rolled back by itself
            database.execute("ROLLBACK")
        raise
    return done


def _apart(database: sqlite3.Connection, work: Work) -> object:
    """What a work returned or raised; what raised leaves no trace."""
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
