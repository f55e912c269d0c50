"""First come, first served, by key: what has the same key is done one after the other, in the order in
which it came; other keys do not wait."""

import asyncio
from weakref import WeakValueDictionary


class Order:
    """A lock for every key that somebody holds or waits for. asyncio's locks are fair."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[object, asyncio.Lock] = WeakValueDictionary()

    def of(self, key: object) -> asyncio.Lock:
        """The lock of this key; to be entered before anything is awaited."""
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        return lock
