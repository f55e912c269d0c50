"""The limits of the Bot API, each with the part of https://core.telegram.org/bots/api that tells it.

Lengths of texts are counted in UTF-16 units after entity parsing, those of data in bytes.
"""

MESSAGE_TEXT = 4096  # sendMessage: "1-4096 characters after entities parsing"
CAPTION = 1024  # sendDocument: "0-1024 characters after entities parsing"
ENTITIES = 100  # https://limits.tginfo.me: what comes after the hundredth is shown without markup
CALLBACK_DATA = 64  # InlineKeyboardButton: "1-64 bytes"
CALLBACK_ANSWER = 200  # answerCallbackQuery: "0-200 characters"
BUTTONS = 100  # https://limits.tginfo.me: buttons of one message
BUTTONS_IN_ROW = 8  # https://limits.tginfo.me
MARKUP_BYTES = 32_768  # what the server of tdlib/telegram-bot-api reads of a text before parsing
INLINE_RESULTS = 50  # answerInlineQuery: "No more than 50 results per query"
INLINE_RESULT_ID = 64  # InlineQueryResultArticle: "1-64 Bytes"
INLINE_QUERY = 256  # InlineQuery: "up to 256 characters"
INLINE_OFFSET = 64  # answerInlineQuery: "Offset length can't exceed 64 bytes"
COMMANDS = 100  # setMyCommands: "At most 100 commands can be specified"
COMMAND_NAME = 32  # BotCommand: "1-32 characters … lowercase English letters, digits and underscores"
COMMAND_DESCRIPTION = 256  # BotCommand: "1-256 characters"
BOT_NAME = 64  # setMyName: "0-64 characters"
BOT_DESCRIPTION = 512  # setMyDescription: "0-512 characters"
BOT_SHORT_DESCRIPTION = 120  # setMyShortDescription: "0-120 characters"
UPDATES = 100  # getUpdates: "Values between 1-100 are accepted"
LONG_POLL = 50  # what api.telegram.org waits at most, in seconds
SECRET_TOKEN = 256  # setWebhook: "1-256 characters. Only characters A-Z, a-z, 0-9, _ and -"
WEBHOOK_CONNECTIONS = 100  # setWebhook: "1-100. Defaults to 40"
DEEP_LINK = 64  # https://core.telegram.org/bots/features#deep-linking: "up to 64 characters"
DOWNLOAD = 20_000_000  # getFile: "bots can download files of up to 20MB in size"
UPLOAD = 50_000_000  # sendDocument: "files of any type of up to 50 MB in size"
PHOTO = 10_000_000  # sendPhoto: "at most 10 MB in size"
