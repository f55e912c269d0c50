"""The beginning of a municipality's own folder: files with comments, to be filled in.

What stands in them comes from `knowledge/overlay/`, so that an editor can better it. The folder passes
`naast check` as it is.
"""

import re
import unicodedata
from datetime import date
from pathlib import Path

from bot.engine.place import Places
from bot.errors import ContentError

FILES = {
    "contacts": "knowledge/contacts.yaml",
    "answers": "knowledge/answers/eigen.txt",
    "phrases": "dialogs/phrases.yaml",
}
"""Where each text goes."""


def write_overlay(root: Path, places: Places, name: str, parent: Path, today: date) -> Path:
    """Writes the folder for a municipality into `parent`, and gives it. `name` may be an earlier name or
    have a typing fault. Raises ContentError for a name that is none, and for a folder that is there;
    raises OSError."""
    municipality = _municipality(places, name)
    folder = parent / folder_name(municipality)
    if folder.exists():
        raise ContentError(f"{folder} is there already. Move it away, or go on with what is in it.")
    for text, path in FILES.items():
        content = (root / "knowledge" / "overlay" / f"{text}.txt").read_text(encoding="utf-8")
        for key, value in (("municipality", municipality), ("folder", str(folder)), ("date", str(today))):
            content = content.replace("{" + key + "}", value)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder


def folder_name(municipality: str) -> str:
    """A municipality as the name of a folder: "s-gravenhage"."""
    plain = unicodedata.normalize("NFKD", municipality).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _municipality(places: Places, name: str) -> str:
    found = [place for place in places.find(name) if place.kind == "municipality"]
    if len(found) == 1:
        return found[0].name
    near = [place.name for place in found or places.suggest(name)]
    hint = f"Did you mean {', '.join(near)}?" if near else "Give its name as it stands on its letters."
    raise ContentError(f"There is no one municipality “{name}”. {hint}")
