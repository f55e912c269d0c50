"""Conversations in PostgreSQL, for several processes on several machines.

Every method is one short transaction on a connection of a pool. What SQLite gets from its one
writer, an order of the changes of one conversation, is an advisory lock here: it holds for a
conversation that has no row yet as well, and is let go with the transaction. The server's own
`synchronous_commit` sees to it that what was saved is on the disk.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeAlias, TypeVar
from urllib.parse import urlsplit

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from bot.errors import ConflictError, SettingsError, StoreError
from bot.store.key import EventKey, Keys, load_setting
from bot.store.postgresql_schema import MIGRATIONS, VERSION
from bot.store.store import Change, Earlier, Loaded, Pruned, Shared, Undelivered

CONNECTIONS = 8
"""Connections of one process: more turns than that wait for one another for some milliseconds."""

PATIENCE = 10.0
"""Seconds for which a server, a connection or the end of a statement is waited for."""

PRUNED_AT_ONCE = 500
"""Rows that are erased for their age in one transaction."""

_MIGRATING = 0x4E616173
"""The advisory lock under which the tables are made and changed ("Naas")."""

_FAULTS = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What can go wrong with a server; the last where a connection broke in the middle of an answer."""

Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"
Result = TypeVar("Result")


@asynccontextmanager
async def open_postgresql(
    url: str, secret: str | None, *, patience: float = PATIENCE
) -> AsyncIterator["PostgresqlStore"]:
    """The store in the database at this URL, with its tables made, and closed on leaving.

    `secret` is the setting NAAST_SECRET, which every process on the database shares. Raises
    SettingsError or StoreError, in one line that shows neither of them.
    """
    if not secret:
        raise SettingsError("NAAST_DATABASE_URL needs NAAST_SECRET: all processes share one secret.")
    keys = load_setting(secret)
    try:
        pool = await asyncpg.create_pool(
            url, min_size=1, max_size=CONNECTIONS, timeout=patience, command_timeout=patience
        )
    except (ValueError, *_FAULTS) as error:
        raise _explained(error, url) from error
    store = PostgresqlStore(pool, keys, url)
    try:
        await store.take_into_use()
        yield store
    finally:
        await store.close()


class PostgresqlStore:
    """A `bot.store.store.Store`; made by `open_postgresql`."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", keys: Keys, url: str) -> None:
        self._pool = pool
        self._keys = keys
        self._url = url
        self._begun: set[asyncio.Task[object]] = set()
        self._closed = False

    @property
    def keys(self) -> Keys:
        return self._keys

    async def take_into_use(self) -> None:
        """Brings the tables up to date, and sees whether they were made with this secret."""
        await self._do(lambda connection: _take_into_use(connection, self._keys.fingerprint))

    async def load(self, event: EventKey) -> Loaded:
        return await self._do(lambda connection: _load(connection, event))

    async def save(self, event: EventKey, change: Change) -> int | None:
        return await self._do(lambda connection: _save(connection, event, change))

    async def mark_delivered(self, *events: EventKey) -> None:
        await self._do(lambda connection: _mark_delivered(connection, events))

    async def undelivered(self, channel: str) -> list[Undelivered]:
        return await self._do(lambda connection: _undelivered(connection, channel))

    async def erase(self, conversation: str) -> None:
        await self._do(lambda connection: _erase(connection, conversation))

    async def share(self, code: str, shared: Shared, at: datetime) -> None:
        await self._do(lambda connection: _share(connection, code, shared, _seconds(at)))

    async def shared(self, code: str, since: datetime) -> list[Shared]:
        return await self._do(lambda connection: _shared(connection, code, _seconds(since)))

    async def prune(
        self, *, idle_since: datetime, handled_before: datetime, shared_before: datetime | None = None
    ) -> Pruned:
        idle, old = _seconds(idle_since), _seconds(handled_before)
        if shared_before:
            before = _seconds(shared_before)
            await self._do(lambda connection: _unshare(connection, before))
        pruned = Pruned()
        while (more := await self._do(lambda connection: _prune(connection, idle, old))) != Pruned():
            pruned = Pruned(pruned.conversations + more.conversations, pruned.events + more.events)
        return pruned

    async def close(self) -> None:
        self._closed = True
        await asyncio.gather(*self._begun, return_exceptions=True)
        await self._pool.close()

    async def _do(self, work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """Does the work in a transaction. Who asked for it may be cancelled; the work is not, so
        that a turn is saved or not, and never half known to have been."""
        if self._closed:
            raise StoreError("The database has been closed.")
        task = asyncio.create_task(self._transaction(work))
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)
        return await asyncio.shield(task)

    async def _transaction(self, work: Callable[[Connection], Awaitable[Result]]) -> Result:
        try:
            async with self._pool.acquire() as connection, connection.transaction():
                return await work(connection)
        except _FAULTS as error:
            raise _explained(error, self._url) from error


async def _take_into_use(connection: Connection, fingerprint: str) -> None:
    await connection.execute("SELECT pg_advisory_xact_lock($1)", _MIGRATING)
    await connection.execute("CREATE TABLE IF NOT EXISTS naast (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    rows = await connection.fetch("SELECT name, value FROM naast")
    known = {row["name"]: row["value"] for row in rows}
    version = int(known.get("version", 0))
    if version > VERSION:
        raise StoreError("The database was made by a later release of Naast. Update this one.")
    if known.get("fingerprint", fingerprint) != fingerprint:
        raise StoreError("The database was made with another NAAST_SECRET. Set that one.")
    for migration in MIGRATIONS[version:]:
        for statement in migration:
            await connection.execute(statement)
    await connection.executemany(
        "INSERT INTO naast VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [("version", str(VERSION)), ("fingerprint", fingerprint)],
    )


async def _load(connection: Connection, event: EventKey) -> Loaded:
    row = await connection.fetchrow(
        """
        SELECT c.session, c.version, e.outcome, e.replies, o.event IS NULL AS delivered
        FROM (SELECT $1::text AS conversation, $2::text AS event) AS asked
        LEFT JOIN naast_conversation AS c ON c.key = asked.conversation
        LEFT JOIN naast_event AS e ON e.conversation = asked.conversation AND e.event = asked.event
        LEFT JOIN naast_outbox AS o ON o.event = e.id
        """,
        event.conversation,
        event.event,
    )
    assert row is not None, "what was asked for is a row in any case"
    outcome = row["outcome"]
    earlier = None if outcome is None else Earlier(outcome, row["replies"], row["delivered"])
    return Loaded(row["session"], row["version"], earlier)


async def _save(connection: Connection, event: EventKey, change: Change) -> int | None:
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", event.conversation)
    now = await _load(connection, event)
    if now.version != change.version or now.earlier:
        raise ConflictError("The conversation was changed by another process meanwhile.")
    at, version = _seconds(change.at), None
    if change.session is None:
        await _erase(connection, event.conversation)
    else:
        version = random.getrandbits(63)
        await connection.execute(
            """
            INSERT INTO naast_conversation (key, version, changed, session) VALUES ($1, $2, $3, $4)
            ON CONFLICT (key) DO UPDATE SET
                version = excluded.version, changed = excluded.changed, session = excluded.session
            """,
            event.conversation,
            version,
            at,
            change.session,
        )
    if change.clears:
        await connection.execute(
            """
            DELETE FROM naast_event
            WHERE conversation = $1 AND id NOT IN (SELECT event FROM naast_outbox)
            """,
            event.conversation,
        )
    put = await connection.fetchval(
        """
        INSERT INTO naast_event (conversation, event, handled, outcome, replies)
        VALUES ($1, $2, $3, $4, $5) RETURNING id
        """,
        event.conversation,
        event.event,
        at,
        change.outcome,
        change.replies,
    )
    if change.address:
        await connection.execute(
            "INSERT INTO naast_outbox (event, channel, chat) VALUES ($1, $2, $3)",
            put,
            change.address.channel,
            change.address.chat,
        )
    return version


async def _mark_delivered(connection: Connection, events: Sequence[EventKey]) -> None:
    await connection.executemany(
        """
        DELETE FROM naast_outbox
        WHERE event = (SELECT id FROM naast_event WHERE conversation = $1 AND event = $2)
        """,
        [(event.conversation, event.event) for event in events],
    )


async def _undelivered(connection: Connection, channel: str) -> list[Undelivered]:
    rows = await connection.fetch(
        """
        SELECT e.conversation, e.event, o.chat, e.replies
        FROM naast_outbox AS o JOIN naast_event AS e ON e.id = o.event
        WHERE o.channel = $1 ORDER BY e.id
        """,
        channel,
    )
    return [
        Undelivered(EventKey(row["conversation"], row["event"]), row["chat"], row["replies"]) for row in rows
    ]


async def _erase(connection: Connection, conversation: str) -> None:
    await connection.execute("DELETE FROM naast_event WHERE conversation = $1", conversation)
    await connection.execute("DELETE FROM naast_conversation WHERE key = $1", conversation)
    await connection.execute("DELETE FROM naast_shared_scan WHERE conversation = $1", conversation)


async def _share(connection: Connection, code: str, shared: Shared, at: int) -> None:
    await connection.execute(
        """
        INSERT INTO naast_shared_scan (code, conversation, shared, scan) VALUES ($1, $2, $3, $4)
        ON CONFLICT (code, conversation) DO UPDATE SET shared = excluded.shared, scan = excluded.scan
        """,
        code,
        shared.conversation,
        at,
        shared.scan,
    )


async def _shared(connection: Connection, code: str, since: int) -> list[Shared]:
    rows = await connection.fetch(
        """
        SELECT conversation, scan FROM naast_shared_scan
        WHERE code = $1 AND shared >= $2 ORDER BY shared, conversation
        """,
        code,
        since,
    )
    return [Shared(row["conversation"], row["scan"]) for row in rows]


async def _unshare(connection: Connection, before: int) -> None:
    await connection.execute("DELETE FROM naast_shared_scan WHERE shared < $1", before)


async def _prune(connection: Connection, idle_since: int, handled_before: int) -> Pruned:
    """Erases a number of rows that are too old; nothing where none are left."""
    idle = await connection.fetch(
        """
        DELETE FROM naast_conversation
        WHERE key IN (SELECT key FROM naast_conversation WHERE changed < $1 LIMIT $2) RETURNING key
        """,
        idle_since,
        PRUNED_AT_ONCE,
    )
    await connection.execute(
        "DELETE FROM naast_event WHERE conversation = ANY($1::text[])", [row["key"] for row in idle]
    )
    old = await connection.fetch(
        """
        DELETE FROM naast_event
        WHERE id IN (SELECT id FROM naast_event WHERE handled < $1 LIMIT $2) RETURNING id
        """,
        handled_before,
        PRUNED_AT_ONCE,
    )
    return Pruned(len(idle), len(old))


def _explained(error: BaseException, url: str) -> StoreError:
    """What went wrong, in one line, without the password that may be in the URL."""
    where = _shown(url)
    match error:
        case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError():
            return StoreError(f"{where} refuses this user or password. Check NAAST_DATABASE_URL.")
        case asyncpg.InvalidCatalogNameError():
            return StoreError(f"{where} has no such database. Make it, or check NAAST_DATABASE_URL.")
        case asyncpg.InsufficientPrivilegeError():
            return StoreError(f"{where} does not let this user make or use the tables of Naast.")
        case asyncpg.DiskFullError():
            return StoreError(f"The disk of {where} is full. Make room; nothing that was saved is lost.")
        case OSError() | TimeoutError() | asyncpg.PostgresConnectionError() | asyncpg.CannotConnectNowError():
            return StoreError(f"{where} cannot be reached. Is it running, and is NAAST_DATABASE_URL right?")
        case ValueError():
            return StoreError("NAAST_DATABASE_URL is no address such as postgresql://user@host/database.")
        case _:  # the text of an error may hold the values of a row
            return StoreError(f"{where} reports an error ({type(error).__name__}).")


def _shown(url: str) -> str:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    return f"PostgreSQL on {host}" if host else "PostgreSQL"


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
