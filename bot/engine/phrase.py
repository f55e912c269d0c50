"""The names of all standing sentences; the words themselves stand in `dialogs/phrases.yaml`.

`naast check` holds this list and that file against each other, so a sentence that the program needs
cannot be missing and one that it does not need cannot linger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.record import record


class Phrase(StrEnum):
    """A standing sentence. The placeholders that its words may hold are in the comment."""

    ANYTHING_ELSE = "anything_else"
    BACK_AT_START = "back_at_start"
    BEGINNING = "beginning"  # the label that leads to the start dialog
    BOT_DESCRIPTION = "bot_description"  # what Telegram shows before a conversation; 512 characters
    BOT_NAME = "bot_name"  # 64 characters
    BOT_SHORT = "bot_short"  # what Telegram shows in the profile; 120 characters
    CHANGE_NOTHING = "change_nothing"
    CHANGE_WHICH = "change_which"
    CHECKED = "checked"  # {date}
    CODE_WRONG = "code_wrong"
    CHOSEN = "chosen"  # {choice}: under a question whose choice was pressed
    COMMAND_ALONE = "command_alone"  # {command} {example}: a command that needs words behind it
    COMMAND_UNKNOWN = "command_unknown"  # {menu}
    CONTENT_CHANGED = "content_changed"  # {answers}
    DATA_ANSWERS = "data_answers"  # {answers}
    DATA_NOTHING = "data_nothing"
    DATA_RULES = "data_rules"  # {days}
    DATA_SCAN = "data_scan"  # {days}: the same in a scan, of which notes are kept
    DATA_SHARED = "data_shared"  # {date}
    EMPTY = "empty"
    FILE_UNEXPECTED = "file_unexpected"
    FORGET_SURE = "forget_sure"
    FORGOTTEN = "forgotten"
    GOODBYE = "goodbye"
    HELP = "help"
    BACK_TO_QUESTION = "back_to_question"
    LAW = "law"
    LAW_UNKNOWN = "law_unknown"
    LETTER_GIVEN = "letter_given"  # what is kept of a letter that was tested
    MISSING_REFERENCE = "missing_reference"  # {kind} {first} {last}
    NEAREST = "nearest"
    NOTE_KEPT = "note_kept"
    NOTE_PERSONAL = "note_personal"
    NOTE_TOO_LONG = "note_too_long"  # {length} {most}
    NOT_YOUR_BUTTON = "not_your_button"  # in a group; 200 characters
    NOT_UNDERSTOOD = "not_understood"
    NONSENSE = "nonsense"
    OTHER_TOPIC = "other_topic"
    PERSONAL_DATA = "personal_data"
    PLACE_SUGGEST = "place_suggest"
    PLACE_UNKNOWN = "place_unknown"
    PLACE_WHICH = "place_which"
    PRIVACY = "privacy"
    PROMPT_CHOICE = "prompt_choice"  # the hint on the line of a terminal, where choices are offered
    PROMPT_QUESTION = "prompt_question"  # the same where none are
    RESIDENT_COMPLETE = "resident_complete"
    RESIDENT_MISSING = "resident_missing"  # {items}
    RESIDENT_NO_ANSWERS = "resident_no_answers"
    RESIDENT_NO_DESK = "resident_no_desk"
    RESIDENT_NO_LINK = "resident_no_link"
    RESIDENT_NO_NUMBER = "resident_no_number"
    RESIDENT_NO_WELCOME = "resident_no_welcome"
    RESIDENT_OLD = "resident_old"  # {date}
    RESIDENT_WITHOUT_WLZ = "resident_without_wlz"  # {place}
    RESIDENT_WITH_WLZ = "resident_with_wlz"  # {place}
    RESUME = "resume"
    SCAN_FAILED = "scan_failed"
    SCAN_FILE_REFUSED = "scan_file_refused"
    SCAN_GIVEN = "scan_given"  # what is kept of an earlier report that was sent
    SCAN_NOTHING_SHARED = "scan_nothing_shared"
    SCAN_READY = "scan_ready"
    SCAN_READY_SHARED = "scan_ready_shared"  # {code} {people} {days}
    SCAN_RESTART_SURE = "scan_restart_sure"
    SCAN_RESUMED = "scan_resumed"
    SCAN_STOPPED = "scan_stopped"  # {days}
    SCAN_UNFILLED = "scan_unfilled"
    SOURCE = "source"  # {source}
    SENT_CONTACT = "sent_contact"
    SENT_EDIT = "sent_edit"
    SENT_LARGE_FILE = "sent_large_file"
    SENT_LOCATION = "sent_location"
    SENT_LOST_FILE = "sent_lost_file"
    SENT_OTHER = "sent_other"
    SENT_PICTURE = "sent_picture"
    SENT_POLL = "sent_poll"
    SENT_STICKER = "sent_sticker"
    SENT_UNREADABLE = "sent_unreadable"
    SENT_VOICE = "sent_voice"
    STALE = "stale"
    STOPPED = "stopped"
    SUGGEST = "suggest"
    TERM = "term"  # {term}: the label that asks what a term means
    UNCLEAR = "unclear"
    WELCOME = "welcome"
    WELCOME_BACK = "welcome_back"
    WHERE_TO_ASK = "where_to_ask"
    WHICH_PASSAGE = "which_passage"


class Command(StrEnum):
    """What a person can ask at any moment, typed or pressed."""

    HELP = "help"
    BACK = "back"
    CHANGE = "change"
    RESTART = "restart"
    RESTART_SURE = "restart_sure"
    START = "start"
    STOP = "stop"
    RESUME = "resume"
    DATA = "data"
    FORGET = "forget"
    FORGET_SURE = "forget_sure"
    PRIVACY = "privacy"


ONLY_OFFERED = frozenset({Command.FORGET_SURE, Command.RESTART_SURE, Command.RESUME})
"""Commands whose words ("ja") mean them only right after they were offered."""


@record
class CommandWords:
    """How a command is pressed and typed."""

    label: str
    also: tuple[str, ...] = ()


@record
class Entry:
    """What a name of the menu stands for: one of a command, a dialog, and a question in which {text}
    is what was typed behind the name, such as the `example`."""

    about: str  # what the menu says of it
    command: Command | None = None
    dialog: str = ""
    ask: str = ""
    example: str = ""


@dataclass(frozen=True)
class Phrases:
    """All of `dialogs/phrases.yaml`.

    `usual` are words that people type for choices with that id in any dialog ("ja": jazeker, yes);
    `ordinals` are words for the first choice, the second, and so on, the last of all in "last".
    """

    texts: Mapping[str, str]
    commands: Mapping[str, CommandWords]
    usual: Mapping[str, tuple[str, ...]]
    ordinals: tuple[tuple[str, ...], ...]
    last: tuple[str, ...]
    fillers: frozenset[str]  # words around an answer that change nothing: "graag", "denk ik"
    menu: Mapping[str, Entry]  # what can be typed with a slash in front, in the order of Telegram's menu
    kinds: Mapping[str, str]  # the names of kinds of passages, for "De beroepscode heeft {…}"
    inline: tuple[str, ...] = ()  # answers that are offered where nothing is asked yet

    @cached_property
    def counted(self) -> Mapping[str, int]:
        """Which choice each of the ordinals counts out, from 0."""
        return {word: index for index, words in reversed([*enumerate(self.ordinals)]) for word in words}

    def text(self, phrase: Phrase, **values: str) -> str:
        """The words of a phrase, with its placeholders filled. Raises KeyError without them."""
        text = self.texts[phrase]
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text
