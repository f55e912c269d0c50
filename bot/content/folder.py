"""Where the content lies: beside the program, or in the wheel that carries it."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped() -> Path:
    """The folder that holds `knowledge/` and `dialogs/`."""
    inside = _PACKAGE / "shipped"
    return inside if inside.is_dir() else _PACKAGE.parent


def content_files(root: Path) -> list[Path]:
    """Every file of content under a root, in a fixed order."""
    parts = (root / "knowledge", root / "dialogs")
    return sorted(path for part in parts for path in part.rglob("*.yaml"))
