"""What goes wrong between a bot and Telegram, on demand or by chance.

A fault is either before the call is done or after it: a connection that breaks after a message was
posted looks to the bot just like one that broke before.
"""

import random
from collections import deque
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What goes wrong."""

    TOO_MANY = "too many"  # 429 with retry_after
    SERVER_ERROR = "server error"  # 500, or 502 of the web server before it
    DROPPED = "dropped"  # the connection is closed without an answer; not done
    DONE_AND_DROPPED = "done and dropped"  # done, and then closed without an answer
    HANGS = "hangs"  # no answer ever; not done
    DONE_AND_HANGS = "done and hangs"  # done, and no answer ever
    SLOW = "slow"  # done, and answered late


@dataclass(frozen=True, slots=True)
class Fault:
    """`seconds` is how long a SLOW answer takes; `retry_after` belongs to TOO_MANY."""

    kind: Kind
    retry_after: int = 1
    seconds: float = 1.0


class Faults:
    """Which call gets which fault. `happened` counts them by kind."""

    def __init__(self) -> None:
        self.happened: dict[Kind, int] = dict.fromkeys(Kind, 0)
        self._next: list[tuple[str, Fault]] = []
        self._shares: list[tuple[float, Fault]] = []
        self._spared: frozenset[str] = frozenset()
        self._chance = random.Random(0)
        self._chats: dict[int, deque[Fault]] = {}

    def next(self, method: str, *faults: Fault | Kind) -> None:
        """The next calls of a method ("*" for any) get these faults, one each."""
        self._next += [(method.lower(), _fault(one)) for one in faults]

    def in_chat(self, chat_id: int, *faults: Fault | Kind) -> None:
        """The next calls about a chat get these faults, one each."""
        self._chats.setdefault(chat_id, deque()).extend(map(_fault, faults))

    def by_chance(self, seed: int, shares: dict[Fault, float], spared: frozenset[str] = frozenset()) -> None:
        """Each call gets a fault with its share of chance, but for methods that are `spared`."""
        self._chance = random.Random(seed)
        self._shares = [(share, fault) for fault, share in shares.items()]
        self._spared = frozenset(one.lower() for one in spared)

    def stop(self) -> None:
        """Nothing goes wrong from now on."""
        self._next, self._shares, self._chats = [], [], {}

    def of(self, method: str, chat_id: int | None) -> Fault | None:
        """What goes wrong with this call."""
        if not (self._next or self._shares or self._chats):
            return None
        fault = self._choose(method, chat_id)
        if fault:
            self.happened[fault.kind] += 1
        return fault

    def _choose(self, method: str, chat_id: int | None) -> Fault | None:
        for index, (name, fault) in enumerate(self._next):
            if name in ("*", method):
                del self._next[index]
                return fault
        if chat_id is not None and self._chats.get(chat_id):
            return self._chats[chat_id].popleft()
        if method not in self._spared:
            point = self._chance.random()
            for share, fault in self._shares:
                point -= share
                if point < 0:
                    return fault
        return None


def _fault(given: Fault | Kind) -> Fault:
    return given if isinstance(given, Fault) else Fault(given)
