"""The tables of the PostgreSQL database, as numbered migrations; see `bot.store.schema`.

All names begin with "naast", so that the database may be shared with other programs. Times are
whole seconds since 1970, UTC. What a column holds is as in SQLite.
"""

_FIRST = (
    """
    CREATE TABLE naast_conversation (
        key TEXT PRIMARY KEY,
        version BIGINT NOT NULL,
        changed BIGINT NOT NULL,
        session TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE naast_event (
        id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        conversation TEXT NOT NULL,
        event TEXT NOT NULL,
        handled BIGINT NOT NULL,
        outcome TEXT NOT NULL,
        replies TEXT NOT NULL,
        UNIQUE (conversation, event)
    )
    """,
    "CREATE INDEX naast_event_by_age ON naast_event (handled)",
    """
    CREATE TABLE naast_outbox (
        event BIGINT PRIMARY KEY REFERENCES naast_event (id) ON DELETE CASCADE,
        channel TEXT NOT NULL,
        chat TEXT NOT NULL
    )
    """,
)

_SECOND = (
    """
    CREATE TABLE naast_shared_scan (
        code TEXT NOT NULL,
        conversation TEXT NOT NULL,
        shared BIGINT NOT NULL,
        scan TEXT NOT NULL,
        PRIMARY KEY (code, conversation)
    )
    """,
    "CREATE INDEX naast_shared_scan_by_conversation ON naast_shared_scan (conversation)",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _SECOND)

VERSION = len(MIGRATIONS)
