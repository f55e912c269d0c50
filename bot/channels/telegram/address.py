"""Where replies go: what is kept with undelivered replies, so that they can be sent after a restart."""

from dataclasses import field

from bot.channels.telegram.notation import decode, encode
from bot.channels.telegram.update import Place
from bot.record import record


@record
class Address:
    """A chat, in it a topic, and the message that is replied to: that of the person, in a group."""

    chat: int = field(repr=False)
    conversation: str = field(repr=False)
    topic: int | None = None
    reply_to: int | None = None

    @classmethod
    def of(cls, place: Place) -> "Address":
        """Where a message of this place is answered."""
        reply_to = None if place.is_private else place.message
        return cls(place.chat, place.conversation, place.topic, reply_to)

    @classmethod
    def from_json(cls, stored: str) -> "Address":
        """Reads `to_json`. Raises ValueError for anything else."""
        try:
            chat, conversation, topic, reply_to = decode(stored.encode())
        except TypeError as error:
            raise ValueError("this is no address") from error
        return cls(chat, conversation, topic, reply_to)

    def to_json(self) -> str:
        """The stored form."""
        return encode([self.chat, self.conversation, self.topic, self.reply_to]).decode()

    @property
    def parameters(self) -> dict[str, object]:
        """What every call begins with that is made to this chat."""
        if self.reply_to is None:
            return {"chat_id": self.chat}
        topic = {} if self.topic is None else {"message_thread_id": self.topic}
        reply = {"message_id": self.reply_to, "allow_sending_without_reply": True}
        return {"chat_id": self.chat, **topic, "reply_parameters": reply}
