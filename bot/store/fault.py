"""What went wrong with a file or a database, in one line, with how to mend it."""

import errno
import shutil
import sqlite3
from pathlib import Path

from bot.errors import StoreError

_FULL = "The disk with {path} is full. Make room on it; nothing that was saved is lost."
_DENIED = "{path} cannot be opened or written. Let this user write there, or point NAAST_DATA elsewhere."
_DAMAGED = (
    "{path} is damaged, or is no database. "
    "Put it back from a backup, or move it away to begin with an empty one."
)
_LOCKED = "{path} is locked by another program. Stop that program, or let it finish, and try again."
_DISK = "{path} cannot be read or written: the disk reports an error ({error}). Check the disk."
_OTHER = "{path} cannot be used ({error})."

_SQLITE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _DENIED,
    sqlite3.SQLITE_PERM: _DENIED,
    sqlite3.SQLITE_AUTH: _DENIED,
    sqlite3.SQLITE_CANTOPEN: _DENIED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_PROTOCOL: _LOCKED,
    sqlite3.SQLITE_IOERR: _DISK,
}

_SYSTEM = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: _DENIED,
    errno.EIO: _DISK,
}

_SMALLEST_LOG = 65_536
"""Bytes of room without which SQLite cannot begin its log and the shared memory beside it."""


def explained(error: sqlite3.Error | OSError, path: Path) -> StoreError:
    """The line for an error of SQLite or of the operating system."""
    if isinstance(error, OSError):
        line = _SYSTEM.get(error.errno or 0, _OTHER)
        return StoreError(line.format(path=path, error=error.strerror or error))
    primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if primary == sqlite3.SQLITE_IOERR and _is_full(path):  # its shared memory did not fit
        primary = sqlite3.SQLITE_FULL
    return StoreError(_SQLITE.get(primary, _OTHER).format(path=path, error=error))


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _SMALLEST_LOG
    except OSError:
        return False


def damaged(path: Path) -> StoreError:
    """The line for a file that should be a database and is none."""
    return StoreError(_DAMAGED.format(path=path))
