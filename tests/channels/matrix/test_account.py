"""Logging in: the device of before, a new one, and what an operator reads when neither can be."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.channels.matrix.access import Access, access_of
from bot.channels.matrix.account import find_homeserver, leave, log_in
from bot.channels.matrix.folder import alone
from bot.errors import SettingsError, StoreError
from bot.settings import Secret, Settings, read_settings
from tests.channels.matrix.conftest import Serving
from tests.matrix.homeserver import Account, Homeserver
from tests.matrix.person import enter


def access(homeserver: Homeserver, account: Account, **other: Any) -> Access:
    return Access(
        **{
            "homeserver": homeserver.url,
            "user": account.user_id,
            "password": account.password,
            **other,
        }
    )


async def device(given: Access, folder: Path) -> str:
    """The device that Naast is on, after a start with this access."""
    homeserver = await log_in(given, folder)
    await leave(homeserver)
    return str(homeserver.client.device_id)


def login(homeserver: Homeserver, account: Account) -> dict[str, Any]:
    """A new device and its access token, made by somebody else."""
    user = {"type": "m.id.user", "user": account.user_id}
    body = {"type": "m.login.password", "identifier": user, "password": account.password}
    return homeserver.call("POST", "/_matrix/client/v3/login", body)


def devices(homeserver: Homeserver, account: Account) -> set[str]:
    made = login(homeserver, account)
    known = homeserver.call("GET", "/_matrix/client/v3/devices", token=made["access_token"])["devices"]
    return {one["device_id"] for one in known} - {made["device_id"]}


@pytest.mark.slow
async def test_the_device_stays_the_same_until_its_keys_are_lost(
    homeserver: Homeserver, account: Account, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    given = access(homeserver, account)
    first = await device(given, folder)
    assert await device(given, folder) == first

    for damage in ("", "no database"):
        before = await device(given, folder)
        (folder / "keys.sqlite").write_text(damage)
        now = await device(given, folder)
        assert now != before
        assert now in devices(homeserver, account)
        assert before not in devices(homeserver, account)  # nobody encrypts for it any more

    (folder / "device.json").write_text("{")
    assert await device(given, folder) not in {"", now}
    assert "are lost" in caplog.text
    assert all(secret not in caplog.text for secret in (account.password, "syt_"))


@pytest.mark.slow
async def test_keys_that_are_not_those_of_the_homeserver_are_noticed(
    homeserver: Homeserver, account: Account, folder: Path, serving: Serving, tmp_path: Path
) -> None:
    async with serving() as naast, enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        room = await anna.direct_room(naast.user_id)
        await anna.joined(room, naast.user_id)  # its keys are published now
    before = json.loads((folder / "device.json").read_text())
    (folder / "keys.sqlite").unlink()
    for name in ("device.json", "since"):
        (folder / name).rename(tmp_path / name)
    other = await device(access(homeserver, account), folder)
    kept = json.loads((folder / "device.json").read_text())
    (folder / "device.json").write_text(json.dumps({**kept, "device_id": before["device_id"]}))

    assert await device(access(homeserver, account), folder) not in {other, before["device_id"]}


@pytest.mark.slow
async def test_an_access_token_is_a_device_of_its_own(
    homeserver: Homeserver, account: Account, folder: Path, serving: Serving, tmp_path: Path
) -> None:
    made = login(homeserver, account)
    with_token = {"user": "", "password": None, "token": made["access_token"]}
    async with (
        serving(**with_token),
        enter(homeserver, homeserver.register("anna"), tmp_path) as anna,
    ):
        room = await anna.direct_room(account.user_id)
        await anna.joined(room, account.user_id)
        await anna.say(room, "begin")
        assert (await anna.next(room)).body.startswith("Wat wilt u?")
    given = access(homeserver, account, **with_token)
    assert await device(given, folder) == made["device_id"]

    (folder / "keys.sqlite").unlink()
    with pytest.raises(SettingsError, match="Make a new access token, or set NAAST_MATRIX_PASSWORD"):
        await device(given, folder)
    both = access(homeserver, account, token=made["access_token"])
    renewed = await device(both, folder)
    assert renewed != made["device_id"]
    assert await device(both, folder) == renewed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"password": "wrong"}, "refuses NAAST_MATRIX_USER or NAAST_MATRIX_PASSWORD"),
        ({"token": "wrong", "password": None}, "does not know NAAST_MATRIX_TOKEN"),
    ],
)
async def test_who_is_refused_is_told_so_in_one_line(
    homeserver: Homeserver, account: Account, folder: Path, wrong: dict[str, Any], line: str
) -> None:
    with pytest.raises(SettingsError, match=line) as error:
        await device(access(homeserver, account, **wrong), folder)

    assert "wrong" not in str(error.value)


@pytest.mark.slow
async def test_a_device_that_is_logged_out_while_it_runs_is_replaced(
    homeserver: Homeserver, folder: Path, serving: Serving, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving() as naast, enter(homeserver, homeserver.register("anna"), tmp_path) as anna:
        room = await anna.direct_room(naast.user_id, encrypted=False)
        await anna.joined(room, naast.user_id)
        token = json.loads((folder / "device.json").read_text())["access_token"]
        await asyncio.to_thread(homeserver.call, "POST", "/_matrix/client/v3/logout", {}, token)
        since = (folder / "since").read_text()
        await anna.say(room, "begin")
        assert (await anna.next(room)).body.startswith("Wat wilt u?")
        async with asyncio.timeout(30):
            while (folder / "since").read_text() == since:  # noqa: ASYNC110 - a file does not tell when
                await asyncio.sleep(0.05)

    assert "the homeserver has logged this device out" in caplog.text


async def test_a_homeserver_is_found_by_its_address_or_by_the_name_of_a_server() -> None:
    assert await find_homeserver("https://matrix.example.org/") == "https://matrix.example.org"
    assert await find_homeserver("localhost:1") == "https://localhost:1"  # nobody tells otherwise


def test_two_processes_never_use_the_same_keys(tmp_path: Path) -> None:
    with (
        alone(tmp_path / "matrix"),
        pytest.raises(StoreError, match="Another Naast serves Matrix"),
        alone(tmp_path / "matrix"),
    ):
        pytest.fail("two use the folder")
    with alone(tmp_path / "matrix"):
        assert (tmp_path / "matrix").is_dir()


def test_the_settings_are_read_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("geheim\n")
    settings = read_settings(
        {
            "NAAST_DATA": str(tmp_path),
            "NAAST_MATRIX_HOMESERVER": "example.org",
            "NAAST_MATRIX_USER": "@naast:example.org",
            "NAAST_MATRIX_PASSWORD_FILE": str(tmp_path / "password"),
            "NAAST_MATRIX_INVITES": "example.org, gemeente.example",
        }
    )

    assert access_of(settings) == Access(
        "example.org", "@naast:example.org", "geheim", servers=("example.org", "gemeente.example")
    )
    for wrong in ("ftp://example.org", "https://", "two words", "a/b"):
        with pytest.raises(SettingsError, match="NAAST_MATRIX_HOMESERVER"):
            read_settings({"NAAST_DATA": str(tmp_path), "NAAST_MATRIX_HOMESERVER": wrong})


def test_the_way_in_is_read_from_the_settings_and_a_missing_part_is_told() -> None:
    home = "https://matrix.example.org"
    nothing = Settings(Path("data"))
    with_password = Settings(
        Path("data"), matrix_homeserver=home, matrix_user="naast", matrix_password=Secret("geheim")
    )
    with_token = Settings(Path("data"), matrix_homeserver=home, matrix_token=Secret("geheim"))

    assert access_of(nothing) is None
    assert access_of(with_password) == Access(home, "naast", "geheim")
    assert access_of(with_token) == Access(home, token="geheim")
    assert "geheim" not in repr(access_of(with_password))
    with pytest.raises(SettingsError, match="NAAST_MATRIX_PASSWORD"):
        access_of(Settings(Path("data"), matrix_homeserver=home, matrix_user="naast"))
    with pytest.raises(SettingsError, match="NAAST_MATRIX_HOMESERVER"):
        access_of(Settings(Path("data"), matrix_user="naast"))
