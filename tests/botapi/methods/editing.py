"""Messages that stand there already: https://core.telegram.org/bots/api#updating-messages."""

from tests.botapi.call import Call
from tests.botapi.chat import Chat, Json, Message
from tests.botapi.keyboard import read_markup
from tests.botapi.methods.sending import read_link_preview
from tests.botapi.refusal import bad_request
from tests.botapi.text import read_caption, read_text
from tests.botapi.world import World, written

SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
DELETABLE = 48 * 3600  # deleteMessage: "if it was sent less than 48 hours ago", in seconds
MOST_DELETED = 100  # deleteMessages: "1-100"


def edit_message_text(world: World, call: Call) -> Json:
    """Another text; without a keyboard the old one goes."""
    _, message = _own(world, call)
    if "text" not in message.data:
        raise bad_request("there is no text in the message to edit")
    changed = {**written(read_text(call)), **_markup(call)}
    preview = read_link_preview(call)
    if preview:
        changed["link_preview_options"] = preview
    return _change(world, message, changed, ("text", "entities", "reply_markup", "link_preview_options"))


def edit_message_caption(world: World, call: Call) -> Json:
    """Another caption; without a keyboard the old one goes."""
    _, message = _own(world, call)
    if not {"document", "photo"} & message.data.keys():
        raise bad_request("there is no caption in the message to edit")
    caption = read_caption(call)
    changed = {**(written(caption, caption=True) if caption.text else {}), **_markup(call)}
    return _change(world, message, changed, ("caption", "caption_entities", "reply_markup"))


def edit_message_reply_markup(world: World, call: Call) -> Json:
    """Another keyboard, or none."""
    _, message = _own(world, call)
    return _change(world, message, _markup(call), ("reply_markup",))


def delete_message(world: World, call: Call) -> bool:
    """Takes one message away."""
    chat = world.chat_of(call.text("chat_id"))
    message = chat.messages.get(call.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    if not message.by_bot and not chat.is_private:
        raise bad_request("message can't be deleted")
    if world.clock() - message.data["date"] > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    _delete(chat, message)
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Takes several away. "If some of the specified messages can't be found, they are skipped"."""
    chat = world.chat_of(call.text("chat_id"))
    ids = call.value("message_ids", "message_ids")
    if not isinstance(ids, list) or not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    for message in (chat.messages.get(one) for one in ids):
        if message and not message.deleted:
            _delete(chat, message)
    return True


def _delete(chat: Chat, message: Message) -> None:
    message.deleted = True
    chat.touch()


def _own(world: World, call: Call) -> tuple[Chat, Message]:
    if call.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = world.chat_of(call.text("chat_id"))
    if not call.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(call.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _markup(call: Call) -> Json:
    markup = read_markup(call, inline_only=True)
    return {"reply_markup": markup} if markup else {}


def _change(world: World, message: Message, changed: Json, replaced: tuple[str, ...]) -> Json:
    """Puts `changed` in the place of what is `replaced`. Refuses where nothing would change."""
    shown = [key for key in replaced if key != "link_preview_options"]
    if all(message.data.get(key) == changed.get(key) for key in shown):
        raise bad_request(SAME)
    for key in replaced:
        message.data.pop(key, None)
    message.data |= {**changed, "edit_date": int(world.clock())}
    message.edits += 1
    world.chats[message.data["chat"]["id"]].touch()
    return message.data


METHODS = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
}
