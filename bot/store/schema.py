"""The tables of the SQLite database, as numbered migrations.

A migration that has been released is never changed; what the tables should look like next is one
more at the end. `PRAGMA user_version` counts the migrations that a file has had.

Times are whole seconds since 1970, UTC.
"""

APPLICATION_ID = 0x4E616173
"""Stands in the header of the file ("Naas"): by this a database is known to be ours."""

_FIRST = (
    """
    CREATE TABLE setting (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT
    """,
    # `version` is drawn anew with every change, and does not count: after an erasure a count would
    # begin again, and match what somebody loaded before it.
    """
    CREATE TABLE conversation (
        key TEXT PRIMARY KEY,
        version INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        session TEXT NOT NULL
    ) STRICT
    """,
    # No reference to `conversation`: the event that erases one outlives it.
    """
    CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        conversation TEXT NOT NULL,
        event TEXT NOT NULL,
        handled INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        replies TEXT NOT NULL,
        UNIQUE (conversation, event)
    ) STRICT
    """,
    "CREATE INDEX event_by_age ON event (handled)",
    # The only table with an address in it. A row goes when its replies have been delivered.
    """
    CREATE TABLE outbox (
        event INTEGER PRIMARY KEY REFERENCES event (id) ON DELETE CASCADE,
        channel TEXT NOT NULL,
        chat TEXT NOT NULL
    ) STRICT
    """,
)

_SECOND = (
    # What colleagues share under a code; `code` and `conversation` are HMACs.
    """
    CREATE TABLE shared_scan (
        code TEXT NOT NULL,
        conversation TEXT NOT NULL,
        shared INTEGER NOT NULL,
        scan TEXT NOT NULL,
        PRIMARY KEY (code, conversation)
    ) STRICT
    """,
    "CREATE INDEX shared_scan_by_conversation ON shared_scan (conversation)",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _SECOND)

VERSION = len(MIGRATIONS)
