"""The bot itself, its chats and its files: getMe, names and descriptions, the menu, getChat, getFile."""

from collections.abc import Callable

from tests.botapi import limit
from tests.botapi.call import Call
from tests.botapi.chat import Json
from tests.botapi.refusal import bad_request
from tests.botapi.world import BOT_ID, World


def get_me(world: World, call: Call) -> Json:
    """https://core.telegram.org/bots/api#getme: a User with what only the bot learns of itself."""
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_groups,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, call: Call) -> bool:
    """Sets the menu."""
    commands = call.value("commands", "commands")
    world.profile.set_commands(commands, call.value("scope", "BotCommandScope"), call.text("language_code"))
    return True


def get_my_commands(world: World, call: Call) -> list[dict[str, str]]:
    """The menu of exactly this scope and language."""
    return world.profile.commands_for(call.value("scope", "BotCommandScope"), call.text("language_code"))


def delete_my_commands(world: World, call: Call) -> bool:
    """Takes the menu away."""
    world.profile.delete_commands(call.value("scope", "BotCommandScope"), call.text("language_code"))
    return True


def _setter(what: str) -> Callable[[World, Call], bool]:
    def set_text(world: World, call: Call) -> bool:
        world.profile.set_text(what, call.text(what), call.text("language_code"))
        return True

    return set_text


def _getter(what: str) -> Callable[[World, Call], Json]:
    def get_text(world: World, call: Call) -> Json:
        return {what: world.profile.text(what, call.text("language_code"))}

    return get_text


def get_chat(world: World, call: Call) -> Json:
    """https://core.telegram.org/bots/api#chatfullinfo, with what it must have."""
    chat = world.chat_of(call.text("chat_id"))
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return {
        **chat.data,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def get_chat_member(world: World, call: Call) -> Json:
    """The bot's own place in a chat, or a person who is always a member."""
    chat, user = world.chat_of(call.text("chat_id")), call.integer("user_id")
    if user == BOT_ID:
        return {"user": world.bot, "status": chat.bot_status}
    if user not in world.users:
        raise bad_request("user not found")
    return {"user": world.users[user], "status": "member"}


def leave_chat(world: World, call: Call) -> bool:
    """Leaves a group."""
    chat = world.chat_of(call.text("chat_id"))
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    world.member_update(chat, world.bot, "left")
    return True


def get_file(world: World, call: Call) -> Json:
    """Where a file can be downloaded from."""
    if not call.has("file_id"):
        raise bad_request("file_id not specified")
    file = world.files.get(call.text("file_id"))
    if len(file.data) > limit.DOWNLOAD:
        raise bad_request("file is too big")
    return {**file.describe(), "file_path": file.path}


METHODS = {
    "getme": get_me,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmyname": _setter("name"),
    "getmyname": _getter("name"),
    "setmydescription": _setter("description"),
    "getmydescription": _getter("description"),
    "setmyshortdescription": _setter("short_description"),
    "getmyshortdescription": _getter("short_description"),
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "leavechat": leave_chat,
    "getfile": get_file,
}
