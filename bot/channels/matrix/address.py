"""Where replies go: what is kept with undelivered replies, so that they can be sent after a restart."""

import json
from dataclasses import field
from typing import Any

from bot.channels.matrix.reading import Context, Said
from bot.record import record


@record
class Address:
    """A room, the person in it whose turn it was, and what the first reply refers to.

    `reply_to` is the message that is replied to, and `thread` the event that its thread hangs on; both
    are empty where a reply simply follows. In a group the person is mentioned.
    """

    room: str = field(repr=False)
    person: str = field(repr=False)
    reply_to: str = ""
    thread: str = ""
    is_group: bool = False

    @classmethod
    def of(cls, room: str, said: Said, context: Context, *, is_group: bool) -> "Address":
        """Where something said in this context is answered."""
        refers = is_group or context.reply_to or context.thread
        return cls(room, said.sender, said.event if refers else "", context.thread, is_group)

    @classmethod
    def from_json(cls, stored: str) -> "Address":
        """Reads `to_json`. Raises ValueError for anything else."""
        try:
            room, person, reply_to, thread, is_group = json.loads(stored)
        except TypeError as error:
            raise ValueError("this is no address") from error
        return cls(room, person, reply_to, thread, is_group)

    def to_json(self) -> str:
        """The stored form."""
        fields = [self.room, self.person, self.reply_to, self.thread, self.is_group]
        return json.dumps(fields, separators=(",", ":"))

    def relation(self, *, is_first: bool) -> dict[str, Any]:
        """What a message of the turn says about where it belongs; only the first one is a reply."""
        mentioned = {"user_ids": [self.person]} if self.is_group and is_first else {}
        relates: dict[str, Any] = {}
        if self.thread:
            relates = {
                "rel_type": "m.thread",
                "event_id": self.thread,
                "is_falling_back": True,
                "m.in_reply_to": {"event_id": self.reply_to or self.thread},
            }
        elif self.reply_to and is_first:
            relates = {"m.in_reply_to": {"event_id": self.reply_to}}
        return {"m.mentions": mentioned} | ({"m.relates_to": relates} if relates else {})
