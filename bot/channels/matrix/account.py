"""Logging in: one device over restarts, and a new one where the old one can do no more.

What makes a device - its name, its access token and the key that its store is encrypted with - is kept
in one file, its keys in another (`keys`). At a start the two are held against each other and against
the homeserver. Where something is missing, or the homeserver does not know the device any more, Naast
logs in anew and says so in the log. Conversations do not depend on any of this.

An access token that was given by the operator is a device that somebody else has made. With it alone
Naast cannot make another.
"""

import json
import logging
import secrets
from dataclasses import asdict, field
from pathlib import Path

import aiohttp
from nio import AsyncClient, LoginResponse, LogoutResponse, WhoamiResponse

from bot.channels.matrix import keys
from bot.channels.matrix.access import Access
from bot.channels.matrix.encryption import open_keys
from bot.channels.matrix.folder import write
from bot.channels.matrix.homeserver import Homeserver, new_client
from bot.channels.matrix.patience import LoggedOutError, Patience, RefusedError, UnavailableError
from bot.errors import NaastError, SettingsError
from bot.record import record
from bot.store.fault import explained
from bot.store.folder import prepare

FILE = "device.json"
DEVICE_NAME = "Naast"
"""What people see in the list of devices."""

ANOTHER = "Make a new access token, or set NAAST_MATRIX_PASSWORD, and Naast logs in by itself."

log = logging.getLogger(__name__)


@record
class Device:
    """What makes a device, as it is kept."""

    homeserver: str
    user_id: str
    device_id: str
    access_token: str = field(repr=False)
    pickle_key: str = field(repr=False)


class DamagedError(Exception):
    """The keys are there, but cannot be used."""


async def log_in(access: Access, folder: Path) -> Homeserver:
    """The homeserver, with a client that is logged in and has its keys.

    Raises SettingsError where the homeserver refuses, and StoreError where nothing can be kept.
    """
    prepare(folder)
    url = await find_homeserver(access.homeserver)
    kept = _load(folder, url, access)
    if kept:
        homeserver = await _resume(kept, folder)
        if homeserver:
            log.info("logged in as %s on the device of before, %s", kept.user_id, kept.device_id)
            return homeserver
    if access.token is None:
        return await _with_password(access, url, folder, kept)
    try:
        return await _with_token(access, url, folder)
    except SettingsError as error:
        if access.password is None:
            raise
        log.warning("%s", error)
        return await _with_password(access, url, folder, kept)


async def find_homeserver(given: str) -> str:
    """The address of a homeserver: as it is given, or where a server's name leads
    (https://spec.matrix.org/v1.11/client-server-api/#well-known-uri)."""
    if "://" in given:
        return given.rstrip("/")
    url = f"https://{given}"
    client = AsyncClient(url)
    try:
        found = await client.send("GET", "/.well-known/matrix/client", timeout=10)
        base = (await found.json(content_type=None))["m.homeserver"]["base_url"]
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError):
        return url
    else:
        return base.rstrip("/") if isinstance(base, str) else url
    finally:
        await client.close()


# ---- the device of before


async def _resume(kept: Device, folder: Path) -> Homeserver | None:
    """The device of before; None, and a line in the log, where it cannot be used any more."""
    if not keys.are_kept(folder, kept.user_id, kept.device_id):
        log.warning("the keys of device %s are lost; what was encrypted for it stays unread", kept.device_id)
        return None
    homeserver = Homeserver(_client(kept, folder))
    try:
        _open(homeserver, kept)
        is_usable = await keys.are_known(homeserver)
    except (LoggedOutError, DamagedError):
        is_usable = False
    except BaseException:
        await leave(homeserver)
        raise
    if is_usable:
        return homeserver
    log.warning("device %s is not what the homeserver has under this name", kept.device_id)
    await leave(homeserver)
    return None


def _open(homeserver: Homeserver, kept: Device) -> None:
    """Opens the keys of a device. Raises DamagedError."""
    try:
        homeserver.client.restore_login(kept.user_id, kept.device_id, kept.access_token)
    except Exception as error:  # whatever nio, peewee and vodozemac raise over damaged keys
        raise DamagedError from error
    open_keys(homeserver.client)


async def leave(homeserver: Homeserver) -> None:
    """Closes connections and files. The device stays logged in."""
    await homeserver.client.close()
    keys.close(homeserver.client)


# ---- a new device


async def _with_password(access: Access, url: str, folder: Path, before: Device | None) -> Homeserver:
    if before:
        await _log_out(before, folder)
    _forget(folder)
    pickle_key = secrets.token_hex(16)
    client = new_client(url, access.user, folder, pickle_key, keys.FILE)
    homeserver = Homeserver(client)
    try:
        await homeserver.patience.ask_nio(
            lambda: client.login(access.password, device_name=DEVICE_NAME), LoginResponse
        )
        _keep(folder, Device(url, client.user_id, str(client.device_id), client.access_token, pickle_key))
        open_keys(client)
    except RefusedError as error:
        await leave(homeserver)
        raise _refused(url, error, "NAAST_MATRIX_USER or NAAST_MATRIX_PASSWORD") from error
    except BaseException:
        await leave(homeserver)
        raise
    log.warning("logged in as %s on a new device, %s", client.user_id, client.device_id)
    return homeserver


async def _with_token(access: Access, url: str, folder: Path) -> Homeserver:
    assert access.token is not None
    _forget(folder)
    pickle_key = secrets.token_hex(16)
    client = new_client(url, access.user, folder, pickle_key, keys.FILE)
    client.access_token = access.token
    homeserver = Homeserver(client)
    try:
        who = await homeserver.patience.ask_nio(client.whoami, WhoamiResponse)
        if not who.device_id:
            raise SettingsError(
                "NAAST_MATRIX_TOKEN belongs to no device, so nothing can be encrypted with it."
            )
        if await keys.published_keys(homeserver, who.user_id, who.device_id) is not None:
            raise SettingsError(
                f"The keys of device {who.device_id} of NAAST_MATRIX_TOKEN are lost. {ANOTHER}"
            )
        client.restore_login(who.user_id, who.device_id, access.token)
        open_keys(client)
        _keep(folder, Device(url, who.user_id, who.device_id, access.token, pickle_key))
    except LoggedOutError as error:
        await leave(homeserver)
        raise SettingsError(f"The homeserver does not know NAAST_MATRIX_TOKEN. {ANOTHER}") from error
    except RefusedError as error:
        await leave(homeserver)
        raise _refused(url, error, "NAAST_MATRIX_TOKEN") from error
    except BaseException:
        await leave(homeserver)
        raise
    log.warning("logged in as %s on device %s of NAAST_MATRIX_TOKEN", client.user_id, client.device_id)
    return homeserver


async def _log_out(device: Device, folder: Path) -> None:
    """Takes the device of before from the list, so that nobody encrypts for it any more."""
    client = AsyncClient(device.homeserver)
    client.access_token = device.access_token
    try:
        await Patience(device.homeserver).ask_nio(client.logout, LogoutResponse, tries=2)
    except (LoggedOutError, RefusedError, UnavailableError):
        log.info("device %s could not be logged out", device.device_id)
    finally:
        await client.close()


def _refused(url: str, error: RefusedError, what: str) -> NaastError:
    if error.code == "M_FORBIDDEN":
        return SettingsError(f"The homeserver {url} refuses {what}.")
    return SettingsError(f"{url} does not let Naast in ({error.code or error.status}). Is it a homeserver?")


# ---- what is kept


def _client(device: Device, folder: Path) -> AsyncClient:
    return new_client(device.homeserver, device.user_id, folder, device.pickle_key, keys.FILE)


def _load(folder: Path, url: str, access: Access) -> Device | None:
    """The device of before, if it is one of this user on this homeserver, and of this token."""
    try:
        device = Device(**json.loads((folder / FILE).read_bytes()))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise explained(error, folder / FILE) from error
    except (ValueError, TypeError):
        log.warning("%s is damaged", folder / FILE)
        return None
    wanted = access.user.removeprefix("@").partition(":")[0]
    is_user = not wanted or wanted == device.user_id.removeprefix("@").partition(":")[0]
    is_token = access.token in (None, device.access_token) or access.password is not None
    return device if device.homeserver == url and is_user and is_token else None


def _keep(folder: Path, device: Device) -> None:
    write(folder / FILE, json.dumps(asdict(device)))


def _forget(folder: Path) -> None:
    """Makes room for a new device. Raises StoreError."""
    try:
        (folder / FILE).unlink(missing_ok=True)
        keys.make_room(folder)
    except OSError as error:
        raise explained(error, folder) from error
