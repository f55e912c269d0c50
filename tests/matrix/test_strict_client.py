"""Clients that leave out unsigned devices read Naast, and Naast reads them."""

from pathlib import Path

import pytest

from bot.channels.matrix.cross_signing import cross_sign
from bot.channels.matrix.homeserver import Homeserver as Channel
from tests.matrix.homeserver import Homeserver
from tests.matrix.naast import Naast
from tests.matrix.person import UNDECRYPTABLE, enter
from tests.matrix.strict import enter_strict, why_not

pytestmark = [pytest.mark.slow, pytest.mark.skipif(why_not() is not None, reason=why_not() or "")]


async def test_a_strict_client_leaves_a_device_out_until_its_owner_has_signed_it(
    homeserver: Homeserver, tmp_path: Path
) -> None:
    async with (
        enter(homeserver, homeserver.register("naast"), tmp_path) as naast,
        enter_strict(homeserver, homeserver.register("carla")) as carla,
    ):
        room = await carla.start(naast.user_id)
        await naast.until(lambda: room in naast.client.invited_rooms)
        await naast.join(room)
        await carla.hears("joined", naast.user_id)

        await carla.say(room, "een")
        assert (await naast.next(room)).kind == UNDECRYPTABLE
        await naast.say(room, "twee")
        assert (await carla.hears("unreadable"))["unreadable"] == "UNSIGNED_SENDER_DEVICE"

        assert await cross_sign(Channel(naast.client), tmp_path, None)
        assert await carla.sees_signed(naast.user_id) == naast.client.device_id
        await naast.say(room, "drie")
        assert await carla.hears("heard", "drie")
        await carla.say(room, "vier")
        assert (await naast.next(room)).body == "vier"


async def test_a_strict_client_talks_with_naast(homeserver: Homeserver, tmp_path: Path) -> None:
    naast = Naast(homeserver, homeserver.register("naast"), tmp_path / "naast")
    with naast.running():
        async with enter_strict(homeserver, homeserver.register("carla")) as carla:
            room = await carla.start(naast.user_id)
            await carla.hears("joined", naast.user_id)
            await carla.say(room, "artikel 10 beroepscode")
            assert await carla.hears("heard", "artikel 10")

            naast.kill()
            naast.start()
            await carla.say(room, "artikel 11 beroepscode")
            assert await carla.hears("heard", "artikel 11")
        assert not [told for told in carla.told if "unreadable" in told]


async def test_a_strict_client_talks_with_naast_on_an_account_that_another_client_has_set_up(
    homeserver: Homeserver, tmp_path: Path
) -> None:
    account = homeserver.register("naast")
    async with enter_strict(homeserver, account):
        pass  # its owner logged in with Element once
    with Naast(homeserver, account, tmp_path / "naast").running():
        async with enter_strict(homeserver, homeserver.register("carla")) as carla:
            room = await carla.start(account.user_id)
            await carla.hears("joined", account.user_id)
            await carla.say(room, "artikel 10 beroepscode")
            assert await carla.hears("heard", "artikel 10")


@pytest.mark.parametrize(
    "lost", [("keys.sqlite",), ("keys.sqlite", "cross-signing-*")], ids=["keys", "seeds"]
)
async def test_a_strict_client_talks_on_when_naast_has_lost_its_keys(
    homeserver: Homeserver, tmp_path: Path, lost: tuple[str, ...]
) -> None:
    naast = Naast(homeserver, homeserver.register("naast"), tmp_path / "naast")
    with naast.running():
        async with enter_strict(homeserver, homeserver.register("carla")) as carla:
            room = await carla.start(naast.user_id)
            await carla.hears("joined", naast.user_id)
            first = await carla.sees_signed(naast.user_id)
            await carla.say(room, "artikel 10 beroepscode")
            assert await carla.hears("heard", "artikel 10")

            naast.kill()
            naast.lose(*lost)
            naast.start()
            await carla.sees_signed(naast.user_id, besides=first)
            await carla.say(room, "artikel 11 beroepscode")
            assert await carla.hears("heard", "artikel 11")
