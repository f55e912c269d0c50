"""What people read about the bot: name, descriptions, and the menu of commands.

https://core.telegram.org/bots/api#setmycommands, #setmyname, #setmydescription. Each can be set for a
language; the empty one is for everybody else. Commands have a scope besides.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from tests.botapi import limit
from tests.botapi.refusal import bad_request

SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
COMMAND = re.compile(rf"/?[a-z0-9_]{{1,{limit.COMMAND_NAME}}}")
LANGUAGE = re.compile(r"([a-z]{2})?")
TEXTS = {
    "name": limit.BOT_NAME,
    "description": limit.BOT_DESCRIPTION,
    "short_description": limit.BOT_SHORT_DESCRIPTION,
}


@dataclass(eq=False, slots=True)
class Profile:
    """Texts by what they are and their language; commands by scope and language."""

    texts: dict[tuple[str, str], str] = field(default_factory=lambda: {("name", ""): "Loopback"})
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)

    def name(self) -> str:
        """The name of the bot for those without a language of their own."""
        return self.texts[("name", "")]

    def set_text(self, what: str, text: str, language: str) -> None:
        """Sets or takes away a text."""
        if len(text) > TEXTS[what]:
            raise bad_request(f"BOT_{what.upper()}_TOO_LONG" if what != "name" else "BOT_TITLE_TOO_LONG")
        key = (what, _language(language))
        if text or key == ("name", ""):
            self.texts[key] = text or "Loopback"
        else:
            self.texts.pop(key, None)

    def text(self, what: str, language: str) -> str:
        """The text for a language, else the one for everybody."""
        return self.texts.get((what, _language(language)), self.texts.get((what, ""), ""))

    def set_commands(self, given: Any, scope: Any, language: str) -> None:
        """Sets the menu for a scope and a language."""
        if not isinstance(given, list):
            raise bad_request("expected an Array of BotCommand")
        if len(given) > limit.COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        commands = [_command(one) for one in given]
        if len({one["command"] for one in commands}) < len(commands):
            raise bad_request("BOT_COMMAND_DUPLICATE")
        self.commands[(_scope(scope), _language(language))] = commands

    def commands_for(self, scope: Any, language: str) -> list[dict[str, str]]:
        """The menu of exactly this scope and language."""
        return self.commands.get((_scope(scope), _language(language)), [])

    def delete_commands(self, scope: Any, language: str) -> None:
        """Takes the menu of this scope and language away."""
        self.commands.pop((_scope(scope), _language(language)), None)


def _command(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    command, description = given.get("command"), given.get("description")
    if not isinstance(command, str) or not COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= len(description) <= limit.COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command.removeprefix("/"), "description": description}


def _scope(given: Any) -> str:
    scope = given if given is not None else {"type": "default"}
    if not isinstance(scope, dict):
        raise bad_request("can't parse BotCommandScope: BotCommandScope must be an Object")
    if scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if any(not scope.get(key) for key in SCOPES[scope["type"]]):
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
    return json.dumps(scope, sort_keys=True)


def _language(code: str) -> str:
    if not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code
