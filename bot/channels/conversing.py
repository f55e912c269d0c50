"""What a channel of a network needs of the conversations: take a turn, and know what was delivered.

`bot.conversation` has all of this; the channels see no more of it than stands here.
"""

from collections.abc import Sequence
from typing import Protocol

from bot.messages import Incoming, Outcome, Reply
from bot.store.key import EventKey


class Handled(Protocol):
    """What a message came to, safe on the disk. `delivered`: it came earlier, and its replies went out."""

    @property
    def replies(self) -> tuple[Reply, ...]:
        """What to say."""

    @property
    def outcome(self) -> Outcome:
        """What the turn came to."""

    @property
    def event(self) -> EventKey:
        """What to mark as delivered."""

    @property
    def delivered(self) -> bool:
        """Whether the replies reached the person when the event came earlier."""


class Delivery(Protocol):
    """Replies that wait for delivery since an earlier run."""

    @property
    def chat(self) -> str:
        """The address that `handle` got with the message."""

    @property
    def replies(self) -> tuple[Reply, ...]:
        """What to say."""

    @property
    def event(self) -> EventKey:
        """What to mark as delivered."""


class Conversations(Protocol):
    """All conversations of this process. Every method raises StoreError."""

    async def handle(self, incoming: Incoming, address: str | None = None) -> Handled:
        """Takes one turn, or repeats the replies of an event that was handled before."""

    async def mark_delivered(self, *events: EventKey) -> None:
        """The replies of these events have arrived, or never will."""

    async def undelivered(self, channel: str) -> Sequence[Delivery]:
        """The replies that wait for delivery, the earliest first."""
