"""What a button carries: the id of its choice, and a mark of the conversation that it was offered in.

The id of a choice tells the question and the release that it belongs to. The mark is a keyed hash, so
nobody can read from it who the person is, and a button that somebody else presses in a group is known
for what it is. Together they stay within the 64 bytes that Telegram allows; where they would not, the
choice goes without a mark.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from functools import lru_cache

from bot.record import record

LONGEST = 64
"""Bytes of callback data."""

REMEMBERED = 1000
"""Conversations of which the mark is remembered: whoever says something soon says more, or presses."""

_MARK = 6
"""Characters of a mark: with 36 bits no two people in a group share one by chance."""


@record
class Pressed:
    """A choice that was pressed; `is_own` is None where the button does not tell whose it is."""

    choice: str
    is_own: bool | None


class Buttons:
    """Marks buttons with a key that only this bot has."""

    def __init__(self, key: bytes) -> None:
        # To be copied for every mark: a hash of which the key is known takes half as long.
        self._keyed = hmac.new(key, digestmod="sha256")
        self._mark = lru_cache(REMEMBERED)(self._hashed)

    def data(self, conversation: str) -> Callable[[str], str]:
        """From the id of a choice to its callback data, for one conversation."""
        mark = self._mark(conversation)

        def marked(choice_id: str) -> str:
            data = f"{choice_id}~{mark}"
            return data if len(data.encode()) <= LONGEST else choice_id

        return marked

    def read(self, data: str, conversation: str) -> Pressed:
        """What a button means that was pressed in this conversation."""
        choice, tilde, mark = data.rpartition("~")
        if not tilde or len(mark) != _MARK:
            return Pressed(data, None)
        own = hmac.compare_digest(mark.encode(), self._mark(conversation).encode())
        return Pressed(choice, own)

    def _hashed(self, conversation: str) -> str:
        keyed = self._keyed.copy()
        keyed.update(conversation.encode())
        return urlsafe_b64encode(keyed.digest()[:6])[:_MARK].decode()
