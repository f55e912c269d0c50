"""The seam between conversations and where they rest.

A store keeps strings and gives them back, any without a NUL (PostgreSQL knows none); what they mean is
the business of `bot.conversation`. It
never sees what a conversation is called outside: it is handed HMACs (`EventKey`). The one exception
is the address of replies that have not been delivered yet, and it goes with their delivery.

`bot.store.sqlite` implements this protocol, and the tests in `tests/store/` are written against it,
so that another database has to do the same and nothing more.
"""

from dataclasses import field
from datetime import datetime
from typing import Protocol

from bot.record import record
from bot.store.key import EventKey, Keys


@record
class Address:
    """Where replies go: a chat as its channel names it."""

    channel: str
    chat: str = field(repr=False)


@record
class Earlier:
    """What an event got when it was handled before.

    `delivered` says that none of it waits for delivery any more; an event that was saved without an
    address never waits.
    """

    outcome: str
    replies: str = field(repr=False)
    delivered: bool


@record
class Loaded:
    """A conversation as it rests, and what the event in hand got before, if it came before.

    A conversation that is not there has neither `session` nor `version`.
    """

    session: str | None = field(repr=False)
    version: int | None
    earlier: Earlier | None


@record
class Change:
    """What one turn changes. A `session` of None erases all that is kept of the conversation.

    `version` is the one that was loaded, `at` the aware time of this change. `clears` erases the replies
    of earlier events, but those that wait for delivery: for a turn after which nothing may be left of what
    a person has told. With an `address` the
    replies wait for their delivery; without one the caller sees to it that they arrive.
    """

    session: str | None = field(repr=False)
    version: int | None
    outcome: str
    replies: str = field(repr=False)
    at: datetime
    address: Address | None = None
    clears: bool = False


@record
class Shared:
    """A scan that was shared, by the key of the conversation that it was filled in."""

    conversation: str
    scan: str = field(repr=False)


@record
class Undelivered:
    """Replies that were saved and have not been marked as delivered."""

    event: EventKey
    chat: str = field(repr=False)
    replies: str = field(repr=False)


@record
class Pruned:
    """How many conversations and how many handled events were erased for their age."""

    conversations: int = 0
    events: int = 0


class Store(Protocol):
    """Conversations at rest. Every method raises StoreError, in one line for the operator."""

    @property
    def keys(self) -> Keys:
        """What conversations and events are called in this store."""

    async def load(self, event: EventKey) -> Loaded:
        """The conversation of this event, and what the event got before."""

    async def save(self, event: EventKey, change: Change) -> int | None:
        """Saves session, event and replies, all or nothing; on return they are on the disk. Gives the
        version that the conversation has now; None where it was erased.

        Raises ConflictError, and changes nothing, where the conversation is no longer the one that
        was loaded, or the event has been handled in between. After a change that erases, this one
        event is all that is left of the conversation.
        """

    async def mark_delivered(self, *events: EventKey) -> None:
        """Forgets the addresses of the replies of events. Nothing happens where there are none."""

    async def undelivered(self, channel: str) -> list[Undelivered]:
        """What waits for delivery in this channel, the earliest saved first."""

    async def erase(self, conversation: str) -> None:
        """Erases all that is kept under this key, `EventKey.conversation`."""

    async def share(self, code: str, shared: Shared, at: datetime) -> None:
        """Keeps a scan under the key of a code, in the place of an earlier one of the same conversation."""

    async def shared(self, code: str, since: datetime) -> list[Shared]:
        """The scans under the key of a code that are not older, the earliest first."""

    async def prune(
        self, *, idle_since: datetime, handled_before: datetime, shared_before: datetime | None = None
    ) -> Pruned:
        """Erases conversations without a change since the one, events before the other, and scans that
        were shared before the third."""

    async def close(self) -> None:
        """Finishes what was begun and lets go of the database. May be called twice."""
