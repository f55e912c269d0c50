"""The environment, read once into one frozen `Settings`.

Every setting is a variable that begins with NAAST_; one that is empty counts as not set. To add
one: a field in `Settings`, and its line in `read_settings`. The name of the variable follows from
the field, so a name that no field has is told apart from a setting (`unknown_settings`).

This is plain Python, although pydantic-settings would do the same: that takes 170 ms to import,
which is more than all else that `naast ask` needs.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from bot.errors import SettingsError

PREFIX = "NAAST_"

LONGEST_RETENTION = 3650
"""Days: ten years. Nobody needs a conversation for longer."""


class Secret:
    """A text that never shows itself, neither in a log nor in a traceback."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def get_secret_value(self) -> str:
        """The text itself."""
        return self._value

    def __repr__(self) -> str:
        return "Secret('**********')"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator has set; each field is the variable NAAST_ and its name in capitals."""

    data: Path
    """The folder of the conversations; NAAST_DATA."""

    local: Path | None = None
    """The folder with a municipality's own content; NAAST_LOCAL."""

    secret: Secret | None = None
    """What the names of conversations are hashed with; NAAST_SECRET."""

    retention_days: int = 90
    """How long an idle conversation is kept; NAAST_RETENTION_DAYS."""


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in an environment. Raises SettingsError, which never shows a secret."""
    data = _folder(environment, "DATA")
    secret = _value(environment, "SECRET")
    return Settings(
        data=data or default_data(environment),
        local=_existing_folder(environment, "LOCAL"),
        secret=Secret(secret) if secret else None,
        retention_days=_whole_number(environment, "RETENTION_DAYS", 90, 1, LONGEST_RETENTION),
    )


def unknown_settings(environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """One line for each variable NAAST_… that is no setting, with what may have been meant."""
    known = [PREFIX + field.name.upper() for field in fields(Settings)]
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            from difflib import get_close_matches  # noqa: PLC0415 - rarely needed

            near = get_close_matches(name, known, 1)
            hint = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(known)}."
            yield f"{name} is no setting of Naast.{hint}"


def default_data(environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    """The folder where this platform keeps the data of a user's programs. Raises SettingsError."""
    match platform:
        case "win32":
            given, usual = environment.get("LOCALAPPDATA", ""), ("AppData", "Local")
        case "darwin":
            given, usual = "", ("Library", "Application Support")
        case _:
            given, usual = environment.get("XDG_DATA_HOME", ""), (".local", "share")
    # A relative path is to be ignored: https://specifications.freedesktop.org/basedir-spec/
    base = Path(given) if given and Path(given).is_absolute() else _home().joinpath(*usual)
    return base / "naast"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:
        raise SettingsError("This user has no home folder. Set NAAST_DATA to a folder.") from error


def _value(environment: Mapping[str, str], name: str) -> str:
    return environment.get(PREFIX + name, "").strip()


def _folder(environment: Mapping[str, str], name: str) -> Path | None:
    given = _value(environment, name)
    if not given:
        return None
    try:
        return Path(given).expanduser()
    except RuntimeError as error:
        raise SettingsError(f"{PREFIX}{name} begins with ~, but has no home folder.") from error


def _existing_folder(environment: Mapping[str, str], name: str) -> Path | None:
    folder = _folder(environment, name)
    if folder is not None and not folder.is_dir():
        raise SettingsError(f"{PREFIX}{name} is {folder}, and there is no such folder.")
    return folder


def _whole_number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    given = _value(environment, name)
    if not given:
        return default
    number = int(given) if given.isdecimal() and len(given) < 10 else -1
    if not least <= number <= most:
        raise SettingsError(
            f"{PREFIX}{name} is “{given}”; it should be a whole number from {least} to {most}."
        )
    return number
