"""A turn from message to replies, with a store on disk and a turn that only counts."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.conversation import HANDLED_KEPT, TRIES, Conversations
from bot.engine.library import Library
from bot.engine.path import Frame, Given
from bot.engine.session import Session
from bot.engine.turn import Turn
from bot.errors import ConflictError, StoreError
from bot.messages import Choice, Incoming, Outcome, Reply, Work
from bot.store.key import EventKey
from bot.store.sqlite import open_sqlite
from bot.store.store import Address, Change, Loaded, Pruned, Store

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIBRARY = cast(Library, type("Small", (), {"retention_days": 90}))


def count(library: Library, session: Session, incoming: Incoming) -> Turn:
    """A turn that adds one answer to the path, and tells how long the path is."""
    if incoming.text == "forget":
        return Turn(Session(), (Reply("forgotten"),), Outcome.COMMAND, forget=True)
    path = session.top.path if session.top else ()
    frame = Frame("citizen/start", (*path, Given(f"step_{len(path)}", "yes")))
    reply = Reply(f"{len(frame.path)}", choices=(Choice("yes", "Yes"),))
    return Turn(Session((frame,)), (reply,), Outcome.STEP)


def no_workshop(library: Library, work: Work, at: datetime) -> Sequence[Reply]:
    raise AssertionError("these turns ask for nothing to be made")


def message(event: object, text: str = "hello", conversation: str = "telegram:1") -> Incoming:
    return Incoming(conversation=conversation, event=str(event), at=NOON, text=text)


def conversations_on(store: Store, **more: Any) -> Conversations:
    return Conversations(LIBRARY, store, no_workshop, **{"turn": count, "clock": lambda: NOON, **more})


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_sqlite(tmp_path / "data") as store:
        yield store


@pytest.fixture
def conversations(store: Store) -> Conversations:
    return conversations_on(store)


class Wrapped:
    """A store that passes everything on; the tests change a method or two of it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


# ---- a turn


async def test_a_turn_begins_where_the_last_one_ended(conversations: Conversations) -> None:
    for number in (1, 2, 3):
        handled = await conversations.handle(message(number))

        assert handled.replies == (Reply(f"{number}", choices=(Choice("yes", "Yes"),)),)
        assert handled.outcome is Outcome.STEP
        assert handled.session.top
        assert len(handled.session.top.path) == number
        assert not handled.delivered


async def test_every_conversation_has_its_own_state(conversations: Conversations) -> None:
    for conversation in ("telegram:1", "telegram:2", "matrix:1"):
        handled = await conversations.handle(message(1, conversation=conversation))

        assert handled.replies[0].text == "1"


async def test_messages_that_arrive_together_are_taken_one_after_the_other(
    conversations: Conversations,
) -> None:
    handled = await asyncio.gather(*(conversations.handle(message(n)) for n in range(50)))

    assert [one.replies[0].text for one in handled] == [str(n + 1) for n in range(50)]


async def test_the_state_is_loaded_only_after_the_lock_is_taken(store: Store) -> None:
    class Watched(Wrapped):
        inside = 0

        async def load(self, event: EventKey) -> Loaded:
            self.inside += 1
            assert self.inside == 1
            await asyncio.sleep(0)
            return await self._store.load(event)

        async def save(self, event: EventKey, change: Change) -> int | None:
            version = await self._store.save(event, change)
            self.inside = 0
            return version

    conversations = conversations_on(cast(Store, Watched(store)))

    await asyncio.gather(*(conversations.handle(message(n)) for n in range(10)))


async def test_a_conversation_does_not_wait_for_another(store: Store) -> None:
    go_on = asyncio.Event()

    class Slow(Wrapped):
        async def load(self, event: EventKey) -> Loaded:
            if event.conversation == self.keys.conversation("telegram:slow"):
                await go_on.wait()
            return await self._store.load(event)

    conversations = conversations_on(cast(Store, Slow(store)))
    slow = asyncio.create_task(conversations.handle(message(1, conversation="telegram:slow")))

    await asyncio.wait_for(conversations.handle(message(1)), 5)

    assert not slow.done()
    go_on.set()
    await slow


async def test_no_locks_are_left_when_nobody_talks(conversations: Conversations) -> None:
    messages = [message(n, conversation=f"telegram:{n % 40}") for n in range(200)]

    await asyncio.gather(*map(conversations.handle, messages))

    gc.collect()
    assert len(conversations._locks) == 0


# ---- an event that comes again


async def test_an_event_that_comes_again_gets_the_same_replies_and_changes_nothing(
    conversations: Conversations,
) -> None:
    first = await conversations.handle(message(1))
    await conversations.handle(message(2))

    again = await conversations.handle(message(1))

    assert (again.replies, again.outcome) == (first.replies, first.outcome)
    assert again.session.top
    assert len(again.session.top.path) == 2
    assert (await conversations.handle(message(3))).replies[0].text == "3"


async def test_an_event_that_comes_again_at_the_same_moment_is_handled_once(
    conversations: Conversations,
) -> None:
    handled = await asyncio.gather(*(conversations.handle(message(1)) for _ in range(20)))

    assert {one.replies[0].text for one in handled} == {"1"}


async def test_an_event_that_comes_again_after_a_restart_is_known(tmp_path: Path) -> None:
    for _ in range(3):
        async with open_sqlite(tmp_path) as store:
            handled = await conversations_on(store).handle(message(1))
            assert handled.replies[0].text == "1"


async def test_an_event_that_comes_again_tells_whether_it_was_delivered(
    conversations: Conversations,
) -> None:
    handled = await conversations.handle(message(1), "chat")
    assert not (await conversations.handle(message(1), "chat")).delivered

    await conversations.mark_delivered(handled.event)

    assert (await conversations.handle(message(1), "chat")).delivered


async def test_a_repeated_event_of_another_release_is_not_handled_again(
    store: Store, conversations: Conversations, caplog: pytest.LogCaptureFixture
) -> None:
    key = store.keys.event("telegram:1", "1")
    await store.save(key, Change("{}", None, "an outcome of tomorrow", "[]", NOON))

    handled = await conversations.handle(message(1))

    assert handled.replies == ()
    assert "replies of an event that came again cannot be read" in caplog.text


# ---- what goes wrong


async def test_a_turn_is_taken_again_when_another_process_was_faster(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        both = [conversations_on(await stack.enter_async_context(open_sqlite(tmp_path))) for _ in range(2)]
        turns = (both[n % 2].handle(message(n)) for n in range(60))
        handled = await asyncio.gather(*turns)

        assert sorted(int(one.replies[0].text) for one in handled) == list(range(1, 61))


async def test_the_same_event_in_two_processes_is_handled_once(tmp_path: Path) -> None:
    async with open_sqlite(tmp_path) as one, open_sqlite(tmp_path) as other:
        turns = (conversations_on(store).handle(message(1)) for store in (one, other))
        handled = await asyncio.gather(*turns)

        assert [turn.replies[0].text for turn in handled] == ["1", "1"]


async def test_what_was_saved_last_is_not_loaded_again(store: Store) -> None:
    class Watched(Wrapped):
        loads = 0

        async def load(self, event: EventKey) -> Loaded:
            self.loads += 1
            return await self._store.load(event)

    watched = Watched(store)
    conversations = conversations_on(cast(Store, watched))
    for number in range(5):
        await conversations.handle(message(number))
    assert watched.loads == 1

    again = await conversations.handle(message(2))
    assert again.replies[0].text == "3"
    assert (await conversations.handle(message(9))).replies[0].text == "6"


async def test_only_the_latest_conversations_stay_in_memory(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.conversation.REMEMBERED", 3)
    conversations = conversations_on(store)
    for number in range(10):
        await conversations.handle(message(number, conversation=f"telegram:{number}"))

    assert len(conversations._latest) == 3
    for number in range(10):
        handled = await conversations.handle(message(20, conversation=f"telegram:{number}"))
        assert handled.replies[0].text == "2"


async def test_what_was_forgotten_is_not_remembered(store: Store) -> None:
    def forgetting(library: Library, session: Session, incoming: Incoming) -> Turn:
        return replace(count(library, session, incoming), forget=incoming.event == "2")

    conversations = conversations_on(store, turn=forgetting)
    await conversations.handle(message(1))
    await conversations.handle(message(2))

    assert not conversations._latest
    assert (await conversations.handle(message(3))).replies[0].text == "1"


async def test_a_turn_that_is_never_the_fastest_is_given_up(store: Store) -> None:
    tries = 0

    class Contested(Wrapped):
        async def save(self, event: EventKey, change: Change) -> int | None:
            nonlocal tries
            tries += 1
            raise ConflictError("too late")

    with pytest.raises(ConflictError, match="Let one process serve a channel"):
        await conversations_on(cast(Store, Contested(store))).handle(message(1))

    assert tries == TRIES


async def test_a_message_that_could_not_be_saved_can_be_handled_again(store: Store) -> None:
    class Full(Wrapped):
        full = True

        async def save(self, event: EventKey, change: Change) -> int | None:
            if self.full:
                raise StoreError("The disk is full.")
            return await self._store.save(event, change)

    disk = Full(store)
    conversations = conversations_on(cast(Store, disk))
    with pytest.raises(StoreError):
        await conversations.handle(message(1))
    disk.full = False

    assert (await conversations.handle(message(1))).replies[0].text == "1"


async def test_a_turn_that_fails_changes_nothing_and_blocks_nobody(store: Store) -> None:
    def fail_on_second(library: Library, session: Session, incoming: Incoming) -> Turn:
        if incoming.event == "2":
            raise RuntimeError("a bug")
        return count(library, session, incoming)

    conversations = conversations_on(store, turn=fail_on_second)
    await conversations.handle(message(1))
    with pytest.raises(RuntimeError):
        await conversations.handle(message(2))

    assert (await conversations.handle(message(3))).replies[0].text == "2"


async def test_a_turn_that_is_cancelled_blocks_nobody(conversations: Conversations) -> None:
    turns = [asyncio.create_task(conversations.handle(message(n))) for n in range(3)]
    await asyncio.sleep(0)
    turns[0].cancel()
    await asyncio.gather(*turns, return_exceptions=True)

    last = await asyncio.wait_for(conversations.handle(message(9)), 5)
    again = await conversations.handle(message(0))
    then = await conversations.handle(message(10))

    assert int(last.replies[0].text) in (3, 4)
    assert int(again.replies[0].text) in (1, 4)
    assert then.replies[0].text == "5"


@pytest.mark.parametrize(
    "stored",
    ['{"format":99,"canary":1}', "canary", "", "[]", '{"format":1}', '{"format":1,"frames":[1]}'],
)
async def test_a_session_that_cannot_be_read_is_begun_anew(
    store: Store, caplog: pytest.LogCaptureFixture, stored: str
) -> None:
    key = store.keys.event("telegram:1", "0")
    await store.save(key, Change(stored, None, "step", "[]", NOON))

    handled = await conversations_on(store).handle(message(1))

    assert handled.replies[0].text == "1"
    assert "a session that cannot be read was begun anew" in caplog.text
    assert "canary" not in caplog.text


# ---- delivery


async def test_replies_wait_until_they_are_marked_as_delivered(
    conversations: Conversations,
) -> None:
    first = await conversations.handle(message(1), "chat 1")
    await conversations.handle(message(2, conversation="matrix:1"), "room 1")
    second = await conversations.handle(message(3), "chat 1")

    waiting = await conversations.undelivered("telegram")
    assert [(one.chat, one.replies, one.event) for one in waiting] == [
        ("chat 1", first.replies, first.event),
        ("chat 1", second.replies, second.event),
    ]
    for one in waiting:
        await conversations.mark_delivered(one.event)
    assert await conversations.undelivered("telegram") == []
    assert len(await conversations.undelivered("matrix")) == 1


async def test_replies_without_an_address_do_not_wait(conversations: Conversations) -> None:
    await conversations.handle(message(1))

    assert await conversations.undelivered("telegram") == []


async def test_waiting_replies_that_cannot_be_read_do_not_stop_the_others(
    store: Store, conversations: Conversations, caplog: pytest.LogCaptureFixture
) -> None:
    handled = await conversations.handle(message(1), "chat")
    loaded = await store.load(handled.event)
    change = Change("{}", loaded.version, "step", "canary", NOON)
    bad = store.keys.event("telegram:1", "2")
    await store.save(bad, replace(change, address=Address("telegram", "chat")))

    assert [one.event for one in await conversations.undelivered("telegram")] == [handled.event]
    assert "passed over" in caplog.text
    assert "canary" not in caplog.text


# ---- privacy


async def test_forgetting_leaves_nothing_but_the_reply_to_it(
    store: Store, conversations: Conversations
) -> None:
    await conversations.handle(message(1), "chat")
    forgotten = await conversations.handle(message(2, "forget"), "chat")

    assert forgotten.replies == (Reply("forgotten"),)
    assert (await store.load(store.keys.event("telegram:1", "1"))).earlier is None
    assert (await store.load(store.keys.event("telegram:1", "1"))).session is None
    [waiting] = await conversations.undelivered("telegram")
    assert waiting.replies == forgotten.replies

    again = await conversations.handle(message(2, "forget"), "chat")
    assert (again.replies, again.session) == (forgotten.replies, Session())
    assert (await conversations.handle(message(3))).replies[0].text == "1"


async def test_idle_conversations_and_old_events_are_pruned(store: Store) -> None:
    now = NOON

    conversations = conversations_on(store, clock=lambda: now)
    await conversations.handle(message(1))
    now += HANDLED_KEPT + timedelta(seconds=1)
    assert await conversations.prune() == Pruned(events=1)
    assert (await conversations.handle(message(2))).replies[0].text == "2"
    now += timedelta(days=90, seconds=1)
    assert (await conversations.prune()).conversations == 1

    assert (await conversations.handle(message(3))).replies[0].text == "1"


async def test_nothing_that_a_person_sent_or_is_called_is_kept_or_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sent = message("CANARY-event", "CANARY-text", conversation="telegram:CANARY-chat")
    async with open_sqlite(tmp_path / "data") as store:
        conversations = conversations_on(store)
        handled = await conversations.handle(sent, "CANARY-address")
        await conversations.handle(sent, "CANARY-address")
        files = {file: file.read_bytes() for file in (tmp_path / "data").iterdir()}
        assert any(b"CANARY-address" in content for content in files.values())
        for secret in (b"CANARY-event", b"CANARY-text", b"CANARY-chat"):
            assert not any(secret in content for content in files.values())

        await conversations.undelivered("telegram")
        await conversations.mark_delivered(handled.event)
        await conversations.prune()
        for file in (tmp_path / "data").iterdir():
            assert b"CANARY" not in file.read_bytes()

    assert "CANARY" not in caplog.text
    assert handled.event.conversation not in caplog.text
    assert handled.event.event not in caplog.text
    assert "telegram" not in caplog.text


async def test_a_turn_is_counted_once_however_often_its_event_comes(store: Store) -> None:
    counted: list[tuple[str, Outcome]] = []
    conversations = conversations_on(
        store, count=lambda channel, turn, seconds: counted.append((channel, turn.outcome))
    )

    await conversations.handle(message(1))
    await conversations.handle(message(1))

    assert counted == [("telegram", Outcome.STEP)]
