"""The environment, read once into one frozen `Settings`.

Every setting is a variable that begins with NAAST_; one that is empty counts as not set. To add
one: a field in `Settings`, and its line in `read_settings`. The name of the variable follows from
the field, so a name that no field has is told apart from a setting (`unknown_settings`).

This is plain Python, although pydantic-settings would do the same: that takes 170 ms to import,
which is more than all else that `naast ask` needs.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from bot.errors import SettingsError
from bot.record import record

PREFIX = "NAAST_"

LONGEST_RETENTION = 3650
"""Days: ten years. Nobody needs a conversation for longer."""

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
"""What NAAST_LOG can be."""

LAST_PORT = 65535

_TOKEN = re.compile(r"\d+:[\w-]+")
_URL_SAFE = re.compile(r"[\w-]{1,256}", re.ASCII)
_SERVER_NAME = re.compile(r"[\w.-]+(?::\d+)?|\[[0-9a-fA-F:.]+\](?::\d+)?", re.ASCII)
_SHOULD_BE = {
    _TOKEN: "a number, a colon, and letters, as @BotFather gave it",
    _URL_SAFE: "1 to 256 letters, digits, _ and -",
}


HostAndPort = TypeVar("HostAndPort", tuple[str, int], tuple[str, int] | None)


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


@record
class Settings:
    """What the operator has set; each field is the variable NAAST_ and its name in capitals."""

    data: Path
    """The folder of the conversations; NAAST_DATA."""

    database_url: Secret | None = None
    """A PostgreSQL database to keep the conversations in instead of that folder; NAAST_DATABASE_URL."""

    local: Path | None = None
    """The folder with a municipality's own content; NAAST_LOCAL."""

    secret: Secret | None = None
    """What the names of conversations are hashed with; NAAST_SECRET."""

    retention_days: int = 90
    """How long an idle conversation is kept; NAAST_RETENTION_DAYS."""

    log: str = "INFO"
    """From which level on a running channel is logged; NAAST_LOG."""

    metrics: tuple[str, int] | None = None
    """Host and port where Prometheus finds the figures of a running channel; NAAST_METRICS."""

    telegram_token: Secret | None = None
    """The token of the bot in Telegram, from @BotFather; NAAST_TELEGRAM_TOKEN."""

    telegram_api: str = "https://api.telegram.org"
    """The base address of the Bot API server; NAAST_TELEGRAM_API."""

    telegram_webhook: str = ""
    """The public address to which Telegram brings updates; empty to ask for them;
    NAAST_TELEGRAM_WEBHOOK."""

    telegram_listen: tuple[str, int] = ("127.0.0.1", 8080)
    """Host and port where that address arrives on this machine; NAAST_TELEGRAM_LISTEN."""

    telegram_secret: Secret | None = None
    """What Telegram shows with every update it brings; NAAST_TELEGRAM_SECRET."""

    matrix_homeserver: str = ""
    """The homeserver of Matrix, as an address or a server's name; NAAST_MATRIX_HOMESERVER."""

    matrix_user: str = ""
    """Naast's user there: "@naast:example.org" or "naast"; NAAST_MATRIX_USER."""

    matrix_password: Secret | None = None
    """Its password; NAAST_MATRIX_PASSWORD."""

    matrix_token: Secret | None = None
    """An access token, instead of a password; NAAST_MATRIX_TOKEN."""

    matrix_invites: tuple[str, ...] = ()
    """The servers whose people may invite Naast; everybody's where there are none;
    NAAST_MATRIX_INVITES."""


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in an environment. Raises SettingsError, which never shows a secret."""
    data = _folder(environment, "DATA")
    return Settings(
        data=data or default_data(environment),
        database_url=_secret(environment, "DATABASE_URL"),
        local=_existing_folder(environment, "LOCAL"),
        secret=_secret(environment, "SECRET"),
        retention_days=_whole_number(environment, "RETENTION_DAYS", 90, 1, LONGEST_RETENTION),
        log=_one_of(environment, "LOG", LEVELS, "INFO"),
        metrics=_host_and_port(environment, "METRICS", None),
        telegram_token=_matching(_secret(environment, "TELEGRAM_TOKEN"), "TELEGRAM_TOKEN", _TOKEN),
        telegram_api=_address(environment, "TELEGRAM_API", ("http", "https")) or "https://api.telegram.org",
        telegram_webhook=_address(environment, "TELEGRAM_WEBHOOK", ("http", "https")),
        telegram_listen=_host_and_port(environment, "TELEGRAM_LISTEN", ("127.0.0.1", 8080)),
        telegram_secret=_matching(_secret(environment, "TELEGRAM_SECRET"), "TELEGRAM_SECRET", _URL_SAFE),
        matrix_homeserver=_homeserver(environment, "MATRIX_HOMESERVER"),
        matrix_user=_value(environment, "MATRIX_USER"),
        matrix_password=_secret(environment, "MATRIX_PASSWORD"),
        matrix_token=_secret(environment, "MATRIX_TOKEN"),
        matrix_invites=tuple(_value(environment, "MATRIX_INVITES").replace(",", " ").split()),
    )


def unknown_settings(environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """One line for each variable NAAST_… that is no setting, with what may have been meant."""
    known = [PREFIX + field.name.upper() for field in fields(Settings)]
    secrets = [field.name.upper() for field in fields(Settings) if "Secret" in str(field.type)]
    known += [f"{PREFIX}{name}_FILE" for name in secrets]
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


def _secret(environment: Mapping[str, str], name: str) -> Secret | None:
    """A secret, or the content of the file that NAAST_…_FILE names: the way of Docker's secrets."""
    given, file = _value(environment, name), _value(environment, f"{name}_FILE")
    if given and file:
        raise SettingsError(f"{PREFIX}{name} and {PREFIX}{name}_FILE are both set; set one of them.")
    if file:
        try:
            given = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is no text"
            raise SettingsError(f"{PREFIX}{name}_FILE cannot be read: {why}.") from None
        if not given:
            raise SettingsError(f"{PREFIX}{name}_FILE names an empty file.")
    return Secret(given) if given else None


def _matching(secret: Secret | None, name: str, pattern: re.Pattern[str]) -> Secret | None:
    if secret is not None and not pattern.fullmatch(secret.get_secret_value()):
        raise SettingsError(f"{PREFIX}{name} is not what it should be: {_SHOULD_BE[pattern]}.")
    return secret


def _one_of(environment: Mapping[str, str], name: str, known: Sequence[str], default: str) -> str:
    given = _value(environment, name).upper() or default
    if given not in known:
        raise SettingsError(f"{PREFIX}{name} should be one of {', '.join(known)}.")
    return given


def _address(environment: Mapping[str, str], name: str, schemes: Sequence[str]) -> str:
    given = _value(environment, name)
    try:
        parts = urlsplit(given)
        fits = not given or (parts.scheme in schemes and bool(parts.hostname) and parts.port != 0)
    except ValueError:
        fits = False
    if not fits:
        raise SettingsError(f"{PREFIX}{name} should be an address that begins with {schemes[-1]}://.")
    return given


def _homeserver(environment: Mapping[str, str], name: str) -> str:
    """An address, or the bare name of a server."""
    given = _value(environment, name)
    if "://" in given:
        return _address(environment, name, ("http", "https"))
    if given and not _SERVER_NAME.fullmatch(given):
        raise SettingsError(f"{PREFIX}{name} should be an address, or the name of a server.")
    return given


def _host_and_port(environment: Mapping[str, str], name: str, default: HostAndPort) -> HostAndPort:
    given = _value(environment, name)
    if not given:
        return default
    host, colon, port = given.rpartition(":")
    if not (colon and port.isdecimal() and int(port) <= LAST_PORT):
        raise SettingsError(f"{PREFIX}{name} is “{given}”; it should be like 127.0.0.1:8080.")
    return host.strip("[]") or "0.0.0.0", int(port)  # noqa: S104 - ":8080" asks for just that


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
