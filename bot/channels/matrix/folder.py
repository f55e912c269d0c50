"""The folder of the channel: one process uses it, and this user alone can read what is in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreError
from bot.store.fault import explained
from bot.store.folder import prepare

LOCK = "lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keeps other processes out until the end of the block, or of this process. Two that use the same
    keys make messages that nobody can read. Raises StoreError."""
    prepare(folder)
    try:
        lock = open(folder / LOCK, "w", encoding="utf-8", opener=_private)  # noqa: SIM115 - closed below
    except OSError as error:
        raise explained(error, folder / LOCK) from error
    with lock:
        if not _is_ours(lock.fileno()):
            raise StoreError(f"Another Naast serves Matrix from {folder}. Stop one of them.")
        yield


def write(path: Path, text: str) -> None:
    """Writes a file as a whole or not at all. Raises StoreError."""
    new = path.with_name(f".{path.name}.new")
    try:
        with open(new, "w", encoding="utf-8", opener=_private) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise explained(error, path) from error


def _is_ours(file: int) -> bool:
    """Locks a file, if nobody else has."""
    try:
        import fcntl  # noqa: PLC0415 - Windows does not have it
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
