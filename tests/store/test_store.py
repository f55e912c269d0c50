"""What every store promises, whatever the database."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import ConflictError, StoreError
from bot.store.key import EventKey
from bot.store.store import Address, Change, Earlier, Loaded, Pruned, Store, Undelivered

OpenStore = Callable[[], AbstractAsyncContextManager[Store]]

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOTHING = Loaded(session=None, version=None, earlier=None)
ADDRESS = Address("telegram", "1234")


def event(number: int = 1, conversation: str = "anna") -> EventKey:
    return EventKey(conversation=conversation, event=f"{conversation}-{number}")


def change(session: str | None = "{}", version: int | None = None) -> Change:
    return Change(session=session, version=version, outcome="step", replies="[]", at=NOON)


async def turn(store: Store, key: EventKey, session: str | None, at: datetime = NOON) -> None:
    """Loads and saves, as a turn does."""
    loaded = await store.load(key)
    await store.save(key, replace(change(session, loaded.version), at=at))


# ---- load and save


async def test_a_save_gives_the_version_that_is_loaded_next(store: Store) -> None:
    version = await store.save(event(1), change("one"))

    assert version == (await store.load(event(2))).version
    assert await store.save(event(2), change(None, version)) is None
    assert (await store.load(event(3))).version is None


async def test_a_conversation_that_was_never_saved_is_not_there(store: Store) -> None:
    assert await store.load(event()) == NOTHING


async def test_a_saved_session_is_there_for_the_next_event(store: Store) -> None:
    await store.save(event(1), change('{"path":1}'))

    loaded = await store.load(event(2))

    assert loaded.session == '{"path":1}'
    assert loaded.version is not None
    assert loaded.earlier is None


async def test_a_later_session_takes_the_place_of_the_earlier_one(store: Store) -> None:
    await turn(store, event(1), "one")
    await turn(store, event(2), "two")

    assert (await store.load(event(3))).session == "two"


async def test_conversations_do_not_mix(store: Store) -> None:
    await turn(store, event(1, "anna"), "of anna")
    await turn(store, event(1, "bert"), "of bert")

    assert (await store.load(event(2, "anna"))).session == "of anna"
    assert (await store.load(event(2, "bert"))).session == "of bert"


async def test_any_character_comes_back(store: Store) -> None:
    odd = "\x01\x1f'\"\\%_é€👩‍👧\U0010ffff\u2028"
    saved = replace(change(odd), replies=odd, address=Address("matrix", f"!{odd}:server"))

    await store.save(event(), saved)

    loaded = await store.load(event())
    assert loaded.session == odd
    assert loaded.earlier == Earlier("step", odd, delivered=False)
    assert await store.undelivered("matrix") == [Undelivered(event(), f"!{odd}:server", odd)]


async def test_what_was_saved_is_there_after_a_restart(open_store: OpenStore) -> None:
    async with open_store() as store:
        await store.save(event(), replace(change("kept"), address=ADDRESS))
        keys = store.keys.event("telegram:1234", "87")

    async with open_store() as store:
        assert (await store.load(event())).session == "kept"
        assert len(await store.undelivered("telegram")) == 1
        assert store.keys.event("telegram:1234", "87") == keys


# ---- an event that comes again


async def test_an_event_that_comes_again_finds_what_it_got(store: Store) -> None:
    await store.save(event(), replace(change(), outcome="answer", replies='["hello"]'))

    assert (await store.load(event())).earlier == Earlier("answer", '["hello"]', delivered=True)


async def test_an_event_cannot_be_saved_twice(store: Store) -> None:
    await turn(store, event(), "first")

    with pytest.raises(ConflictError):
        await turn(store, event(), "second")

    assert (await store.load(event(2))).session == "first"


async def test_the_same_event_in_another_conversation_is_another_event(store: Store) -> None:
    await turn(store, EventKey("anna", "7"), "of anna")

    assert await store.load(EventKey("bert", "7")) == NOTHING


# ---- two that save the same conversation


async def test_a_change_of_what_is_no_longer_there_is_a_conflict(store: Store) -> None:
    await turn(store, event(1), "start")
    loaded = await store.load(event(2))
    await turn(store, event(3), "of somebody else")

    with pytest.raises(ConflictError):
        await store.save(event(2), change("too late", loaded.version))

    now = await store.load(event(2))
    assert (now.session, now.earlier) == ("of somebody else", None)


async def test_of_two_first_saves_one_is_a_conflict(open_store: OpenStore) -> None:
    async with open_store() as one, open_store() as other:
        saves = (one.save(event(1), change("one")), other.save(event(2), change("other")))
        results = await asyncio.gather(*saves, return_exceptions=True)

        assert {type(result) for result in results} == {int, ConflictError}
        assert (await one.load(event(3))).session in ("one", "other")


async def test_a_conflict_does_not_harm_those_that_are_saved_along_with_it(store: Store) -> None:
    stale = change("stale", version=12345)
    saves = [
        store.save(event(1, name), stale if name == "carl" else change(name))
        for name in ("anna", "bert", "carl", "dora")
    ]

    results = await asyncio.gather(*saves, return_exceptions=True)

    assert [type(result) for result in results] == [int, int, ConflictError, int]
    assert (await store.load(event(2, "dora"))).session == "dora"
    assert await store.load(event(1, "carl")) == NOTHING


async def test_a_save_that_cannot_be_written_does_not_harm_the_others(store: Store) -> None:
    lone_surrogate = replace(change(), address=Address("telegram", "\ud800"))
    saves = (store.save(event(1), lone_surrogate), store.save(event(1, "bert"), change("bert")))

    failed, saved = await asyncio.gather(*saves, return_exceptions=True)

    assert isinstance(failed, Exception)
    assert isinstance(saved, int)
    assert await store.load(event(1)) == NOTHING
    assert (await store.load(event(2, "bert"))).session == "bert"


async def test_a_caller_that_is_cancelled_does_not_harm_the_others(store: Store) -> None:
    tasks = [asyncio.create_task(turn(store, event(1, f"c{n}"), "kept")) for n in range(20)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()

    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert results[1::2] == [None] * 10
    for number in range(1, 20, 2):
        assert (await store.load(event(2, f"c{number}"))).session == "kept"


# ---- delivery


async def test_replies_wait_for_delivery_in_the_order_in_which_they_were_saved(
    store: Store,
) -> None:
    for number, name in enumerate(("carl", "anna", "bert")):
        address = Address("telegram", f"chat of {name}")
        saved = replace(change(), replies=f"[{number}]", address=address)
        await store.save(event(1, name), replace(saved, at=NOON - timedelta(hours=number)))

    assert await store.undelivered("telegram") == [
        Undelivered(event(1, "carl"), "chat of carl", "[0]"),
        Undelivered(event(1, "anna"), "chat of anna", "[1]"),
        Undelivered(event(1, "bert"), "chat of bert", "[2]"),
    ]


async def test_a_channel_gets_its_own_undelivered_replies(store: Store) -> None:
    await store.save(event(), replace(change(), address=ADDRESS))

    assert await store.undelivered("matrix") == []


async def test_replies_without_an_address_do_not_wait(store: Store) -> None:
    await store.save(event(), change())

    assert await store.undelivered("telegram") == []


async def test_delivered_replies_do_not_wait_any_more_and_are_still_known(store: Store) -> None:
    await store.save(event(1), replace(change(), address=ADDRESS))
    loaded = await store.load(event(1))
    await store.save(event(2), replace(change(version=loaded.version), address=ADDRESS))
    assert loaded.earlier == Earlier("step", "[]", delivered=False)

    await store.mark_delivered(event(1))

    assert [waiting.event for waiting in await store.undelivered("telegram")] == [event(2)]
    assert (await store.load(event(1))).earlier == Earlier("step", "[]", delivered=True)


async def test_several_are_marked_at_once(store: Store) -> None:
    version = None
    for number in range(4):
        version = await store.save(event(number), replace(change(version=version), address=ADDRESS))

    await store.mark_delivered(event(0), event(99), event(2))

    assert [waiting.event for waiting in await store.undelivered("telegram")] == [event(1), event(3)]


async def test_marking_twice_or_what_is_unknown_changes_nothing(store: Store) -> None:
    await store.save(event(), replace(change(), address=ADDRESS))
    await store.mark_delivered(event())

    await store.mark_delivered(event())
    await store.mark_delivered(event(99))

    assert (await store.load(event())).session == "{}"


# ---- erasing


async def test_forgetting_leaves_only_the_event_that_asked_for_it(store: Store) -> None:
    await store.save(event(1), replace(change(), address=ADDRESS))
    loaded = await store.load(event(2))

    forget = replace(change(None, loaded.version), replies='["forgotten"]', address=ADDRESS)
    await store.save(event(2), forget)

    assert await store.load(event(1)) == NOTHING
    assert await store.load(event(2)) == Loaded(
        session=None, version=None, earlier=Earlier("step", '["forgotten"]', delivered=False)
    )
    assert [waiting.event for waiting in await store.undelivered("telegram")] == [event(2)]


async def test_forgetting_what_is_not_there_is_no_error(store: Store) -> None:
    await store.save(event(), change(None))

    assert (await store.load(event())).earlier is not None


async def test_forgetting_leaves_other_conversations(store: Store) -> None:
    await turn(store, event(1, "bert"), "of bert")

    await turn(store, event(1, "anna"), None)

    assert (await store.load(event(2, "bert"))).session == "of bert"


async def test_who_loaded_before_the_forgetting_does_not_bring_it_back(store: Store) -> None:
    await turn(store, event(1), "old")
    before = await store.load(event(2))
    await turn(store, event(3), None)

    with pytest.raises(ConflictError):
        await store.save(event(2), change("from before", before.version))
    await turn(store, event(4), "new")
    with pytest.raises(ConflictError):
        await store.save(event(2), change("from before", before.version))

    assert (await store.load(event(5))).session == "new"


async def test_an_event_that_forgot_is_not_handled_again(store: Store) -> None:
    await turn(store, event(), None)

    with pytest.raises(ConflictError):
        await store.save(event(), change("again"))


async def test_erasing_leaves_nothing(store: Store) -> None:
    await store.save(event(), replace(change(), address=ADDRESS))
    await turn(store, event(1, "bert"), "of bert")

    await store.erase(event().conversation)

    assert await store.load(event()) == NOTHING
    assert await store.undelivered("telegram") == []
    assert (await store.load(event(2, "bert"))).session == "of bert"


# ---- retention


async def test_a_conversation_is_erased_when_it_has_been_idle_for_too_long(store: Store) -> None:
    await turn(store, event(1, "idle"), "old", NOON - timedelta(days=91))
    await turn(store, event(1, "busy"), "old", NOON - timedelta(days=91))
    await turn(store, event(2, "busy"), "new", NOON)

    pruned = await store.prune(
        idle_since=NOON - timedelta(days=90), handled_before=NOON - timedelta(days=999)
    )

    assert pruned == Pruned(conversations=1)
    assert await store.load(event(1, "idle")) == NOTHING
    busy = await store.load(event(1, "busy"))
    assert (busy.session, busy.earlier is None) == ("new", False)


async def test_a_handled_event_is_forgotten_after_a_while_and_its_address_with_it(
    store: Store,
) -> None:
    old = replace(change("kept"), address=ADDRESS, at=NOON - timedelta(days=8))
    await store.save(event(1), old)
    await turn(store, event(2), "kept", NOON - timedelta(days=6))

    pruned = await store.prune(idle_since=NOON - timedelta(days=90), handled_before=NOON - timedelta(days=7))

    assert pruned == Pruned(events=1)
    assert await store.undelivered("telegram") == []
    loaded = await store.load(event(1))
    assert (loaded.session, loaded.earlier) == ("kept", None)
    assert (await store.load(event(2))).earlier is not None


async def test_any_number_is_pruned_while_turns_go_on(store: Store) -> None:
    old = replace(change(), at=NOON - timedelta(days=100))
    await asyncio.gather(*(store.save(event(1, f"c{n}"), old) for n in range(1200)))

    pruning = asyncio.create_task(store.prune(idle_since=NOON, handled_before=NOON))
    await turn(store, event(1, "new"), "new")

    assert (await pruning).conversations == 1200
    assert (await store.load(event(2, "new"))).session == "new"
    assert await store.load(event(1, "c1199")) == NOTHING


# ---- closing


async def test_closing_finishes_what_was_begun(open_store: OpenStore) -> None:
    async with open_store() as store:
        saves = [asyncio.create_task(store.save(event(1, f"c{n}"), change())) for n in range(600)]
        await asyncio.sleep(0)
    await asyncio.gather(*saves)

    async with open_store() as store:
        assert (await store.load(event(2, "c599"))).session == "{}"


async def test_a_closed_store_says_so(open_store: OpenStore) -> None:
    async with open_store() as store:
        pass
    await store.close()

    with pytest.raises(StoreError, match="closed"):
        await store.load(event())
    with pytest.raises(StoreError, match="closed"):
        await store.save(event(), change())
