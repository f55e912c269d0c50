"""Whether a text is meant for Naast, and what it says without the bot's name.

In a private chat everything is. In a group Naast is silent unless it is addressed by a command, by its
name, or by a reply to one of its messages.
"""

import re
from collections.abc import Container

from bot.channels.telegram.update import Me, Message

_COMMAND = re.compile(r"\s*/(?P<name>\w*)(?:@(?P<bot>\w+))?(?P<rest>.*)", re.DOTALL)


def words_for(message: Message, me: Me, menu: Container[str]) -> str | None:
    """What the message says to this bot; None where it says nothing to it.

    A command without a name behind it is for every bot of a group, so there it counts only where it
    is one of the `menu`, or replies to this bot.
    """
    private = message.place.is_private
    if message.sent and not private:
        return None
    command = _COMMAND.match(message.text)
    if command:
        name, bot, rest = command["name"], command["bot"] or "", command["rest"]
        if bot.lower() == me.username.lower() or (bot and private):
            return f"/{name}{rest}"
        if bot or not (private or message.place.answers or name.lower() in menu):
            return None
        return message.text
    said, mentions = _without(message.text, me.username)
    return said if private or message.place.answers or mentions else None


def _without(text: str, username: str) -> tuple[str, int]:
    """The text without the name of the bot, and how often it was there."""
    if "@" not in text:
        return text, 0
    said, mentions = re.subn(rf"(?<!\w)@{re.escape(username)}\b[,:]?\s*", "", text, flags=re.IGNORECASE)
    return said.strip(), mentions
