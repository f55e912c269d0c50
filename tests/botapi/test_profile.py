"""What people read about the bot is within the limits."""

from typing import Any

import pytest

from tests.botapi import BotApi, Person
from tests.botapi.client import Client
from tests.botapi.world import BOT_ID


def command(name: str = "help", description: str = "Hulp") -> dict[str, str]:
    return {"command": name, "description": description}


async def test_the_bot_knows_itself(bot: Client) -> None:
    me = await bot.call("getMe")

    assert (me["id"], me["is_bot"], me["username"]) == (BOT_ID, True, "naast_loopback_bot")


async def test_the_menu_is_set_for_a_scope_and_a_language(bot: Client) -> None:
    groups = {"type": "all_group_chats"}
    await bot.call("setMyCommands", commands=[command(), command("stop")])
    await bot.call("setMyCommands", commands=[command("zoek")], scope=groups, language_code="nl")

    assert await bot.call("getMyCommands") == [command(), command("stop")]
    assert await bot.call("getMyCommands", scope=groups, language_code="nl") == [command("zoek")]
    await bot.call("deleteMyCommands")
    assert await bot.call("getMyCommands") == []


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"commands": "x"}, "can't parse commands JSON object"),
        ({"commands": {}}, "expected an Array of BotCommand"),
        ({"commands": ["help"]}, "can't parse BotCommand: expected an Object"),
        ({"commands": [command("Help")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("a" * 33)]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("gegevens-weg")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command(description="")]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [command(description="a" * 257)]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [command(), command()]}, "BOT_COMMAND_DUPLICATE"),
        ({"commands": [command(f"c{n}") for n in range(101)]}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "scope": "all"}, "can't parse BotCommandScope JSON object"),
        ({"commands": [], "scope": []}, "can't parse BotCommandScope: BotCommandScope must be an Object"),
        (
            {"commands": [], "scope": {"type": "all"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        ({"commands": [], "scope": {"type": "chat"}}, "can't parse BotCommandScope: Empty chat_id specified"),
        ({"commands": [], "language_code": "nld"}, "invalid language code specified"),
    ],
)
async def test_a_menu_is_refused(bot: Client, parameters: dict[str, Any], why: str) -> None:
    assert await bot.refusal("setMyCommands", **parameters) == why


@pytest.mark.parametrize(("what", "most"), [("Name", 64), ("Description", 512), ("ShortDescription", 120)])
async def test_a_text_about_the_bot_has_a_limit(bot: Client, what: str, most: int) -> None:
    field = {"Name": "name", "Description": "description"}.get(what, "short_description")
    await bot.call(f"setMy{what}", **{field: "a" * most})
    await bot.call(f"setMy{what}", **{field: "nl"}, language_code="nl")

    assert (await bot.call(f"getMy{what}"))[field] == "a" * most
    assert (await bot.call(f"getMy{what}", language_code="nl"))[field] == "nl"
    assert (await bot.refusal(f"setMy{what}", **{field: "a" * (most + 1)})).endswith("TOO_LONG")
    await bot.call(f"setMy{what}", language_code="nl")
    assert (await bot.call(f"getMy{what}", language_code="nl"))[field] == "a" * most


async def test_chats_and_members_are_told(api: BotApi, bot: Client, anna: Person) -> None:
    group = api.group("Buurt", anna)
    anna.add_bot(group)

    assert (await bot.call("getChat", chat_id=anna.id))["first_name"] == "Anna"
    assert (await bot.call("getChatMember", chat_id=group.id, user_id=BOT_ID))["status"] == "member"
    assert (await bot.call("getChatMember", chat_id=group.id, user_id=anna.id))["user"] == anna.user
    assert await bot.refusal("getChatMember", chat_id=group.id, user_id=1) == "user not found"


async def test_a_group_can_be_left_and_a_private_chat_cannot(api: BotApi, bot: Client, anna: Person) -> None:
    group = api.group("Buurt", anna)
    anna.add_bot(group)
    await bot.call("leaveChat", chat_id=group.id)

    assert group.bot_status == "left"
    assert await bot.refusal("leaveChat", chat_id=anna.id) == (
        "chat member status can't be changed in private chats"
    )
