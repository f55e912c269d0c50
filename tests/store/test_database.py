"""What opening a database does where something is wrong: one line, and nothing changed."""
# ruff: noqa: ASYNC240  # nothing else runs beside these tests

import errno
import os
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import NaastError, SettingsError, StoreError
from bot.store.fault import explained
from bot.store.sqlite import open_sqlite
from bot.store.store import Change, Store


async def refusal(folder: Path, secret: str | None = None, kind: type[NaastError] = StoreError) -> str:
    """The line with which a folder is refused."""
    with pytest.raises(kind) as caught:
        async with open_sqlite(folder, secret, patience=0.2):
            pass
    line = str(caught.value)
    assert "\n" not in line
    assert line.endswith((".", ")."))
    return line


async def make(folder: Path) -> Path:
    """Makes a database with something in it."""
    async with open_sqlite(folder) as store:
        await put(store, 200)
    return folder / "naast.sqlite"


async def put(store: Store, count: int) -> None:
    for number in range(count):
        key = store.keys.event(f"telegram:{number}", "1")
        await store.save(key, Change("{}" * 50, None, "step", "[]", datetime.now(UTC)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


# ---- a folder that cannot hold it


async def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    assert await refusal(tmp_path / "file") == (
        f"{tmp_path}/file is not a folder. Point NAAST_DATA to a folder."
    )
    assert "not a folder" in await refusal(tmp_path / "file" / "below")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
@pytest.mark.parametrize("nowhere", ["/proc", "/proc/naast"])
async def test_a_folder_in_which_no_file_can_be_made(nowhere: str) -> None:
    assert nowhere in await refusal(Path(nowhere))
    assert nowhere in await refusal(Path(nowhere), "a secret of some length")


async def test_a_read_only_folder(folder: Path, mount: "Mount") -> None:
    await make(folder)
    mount("-o", "bind", str(folder), str(folder))
    mount("-o", "remount,ro,bind", str(folder))

    assert await refusal(folder) == (
        f"{folder}/naast.sqlite cannot be opened or written. "
        "Let this user write there, or point NAAST_DATA elsewhere."
    )


async def test_a_read_only_file(folder: Path, mount: "Mount") -> None:
    path = await make(folder)
    mount("-o", "bind", str(path), str(path))
    mount("-o", "remount,ro,bind", str(path))

    assert "naast.sqlite cannot be opened or written" in await refusal(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_file_of_somebody_else(folder: Path) -> None:
    (await make(folder)).chmod(0o400)

    assert "naast.sqlite cannot be opened or written" in await refusal(folder)


async def test_an_empty_read_only_folder(folder: Path, mount: "Mount") -> None:
    folder.mkdir()
    mount("-t", "tmpfs", "-o", "ro", "tmpfs", str(folder))

    assert "cannot be opened or written" in await refusal(folder)
    assert "cannot be opened or written" in await refusal(folder, "a secret of some length")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_of_somebody_else(folder: Path) -> None:
    folder.mkdir(mode=0o500)

    assert "cannot be opened or written" in await refusal(folder)


# ---- a file that is no database of ours


@pytest.mark.parametrize("content", [b"", b"x", b"Dear diary,\n" * 1000, b"SQLite format 3\0", bytes(4096)])
async def test_a_file_that_is_no_database(folder: Path, content: bytes) -> None:
    path = await make(folder)
    path.write_bytes(content)

    assert await refusal(folder) == (
        f"{path} is damaged, or is no database. "
        "Put it back from a backup, or move it away to begin with an empty one."
    )
    assert path.read_bytes() == content


async def test_a_database_of_another_program(folder: Path) -> None:
    path = await make(folder)
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE diary (page TEXT)")
    before = path.read_bytes()

    assert "is a database of another program. Point NAAST_DATA" in await refusal(folder)
    assert path.read_bytes() == before


async def test_a_database_with_a_damaged_page(folder: Path) -> None:
    path = await make(folder)
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2 : len(damaged) // 2 + 4096] = os.urandom(4096)
    path.write_bytes(damaged)

    assert "is damaged, or is no database" in await refusal(folder)
    assert path.read_bytes() == damaged


@pytest.mark.parametrize("part", [0.3, 0.9])
async def test_a_database_that_was_cut_off(folder: Path, part: float) -> None:
    path = await make(folder)
    cut = path.read_bytes()[: int(path.stat().st_size * part)]
    path.write_bytes(cut)

    assert "is damaged, or is no database" in await refusal(folder)
    assert path.read_bytes() == cut


async def test_a_database_that_is_a_folder(folder: Path) -> None:
    (folder / "naast.sqlite").mkdir(parents=True)

    assert "naast.sqlite is not a file" in await refusal(folder, "a secret of some length")


async def test_a_link_to_a_database_that_is_not_there(folder: Path) -> None:
    folder.mkdir()
    (folder / "naast.sqlite").symlink_to(folder / "elsewhere.sqlite")

    assert "naast.sqlite is not a file" in await refusal(folder, "a secret of some length")


async def test_a_log_whose_database_is_gone(folder: Path) -> None:
    path = await make(folder)
    path.rename(folder / "away")
    log = folder / "naast.sqlite-wal"
    log.write_bytes(b"turns")

    assert "is missing, but naast.sqlite-wal beside it holds a part" in await refusal(folder)
    assert log.read_bytes() == b"turns"
    assert not path.exists()


# ---- the secret


async def test_a_secret_that_is_lost(folder: Path) -> None:
    await make(folder)
    (folder / "secret").unlink()

    assert "secret is missing" in await refusal(folder)


async def test_a_secret_that_is_another_one(folder: Path) -> None:
    path = await make(folder)

    assert await refusal(folder, "quite another secret") == (
        f"{path} was made with another secret, and its conversations cannot be found with this "
        "one. Set NAAST_SECRET to what it was, or point NAAST_DATA elsewhere."
    )


async def test_a_secret_that_is_too_short(folder: Path) -> None:
    assert "fewer than 16" in await refusal(folder, "short", SettingsError)


async def test_the_secret_of_the_folder_may_become_a_setting(folder: Path) -> None:
    await make(folder)
    secret = (folder / "secret").read_text().strip()
    (folder / "secret").unlink()

    async with open_sqlite(folder, secret):
        pass


# ---- locks and full disks


async def test_a_database_that_another_program_keeps_locked(folder: Path) -> None:
    path = await make(folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")

        assert await refusal(folder) == (
            f"{path} is locked by another program. Stop that program, or let it finish, and try again."
        )

    async with open_sqlite(folder):
        pass


async def test_a_disk_without_room_for_a_database(folder: Path, mount: "Mount") -> None:
    folder.mkdir()
    mount("-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder))
    full = "Make room on it; nothing that was saved is lost."

    assert full in await refusal(folder, "a secret of some length")

    assert list(folder.iterdir()) == []


# ---- what is well


async def test_the_files_are_for_this_user_alone(folder: Path) -> None:
    async with open_sqlite(folder) as store:
        await put(store, 1)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert set(modes) == {"secret", "naast.sqlite", "naast.sqlite-wal", "naast.sqlite-shm"}
    assert set(modes.values()) == {0o600}


async def test_a_closed_store_leaves_two_files(folder: Path) -> None:
    await make(folder)

    assert sorted(file.name for file in folder.iterdir()) == ["naast.sqlite", "secret"]


async def test_a_folder_with_a_difficult_name(tmp_path: Path) -> None:
    folder = tmp_path / "mijn map?mode=memory#é%20" / "data"

    await make(folder)
    await make(folder.parent)

    assert (folder / "naast.sqlite").exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "is full"),
        (OSError(errno.EROFS, "Read-only file system"), "cannot be opened or written"),
        (OSError(errno.EIO, "Input/output error"), "error (Input/output error)"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "cannot be used (File name too long)"),
        (sqlite3.OperationalError("no such table: event"), "cannot be used (no such table: event)"),
    ],
)
def test_an_error_in_words(error: OSError | sqlite3.Error, words: str) -> None:
    assert words in str(explained(error, Path("/data")))


# ---- mounting


class Mount:
    """Mounts something for the time of a test; skips the test where that is not allowed."""

    def __init__(self) -> None:
        self.mounted: list[str] = []

    def __call__(self, *arguments: str) -> None:
        done = subprocess.run(["mount", *arguments], capture_output=True, check=False)
        if done.returncode:
            pytest.skip("may not mount here")
        self.mounted.append(arguments[-1])


@pytest.fixture
def mount() -> Iterator[Mount]:
    mount = Mount()
    yield mount
    for folder in dict.fromkeys(reversed(mount.mounted)):
        subprocess.run(["umount", "--lazy", folder], check=False)
