"""What every store promises of scans that colleagues share."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.store.key import EventKey, Keys
from bot.store.store import Address, Change, Shared, Store

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
EVER = NOON - timedelta(days=1000)
LONG_AGO = NOON - timedelta(days=91)
ANNA, BERT = Shared("anna", '{"of": "anna"}'), Shared("bert", '{"of": "bert"}')
KEYS = Keys("a secret of more than 16 characters")


def event(number: int, conversation: str = "anna") -> EventKey:
    return EventKey(conversation, f"{conversation}-{number}")


def change(version: int | None = None) -> Change:
    return Change(session="{}", version=version, outcome="step", replies="[]", at=NOON)


async def test_scans_under_a_code_come_in_the_order_of_sharing(store: Store) -> None:
    await store.share("code", BERT, NOON - timedelta(hours=1))
    await store.share("code", ANNA, NOON)
    await store.share("other", replace(ANNA, scan="{}"), NOON)

    assert await store.shared("code", EVER) == [BERT, ANNA]
    assert await store.shared("nothing", EVER) == []


async def test_a_scan_that_is_shared_again_takes_the_place_of_the_earlier_one(store: Store) -> None:
    await store.share("code", ANNA, NOON)
    await store.share("code", replace(ANNA, scan="later"), NOON)

    assert await store.shared("code", EVER) == [replace(ANNA, scan="later")]


async def test_scans_that_are_too_old_are_not_found_and_then_erased(store: Store) -> None:
    await store.share("code", ANNA, LONG_AGO)
    await store.share("code", BERT, NOON)

    assert await store.shared("code", NOON - timedelta(days=90)) == [BERT]
    await store.prune(idle_since=EVER, handled_before=EVER, shared_before=NOON - timedelta(days=90))
    assert await store.shared("code", EVER) == [BERT]


async def test_who_is_forgotten_shares_nothing_any_more(store: Store) -> None:
    for conversation in ("anna", "bert"):
        await store.save(event(1, conversation), change())
    await store.share("code", ANNA, NOON)
    await store.share("code", BERT, NOON)

    loaded = await store.load(event(2))
    await store.save(event(2), replace(change(loaded.version), session=None))
    assert await store.shared("code", EVER) == [BERT]
    await store.erase("bert")
    assert await store.shared("code", EVER) == []


async def test_a_turn_can_clear_the_replies_before_it(store: Store) -> None:
    await store.save(event(1), change())
    loaded = await store.load(event(2))
    await store.save(event(2), replace(change(loaded.version), clears=True))

    assert (await store.load(event(1))).earlier is None
    assert (await store.load(event(2))).earlier is not None
    assert (await store.load(event(3))).session == "{}"


async def test_replies_that_wait_for_delivery_are_not_cleared(store: Store) -> None:
    await store.save(event(1), replace(change(), address=Address("telegram", "12")))
    loaded = await store.load(event(2))
    await store.save(event(2), replace(change(loaded.version), clears=True))

    assert [waiting.event for waiting in await store.undelivered("telegram")] == [event(1)]


def test_the_key_of_a_code_does_not_tell_the_code() -> None:
    key = KEYS.scan("ABCDE-FGHJK")

    assert "ABCDE" not in key and len(key) == 64
    assert key != Keys("another secret of 16 characters").scan("ABCDE-FGHJK")
    assert key != KEYS.conversation("ABCDE-FGHJK")


def test_an_event_that_comes_again_has_the_same_seed_and_another_has_not() -> None:
    assert KEYS.seed(event(1)) == KEYS.seed(event(1)) != KEYS.seed(event(2))
    assert len(KEYS.seed(event(1))) == 32
