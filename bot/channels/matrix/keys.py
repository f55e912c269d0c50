"""The store of keys: whether it is there, and whether it is the one that the homeserver knows.

A device whose keys are lost is deaf and mute for ever, and nothing tells so: nio makes new keys, the
homeserver keeps the old ones of the same device, and what others encrypt for those can never be read.
So at every start the keys are looked at before they are used.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from nio import AsyncClient

from bot.channels.matrix.homeserver import Homeserver

FILE = "keys.sqlite"


def are_kept(folder: Path, user_id: str, device_id: str) -> bool:
    """Whether the file holds keys of this device. It is only read."""
    path = folder / FILE
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            found = database.execute(
                "SELECT 1 FROM accounts WHERE user_id = ? AND device_id = ?", (user_id, device_id)
            ).fetchone()
    except sqlite3.Error:  # damaged, or not a database at all
        return False
    return found is not None


def make_room(folder: Path) -> None:
    """Puts an empty file, readable by this user alone, where the keys of a new device go."""
    for name in (FILE, f"{FILE}-journal", f"{FILE}-wal", f"{FILE}-shm"):
        (folder / name).unlink(missing_ok=True)
    (folder / FILE).touch(mode=0o600)


def close(client: AsyncClient) -> None:
    """Lets go of the file; nio leaves it open."""
    if client.store:
        client.store.database.close()


async def are_known(homeserver: Homeserver) -> bool:
    """Whether the homeserver has the keys of this device as they are here, or none yet for a device
    that has never published any."""
    client = homeserver.client
    published = await published_keys(homeserver, homeserver.me, str(client.device_id))
    if published is None:
        return not client.olm_account_shared
    assert client.olm
    own = client.olm.account.identity_keys
    return published == {f"{kind}:{client.device_id}": own[kind] for kind in ("curve25519", "ed25519")}


async def published_keys(homeserver: Homeserver, user_id: str, device_id: str) -> dict[str, str] | None:
    """What the homeserver has of a device; None for a device without keys."""
    answer = await homeserver.fetch("POST", "keys", "query", body={"device_keys": {user_id: [device_id]}})
    device = answer.get("device_keys", {}).get(user_id, {}).get(device_id)
    return dict(device["keys"]) if device else None
