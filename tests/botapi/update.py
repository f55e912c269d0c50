"""The updates that wait for the bot, each kept until the bot has acknowledged it.

https://core.telegram.org/bots/api#getting-updates: an update is confirmed by an offset higher than its
id, or by a 2xx answer of the webhook. Which kinds there are is decided when something happens, not when
it is fetched ("doesn't affect updates created before the call"). An update is frozen as JSON at once:
what is edited later does not change it.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

KINDS = frozenset(
    {
        "message",
        "edited_message",
        "callback_query",
        "inline_query",
        "chosen_inline_result",
        "my_chat_member",
        "chat_member",
        "poll",
        "poll_answer",
        "message_reaction",
        "message_reaction_count",
    }
)
FIRST_ID = 1001

encode = json.JSONEncoder(ensure_ascii=False).encode
"""`json.dumps` with an option would build an encoder for every update."""

LEFT_OUT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""allowed_updates: "an empty list to receive all update types except" these."""


@dataclass(frozen=True, slots=True)
class Update:
    """`queue` is what is delivered in order: the chat, or for an inline query the person."""

    id: int
    kind: str
    queue: int
    body: bytes = field(repr=False)


class Updates:
    """The queue of a bot. `arrived` is called for each update that comes in; those that were are
    `remembered`, so that they can be delivered once more."""

    def __init__(self, *, remembered: bool = True) -> None:
        self.allowed = KINDS - LEFT_OUT
        self.arrived: Callable[[Update], None] = lambda update: None
        self._waiting: dict[int, Update] = {}
        self._again: list[Update] = []
        self._next_id = FIRST_ID - 1
        self._history: dict[int, Update] = {}
        self._remembered = remembered

    @property
    def latest(self) -> int:
        """The id of the latest update."""
        return self._next_id

    def put(self, kind: str, payload: dict[str, Any], queue: int) -> int | None:
        """The id of the update; None where the bot did not ask for this kind."""
        if kind not in self.allowed:
            return None
        self._next_id += 1
        body = encode({"update_id": self._next_id, kind: payload}).encode()
        update = Update(self._next_id, kind, queue, body)
        self._waiting[update.id] = update
        if self._remembered:
            self._history[update.id] = update
        self.arrived(update)
        return update.id

    def redeliver(self, update_id: int) -> None:
        """Delivers an update once more, though it may have been acknowledged: an acknowledgement that
        was lost on its way."""
        update = self._history[update_id]
        self._again.append(update)
        self.arrived(update)

    def take_again(self) -> list[Update]:
        """What is to be delivered once more by polling."""
        again, self._again = self._again, []
        return again

    @property
    def has_again(self) -> bool:
        """Whether something is to be delivered once more by polling."""
        return bool(self._again)

    def confirm_before(self, offset: int) -> None:
        """Forgets all updates with a lower id."""
        for update_id in [one for one in self._waiting if one < offset]:
            del self._waiting[update_id]

    def confirm(self, update_id: int) -> None:
        """Forgets one update."""
        self._waiting.pop(update_id, None)

    def keep_last(self, count: int) -> None:
        """Forgets all updates but the last ones (getUpdates: a negative offset)."""
        for update_id in list(self._waiting)[: max(len(self._waiting) - count, 0)]:
            del self._waiting[update_id]

    def clear(self) -> None:
        """Forgets all updates (drop_pending_updates)."""
        self._waiting.clear()

    def allow(self, kinds: Iterable[str]) -> None:
        """What the bot asks for from now on; unknown kinds are overlooked, none means the usual."""
        self.allowed = KINDS.intersection(kinds) or KINDS - LEFT_OUT

    @property
    def waiting(self) -> list[Update]:
        """What is not acknowledged, the earliest first."""
        return list(self._waiting.values())

    def first(self, count: int) -> list[Update]:
        """The earliest of them."""
        return [update for update, _ in zip(self._waiting.values(), range(count), strict=False)]

    def __len__(self) -> int:
        return len(self._waiting)
