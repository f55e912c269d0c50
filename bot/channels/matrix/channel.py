"""The Matrix channel while it runs: what the stream brings goes into the queues of its rooms.

Replies that an earlier run could not deliver go first, each before anything else in its room. A place in
the stream is kept when everything that came before it is safe on the disk.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.channels.conversing import Conversations, Delivery
from bot.channels.matrix.address import Address
from bot.channels.matrix.courtesy import Courtesy
from bot.channels.matrix.encryption import Encryption
from bot.channels.matrix.history import History
from bot.channels.matrix.homeserver import Homeserver
from bot.channels.matrix.membership import Membership
from bot.channels.matrix.progress import Progress
from bot.channels.matrix.queue import Queues
from bot.channels.matrix.reading import Kind, Raw, Said, read
from bot.channels.matrix.reception import CHANNEL, Committed, Reception
from bot.channels.matrix.room import Rooms
from bot.channels.matrix.sending import Sender
from bot.channels.matrix.sync import Invitation, News, RoomNews, Stream
from bot.channels.matrix.unread import GRACE, Unread, UnreadMessages
from bot.engine.phrase import Phrases

FINISHING = 8.0
"""Seconds in which what is in hand is finished; the rest of the ten is for closing."""

MOST = 500
"""Events that are handled at once; the homeserver keeps the rest."""

Handled = asyncio.Future[None]
"""Done when an event needs not come again."""

log = logging.getLogger(__name__)


class Channel:
    """Serves the rooms of a logged-in client."""

    def __init__(
        self,
        homeserver: Homeserver,
        conversations: Conversations,
        phrases: Phrases,
        progress: Progress,
        servers: tuple[str, ...],
    ) -> None:
        client = homeserver.client
        self._me = homeserver.me
        self._conversations = conversations
        self._progress = progress
        self._stream = Stream(homeserver, progress.load())
        self._encryption = Encryption(homeserver)
        self._rooms = Rooms(client)
        self._membership = Membership(homeserver, self._rooms, servers)
        self._sender = Sender(homeserver, self._encryption, phrases)
        self._courtesy = Courtesy(client)
        history = History(homeserver, self._stream)
        self._reception = Reception(
            homeserver, conversations, self._rooms, self._sender, history, self._courtesy, phrases
        )
        self._queues = Queues()
        self._unread = UnreadMessages()
        self._late: dict[str, Handled] = {}

    async def serve(self) -> None:
        """Runs until it is cancelled. Raises StoreError, LoggedOutError."""
        listening = asyncio.create_task(self._listen())
        try:
            await asyncio.wait({listening, self._queues.failed}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await self._queues.finish(FINISHING)
            await self._sender.close()
            await self._courtesy.close()
        for ended in (self._queues.failed, listening):
            if ended.done() and not ended.cancelled():
                ended.result()

    async def _listen(self) -> None:
        news = await self._stream.next()
        await self._encryption.upkeep()
        for delivery in await self._conversations.undelivered(CHANNEL):
            self._resume(delivery)
        log.info("Matrix: in %d rooms as %s", len(news.rooms), self._me)
        while True:
            self._take(news)
            await self._encryption.upkeep()
            await self._progress.fewer_than(MOST)
            news = await self._stream.next()

    # ---- into the queues

    def _resume(self, delivery: Delivery) -> None:
        try:
            room = Address.from_json(delivery.chat).room
        except ValueError:
            room = ""
        self._queues.put(room, lambda: self._reception.resume(delivery))

    def _take(self, news: News) -> None:
        handled: list[Handled] = []
        for invitation in news.invitations:
            handled.append(self._put_invitation(invitation))
        for room in news.left:
            self._rooms.forget(room)
        for told in news.rooms:
            try:
                handled += self._take_room(told)
            except Exception as error:  # whatever somebody has made up, the stream goes on
                log.error("something was passed over: %s", type(error).__name__, exc_info=error)
        if news.brings_keys:
            self._take_late()
        self._progress.add(news.until, handled)

    def _take_room(self, news: RoomNews) -> list[Handled]:
        self._rooms.learn(news.room, news.state)
        handled: list[Handled] = []
        for event in news.messages:
            said = read(event, self._me)
            match said:
                case None:
                    continue
                case Said(kind=Kind.REDACTION):
                    handled.append(self._take_back(news.room, said.target))
                case Said(kind=Kind.UNREADABLE):
                    handled.append(self._wait_for_key(news.room, said, event))
                case _:
                    handled.append(self._put_said(news.room, said))
        if news.state:
            handled.append(self._put(news.room, lambda _: self._membership.look_around(news.room)))
        return handled

    def _take_back(self, room: str, event: str) -> Handled:
        """Keeps an event that waits for its turn from being answered. By the time the queue gets here
        it has been passed, or was answered before."""
        self._unread.discard(event)
        self._reception.redacted.add(event)

        async def forget(_: Committed) -> None:
            self._reception.redacted.discard(event)

        return self._put(room, forget)

    def _put_invitation(self, invitation: Invitation) -> Handled:
        return self._put(invitation.room, lambda _: self._membership.answer(invitation))

    def _put_said(self, room: str, said: Said, handled: Handled | None = None) -> Handled:
        return self._put(room, lambda committed: self._reception.take(room, said, committed), handled)

    def _put(
        self, room: str, job: Callable[[Committed], Awaitable[None]], handled: Handled | None = None
    ) -> Handled:
        """Lets a job be done in its turn; what is returned is done as soon as the job says so, or at
        its end, and cancelled if it has to be done again."""
        done = handled or asyncio.get_running_loop().create_future()

        def committed() -> None:
            if not done.done():
                done.set_result(None)

        async def work() -> None:
            try:
                await job(committed)
            except BaseException:
                done.cancel()
                raise
            committed()

        self._queues.put(room, work)
        return done

    # ---- keys that come later

    def _wait_for_key(self, room: str, said: Said, event: Raw) -> Handled:
        """Lets a message that cannot be decrypted wait for its key, and asks for it."""
        loop = asyncio.get_running_loop()
        handled: Handled = loop.create_future()
        unread = Unread(room, dict(event))
        self._unread.add(unread)
        self._late[unread.id] = handled
        self._encryption.request_key(room, event)
        loop.call_later(GRACE, self._tell, room, said)
        return handled

    def _tell(self, room: str, said: Said) -> None:
        """Tells a person that their message cannot be read, if it still cannot."""
        handled = self._late.pop(said.event, None)
        if handled is None:
            return
        if self._unread.is_to_be_told(said.event):
            self._put_said(room, said, handled)
        else:
            handled.set_result(None)

    def _take_late(self) -> None:
        """Takes the messages whose key has come."""
        for unread, plain in self._unread.readable(self._stream.decrypted):
            said = read(plain, self._me)
            handled = self._late.pop(unread.id, None)
            if said:
                self._put_said(unread.room, said, handled)
            elif handled:
                handled.set_result(None)
