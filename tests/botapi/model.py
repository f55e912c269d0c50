"""What is answered, read with the models of python-telegram-bot and of aiogram where it is installed.

A model refuses what lacks a field, and keeps what it does not know apart: there must be none of that.
"""

import importlib
import warnings
from collections.abc import Iterator
from typing import Any

import telegram
from telegram import TelegramObject

MODELS = {
    "getme": "User",
    "sendmessage": "Message",
    "senddocument": "Message",
    "sendphoto": "Message",
    "copymessage": "MessageId",
    "editmessagetext": "Message",
    "editmessagecaption": "Message",
    "editmessagereplymarkup": "Message",
    "getfile": "File",
    "getwebhookinfo": "WebhookInfo",
    "getupdates": "Update",
    "getmycommands": "BotCommand",
    "getmyname": "BotName",
    "getmydescription": "BotDescription",
    "getmyshortdescription": "BotShortDescription",
    "getchat": "ChatFullInfo",
    "getchatmember": "ChatMember",
}


def read_result(method: str, result: Any) -> None:
    """Fails where the result of a method is not what its models have."""
    if method not in MODELS:
        assert result is True, f"{method} gives True"
        return
    for data in result if isinstance(result, list) else [result]:
        read(MODELS[method], data)


def read(name: str, data: dict[str, Any]) -> None:
    """Fails where an object is not what its models have."""
    model: type[TelegramObject] = getattr(telegram, name)
    with warnings.catch_warnings(action="ignore"):  # fields that Telegram has renamed warn when they are read
        read_object = model.de_json(data, None)
        assert not list(_unknown(read_object)), f"{name} has {list(_unknown(read_object))}"
    types = _aiogram()
    if types and name != "ChatMember":  # a union there
        _refuse_extra(getattr(types, name).model_validate(data))


def _unknown(value: Any) -> Iterator[str]:
    if isinstance(value, TelegramObject):
        yield from value.api_kwargs
        for cls in type(value).__mro__:
            for slot in getattr(cls, "__slots__", ()):
                if not slot.startswith("_") and slot != "api_kwargs":
                    yield from _unknown(getattr(value, slot, None))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _unknown(one)


def _aiogram() -> Any:
    try:
        return importlib.import_module("aiogram.types")
    except ImportError:
        return None


def _refuse_extra(value: Any) -> None:
    if isinstance(value, list):
        for one in value:
            _refuse_extra(one)
    elif hasattr(value, "model_extra"):
        assert not value.model_extra, f"{type(value).__name__} has {value.model_extra}"
        for field in type(value).model_fields:
            _refuse_extra(getattr(value, field))
