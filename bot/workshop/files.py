"""The files that go out with replies: each piece of work gets a folder of its own, for a day.

In NAAST_DATA nobody else can read them. A conversation that is kept nowhere has its files in a new
temporary folder, which is the person's own to keep.
"""

import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from bot.messages import Attachment

KEPT = timedelta(days=1)
"""How long a file waits to be sent."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "csv": "text/csv",
    "json": "application/json",
}

_PREFIX = "naast-"


def put_files(folder: Path | None, stem: str, contents: Mapping[str, bytes]) -> dict[str, Attachment]:
    """Writes files, by their suffix, into a new folder. Raises OSError."""
    if folder is not None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
    put = {}
    for suffix, content in contents.items():
        path = new / f"{stem}.{suffix}"
        path.write_bytes(content)
        put[suffix] = Attachment(str(path), path.name, MEDIA_TYPES[suffix])
    return put


def remove_old_files(folder: Path, at: datetime) -> None:
    """Removes what was written more than `KEPT` ago."""
    before = (at - KEPT).timestamp()
    for old in folder.glob(f"{_PREFIX}*"):
        try:
            if old.stat().st_mtime < before:
                shutil.rmtree(old)
        except FileNotFoundError:  # another process was faster
            continue
