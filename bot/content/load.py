"""The library for running: read once, kept in a cache until a file of content or program changes.

Reading all YAML and building the index takes most of a second, which is too long for a question on
the command line. So the finished library is pickled into the user's cache folder. A pickle can run
code, so the file is only trusted where nobody else can write: in a folder of our own, readable and
writable by us alone. Whatever is wrong with the cache, the content itself is read.
"""

import gc
import os
import pickle
import platform
import tempfile
from contextlib import suppress
from hashlib import blake2s
from pathlib import Path

from bot import __version__
from bot.content.folder import content_files, shipped
from bot.engine.library import Library
from bot.errors import ContentError

MOST_KEPT = 4
"""Caches that are kept: for a second checkout, or a municipality's own content, beside this one."""

_PACKAGE = Path(__file__).resolve().parent.parent


def load_library(local: Path | None = None) -> Library:
    """The shipped content with a municipality's own over it. Raises ContentError, with all
    problems, for content that cannot be used."""
    cached = _cache_file(local)
    library = _unpickled(cached) if cached else None
    if library is None:
        library = _built(local)
        if cached:
            _keep(library, cached)
    gc.freeze()  # it is never garbage: walking it would take the collector 25 ms, every thousand questions
    return library


def _built(local: Path | None) -> Library:
    # pydantic and yaml: not needed when the cache is warm
    from bot.content.read import read  # noqa: PLC0415
    from bot.content.references import dangling  # noqa: PLC0415

    content = read(shipped(), local)
    problems = content.problems or dangling(content)
    if problems:
        raise ContentError("\n".join(["the content cannot be used:", *map(str, problems)]))
    return content.library()


def _cache_file(local: Path | None) -> Path | None:
    """Where the library of exactly these files is kept; None where no safe place is to be had."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = base / "naast"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = folder.stat()
    except (OSError, RuntimeError):
        return None
    if hasattr(os, "getuid") and (kept.st_uid != os.getuid() or kept.st_mode & 0o022):
        return None
    return folder / f"library-{_state(local)}.pickle"


def _state(local: Path | None) -> str:
    """Sixteen characters that change with any file of the content or of the program."""
    root = shipped()
    files = [*content_files(root), *sorted(_PACKAGE.rglob("*.py"))]
    files += sorted((root / "knowledge").glob("*.npz"))
    files += content_files(local) if local else []
    seen = [__version__, platform.python_version(), str(local)]
    for path in files:
        with suppress(OSError):
            stat = path.stat()
            seen.append(f"{path}:{stat.st_size}:{stat.st_mtime_ns}")
    return blake2s("\n".join(seen).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def _unpickled(path: Path) -> Library | None:
    gc.disable()  # it would walk the half-made library again and again, which doubles the time
    try:
        library = pickle.loads(path.read_bytes())  # noqa: S301 - see the module's docstring
    except Exception:  # a cache that cannot be read is no cache, whatever the reason
        return None
    finally:
        gc.enable()
    return library if isinstance(library, Library) else None


def _keep(library: Library, path: Path) -> None:
    """Writes the cache whole or not at all, and removes all but the newest few of other states."""
    with suppress(OSError):
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            pickle.dump(library, file, protocol=pickle.HIGHEST_PROTOCOL)
        Path(file.name).replace(path)
        kept = sorted(path.parent.glob("library-*.pickle"), key=lambda file: file.stat().st_mtime)
        for other in kept[:-MOST_KEPT]:
            other.unlink(missing_ok=True)
