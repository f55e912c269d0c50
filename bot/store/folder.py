"""The folder that NAAST_DATA names. A file in it is there as a whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.errors import StoreError
from bot.store.fault import explained


def prepare(folder: Path) -> None:
    """Makes the folder, for this user alone, where there is none yet. Raises StoreError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreError(f"{folder} is not a folder. Point NAAST_DATA to a folder.") from error
    except OSError as error:
        raise explained(error, folder) from error


def put_in_place(path: Path, write: Callable[[Path], None]) -> None:
    """Lets `write` fill a new file, readable by this user alone, and then gives it its name.

    A file that has the name by then, made by a process that started at the same moment, stays.
    Raises what `write` raises, and OSError.
    """
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as making:
        new = Path(making, path.name)
        new.touch(mode=0o600, exist_ok=False)
        write(new)
        _give_name(new, path)
    with suppress(PermissionError):  # Windows opens no folders
        _flush_folder(path.parent)


def _give_name(new: Path, path: Path) -> None:
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        if not os.path.lexists(path):
            new.rename(path)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
