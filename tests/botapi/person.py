"""Somebody who uses Telegram, and can do what the app lets people do.

    anna = api.person("Anna")
    anna.say("hallo")
    answer = await anna.chat.hears()
    query = anna.tap("Ja")

What happens here reaches the bot as updates: https://core.telegram.org/bots/api#update.
"""

from dataclasses import dataclass, field
from typing import Any, Self

from tests.botapi.call import Upload
from tests.botapi.chat import PATIENCE, Chat, Json, Message
from tests.botapi.entity import Formatted, find_entities
from tests.botapi.limit import INLINE_QUERY
from tests.botapi.world import BOT_ID, SUPERGROUPS, Query, World, written

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@dataclass(eq=False, slots=True)
class Person:
    """`chat` is the private chat with the bot, `user` the User object."""

    world: World = field(repr=False)
    user: Json = field(repr=False)
    chat: Chat

    @classmethod
    def new(cls, world: World, first_name: str, **user: Any) -> Self:
        """Somebody who has not yet written to the bot."""
        number = 700_000_000 + world.next_id()
        names = {"first_name": first_name, "language_code": "nl", **user}
        chat = Chat({"id": number, "type": "private", "first_name": first_name}, bot_status="left")
        world.chats[number] = chat
        world.users[number] = {"id": number, "is_bot": False, **names}
        return cls(world, world.users[number], chat)

    @property
    def id(self) -> int:
        return int(self.user["id"])

    def say(self, text: str, chat: Chat | None = None, **more: Any) -> Message:
        """Types a text; `reply_to` is a message, `thread` a topic of a forum."""
        return self._send(written(find_entities(Formatted(text.strip()))), chat, **more)

    def start(self, payload: str = "") -> Message:
        """Follows a link t.me/bot?start=payload, or presses Start."""
        return self.say(f"/start {payload}")

    def forward(self, text: str) -> Message:
        """Passes on what somebody else has written."""
        origin = {"type": "hidden_user", "sender_user_name": "Iemand", "date": int(self.world.clock())}
        return self._send({**written(find_entities(Formatted(text))), "forward_origin": origin})

    def edit(self, message: Message, text: str) -> None:
        """Changes a message of one's own."""
        for key in ("text", "entities"):
            message.data.pop(key, None)
        message.data |= {**written(find_entities(Formatted(text))), "edit_date": int(self.world.clock())}
        self.world.tell("edited_message", message.data, message.data["chat"]["id"])

    def send_document(
        self, name: str, data: bytes, media_type: str = "application/octet-stream", caption: str = ""
    ) -> Message:
        """A file."""
        file = self.world.files.add(Upload(name, media_type, data))
        document = {**file.describe(), "file_name": name, "mime_type": media_type}
        return self._send({"document": document, **_caption(caption)})

    def send_photo(self, caption: str = "") -> Message:
        """A picture, in the sizes that Telegram makes of it."""
        small, large = (self.world.files.add(Upload("p.jpg", "image/jpeg", PNG), "photos") for _ in "12")
        sizes = [{**small.describe(), "width": 90, "height": 90}]
        sizes.append({**large.describe(), "width": 800, "height": 800})
        return self._send({"photo": sizes, **_caption(caption)})

    def send_voice(self) -> Message:
        """Something spoken."""
        file = self.world.files.add(Upload("v.oga", "audio/ogg", b"OggS"), "voice")
        return self._send({"voice": {**file.describe(), "duration": 3, "mime_type": "audio/ogg"}})

    def send_sticker(self) -> Message:
        """A sticker."""
        file = self.world.files.add(Upload("s.webp", "image/webp", b"RIFF"), "stickers")
        sizes = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
        return self._send({"sticker": {**file.describe(), **sizes, "emoji": "👍"}})

    def send_location(self, latitude: float = 52.09, longitude: float = 5.12) -> Message:
        """Where one is."""
        return self._send({"location": {"latitude": latitude, "longitude": longitude}})

    def send_contact(self, phone_number: str = "+31600000000") -> Message:
        """Somebody's number."""
        return self._send({"contact": {"phone_number": phone_number, "first_name": "Bert"}})

    def send_poll(self, question: str = "Koffie?") -> Message:
        """A poll with two options."""
        options = [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("Ja", "Nee")]
        switches = dict.fromkeys(
            ("is_closed", "allows_multiple_answers", "allows_revoting", "members_only"), False
        )
        poll = {"id": str(self.world.next_id()), "question": question, "options": options}
        return self._send(
            {"poll": {**poll, **switches, "total_voter_count": 0, "is_anonymous": True, "type": "regular"}}
        )

    def tap(self, label: str, chat: Chat | None = None, message: Message | None = None) -> Query:
        """Presses a button by its label: of a message, or else of the latest that has it."""
        chat = chat or self.chat
        for shown in [message] if message else reversed(chat.by_bot):
            for button in shown.buttons:
                if button["text"] == label and "callback_data" in button:
                    return self.press(shown, button["callback_data"])
        raise AssertionError(f"there is no button “{label}”:\n{chat.transcript()}")

    def press(self, message: Message, data: str) -> Query:
        """Presses a button, even one that has just gone: two quick taps, or a slow connection."""
        chat = self.world.chats[message.data["chat"]["id"]]
        self._open(chat)
        query = self._ask(chat)
        payload = {"id": query.id, "from": self.user, "message": message.data, "data": data}
        self.world.tell("callback_query", {**payload, "chat_instance": str(chat.id)}, chat.id)
        return query

    async def ask_inline(self, text: str, offset: str = "", seconds: float = PATIENCE) -> Json:
        """Types @bot and a text in any chat; the answer may come from Telegram's cache."""
        for who in (0, self.id):
            until, known = self.world.inline_cache.get((who, text, offset), (0.0, {}))
            if self.world.clock() < until:
                return known
        query = self.begin_inline(text, offset)
        await self.chat.until(lambda: query.answer, seconds)
        return self.end_inline(query, text, offset)

    def begin_inline(self, text: str, offset: str = "") -> Query:
        """Types @bot and a text that is not in the cache."""
        query = self._ask(self.chat)
        payload = {"id": query.id, "from": self.user, "query": text[:INLINE_QUERY], "offset": offset}
        self.world.tell("inline_query", {**payload, "chat_type": "private"}, self.id)
        return query

    def end_inline(self, query: Query, text: str, offset: str = "") -> Json:
        """The answer, which is kept for who asks the same."""
        assert query.answer, "not answered"
        key = (self.id if query.answer["is_personal"] else 0, text, offset)
        self.world.inline_cache[key] = (self.world.clock() + query.answer["cache_time"], query.answer)
        return query.answer

    def choose(self, result: Json, chat: Chat) -> Message:
        """Posts an inline result in a chat; the bot hears of it where it is a member."""
        return self._send({**result["message"], "via_bot": self.world.bot}, chat)

    def block(self) -> None:
        """Stops the bot from writing."""
        self.world.member_update(self.chat, self.user, "kicked")

    def unblock(self) -> None:
        """Lets the bot write again."""
        self.world.member_update(self.chat, self.user, "member")

    def add_bot(self, chat: Chat) -> None:
        """Takes the bot into a group."""
        self.world.member_update(chat, self.user, "member")
        self._send({"new_chat_members": [self.world.bot]}, chat)

    def remove_bot(self, chat: Chat) -> None:
        """Puts the bot out of a group."""
        self.world.member_update(chat, self.user, "kicked")

    def migrate(self, chat: Chat) -> Chat:
        """Turns a group into a supergroup, which has another id."""
        moved = Chat({**chat.data, "id": SUPERGROUPS - self.world.next_id(), "type": "supergroup"})
        self.world.chats[moved.id] = moved
        self._send({"migrate_to_chat_id": moved.id}, chat)
        chat.moved_to = moved.id
        self._send({"migrate_from_chat_id": chat.id}, moved)
        return moved

    def open_topic(self, chat: Chat, name: str = "Vragen") -> int:
        """A topic in a forum; its id is the thread of its messages."""
        topic = self._send({"forum_topic_created": {"name": name, "icon_color": 7322096}}, chat)
        topic.data |= {"message_thread_id": topic.id, "is_topic_message": True}
        chat.topics.add(topic.id)
        return topic.id

    def _send(
        self,
        content: Json,
        chat: Chat | None = None,
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
    ) -> Message:
        chat = chat or self.chat
        self._open(chat)
        assert not (chat.is_private and chat.bot_status == "kicked"), "unblock the bot first"
        if reply_to:
            original = {k: v for k, v in reply_to.data.items() if k != "reply_to_message"}
            content = {**content, "reply_to_message": original}
        if thread:
            content = {**content, "message_thread_id": thread, "is_topic_message": True}
        message = self.world.post(chat, self.user, content)
        if self._reaches_bot(chat, message):
            self.world.tell("message", message.data, chat.id)
        return message

    def _open(self, chat: Chat) -> None:
        """Whoever writes or presses in a private chat lets the bot write there."""
        if chat.is_private and chat.bot_status == "left":
            chat.bot_status = "member"

    def _reaches_bot(self, chat: Chat, message: Message) -> bool:
        """https://core.telegram.org/bots/features#privacy-mode"""
        if chat.is_private or self.world.reads_groups:
            return chat.bot_status == "member"
        if chat.bot_status != "member":
            return False
        name = f"@{self.world.username}".lower()
        commands = [command.lower() for command in message.marked("bot_command")]
        answered = message.data.get("reply_to_message", {}).get("from", {}).get("id")
        return (
            "text" not in message.data  # all service messages
            or "via_bot" in message.data
            or answered == BOT_ID
            or name in [mention.lower() for mention in message.marked("mention")]
            or any("@" not in command or command.endswith(name) for command in commands)
        )

    def _ask(self, chat: Chat) -> Query:
        query = Query(str(self.world.next_id()), self.world.clock(), chat)
        self.world.queries[query.id] = query
        return query


def _caption(text: str) -> Json:
    return written(find_entities(Formatted(text)), caption=True) if text else {}
