"""Where the content lies: beside the program, or in the wheel that carries it."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent

PARTS = ("knowledge", "dialogs")
"""The folders of content under a root."""


def shipped() -> Path:
    """The folder that holds `knowledge/` and `dialogs/`."""
    inside = _PACKAGE / "shipped"
    return inside if inside.is_dir() else _PACKAGE.parent


def content_files(root: Path) -> list[Path]:
    """Every file of content under a root, in a fixed order."""
    return sorted(path for part in PARTS for path in (root / part).rglob("*.yaml"))


def overlooked_files(root: Path) -> list[Path]:
    """Files under a root that were meant as content, by their name, and are not read as such."""
    found = (path for part in PARTS for path in (root / part).rglob("*.[yY]*[mM][lL]"))
    return sorted(path for path in found if path.suffix != ".yaml")
