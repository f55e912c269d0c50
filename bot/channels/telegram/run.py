"""The Telegram channel from start to end.

Replies that an earlier run could not deliver go first, then updates are listened to. When the channel
is cancelled it takes nothing new, and finishes what it has in hand within ten seconds.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import urlsplit

from telegram.error import NetworkError, RetryAfter, TelegramError

from bot.channels.conversing import Conversations
from bot.channels.telegram.account import Account
from bot.channels.telegram.api import Api
from bot.channels.telegram.asked import Asked
from bot.channels.telegram.button import Buttons
from bot.channels.telegram.introduction import introduce, who_am_i
from bot.channels.telegram.order import Order
from bot.channels.telegram.outbox import Outbox
from bot.channels.telegram.polling import WEBHOOK_IS_SET, Polling
from bot.channels.telegram.reception import CHANNEL, Reception
from bot.channels.telegram.update import WANTED
from bot.channels.telegram.webhook import Webhook, serving
from bot.engine.library import Library
from bot.errors import SettingsError, StoreError

GRACE = 8.0
"""Seconds in which what is in hand is finished; the rest of the ten is for closing."""

AGAIN = 300.0
"""Seconds after which replies that could not be delivered are tried again."""

LONGEST_TURN = 10.0
"""Seconds after which replies that are not on their way have been left behind."""

Result = TypeVar("Result")

log = logging.getLogger(__name__)


async def run(account: Account, library: Library, conversations: Conversations) -> None:
    """Serves Telegram until it is cancelled. Raises SettingsError, in one line."""
    async with Api(account.token, account.api) as api:
        me = await who_am_i(api.bot)
        if not account.webhook:
            await _refuse_webhook(api)
        outbox = Outbox(api, conversations)
        reception = Reception(
            me, library, conversations, api, outbox, Buttons(account.key("button")), Asked(), Order()
        )
        for delivery in await conversations.undelivered(CHANNEL):
            reception.resume(delivery)
        again = asyncio.create_task(_deliver_again(conversations, reception))
        try:
            await introduce(api.bot, library.phrases)
            await (_listen if account.webhook else _ask)(account, api, reception)
        finally:
            again.cancel()
            await asyncio.gather(again, return_exceptions=True)
            await outbox.finish(GRACE / 2)


async def delete_webhook(account: Account) -> None:
    """Makes Telegram forget the webhook, and keep the updates that wait. Raises SettingsError."""
    async with Api(account.token, account.api) as api:
        await who_am_i(api.bot)
        await _once("the webhook could not be deleted", api.bot.delete_webhook)


async def _ask(account: Account, api: Api, reception: Reception) -> None:
    polling = Polling(api, reception.take)
    log.info("Telegram: asking for updates")
    try:
        await polling.run()
    finally:
        await polling.finish(GRACE / 2)


async def _listen(account: Account, api: Api, reception: Reception) -> None:
    secret = account.webhook_secret
    path = urlsplit(account.webhook).path or "/"
    webhook = Webhook(path, secret, reception.take)
    async with serving(account.listen, webhook.answer) as port:
        await _once(
            "Telegram does not take NAAST_TELEGRAM_WEBHOOK",
            lambda: api.bot.set_webhook(
                account.webhook, secret_token=secret, allowed_updates=WANTED, max_connections=100
            ),
        )
        log.info("Telegram: listening on port %d", port)
        await asyncio.Event().wait()


async def _refuse_webhook(api: Api) -> None:
    found = await _once("Telegram does not tell whether a webhook is set", api.bot.get_webhook_info)
    if found.url:
        raise SettingsError(WEBHOOK_IS_SET)


async def _once(problem: str, call: Callable[[], Awaitable[Result]]) -> Result:
    """What a call gives that has to succeed, with a second chance. Raises SettingsError."""
    try:
        return await call()
    except (RetryAfter, NetworkError):
        await asyncio.sleep(1)
    try:
        return await call()
    except TelegramError as error:
        raise SettingsError(f"{problem} ({type(error).__name__}).") from error


async def _deliver_again(conversations: Conversations, reception: Reception) -> None:
    """Every few minutes sends what has been waiting in the store for longer than any turn takes."""
    while True:
        await asyncio.sleep(AGAIN)
        try:
            waiting = {delivery.event for delivery in await conversations.undelivered(CHANNEL)}
            await asyncio.sleep(LONGEST_TURN)
            for delivery in await conversations.undelivered(CHANNEL):
                if delivery.event in waiting:
                    reception.resume(delivery)
        except StoreError as error:
            log.error("what waits for delivery cannot be read: %s", error)
