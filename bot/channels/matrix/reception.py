"""One event of a room, from what somebody has said to replies that have arrived.

`take` is a stop of the queue of a room, so what is here happens in the order in which it was said. It
calls `committed` as soon as the turn is safe on the disk; replies that do not arrive after that wait in
the store.
"""

import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime

from bot.channels.conversing import Conversations, Delivery, Handled
from bot.channels.matrix.address import Address
from bot.channels.matrix.addressing import without_name, words_for
from bot.channels.matrix.courtesy import Courtesy
from bot.channels.matrix.file import fetched
from bot.channels.matrix.history import History, Question
from bot.channels.matrix.homeserver import Homeserver
from bot.channels.matrix.reading import Context, Kind, Said, reacted_number
from bot.channels.matrix.room import Rooms
from bot.channels.matrix.sending import Sender
from bot.engine.choosing import Bound, parse
from bot.engine.phrase import Command, Phrase, Phrases
from bot.errors import NaastError
from bot.messages import Incoming, Outcome, Reply, Sent
from bot.record import record

CHANNEL = "matrix"

FOREIGN = "?"
"""The choice of a question that can no longer be read: it belongs to no question that is open."""

BACK = f"command:{Command.BACK}"

Committed = Callable[[], None]

log = logging.getLogger(__name__)


@record
class Reception:
    """What everything that is said meets."""

    homeserver: Homeserver
    conversations: Conversations
    rooms: Rooms
    sender: Sender
    history: History
    courtesy: Courtesy
    phrases: Phrases
    redacted: set[str] = field(default_factory=set)

    async def take(self, room: str, said: Said, committed: Committed) -> None:
        """Takes a turn, if this asks for one, and sends the replies.

        Raises StoreError: it was not handled, and has to come again. A fault of ours would go wrong
        again, so what it was about is passed over.
        """
        if said.event in self.redacted:
            return
        try:
            await self._taken(room, said, committed)
        except NaastError:
            raise
        except Exception as error:
            log.error("something was passed over: %s", type(error).__name__, exc_info=error)

    async def resume(self, delivery: Delivery) -> None:
        """Sends what has been waiting since an earlier run. Raises StoreError."""
        try:
            address = Address.from_json(delivery.chat)
        except ValueError:
            log.error("an address of undelivered replies cannot be read")
        else:
            await self.sender.say(address, delivery.replies, delivery.event)
        await self.conversations.mark_delivered(delivery.event)

    async def _taken(self, room: str, said: Said, committed: Committed) -> None:
        match said.kind:
            case Kind.REACTION:
                await self._reacted(room, said, committed)
            case Kind.EDIT:
                await self._edited(room, said, committed)
            case _:
                text = await self._words(room, said)
                if text is None:
                    return
                async with self.courtesy.busy(room), self._incoming(room, said, text) as incoming:
                    await self._turn(room, said, said.context, incoming, committed)

    # ---- what was said

    async def _words(self, room: str, said: Said) -> str | None:
        """What is said to Naast; None where it is not spoken to."""
        me = self.rooms.me(room)
        if not self.rooms.is_group(room):
            return without_name(said.text, me)[0]
        words = words_for(said, me)
        if words is None and said.context.reply_to:
            is_mine = await self.history.sender(room, said.context.reply_to) == me.user_id
            return said.text if is_mine else None
        return words

    @contextlib.asynccontextmanager
    async def _incoming(self, room: str, said: Said, text: str) -> AsyncIterator[Incoming]:
        name, at = self.rooms.conversation(room, said.sender), datetime.now(UTC)
        if said.kind is Kind.UNREADABLE:
            # The event itself can still be read later, and is another one then.
            yield Incoming(name, f"{said.event}:unreadable", at, sent=Sent.UNREADABLE)
        elif said.sent:
            yield Incoming(name, said.event, at, sent=said.sent)
        elif said.file is None:
            yield Incoming(name, said.event, at, text=text)
        else:
            async with fetched(self.homeserver, said.file) as found:
                if isinstance(found, Sent):
                    yield Incoming(name, said.event, at, sent=found)
                else:
                    yield Incoming(name, said.event, at, attachment=found)

    # ---- reactions

    async def _reacted(self, room: str, said: Said, committed: Committed) -> None:
        """A number under a question. Which choice that is, the question itself tells; so it does not
        matter how long ago it was put, and the conversation knows whether it is still open."""
        number = reacted_number(said.key)
        if number is None:
            return
        question = await self.history.question(room, said.target)
        if question is None or not self._is_asked(room, question, said.sender):
            return
        if question.choices and number > len(question.choices):
            return
        choice = question.choices[number - 1] if question.choices else FOREIGN
        name = self.rooms.conversation(room, said.sender)
        incoming = Incoming(name, said.event, datetime.now(UTC), choice=choice)
        # It is the question that is answered, so that is what the reply refers to.
        answered = replace(said, event=said.target)
        await self._turn(room, answered, Context(thread=question.thread), incoming, committed)

    def _is_asked(self, room: str, question: Question, person: str) -> bool:
        """Whether a question was put to this person. One that cannot be read any more was, in a room of
        two; in a group nobody knows."""
        return question.person == person or (not question.person and not self.rooms.is_group(room))

    # ---- edits

    async def _edited(self, room: str, said: Said, committed: Committed) -> None:
        """The last message in other words is a correction: the answer that it gave is taken back, and
        the new words are taken in its place. What was said further up, or has ended a dialog, has been
        built upon and stays."""
        text = await self._words(room, said)
        if text is None:
            return
        last = await self.history.last_turn(room, said.sender, before=said.event)
        version = last.version if last and last.event == said.target else ""
        if not version or not await self._corrected(room, said, version, text, committed):
            name, at = self.rooms.conversation(room, said.sender), datetime.now(UTC)
            edit = Incoming(name, said.event, at, text=text, sent=Sent.EDIT)
            await self._turn(room, said, Context(), edit, committed)

    async def _corrected(self, room: str, said: Said, version: str, text: str, committed: Committed) -> bool:
        """Takes a correction of what was said last, in its last version, unless it comes too late."""
        name, at = self.rooms.conversation(room, said.sender), datetime.now(UTC)
        address = Address.of(room, said, Context(), is_group=self.rooms.is_group(room))
        before = Incoming(name, version, at, text=text)
        handled = await self.conversations.handle(before, address.to_json())
        if not handled.delivered:  # Naast had not answered it yet, so it is taken as it is now
            committed()
            await self._deliver(address, handled)
            return True
        refused = self.phrases.text(Phrase.SENT_EDIT)
        if any(reply.text == refused for reply in handled.replies):
            return False
        if handled.outcome is Outcome.STEP:
            if not self._goes_on(handled.replies):
                return False
            await self.conversations.handle(Incoming(name, f"{said.event}:back", at, choice=BACK))
        await self._turn(room, said, Context(), Incoming(name, said.event, at, text=text), committed)
        return True

    def _goes_on(self, replies: Sequence[Reply]) -> bool:
        """Whether a step led to the next question of its dialog, so that one step back undoes it."""
        ended = self.phrases.text(Phrase.BACK_TO_QUESTION)
        choices = [choice for reply in replies[-1:] for choice in reply.choices]
        is_open = any(isinstance(parse(choice.id), Bound) for choice in choices)
        return is_open and all(reply.text != ended for reply in replies)

    # ---- turns

    async def _turn(
        self, room: str, said: Said, context: Context, incoming: Incoming, committed: Committed
    ) -> None:
        address = Address.of(room, said, context, is_group=self.rooms.is_group(room))
        handled = await self.conversations.handle(incoming, address.to_json())
        committed()
        self.courtesy.read(room, said.event)
        await self._deliver(address, handled)

    async def _deliver(self, address: Address, handled: Handled) -> None:
        if handled.delivered:
            return
        await self.sender.say(address, handled.replies, handled.event)
        await self.conversations.mark_delivered(handled.event)
