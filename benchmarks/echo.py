"""The echo bots of two frameworks on their defaults, as their own documentation shows them.

    python benchmarks/echo.py python-telegram-bot http://127.0.0.1:8081 TOKEN
    python benchmarks/echo.py aiogram http://127.0.0.1:8081 TOKEN

They answer every text with the same text, keep nothing and know nothing: what a message costs at least
with each framework. `benchmarks/telegram.py` runs them.
"""

import asyncio
import sys
from typing import Any


def run_python_telegram_bot(api: str, token: str) -> None:
    """https://docs.python-telegram-bot.org/en/stable/examples.echobot.html"""
    from telegram.ext import Application, MessageHandler, filters  # noqa: PLC0415 - one of the two is run

    async def echo(update: Any, context: Any) -> None:
        await update.message.reply_text(update.message.text)

    application = Application.builder().token(token).base_url(f"{api}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


def run_aiogram(api: str, token: str) -> None:
    """https://docs.aiogram.dev/en/latest/#simple-usage"""
    from aiogram import Bot, Dispatcher  # noqa: PLC0415
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Any) -> None:
        await message.answer(message.text)

    async def main() -> None:
        bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
        await dispatcher.start_polling(bot, handle_signals=False)

    asyncio.run(main())


if __name__ == "__main__":
    {"python-telegram-bot": run_python_telegram_bot, "aiogram": run_aiogram}[sys.argv[1]](*sys.argv[2:])
