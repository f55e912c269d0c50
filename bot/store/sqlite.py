"""Conversations in one SQLite file.

One connection, on one thread of its own. The way to that thread and back costs more than most
statements, so every method goes there once, with all its statements, and writes go there together
(`bot.store.batch`). Several processes may use the file at the same time: whoever finds it locked
waits, and a conversation that changed meanwhile is a ConflictError.

What is erased is erased from the file too (`bot.store.sweep`): at once from a small one, from a
large one with the next `prune`. An address that goes with a delivery is overwritten at once, but
may stay in the write-ahead log until the next `prune`, or until SQLite uses the log again.
"""

import asyncio
import logging
import random
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from bot.errors import ConflictError, StoreError
from bot.store.batch import Work, commit_together
from bot.store.database import open_database
from bot.store.fault import explained
from bot.store.folder import prepare
from bot.store.key import EventKey, Keys, load_keys
from bot.store.store import Change, Earlier, Loaded, Pruned, Shared, Undelivered
from bot.store.sweep import sweep

DATABASE_FILE = "naast.sqlite"
PATIENCE = 5.0
"""Seconds for which a lock of another process is waited for."""

LARGEST_BATCH = 256
"""Writes in one transaction; more wait for the next, so that other processes get their turn."""

PRUNED_AT_ONCE = 500
"""Rows that are erased for their age in one transaction."""

Result = TypeVar("Result")
Waiting = tuple[Work, asyncio.Future[Any]]
"""A work that waits to be written, and somebody who waits for what it returns."""

log = logging.getLogger(__name__)


@asynccontextmanager
async def open_sqlite(
    folder: Path, secret: str | None = None, *, patience: float = PATIENCE
) -> AsyncIterator["SqliteStore"]:
    """The store in this folder, made where there is none, and closed on leaving.

    `secret` is the setting NAAST_SECRET; without it the folder keeps its own. Raises StoreError or
    SettingsError, in one line, and then nothing in the folder has been changed.
    """
    path = folder / DATABASE_FILE
    keys, database = await asyncio.to_thread(_open, path, secret, patience)
    store = SqliteStore(path, keys, database, await aiosqlite.Connection(lambda: database, 64))
    try:
        yield store
    finally:
        await store.close()


def _open(path: Path, secret: str | None, patience: float) -> tuple[Keys, sqlite3.Connection]:
    prepare(path.parent)
    keys = load_keys(path.parent, secret, database=path)
    return keys, open_database(path, keys.fingerprint, patience)


class SqliteStore:
    """A `bot.store.store.Store`; made by `open_sqlite`."""

    def __init__(
        self, path: Path, keys: Keys, database: sqlite3.Connection, thread: aiosqlite.Connection
    ) -> None:
        self._path = path
        self._keys = keys
        self._database = database
        self._thread = thread
        self._file = _identity(path)
        self._waiting: list[Waiting] = []
        self._writer: asyncio.Task[None] | None = None
        self._erased = False
        self._closing: asyncio.Task[None] | None = None

    @property
    def keys(self) -> Keys:
        return self._keys

    async def load(self, event: EventKey) -> Loaded:
        return await self._read(lambda db: _load(db, event))

    async def save(self, event: EventKey, change: Change) -> int | None:
        return await self._write(lambda db: self._save(db, event, change))

    async def mark_delivered(self, *events: EventKey) -> None:
        await self._write(lambda db: _mark_delivered(db, events))

    async def undelivered(self, channel: str) -> list[Undelivered]:
        return await self._read(lambda db: _undelivered(db, channel))

    async def erase(self, conversation: str) -> None:
        await self._write(lambda db: self._erase(db, conversation))

    async def share(self, code: str, shared: Shared, at: datetime) -> None:
        await self._write(lambda db: _share(db, code, shared, _seconds(at)))

    async def shared(self, code: str, since: datetime) -> list[Shared]:
        return await self._read(lambda db: _shared(db, code, _seconds(since)))

    async def prune(
        self, *, idle_since: datetime, handled_before: datetime, shared_before: datetime | None = None
    ) -> Pruned:
        idle, old = _seconds(idle_since), _seconds(handled_before)
        if shared_before:
            before = _seconds(shared_before)
            await self._write(lambda db: _unshare(db, before))
        pruned = Pruned()
        while (more := await self._write(lambda db: _prune(db, idle, old))) != Pruned():
            pruned = Pruned(pruned.conversations + more.conversations, pruned.events + more.events)
        if not await self._read(lambda db: sweep(db, self._path, any_size=True)):
            log.warning("what was erased stays in the database file until the next pruning")
        return pruned

    async def close(self) -> None:
        if self._closing is None:
            self._closing = asyncio.create_task(self._finish())
        await asyncio.shield(self._closing)

    async def _finish(self) -> None:
        try:
            if self._writer:
                await self._writer
        finally:  # also at an interrupt, as the thread would outlive the program
            await self._thread.close()

    # ---- to the thread of the database and back

    async def _read(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        self._refuse_closed()
        return await self._there(lambda: work(self._database))

    async def _write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Has the work done with the next batch, and returns when that is on the disk."""
        self._refuse_closed()
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_batches())
        return await done

    async def _write_batches(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
            await self._write_batch(batch)

    async def _write_batch(self, batch: list[Waiting]) -> None:
        """Writes what waits, and tells everybody who waits for it how it went."""
        works = [work for work, _ in batch]
        results: list[object]
        try:
            results = await self._there(lambda: self._commit(works))
        except Exception as error:
            results = [error] * len(batch)
        for (_, done), result in zip(batch, results, strict=True):
            if done.done():  # nobody waits any more
                continue
            if isinstance(result, Exception):
                done.set_exception(result)
            else:
                done.set_result(result)

    async def _there(self, work: Callable[[], Result]) -> Result:
        """Runs `work` on the thread of the database.

        Each public method of aiosqlite is one statement and one way there and back; `_execute`,
        which they are all made of, takes any function. It logs what it is given, so `work` must
        show nothing of what it holds: a lambda, never a partial.
        """
        try:
            done: Result = await self._thread._execute(work)  # type: ignore[no-untyped-call]
        except sqlite3.Error as error:
            raise explained(error, self._path) from error
        return done

    def _refuse_closed(self) -> None:
        if self._closing:
            raise StoreError(f"{self._path} has been closed.")

    # ---- on the thread of the database

    def _commit(self, works: list[Work]) -> list[object]:
        if _identity(self._path) != self._file:
            raise StoreError(
                f"{self._path} was moved or replaced while Naast was using it. Start Naast again."
            )
        done = commit_together(self._database, works)
        if self._erased:
            self._erased = not sweep(self._database, self._path)
        return done

    def _save(self, database: sqlite3.Connection, event: EventKey, change: Change) -> int | None:
        now = _load(database, event)
        if now.version != change.version or now.earlier:
            raise ConflictError("The conversation was changed by another process meanwhile.")
        at, version = _seconds(change.at), None
        if change.session is None:
            self._erase(database, event.conversation)
        else:
            version = random.getrandbits(63)
            _put_session(database, event.conversation, at, change.session, version)
        if change.clears:
            self._erased = True
            _clear(database, event.conversation)
        put = database.execute(
            """
            INSERT INTO event (conversation, event, handled, outcome, replies)
            VALUES (?, ?, ?, ?, ?)
            """,
            (event.conversation, event.event, at, change.outcome, change.replies),
        )
        if change.address:
            database.execute(
                "INSERT INTO outbox (event, channel, chat) VALUES (?, ?, ?)",
                (put.lastrowid, change.address.channel, change.address.chat),
            )
        return version

    def _erase(self, database: sqlite3.Connection, conversation: str) -> None:
        self._erased = True
        database.execute("DELETE FROM event WHERE conversation = ?", (conversation,))
        database.execute("DELETE FROM conversation WHERE key = ?", (conversation,))
        database.execute("DELETE FROM shared_scan WHERE conversation = ?", (conversation,))


def _load(database: sqlite3.Connection, event: EventKey) -> Loaded:
    session, version, outcome, replies, delivered = database.execute(
        """
        SELECT conversation.session, conversation.version,
               event.outcome, event.replies, outbox.event IS NULL
        FROM (SELECT ? AS conversation, ? AS event) AS asked
        LEFT JOIN conversation ON conversation.key = asked.conversation
        LEFT JOIN event
            ON event.conversation = asked.conversation AND event.event = asked.event
        LEFT JOIN outbox ON outbox.event = event.id
        """,
        (event.conversation, event.event),
    ).fetchone()
    earlier = None if outcome is None else Earlier(outcome, replies, bool(delivered))
    return Loaded(session, version, earlier)


def _put_session(database: sqlite3.Connection, key: str, at: int, session: str, version: int) -> None:
    database.execute(
        """
        INSERT INTO conversation (key, version, changed, session) VALUES (?, ?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET
            version = excluded.version, changed = excluded.changed, session = excluded.session
        """,
        (key, version, at, session),
    )


def _clear(database: sqlite3.Connection, conversation: str) -> None:
    database.execute(
        "DELETE FROM event WHERE conversation = ? AND id NOT IN (SELECT event FROM outbox)", (conversation,)
    )


def _share(database: sqlite3.Connection, code: str, shared: Shared, at: int) -> None:
    database.execute(
        """
        INSERT INTO shared_scan (code, conversation, shared, scan) VALUES (?, ?, ?, ?)
        ON CONFLICT (code, conversation) DO UPDATE SET shared = excluded.shared, scan = excluded.scan
        """,
        (code, shared.conversation, at, shared.scan),
    )


def _shared(database: sqlite3.Connection, code: str, since: int) -> list[Shared]:
    rows = database.execute(
        "SELECT conversation, scan FROM shared_scan WHERE code = ? AND shared >= ? ORDER BY shared, rowid",
        (code, since),
    )
    return [Shared(conversation, scan) for conversation, scan in rows]


def _unshare(database: sqlite3.Connection, before: int) -> None:
    database.execute("DELETE FROM shared_scan WHERE shared < ?", (before,))


def _mark_delivered(database: sqlite3.Connection, events: Sequence[EventKey]) -> None:
    database.executemany(
        """
        DELETE FROM outbox
        WHERE event = (SELECT id FROM event WHERE conversation = ? AND event = ?)
        """,
        [(event.conversation, event.event) for event in events],
    )


def _undelivered(database: sqlite3.Connection, channel: str) -> list[Undelivered]:
    rows = database.execute(
        """
        SELECT event.conversation, event.event, outbox.chat, event.replies
        FROM outbox JOIN event ON event.id = outbox.event
        WHERE outbox.channel = ? ORDER BY event.id
        """,
        (channel,),
    )
    return [
        Undelivered(EventKey(conversation, event), chat, replies)
        for conversation, event, chat, replies in rows
    ]


def _prune(database: sqlite3.Connection, idle_since: int, handled_before: int) -> Pruned:
    """Erases a number of rows that are too old; nothing where none are left."""
    idle = database.execute(
        "SELECT key FROM conversation WHERE changed < ? LIMIT ?", (idle_since, PRUNED_AT_ONCE)
    ).fetchall()
    database.executemany("DELETE FROM event WHERE conversation = ?", idle)
    database.executemany("DELETE FROM conversation WHERE key = ?", idle)
    old = database.execute(
        "SELECT id FROM event WHERE handled < ? LIMIT ?", (handled_before, PRUNED_AT_ONCE)
    ).fetchall()
    database.executemany("DELETE FROM event WHERE id = ?", old)
    return Pruned(len(idle), len(old))


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells this file from another of the same name."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
