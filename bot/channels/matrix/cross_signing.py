"""Naast vouches for its own device, so that clients which ask for that do not leave it out.

A person's client shares the key of a message with devices. Strict clients share it only with devices
that their owner has *cross-signed*, and read messages of those alone. The owner of Naast's account is
Naast, and nio cannot do this, so here it is
(https://spec.matrix.org/latest/client-server-api/#cross-signing):

- The **identity** of an account is three Ed25519 keys. The master key says who it is; it signs the
  self-signing key, which signs the account's devices, and the user-signing key, with which a person
  vouches for others. Naast vouches for nobody, but an identity is complete only with all three.
- Their **seeds are kept** in a file of their own. They are written before anything is published, so a
  crash leaves nothing on the homeserver that is not also here.
- **Every start compares** what the homeserver has with what follows from the seeds, and publishes only
  what differs. Ed25519 signs the same thing in the same way every time, so whatever Naast has signed
  before is recognised by making the signature again. One comparison serves every case: the first
  start (all is missing), a restart (nothing is), a lost key store (the new device is not signed yet),
  lost seeds and an account that another client has set up (the identity is somebody else's).

A homeserver asks for the account's password before it replaces an identity. Without one Naast says in
one line that it could not, and works on: clients that are not strict still talk with it.
"""

import json
import logging
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nio import KeysUploadResponse

from bot.channels.matrix.homeserver import Homeserver, Json
from bot.channels.matrix.patience import ChallengedError, RefusedError
from bot.channels.matrix.signature import SigningKey, decode, encode, is_signed, new_seed, sign
from bot.errors import StoreError
from bot.record import record
from bot.store import folder as data
from bot.store.fault import explained

PASSWORD = "m.login.password"  # noqa: S105 - the name of a way to show who you are
USAGES = ("master", "self_signing", "user_signing")

log = logging.getLogger(__name__)


@record
class Identity:
    """The three keys of an account."""

    user_id: str
    master: SigningKey
    self_signing: SigningKey
    user_signing: SigningKey

    def published(self) -> dict[str, Json]:
        """What the homeserver is to have of it, by the names of the request that uploads it."""
        others = {"self_signing_key": self.self_signing, "user_signing_key": self.user_signing}
        return {"master_key": self._described(self.master, "master_key")} | {
            name: sign(self._described(key, name), self.master, self.user_id) for name, key in others.items()
        }

    def _described(self, key: SigningKey, name: str) -> Json:
        usage = [name.removesuffix("_key")]
        return {"user_id": self.user_id, "usage": usage, "keys": {f"ed25519:{key.public}": key.public}}


async def cross_sign(homeserver: Homeserver, folder: Path, password: str | None) -> bool:
    """Sees to it that this device is signed by the identity whose seeds are in `folder`.

    Gives whether it is signed now; if not, one line in the log says why. Raises StoreError where the
    seeds cannot be kept or read, and LoggedOutError.
    """
    identity = load_identity(folder, homeserver.me)
    client = homeserver.client
    try:
        if client.should_upload_keys:
            await homeserver.patience.ask_nio(client.keys_upload, KeysUploadResponse)
        known = await homeserver.fetch("POST", "keys", "query", body={"device_keys": {homeserver.me: []}})
        if not _is_published(identity, known) and not await _publish(homeserver, identity, known, password):
            return False
        return await _sign_device(homeserver, identity, known)
    except RefusedError as error:
        log.warning("the homeserver refuses cross-signing: %s", error.code or error.status)
        return False


def load_identity(folder: Path, user_id: str) -> Identity:
    """The identity of an account; its seeds are made, and kept, where there are none yet.

    Raises StoreError where they cannot be kept, or are damaged.
    """
    path = folder / f"cross-signing-{quote(user_id, safe='')}.json"
    try:
        if not path.exists():
            seeds = {usage: encode(new_seed()) for usage in USAGES}
            data.put_in_place(path, partial(_write, json.dumps(seeds)))
        kept = json.loads(path.read_bytes())
        return Identity(user_id, *(SigningKey(decode(kept[usage])) for usage in USAGES))
    except OSError as error:
        raise explained(error, path) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"{path} is damaged. Put it back from a backup, or remove it: "
            "Naast then gets a new identity, if NAAST_MATRIX_PASSWORD is set."
        ) from error


def _write(text: str, path: Path) -> None:
    with path.open("w", encoding="ascii") as file:
        file.write(f"{text}\n")
        file.flush()
        os.fsync(file.fileno())


# ---- the identity


def _is_published(identity: Identity, known: Mapping[str, Any]) -> bool:
    """Whether the homeserver has all three keys, with the signatures that they need."""
    for name, wanted in identity.published().items():
        there = known.get(f"{name}s", {}).get(identity.user_id, {})
        if there.get("keys") != wanted["keys"]:
            return False
        if name != "master_key" and not is_signed(there, identity.master, identity.user_id):
            return False
    return True


async def _publish(
    homeserver: Homeserver, identity: Identity, known: Mapping[str, Any], password: str | None
) -> bool:
    """Uploads the identity, and shows the password where the homeserver asks for it. Gives whether it
    is there now. Raises RefusedError."""
    is_replaced = bool(known.get("master_keys", {}).get(identity.user_id))
    keys = identity.published()
    try:
        await _upload(homeserver, keys)
    except ChallengedError as error:
        if password is None or not _asks_for_password(error.challenge):
            log.warning(_cannot_replace(error.challenge))
            return False
        auth = {
            "type": PASSWORD,
            "identifier": {"type": "m.id.user", "user": identity.user_id},
            "password": password,
            "session": error.challenge.get("session"),
        }
        try:
            await _upload(homeserver, keys | {"auth": auth})
        except ChallengedError as again:
            raise RefusedError(str(again.challenge.get("errcode", "")), 401) from again
    if is_replaced:
        log.warning("this account had the cross-signing keys of another client; they are replaced")
    else:
        log.info("this account has cross-signing keys now")
    return True


async def _upload(homeserver: Homeserver, body: Json) -> None:
    await homeserver.fetch("POST", "keys", "device_signing", "upload", body=body)


def _asks_for_password(challenge: Mapping[str, Any]) -> bool:
    return any(flow.get("stages") == [PASSWORD] for flow in challenge["flows"])


def _cannot_replace(challenge: Mapping[str, Any]) -> str:
    where = [about["url"] for about in challenge.get("params", {}).values() if "url" in about]
    mend = f"Allow it at {where[0]}" if where else "Set NAAST_MATRIX_PASSWORD"
    return (
        "this account has the cross-signing keys of another client, and strict clients leave Naast out. "
        f"{mend}, and start Naast again: it then replaces them."
    )


# ---- the device


async def _sign_device(homeserver: Homeserver, identity: Identity, known: Mapping[str, Any]) -> bool:
    """Uploads our signature under this device, unless it is there. Gives whether it is. Raises
    RefusedError."""
    me, device_id = homeserver.me, str(homeserver.client.device_id)
    device = known.get("device_keys", {}).get(me, {}).get(device_id, {})
    if device.get("keys") != _own_keys(homeserver, device_id):  # never vouch for what is not ours
        log.error("the homeserver has other keys for this device than Naast; it is not signed")
        return False
    if is_signed(device, identity.self_signing, me):
        return True
    bare = {key: value for key, value in device.items() if key != "unsigned"}
    body = {me: {device_id: sign(bare, identity.self_signing, me)}}
    answer = await homeserver.fetch("POST", "keys", "signatures", "upload", body=body)
    if answer.get("failures"):
        log.warning("the homeserver refuses the signature under this device")
        return False
    log.info("this device is signed by its owner now")
    return True


def _own_keys(homeserver: Homeserver, device_id: str) -> dict[str, str]:
    """The public keys of this device, as it knows them itself."""
    assert homeserver.client.olm
    keys = homeserver.client.olm.account.identity_keys
    return {f"{kind}:{device_id}": keys[kind] for kind in ("curve25519", "ed25519")}
