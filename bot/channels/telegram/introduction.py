"""What this bot tells Telegram of itself when it starts: its commands, its name, what it is for.

Only what differs is set, as Telegram allows few changes of a name a day; a refusal is no reason not to
start.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.update import Me
from bot.engine.phrase import Phrase, Phrases
from bot.errors import SettingsError

TRIES = 3
"""How often the server is tried at the start before it counts as out of reach."""

Result = TypeVar("Result")

log = logging.getLogger(__name__)


async def who_am_i(bot: Bot) -> Me:
    """This bot. Raises SettingsError for a wrong token and a server that cannot be reached."""
    for attempt in range(1, TRIES + 1):
        try:
            found = await bot.get_me()
        except InvalidToken as error:
            raise SettingsError(
                "Telegram does not know this token. Set NAAST_TELEGRAM_TOKEN to the one that @BotFather gave."
            ) from error
        except (NetworkError, RetryAfter) as error:
            if attempt == TRIES:
                raise SettingsError(
                    "Telegram cannot be reached. Check the network, and NAAST_TELEGRAM_API if it is set."
                ) from error
            await asyncio.sleep(0.3 * attempt)
        except TelegramError as error:
            raise SettingsError("What answers at NAAST_TELEGRAM_API is no Bot API server.") from error
        else:
            if not found.supports_inline_queries:
                log.info("inline mode is off; turn it on with @BotFather: /setinline")
            return Me(found.id, found.username or "")
    raise AssertionError("the last try returns or raises")


async def introduce(bot: Bot, phrases: Phrases) -> None:
    """Sets the commands, the name and the descriptions, where they differ."""
    commands = [BotCommand(name, entry.about) for name, entry in phrases.menu.items()]
    name, short, long = map(phrases.text, (Phrase.BOT_NAME, Phrase.BOT_SHORT, Phrase.BOT_DESCRIPTION))
    await _set("the commands", commands, lambda: _commands(bot), lambda: bot.set_my_commands(commands))
    await _set("the name", name, lambda: _name(bot), lambda: bot.set_my_name(name))
    await _set(
        "the short description", short, lambda: _short(bot), lambda: bot.set_my_short_description(short)
    )
    await _set("the description", long, lambda: _long(bot), lambda: bot.set_my_description(long))


async def _set(
    what: str, wanted: Result, get: Callable[[], Awaitable[Result]], put: Callable[[], Awaitable[bool]]
) -> None:
    try:
        if await get() != wanted:
            await put()
            log.info("%s of the bot in Telegram: set", what)
    except TelegramError as error:
        log.warning("%s of the bot in Telegram could not be set: %s", what, type(error).__name__)


async def _commands(bot: Bot) -> list[BotCommand]:
    return list(await bot.get_my_commands())


async def _name(bot: Bot) -> str:
    return (await bot.get_my_name()).name


async def _short(bot: Bot) -> str:
    return (await bot.get_my_short_description()).short_description


async def _long(bot: Bot) -> str:
    return (await bot.get_my_description()).description
