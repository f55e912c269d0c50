"""What is true of the SQLite file beyond what every store promises."""

import asyncio
import logging
import signal
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.key import EventKey
from bot.store.sqlite import SqliteStore, open_sqlite
from bot.store.store import Address, Change

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def event(name: str, number: int = 1) -> EventKey:
    return EventKey(name, f"{name}-{number}")


def change(session: str | None = "{}", version: int | None = None) -> Change:
    return Change(session=session, version=version, outcome="step", replies="[]", at=NOON)


def commits(folder: Path) -> int:
    """How many transactions stand in the log: https://www.sqlite.org/fileformat.html#walformat"""
    log = (folder / "naast.sqlite-wal").read_bytes()
    page_size, salt = struct.unpack(">8xI4x8s", log[:24])
    frames = (log[at : at + 24] for at in range(32, len(log) - 23, 24 + page_size))
    headers = (struct.unpack(">4xI8s8x", frame) for frame in frames)
    return sum(1 for pages, of in headers if pages and of == salt)


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


# ---- together


async def test_turns_that_arrive_together_are_committed_together(tmp_path: Path) -> None:
    async with open_sqlite(tmp_path) as store:
        await store.save(event("first"), change())
        before = commits(tmp_path)

        await asyncio.gather(*(store.save(event(f"c{n}"), change()) for n in range(200)))

        assert commits(tmp_path) - before == 1


async def test_a_turn_alone_is_committed_at_once(tmp_path: Path) -> None:
    async with open_sqlite(tmp_path) as store, open_sqlite(tmp_path) as other:
        before = commits(tmp_path)
        for number in range(3):
            loaded = await store.load(event("anna", number))
            await store.save(event("anna", number), change("{}", loaded.version))
            assert (await other.load(event("anna", number))).earlier

        assert commits(tmp_path) - before == 3


async def test_what_arrives_while_the_disk_is_busy_shares_the_next_commit(tmp_path: Path) -> None:
    async def talk(store: SqliteStore, name: str) -> None:
        for number in range(10):
            loaded = await store.load(event(name, number))
            await store.save(event(name, number), change("{}", loaded.version))

    async with open_sqlite(tmp_path) as store:
        await asyncio.gather(*(talk(store, f"c{n}") for n in range(50)))

        assert commits(tmp_path) < 250


# ---- what happens while it runs


async def test_a_full_disk_is_told_to_everybody_and_is_over_when_there_is_room(
    tmp_path: Path,
) -> None:
    async with open_sqlite(tmp_path) as store:
        await store.save(event("before"), change("kept"))
        store._database.execute("PRAGMA max_page_count = 20")
        large = change("x" * 20_000)

        saves = (store.save(event(f"c{n}"), large) for n in range(10))
        told = await asyncio.gather(*saves, return_exceptions=True)

        assert {str(error) for error in told} == {
            f"The disk with {tmp_path}/naast.sqlite is full. Make room on it; nothing that was saved is lost."
        }
        assert (await store.load(event("before"))).session == "kept"
        store._database.execute("PRAGMA max_page_count = 100000")
        await store.save(event("c1"), large)
        assert (await store.load(event("c1"))).session == large.session


async def test_a_disk_that_fills_up_loses_nothing_that_was_saved(tmp_path: Path, small_disk: Path) -> None:
    saved = []
    async with open_sqlite(small_disk, "a secret of some length") as store:
        with pytest.raises(StoreError, match="is full"):
            for number in range(1000):
                await store.save(event(f"c{number}"), change("x" * 5000))
                saved.append(f"c{number}")
        for name in saved:
            assert (await store.load(event(name))).session == "x" * 5000

    assert len(saved) > 3
    async with open_sqlite(small_disk, "a secret of some length") as store:
        for name in saved:
            assert (await store.load(event(name))).session == "x" * 5000


async def test_a_lock_of_another_program_is_waited_for_and_then_told(tmp_path: Path) -> None:
    async with open_sqlite(tmp_path, patience=0.1) as store:
        with closing(sqlite3.connect(tmp_path / "naast.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            saves = (store.save(event(f"c{n}"), change()) for n in range(5))
            told = await asyncio.gather(*saves, return_exceptions=True)
            assert {type(error) for error in told} == {StoreError}
            assert "is locked by another program" in str(told[0])
            assert (await store.load(event("c1"))).session is None
            other.execute("ROLLBACK")

        await store.save(event("c1"), change())


async def test_a_database_that_is_replaced_while_it_is_in_use_is_reported(tmp_path: Path) -> None:
    async with open_sqlite(tmp_path / "data") as store:
        await store.save(event("anna"), change())
        (tmp_path / "data").rename(tmp_path / "moved")

        with pytest.raises(StoreError, match="was moved or replaced while Naast was using it"):
            await store.save(event("bert"), change())


async def test_closing_does_not_wait_for_ever_for_a_lock(tmp_path: Path) -> None:
    async with open_sqlite(tmp_path, patience=0.1) as store:
        with closing(sqlite3.connect(tmp_path / "naast.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            save = asyncio.create_task(store.save(event("anna"), change()))
            await asyncio.sleep(0)

            await asyncio.wait_for(store.close(), 5)

            with pytest.raises(StoreError):
                await save


async def test_a_program_that_is_interrupted_while_closing_ends(tmp_path: Path) -> None:
    async with open_sqlite(tmp_path) as store:
        saves = [asyncio.create_task(store.save(event(f"c{n}"), change())) for n in range(2000)]
        await asyncio.sleep(0)
        closing_it = asyncio.create_task(store.close())
        await asyncio.sleep(0)
        closing_it.cancel()

        await asyncio.wait_for(asyncio.gather(*saves, return_exceptions=True), 5)

    store._thread._thread.join(5)
    assert not store._thread._thread.is_alive()


# ---- several processes

SAVER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.errors import ConflictError
from bot.store.key import EventKey
from bot.store.sqlite import open_sqlite
from bot.store.store import Address, Change

async def count(store, name, number, told):
    key = EventKey(name, f"{sys.argv[2]}-{number}")
    while True:
        loaded = await store.load(key)
        change = Change(
            session=str(int(loaded.session or 0) + 1), version=loaded.version,
            outcome="step", replies="[]", at=datetime.now(UTC), address=Address("telegram", name),
        )
        try:
            await store.save(key, change)
        except ConflictError:
            continue
        if told:
            print(name, number, flush=True)
        return

async def main():
    async with open_sqlite(Path(sys.argv[1]), patience=30) as store:
        for number in range(int(sys.argv[3])):
            told = "tell" in sys.argv
            await asyncio.gather(*(count(store, f"c{n}", number, told) for n in range(8)))

asyncio.run(main())
"""


def start_saver(folder: Path, name: str, rounds: int, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SAVER, str(folder), name, str(rounds), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
async def test_several_processes_may_start_and_work_on_one_file(tmp_path: Path) -> None:
    savers = [start_saver(tmp_path / "data", f"p{n}", 20) for n in range(4)]

    for saver in savers:
        _, errors = saver.communicate(timeout=100)
        assert (saver.returncode, errors) == (0, "")

    async with open_sqlite(tmp_path / "data") as store:
        for number in range(8):
            assert (await store.load(event(f"c{number}"))).session == "80"
        assert len(await store.undelivered("telegram")) == 4 * 20 * 8
    assert sorted(file.name for file in (tmp_path / "data").iterdir()) == ["naast.sqlite", "secret"]


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 30, 100, 300])
async def test_a_process_that_is_killed_loses_nothing_that_it_saved(tmp_path: Path, after: int) -> None:
    with start_saver(tmp_path, "p", 100_000, "tell") as saver:
        assert saver.stdout
        told = [saver.stdout.readline() for _ in range(after)]
        saver.send_signal(signal.SIGKILL)
        told += saver.stdout.readlines()  # not `communicate`: it misses what was read ahead
    assert saver.returncode == -signal.SIGKILL

    events = {tuple(line.split()) for line in told if line.endswith("\n")}
    assert len(events) >= after
    async with open_sqlite(tmp_path) as store:
        waiting = await store.undelivered("telegram")
        for name, number in events:
            assert (await store.load(EventKey(name, f"p-{number}"))).earlier
        for name in {name for name, _ in events}:
            session = (await store.load(event(name))).session
            handled = [one for one in waiting if one.event.conversation == name]
            assert int(session or 0) == len(handled)
        integrity = store._database.execute("PRAGMA integrity_check").fetchone()
    assert integrity == ("ok",)


# ---- privacy


async def forget(store: SqliteStore, name: str) -> None:
    loaded = await store.load(event(name, 9))
    await store.save(event(name, 9), change(None, loaded.version))


async def test_what_was_forgotten_is_gone_from_the_files(tmp_path: Path) -> None:
    """Many conversations of many sizes, so that pages split, overflow and are joined again."""
    names = [f"conversation-{n:03}-" for n in range(300)]
    async with open_sqlite(tmp_path) as store:
        for number in range(4):
            for index, name in enumerate(names):
                key = event(name, number)
                loaded = await store.load(key)
                size = (index * 37 * (number + 1)) % 9000
                saved = replace(
                    change(f"session of {name}" * (size // 40 + 1), loaded.version),
                    replies=f"replies to {name}" * (size // 30 + 1),
                    address=Address("telegram", f"address of {name}"),
                )
                await store.save(key, saved)
        forgotten, pruned = names[::2], names[1::4]
        await asyncio.gather(*(forget(store, name) for name in forgotten))
        await asyncio.gather(*(store.erase(name) for name in pruned))

        left = bytes_of(tmp_path)
        for name in forgotten:
            for trace in (f"session of {name}", f"replies to {name}", f"address of {name}"):
                assert trace.encode() not in left
            assert left.count(f"{name}-9".encode()) >= 1
        for name in pruned:
            assert name.encode() not in left
        for name in names[3::4]:
            assert f"session of {name}".encode() in left


async def test_what_was_erased_from_a_large_file_is_gone_after_pruning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.sweep.SWEPT_AT_ONCE", 0)
    async with open_sqlite(tmp_path) as store:
        for name in ("anna", "bert"):
            await store.save(event(name), change("x" * 100_000))
        await store.erase("anna")
        size = (tmp_path / "naast.sqlite").stat().st_size

        await store.prune(idle_since=NOON, handled_before=NOON)

        assert (tmp_path / "naast.sqlite").stat().st_size < size * 2 / 3
        assert b"anna" not in bytes_of(tmp_path)
        assert (await store.load(event("bert"))).session == "x" * 100_000


async def test_an_address_is_gone_from_the_files_after_delivery_and_pruning(
    tmp_path: Path,
) -> None:
    async with open_sqlite(tmp_path) as store:
        for number in range(50):
            saved = replace(change(), address=Address("telegram", f"chat-{number:03}-"))
            await store.save(event(f"c{number}"), saved)
        assert b"chat-0" in bytes_of(tmp_path)
        for number in range(50):
            await store.mark_delivered(event(f"c{number}"))

        await store.prune(idle_since=NOON, handled_before=NOON)

        assert b"chat-0" not in bytes_of(tmp_path)


async def test_forgetting_beside_a_reader_succeeds_and_the_log_is_emptied_later(
    tmp_path: Path,
) -> None:
    async with open_sqlite(tmp_path) as store:
        await store.save(event("anna"), change("what anna said"))
        with closing(sqlite3.connect(tmp_path / "naast.sqlite", isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM conversation").fetchall()
            await store.erase("anna")
            assert (await store.load(event("anna"))).session is None
        await store.save(event("bert"), change())

        assert b"what anna said" not in bytes_of(tmp_path)


async def test_nothing_of_a_conversation_is_logged_at_any_level(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    saved = Change("CANARY session", None, "step", "CANARY replies", NOON, Address("t", "CANARY"))
    key = EventKey("CANARY", "CANARY event")
    async with open_sqlite(tmp_path) as store:
        await store.save(key, saved)
        await asyncio.gather(store.load(key), store.save(key, saved), return_exceptions=True)
        await store.undelivered("t")
        await store.mark_delivered(key)
        await store.erase(key.conversation)

    assert caplog.records  # aiosqlite logs every call
    assert "CANARY" not in caplog.text
    assert "CANARY" not in repr(saved)


# ---- a disk of its own


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=False)
