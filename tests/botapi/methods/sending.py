"""Messages of the bot: https://core.telegram.org/bots/api#sendmessage and its sisters."""

import json
from typing import Any

from tests.botapi.call import Call
from tests.botapi.chat import Chat, Json, Message
from tests.botapi.keyboard import read_markup
from tests.botapi.refusal import bad_request
from tests.botapi.text import read_caption, read_text
from tests.botapi.world import World, written

ACTIONS = frozenset(
    {"typing", "choose_sticker", "find_location", "upload_document", "upload_photo"}
    | {f"{verb}_{what}" for verb in ("record", "upload") for what in ("video", "voice", "video_note")}
)


def send_message(world: World, call: Call) -> Json:
    """A text."""
    chat = world.chat_of(call.text("chat_id"))
    content = written(read_text(call))
    preview = read_link_preview(call)
    if preview:
        content["link_preview_options"] = preview
    return _send(world, call, chat, content)


def send_document(world: World, call: Call) -> Json:
    """A file with a caption."""
    chat = world.chat_of(call.text("chat_id"))
    call.flag("disable_content_type_detection")
    file = world.files.read(call, "document")
    document = {**file.describe(), "file_name": file.name, "mime_type": file.media_type}
    return _send(world, call, chat, {"document": document, **_caption(call)})


def send_photo(world: World, call: Call) -> Json:
    """A picture with a caption."""
    chat = world.chat_of(call.text("chat_id"))
    file = world.files.read(call, "photo")
    photo = [{**file.describe(), "width": 90, "height": 90}]
    return _send(world, call, chat, {"photo": photo, **_caption(call)})


def send_chat_action(world: World, call: Call) -> bool:
    """What the bot is doing; shown for five seconds or until its next message."""
    chat = world.chat_of(call.text("chat_id"))
    _thread(call, chat)
    action = call.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append(action)
    chat.touch()
    return True


def copy_message(world: World, call: Call) -> Json:
    """A message once more, without a link to where it came from."""
    source = world.chat_of(call.text("from_chat_id"))
    original = source.messages.get(call.integer("message_id"))
    if original is None or original.deleted:
        raise bad_request("message to copy not found")
    chat = world.chat_of(call.text("chat_id"))
    head = {"message_id", "from", "chat", "date", "reply_markup", "reply_to_message", "edit_date"}
    content = {key: value for key, value in original.data.items() if key not in head}
    return {"message_id": _send(world, call, chat, content)["message_id"]}


def _caption(call: Call) -> Json:
    caption = read_caption(call)
    return written(caption, caption=True) if caption.text else {}


def _send(world: World, call: Call, chat: Chat, content: Json) -> Json:
    """What all messages have in common."""
    for switch in ("disable_notification", "protect_content", "allow_paid_broadcast"):
        call.flag(switch)
    thread = _thread(call, chat)
    if thread:
        content |= {"message_thread_id": thread, "is_topic_message": True}
    original = _reply_to(call, chat)
    if original:
        content["reply_to_message"] = {k: v for k, v in original.data.items() if k != "reply_to_message"}
    markup = read_markup(call)
    if markup and "inline_keyboard" in markup:  # the other kinds are not part of the message
        content["reply_markup"] = markup
    return world.post(chat, world.bot, content).data


def _thread(call: Call, chat: Chat) -> int:
    thread = call.integer("message_thread_id")
    if thread and thread not in chat.topics:
        raise bad_request("message thread not found")
    return thread


def _reply_to(call: Call, chat: Chat) -> Message | None:
    """https://core.telegram.org/bots/api#replyparameters"""
    given: Any = call.value("reply_parameters", "reply parameters")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    if not isinstance(given.get("message_id"), int):
        raise bad_request("can't parse reply parameters: Can't find field \"message_id\"")
    original = chat.messages.get(given["message_id"])
    if original and not original.deleted:
        return original
    if given.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def read_link_preview(call: Call) -> Json | None:
    """https://core.telegram.org/bots/api#linkpreviewoptions"""
    given: Any = call.value("link_preview_options", "link preview options")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad_request("object expected as link preview options")
    known = {"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"}
    if not given.keys() <= known:
        raise bad_request(f"link preview options have {json.dumps(sorted(given.keys() - known))}")
    return given


METHODS = {
    "sendmessage": send_message,
    "senddocument": send_document,
    "sendphoto": send_photo,
    "sendchataction": send_chat_action,
    "copymessage": copy_message,
}
