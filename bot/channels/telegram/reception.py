"""One update, from what Telegram sends to replies that are on their way.

`take` returns when what the update asks for is safe on the disk, and only then may it be acknowledged.
Updates of one conversation are taken in the order in which `take` was called. What is only for the
looks - the button that stops turning, the label under an answered question, "typing …" - is done
beside all this and holds nothing up.
"""

import asyncio
import contextlib
import logging
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any

from telegram.error import TelegramError

from bot.channels.conversing import Conversations, Delivery, Handled
from bot.channels.telegram.address import Address
from bot.channels.telegram.addressing import words_for
from bot.channels.telegram.api import Api
from bot.channels.telegram.asked import Asked, after_press, message_of, without_buttons
from bot.channels.telegram.body import Body
from bot.channels.telegram.busy import Busy
from bot.channels.telegram.button import Buttons
from bot.channels.telegram.call import Call
from bot.channels.telegram.inline import answer_query
from bot.channels.telegram.message import messages
from bot.channels.telegram.order import Order
from bot.channels.telegram.outbox import Outbox, Post
from bot.channels.telegram.update import File, Lost, Me, Message, Place, Press, Query, Raw, read_update
from bot.engine.library import Library
from bot.engine.phrase import Phrase
from bot.errors import StoreError
from bot.messages import Attachment, Incoming, Outcome, Reply, Sent
from bot.record import record
from bot.store.key import EventKey

CHANNEL = "telegram"

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes of a file that is fetched."""

FOREIGN = "?"
"""The choice of a button that this conversation never offered: it belongs to no question."""

log = logging.getLogger(__name__)


@record
class Reception:
    """What every update meets."""

    me: Me
    library: Library
    conversations: Conversations
    api: Api
    outbox: Outbox
    buttons: Buttons
    asked: Asked
    order: Order

    async def take(self, raw: Raw, body: Body | None = None) -> None:
        """Handles an update. A `body` may be given the last reply, and is closed where it is not.

        Raises StoreError: the update was not handled, and has to come again. Anything else that goes
        wrong is a fault of ours that would go wrong again, so the update is passed over.
        """
        try:
            body = await self._taken(raw, body)
        except StoreError:
            raise
        except Exception:
            log.exception("an update was passed over")
        finally:
            if body:
                body.close()

    async def _taken(self, raw: Raw, body: Body | None) -> Body | None:
        """Returns the body if it was not used."""
        match read_update(raw, self.me):
            case Message() as message:
                return await self._message(message, body)
            case Press() as press:
                return await self._press(press, body)
            case Query() as query:
                self.outbox.once(answer_query(self.library, query))
            case Lost(_, query_id):
                self.outbox.once(_stop_turning(query_id))
        return body

    def resume(self, delivery: Delivery) -> None:
        """Sends what has been waiting since an earlier run, unless it is on its way."""
        if self.outbox.holds(delivery.event):
            return
        try:
            address = Address.from_json(delivery.chat)
        except ValueError:
            log.warning("replies with an address that cannot be read were passed over")
            return
        self._send(self._calls(delivery.replies, address), address, delivery.event, None, None)

    # ---- what a person sends

    async def _message(self, message: Message, body: Body | None) -> Body | None:
        place = message.place
        said = words_for(message, self.me, self.library.phrases.menu)
        if said is None:
            return body
        address = Address.of(place)
        async with self.order.of(address.conversation):
            with Busy(place, self.outbox.once):
                if message.file is None:
                    incoming = _incoming(address, message, said, None, message.sent)
                    handled = await self.conversations.handle(incoming, address.to_json())
                else:
                    async with self._fetched(message.file) as (attachment, lost):
                        incoming = _incoming(address, message, said, attachment, lost)
                        handled = await self.conversations.handle(incoming, address.to_json())
            return self._reply(handled, address, place, body)

    async def _press(self, press: Press, body: Body | None) -> Body | None:
        place = press.place
        address = Address.of(place)
        pressed = self.buttons.read(press.data, address.conversation)
        theirs = pressed.is_own is False or (
            pressed.is_own is None and press.owner not in (None, place.person)
        )
        if theirs and not place.is_private:
            words = self.library.phrases.text(Phrase.NOT_YOUR_BUTTON)
            self.outbox.once(_stop_turning(press.id, text=words, show_alert=True))
            return body
        self.outbox.once(_stop_turning(press.id))
        choice = FOREIGN if theirs else pressed.choice
        async with self.order.of(address.conversation):
            with Busy(place, self.outbox.once):
                incoming = Incoming(address.conversation, str(press.update), datetime.now(UTC), choice=choice)
                handled = await self.conversations.handle(incoming, address.to_json())
            stale = handled.outcome is Outcome.STALE
            self.outbox.aside(after_press(press, pressed.choice, self.library.phrases, stale=stale))
            return self._reply(handled, address, None, body, pressed_at=place.message)

    # ---- what comes of it

    def _reply(
        self,
        handled: Handled,
        address: Address,
        place: Place | None,
        body: Body | None,
        *,
        pressed_at: int | None = None,
    ) -> Body | None:
        """Sends the replies. Those of an update that came again are on their way, or have arrived;
        only with a webhook it may be the response that was lost, and then they go out once more."""
        said = body is None or self.outbox.has_said(handled.event)
        if self.outbox.holds(handled.event) or (handled.delivered and said):
            return body
        calls = self._calls(handled.replies, address)
        if handled.outcome is Outcome.STEP or any(call.asks for call in calls):
            self._close_question(address.conversation, pressed_at)
        self._send(calls, address, handled.event, place, body)
        return None

    def _calls(self, replies: tuple[Reply, ...], address: Address) -> list[Call]:
        data = self.buttons.data(address.conversation)
        return messages(replies, self.library.phrases, data, address.parameters)

    def _close_question(self, conversation: str, pressed_at: int | None) -> None:
        """Takes the buttons of the last question away, as it was answered or is put again below."""
        last = self.asked.take(conversation)
        if last and last[1] != pressed_at:
            self.outbox.aside(without_buttons(*last))

    def _send(
        self, calls: list[Call], address: Address, event: EventKey, place: Place | None, body: Body | None
    ) -> None:
        def sent(call: Call, result: Any) -> None:
            if not call.asks:
                return
            message = message_of(result)
            if message is None and place is not None:
                # Telegram does not tell the number of what went out in a response. It counts on, so
                # the next number is the best guess; a wrong one is a message that cannot be edited.
                message = place.message + len(calls)
            if message is not None:
                self.asked.put(address.conversation, address.chat, message)

        self.outbox.put(Post(address.chat, calls, event, sent), body)

    # ---- files

    @contextlib.asynccontextmanager
    async def _fetched(self, file: File) -> AsyncIterator[tuple[Attachment | None, Sent | None]]:
        """A file of a person on this machine, for as long as the turn takes; or why it is not here."""
        if file.size > LARGEST_FILE:
            yield None, Sent.LARGE_FILE
            return
        try:
            content = await self.api.download(file.id, LARGEST_FILE)
        except ValueError:
            yield None, Sent.LARGE_FILE
            return
        except TelegramError as error:
            log.info("a file could not be fetched: %s", type(error).__name__)
            yield None, Sent.LOST_FILE
            return
        with tempfile.TemporaryDirectory(prefix="naast-") as folder:
            path = Path(folder, "file" + PurePath(file.name).suffix)
            await asyncio.to_thread(path.write_bytes, content)
            yield Attachment(str(path), file.name or path.name, file.media_type), None


def _incoming(
    address: Address, message: Message, said: str, attachment: Attachment | None, sent: Sent | None
) -> Incoming:
    is_text = attachment is None and sent in (None, Sent.EDIT)
    return Incoming(
        address.conversation,
        str(message.update),
        datetime.now(UTC),
        text=said if is_text else None,
        attachment=attachment,
        sent=sent,
    )


def _stop_turning(query: str, **shown: Any) -> Call:
    return Call("answerCallbackQuery", {"callback_query_id": query, **shown})
