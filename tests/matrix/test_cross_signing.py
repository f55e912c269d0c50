"""Cross-signing against a real homeserver. What counts is what another person's client sees there,
checked with another implementation of Ed25519."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from nio import AsyncClient, KeysUploadResponse, LoginResponse
from nio.api import Api
from vodozemac import Ed25519PublicKey, Ed25519Signature

from bot.channels.matrix.cross_signing import cross_sign, load_identity
from bot.channels.matrix.homeserver import Homeserver as Channel
from bot.channels.matrix.homeserver import Json
from bot.channels.matrix.patience import ChallengedError
from bot.errors import StoreError
from tests.matrix.homeserver import Account, Homeserver
from tests.matrix.person import Person, enter

pytestmark = pytest.mark.slow

QUERY = "/_matrix/client/v3/keys/query"


class Recorded(Channel):
    """Knows what it has asked of the homeserver."""

    def __init__(self, client: AsyncClient) -> None:
        super().__init__(client)
        self.asked: list[str] = []

    async def request(
        self, method: str, where: str, body: Json | None = None, seconds: float = 60.0
    ) -> ClientResponse:
        self.asked.append(where)
        return await super().request(method, where, body, seconds)


@pytest.fixture
async def anna(homeserver: Homeserver, tmp_path: Path) -> AsyncIterator[Person]:
    """Somebody else, who looks at Naast's keys."""
    async with enter(homeserver, homeserver.register("anna"), tmp_path) as person:
        yield person


@pytest.fixture
def account(homeserver: Homeserver) -> Account:
    """Naast's."""
    return homeserver.register("naast")


@asynccontextmanager
async def client(
    homeserver: Homeserver, account: Account, store: Path, device: str = ""
) -> AsyncIterator[AsyncClient]:
    """Naast's client with its keys in a folder; a new device where none is given."""
    async with enter(homeserver, account, store, device=device) as naast:
        if naast.client.should_upload_keys:
            assert isinstance(await naast.client.keys_upload(), KeysUploadResponse)
        yield naast.client


async def master_of(viewer: Person, account: Account) -> str | None:
    """The master key of an account as somebody else sees it."""
    keys = await viewer.call("POST", QUERY, {"device_keys": {account.user_id: []}})
    master = keys["master_keys"].get(account.user_id)
    return next(iter(master["keys"].values())) if master else None


async def is_vouched_for(viewer: Person, account: Account, device: str) -> bool:
    """Whether the chain from the master key to a device holds, as somebody else sees it."""
    keys = await viewer.call("POST", QUERY, {"device_keys": {account.user_id: []}})
    master = keys["master_keys"].get(account.user_id)
    self_signing = keys["self_signing_keys"].get(account.user_id)
    described = keys["device_keys"][account.user_id][device]
    return bool(
        master
        and self_signing
        and master["usage"] == ["master"]
        and self_signing["usage"] == ["self_signing"]
        and verifies(self_signing, master, account.user_id)
        and verifies(described, self_signing, account.user_id)
    )


def verifies(signed: dict[str, Any], signer: dict[str, Any], user_id: str) -> bool:
    """Whether there is a signature of this key, which then must be right."""
    ((name, public),) = signer["keys"].items()
    signature = signed.get("signatures", {}).get(user_id, {}).get(name)
    if signature is None:
        return False
    covered = {key: value for key, value in signed.items() if key not in ("signatures", "unsigned")}
    Ed25519PublicKey.from_base64(public).verify_signature(
        Api.to_canonical_json(covered).encode(), Ed25519Signature.from_base64(signature)
    )
    return True


async def test_at_the_first_start_others_see_a_device_that_its_owner_vouches_for(
    homeserver: Homeserver, account: Account, anna: Person, tmp_path: Path
) -> None:
    async with client(homeserver, account, tmp_path / "naast") as naast:
        assert not await is_vouched_for(anna, account, naast.device_id)
        assert await cross_sign(Channel(naast), tmp_path, None)
        assert await is_vouched_for(anna, account, naast.device_id)
        own = await naast_keys(homeserver, naast)
    assert own["user_signing_keys"][account.user_id]["usage"] == ["user_signing"]
    assert verifies(
        own["user_signing_keys"][account.user_id], own["master_keys"][account.user_id], account.user_id
    )


async def naast_keys(homeserver: Homeserver, naast: AsyncClient) -> dict[str, Any]:
    return homeserver.call("POST", QUERY, {"device_keys": {naast.user_id: []}}, naast.access_token)


async def test_a_restart_uploads_nothing(
    homeserver: Homeserver, account: Account, anna: Person, tmp_path: Path
) -> None:
    async with client(homeserver, account, tmp_path / "naast") as naast:
        assert await cross_sign(Channel(naast), tmp_path, account.password)
        device = naast.device_id
    async with client(homeserver, account, tmp_path / "naast", device) as naast:
        channel = Recorded(naast)
        assert await cross_sign(channel, tmp_path, account.password)
        assert channel.asked == [QUERY]


async def test_after_the_key_store_was_lost_the_same_identity_vouches_for_the_new_device(
    homeserver: Homeserver, account: Account, anna: Person, tmp_path: Path
) -> None:
    async with client(homeserver, account, tmp_path / "first") as naast:
        assert await cross_sign(Channel(naast), tmp_path, account.password)
    master = await master_of(anna, account)
    async with client(homeserver, account, tmp_path / "second") as naast:
        assert not await is_vouched_for(anna, account, naast.device_id)
        assert await cross_sign(Channel(naast), tmp_path, None)
        assert await is_vouched_for(anna, account, naast.device_id)
    assert await master_of(anna, account) == master


async def test_an_identity_that_naast_does_not_hold_is_replaced_with_the_password(
    homeserver: Homeserver,
    account: Account,
    anna: Person,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    lost = tmp_path / "lost"
    lost.mkdir()
    async with client(homeserver, account, tmp_path / "naast") as naast:
        assert await cross_sign(Channel(naast), lost, None)
        master = await master_of(anna, account)
        assert await cross_sign(Channel(naast), tmp_path, account.password)
        assert await is_vouched_for(anna, account, naast.device_id)
        assert await master_of(anna, account) != master
        assert "another client; they are replaced" in caplog.text
        assert account.password not in caplog.text


@pytest.mark.parametrize(
    ("password", "told"), [(None, "Set NAAST_MATRIX_PASSWORD"), ("wrong", "M_FORBIDDEN")]
)
async def test_without_the_password_an_identity_stays_and_one_line_says_so(  # noqa: PLR0917
    homeserver: Homeserver,
    account: Account,
    anna: Person,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    password: str | None,
    told: str,
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    async with client(homeserver, account, tmp_path / "first") as naast:
        assert await cross_sign(Channel(naast), other, None)
    master = await master_of(anna, account)
    async with client(homeserver, account, tmp_path / "second") as naast:
        caplog.clear()
        assert not await cross_sign(Channel(naast), tmp_path, password)
        assert not await is_vouched_for(anna, account, naast.device_id)
        assert await master_of(anna, account) == master
        warned = [record for record in caplog.records if record.levelno >= logging.WARNING]
        assert [told in record.getMessage() for record in warned] == [True]

        assert await cross_sign(Channel(naast), tmp_path, account.password), (
            "the seeds that were kept are used"
        )
        assert await is_vouched_for(anna, account, naast.device_id)


class Delegating(Channel):
    """On a homeserver that leaves passwords to another service, and has an address for this."""

    async def fetch(self, method: str, *path: str, **others: Any) -> Json:
        if path[-2:] == ("device_signing", "upload"):
            url = "https://account.example/?action=org.matrix.cross_signing_reset"
            raise ChallengedError({"flows": [{"stages": ["m.oauth"]}], "params": {"m.oauth": {"url": url}}})
        return await super().fetch(method, *path, **others)


async def test_an_address_where_the_owner_can_allow_it_is_told(
    homeserver: Homeserver, account: Account, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with client(homeserver, account, tmp_path / "naast") as naast:
        assert not await cross_sign(Delegating(naast), tmp_path, account.password)
    assert "Allow it at https://account.example/?action=org.matrix.cross_signing_reset" in caplog.text


async def test_a_device_with_other_keys_than_our_own_is_not_signed(
    homeserver: Homeserver, account: Account, anna: Person, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with client(homeserver, account, tmp_path / "first") as naast:
        device = naast.device_id
    store = tmp_path / "second"
    store.mkdir()
    naast = AsyncClient(homeserver.url, account.user_id, device, str(store))
    assert isinstance(await naast.login(account.password), LoginResponse)
    naast.olm.account.shared = True  # as if its keys had been uploaded long ago
    assert not await cross_sign(Channel(naast), tmp_path, account.password)
    assert "it is not signed" in caplog.text
    assert not await is_vouched_for(anna, account, device)
    await naast.close()
    naast.store.database.close()


def test_the_seeds_are_for_the_owner_of_the_folder_alone_and_stay(tmp_path: Path) -> None:
    first = load_identity(tmp_path, "@naast:localhost")
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    again = load_identity(tmp_path, "@naast:localhost")
    other = load_identity(tmp_path, "@other:localhost")
    assert again.published() == first.published()
    assert other.master.public != first.master.public


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b'{"master": 1}', b'{"master": "AAAA"}'])
def test_damaged_seeds_are_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    load_identity(tmp_path, "@naast:localhost")
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    with pytest.raises(StoreError, match="is damaged"):
        load_identity(tmp_path, "@naast:localhost")
    assert file.read_bytes() == content


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        load_identity(tmp_path / "missing", "@naast:localhost")
