"""One turn of a conversation: what Naast says to one message.

`take_turn` is a pure function of the content, the session and the message. It never raises, always
replies, and its last reply always shows a way on. Danger comes before everything; then commands;
then what was offered; then the open question; and only then is a text a free question, which is
answered without losing the open one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.answering.asking import answer_to
from bot.answering.finding import Alarmed, Ambiguous, Chatted, Finding, Refused, Suggested
from bot.answering.knowledge import Reason
from bot.answering.personal_data import find_personal_data
from bot.answering.words import LONGEST, plain, plain_label
from bot.engine import composing, flow, kept
from bot.engine.choosing import (
    Bound,
    Standing,
    parse,
    typed_label,
    typed_number,
    typed_option,
)
from bot.engine.commanding import changeable_theme, changed, command, given_answer
from bot.engine.dialog import Expect, Option
from bot.engine.flow import Moved, Open
from bot.engine.library import START, Library
from bot.engine.path import Given
from bot.engine.phrase import Command, Phrase
from bot.engine.place import Place, is_wordy
from bot.engine.session import Session
from bot.engine.settling import settle
from bot.engine.slash import Slash, read_slash
from bot.engine.valued import typed_value
from bot.messages import Attachment, Choice, Incoming, Outcome, Reply, Sent


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn came to. `forget` asks for everything kept of this conversation to be erased;
    `reason` is why there was no answer, to be counted."""

    session: Session
    replies: tuple[Reply, ...]
    outcome: Outcome
    forget: bool = False
    reason: Reason | None = None


def take_turn(library: Library, session: Session, incoming: Incoming) -> Turn:
    """Answers one message."""
    session, dropped = flow.keep_what_fits(library, session)
    turn = _Talk(library, session, flow.open_question(library, session)).turn(incoming)
    before: list[Reply] = []
    tested = any(reply.work for reply in turn.replies)  # a letter has an address and a telephone number
    if incoming.text and not tested and find_personal_data(incoming.text[:LONGEST]):
        before.append(Reply(library.phrases.text(Phrase.PERSONAL_DATA)))
    if dropped and turn.outcome is not Outcome.CRISIS:
        answers = "\n".join(f"- {question}" for question in dropped)
        before.append(Reply(library.phrases.text(Phrase.CONTENT_CHANGED, answers=answers)))
    if turn.outcome is Outcome.CRISIS:
        before = []
    session, replies = settle(library, turn.session, (*before, *turn.replies))
    if any(reply.work and reply.work.code for reply in replies):
        session = replace(session, shared=incoming.at.date().isoformat())
    return replace(turn, session=session, replies=replies)


def refuse(library: Library, session: Session, said: str) -> Turn:
    """The turn where what was given could not be made into what was asked for: nothing has moved, and
    the question of before stays open."""
    session, _ = flow.keep_what_fits(library, session)
    again = flow.put_again(library, session)
    session, replies = settle(library, session, (Reply(said), *again))
    return Turn(session, replies, Outcome.UNCLEAR)


@dataclass(frozen=True, slots=True)
class _Talk:
    """One message being answered. The methods are the stops of a turn, in their order."""

    library: Library
    session: Session
    waiting: Open | None  # the open question

    def turn(self, incoming: Incoming) -> Turn:
        if incoming.choice is not None:
            return self._pressed(incoming.choice)
        if incoming.attachment is not None:
            return self._sent(incoming.attachment)
        if incoming.sent is not None:
            return self._unread(incoming.sent, incoming.text or "")
        return self._typed(incoming.text or "")

    # ---- what was sent

    def _sent(self, attachment: Attachment) -> Turn:
        """A file: the letter that was asked for, or else a way to have it tested."""
        if self._expects("letter"):
            return self._lettered(attachment=attachment)
        if self._expects("scan"):
            return self._lettered(attachment=attachment, said=Phrase.SCAN_GIVEN)
        return self._say(Phrase.FILE_UNEXPECTED, Outcome.UNCLEAR)

    def _unread(self, sent: Sent, text: str) -> Turn:
        """Something that nobody here can read; an edited text is only looked through for danger, as
        it may have been an answer to another question than the open one."""
        danger = self.library.knowledge.danger.find(text[:LONGEST])
        if danger:
            return self._told(Alarmed(danger))
        return self._say(_UNREAD[sent], Outcome.UNCLEAR)

    # ---- what was pressed

    def _pressed(self, choice_id: str) -> Turn:
        match parse(choice_id):
            case Bound(option_id, stamp):
                option = self._bound(self.waiting, option_id, stamp) if self.waiting else None
                return self._chosen(option) if option else self._stale()
            case Standing(kind, name):
                return self._follow(kind, name) or self._stale()

    def _bound(self, waiting: Open, option_id: str, stamp: str) -> Option | None:
        """The option that a button stands for, if the button belongs to the open question."""
        if stamp not in ("", waiting.stamp):
            return None
        return next((o for o in waiting.ask.choices if o.id == option_id), None)

    def _follow(self, kind: str, name: str) -> Turn | None:
        """Goes where a standing choice leads; None where that is nowhere any more."""
        library = self.library
        match kind:
            case "answer":
                answer = library.answer(name)
                reply = composing.answer(library, answer) if answer else None
                return self._aside(reply, Outcome.ANSWER) if reply else None
            case "passage" if name in library.knowledge.passages:
                reply = composing.looked_up(library, [library.knowledge.passages[name]])
                return self._aside(reply, Outcome.ANSWER)
            case "term":
                explained = composing.term(library, name)
                return self._aside(explained, Outcome.ANSWER) if explained else None
            case "dialog":
                dialog = library.dialog(name)
                return self._moved(self._begin(dialog.id)) if dialog else None
            case "place":
                place = library.places.place(name)
                return self._placed(place) if place and self._expects("place") else None
            case "change" | "theme":
                follow = changed if kind == "change" else changeable_theme
                moved = follow(library, self.session, name)
                return self._moved(moved, Outcome.COMMAND) if moved else None
            case "why":
                why = composing.why(library, name)
                return self._aside(why, Outcome.ANSWER) if why else None
            case "command" if name in set(Command):
                return self._commanded(Command(name))
            case _:
                return None

    # ---- what was typed

    def _typed(self, text: str) -> Turn:
        if self._expects("letter") and len(text.split()) >= _LETTER:
            return self._lettered(text)  # a letter may well name 112 without anybody being in danger
        text = text[:LONGEST]
        slash = read_slash(text, self.library.phrases.menu)
        signs = self.library.knowledge.danger
        danger = signs.find(text) or (signs.find(slash.rest) if slash else None)
        if danger:
            return self._told(Alarmed(danger))
        if not text.strip():
            return self._say(Phrase.EMPTY, Outcome.UNCLEAR)
        command = self._typed_command(text)
        if slash and (slash.name or not command):
            return self._slashed(slash)
        if command:
            return self._commanded(command)
        ways = (self._typed_choice, self._typed_place, self._typed_value)
        return next((turn for way in ways if (turn := way(text))), None) or self._asked(text)

    def _slashed(self, slash: Slash) -> Turn:
        """A command of the menu, with what was typed behind it."""
        entry = self.library.phrases.menu.get(slash.name)
        if entry is None:
            return self._aside(composing.menu(self.library), Outcome.UNCLEAR)
        if entry.ask and not slash.rest:
            return self._aside(composing.command_alone(self.library, slash.name, entry), Outcome.UNCLEAR)
        if entry.ask:
            return self._told(self._find(entry.ask.replace("{text}", slash.rest)))
        named = self.library.dialog_named(slash.rest) if entry.command is Command.START else None
        dialog = named or self.library.dialog(entry.dialog)
        if dialog:
            return self._moved(self._begin(dialog.id))
        return self._commanded(entry.command or Command.START)

    def _typed_command(self, text: str) -> Command | None:
        text = text.strip().lstrip("/")
        typed = plain(text) or text  # "?" has no plain words and is a command
        return self.library.typed_commands.get(typed)

    def _typed_choice(self, text: str) -> Turn | None:
        """What was offered, by number or by its words."""
        by_label: list[Callable[[str], Turn | None]] = [self._typed_offer, self._typed_option]
        if not self.session.numbered:
            by_label.reverse()
        for way in (self._counted, *by_label):
            turn = way(text)
            if turn:
                return turn
        return None

    def _counted(self, text: str) -> Turn | None:
        """The choice of the last reply with choices that is counted out: of the open question and
        the terms under it, or else of what was offered."""
        offered = self.session.offered
        options: tuple[Option, ...] = ()
        if not self.session.numbered:
            waiting = self._heard()
            if waiting is None:
                return None
            beside = composing.beside(self.library, waiting.ask)
            options, offered = waiting.ask.choices, offered[: len(beside)]
        number = typed_number(text, self.library.phrases, len(options) + len(offered))
        if number is None:
            return None
        if number < len(options):
            return self._chosen(options[number])
        return self._pressed(offered[number - len(options)])

    def _typed_option(self, text: str) -> Turn | None:
        """An option of the open question. A "ja", which would answer many questions, answers the
        one that was put last; where that was another one, the way back to the open one was offered."""
        waiting = self._heard()
        option = typed_option(text, waiting.ask, self.library.phrases) if waiting else None
        aside = f"command:{Command.RESUME}" in self.session.offered
        if option is None or (aside and option.id in self.library.phrases.usual):
            return None
        return self._chosen(option)

    def _typed_offer(self, text: str) -> Turn | None:
        says = {choice_id: self._words_of(choice_id) for choice_id in self.session.offered}
        chosen = typed_label(text, says, self.library.phrases)
        return self._pressed(chosen) if chosen else None

    def _words_of(self, choice_id: str) -> tuple[str, ...]:
        """What people type for a choice that was offered."""
        kind, _, name = choice_id.partition(":")
        match kind:
            case "command" if name in self.library.phrases.commands:
                words = self.library.phrases.commands[name]
                return (words.label, *words.also)
            case "change" | "theme":
                given = given_answer(self.library, self.session, name)
                say = kept.changed_label(given) if given and kind == "change" else given and given.theme
                return (say,) if say else ()
            case _:
                return (composing.label(self.library, kind, name),)

    def _typed_place(self, text: str) -> Turn | None:
        """A place, where one is asked for; None for what is clearly a question of its own."""
        waiting = self._heard()
        if waiting is None or waiting.ask.expect != "place":
            return None
        places = self.library.places.find(text)
        if len(places) == 1:
            return self._placed(places[0])
        if not places and self._asks_something(text):
            return None
        which = places or self.library.places.suggest(text)
        phrase = Phrase.PLACE_WHICH if places else Phrase.PLACE_SUGGEST if which else Phrase.PLACE_UNKNOWN
        choices = tuple(Choice(f"place:{place.name}", place.name) for place in which)
        reply = Reply(self.library.phrases.text(phrase), choices=choices)
        return Turn(self.session, (reply,), Outcome.UNCLEAR)

    def _typed_value(self, text: str) -> Turn | None:
        """A note or a code, where one is asked for."""
        waiting = self._heard()
        given, said = typed_value(self.library, waiting.ask, text) if waiting else (None, None)
        if given is None:
            return self._aside(said, Outcome.UNCLEAR) if said else None
        moved = flow.give(self.library, self.session, given, None)
        return self._moved(replace(moved, replies=(*([said] if said else []), *moved.replies)))

    def _asks_something(self, text: str) -> bool:
        """Whether what is no place is a question: one with an answer, or a longer one that is known
        to have none."""
        match self._find(text):
            case Refused(Reason.NOT_UNDERSTOOD | Reason.NONSENSE):
                return False
            case Refused() | Suggested():
                return is_wordy(text)
            case _:
                return True

    def _asked(self, text: str) -> Turn:
        """A free question, or the words that begin a dialog."""
        typed = plain(text)
        if typed in self.library.openings:
            return self._moved(self._begin(self.library.openings[typed]))
        found = self._find(text)
        if isinstance(found, Chatted):
            return self._told(found)
        lost = isinstance(found, Refused) and found.reason is Reason.NOT_UNDERSTOOD
        usual = _usual(self.library, typed)
        if self.waiting and (usual or (lost and len(typed.split()) <= _SHORT)):
            return self._say(Phrase.UNCLEAR, Outcome.UNCLEAR)
        if usual:
            phrase = Phrase.GOODBYE if usual in _NO_MORE else Phrase.ANYTHING_ELSE
            return self._say(phrase, Outcome.SMALLTALK)
        return self._told(found)

    def _find(self, text: str) -> Finding:
        return answer_to(self.library.knowledge, self.library.matcher, text, self.session.audience)

    # ---- what comes of it

    def _chosen(self, option: Option) -> Turn:
        waiting = self.waiting
        assert waiting is not None, "an option is chosen only of an open question"
        given = Given(waiting.ask.id, option.id)
        return self._moved(flow.give(self.library, self.session, given, option.audience))

    def _placed(self, place: Place) -> Turn:
        waiting = self.waiting
        assert waiting is not None, "a place is given only where one is asked for"
        given = Given(waiting.ask.id, place.kind, place.name)
        return self._moved(flow.give(self.library, self.session, given, None))

    def _lettered(
        self,
        text: str | None = None,
        attachment: Attachment | None = None,
        said: Phrase = Phrase.LETTER_GIVEN,
    ) -> Turn:
        """A letter or an earlier report goes to what the next steps make, and is not kept."""
        waiting = self.waiting
        assert waiting is not None, "a letter is taken only where one is asked for"
        given = Given(waiting.ask.id, "letter", self.library.phrases.text(said))
        moved = flow.give(self.library, self.session, given, None)
        replies = tuple(
            replace(one, work=replace(one.work, text=text, attachment=attachment)) if one.work else one
            for one in moved.replies
        )
        return self._moved(replace(moved, replies=replies))

    def _told(self, found: Finding) -> Turn:
        return replace(self._given(found), reason=composing.reason_of(found))

    def _given(self, found: Finding) -> Turn:
        """Gives what was found, and puts the open question again, except where the reply is itself
        a question, or where somebody is in danger."""
        reply = composing.found(self.library, found)
        outcome = composing.outcome_of(found)
        if self.waiting and isinstance(found, Suggested | Ambiguous | Alarmed):
            go_on = composing.command(self.library, Command.RESUME)
            return Turn(self.session, (replace(reply, choices=(*reply.choices, go_on)),), outcome)
        if isinstance(found, Chatted) and found.smalltalk.opens and not self.waiting:
            begun = self._begin(START)
            return Turn(begun.session, (reply, *begun.replies), outcome)
        return self._aside(reply, outcome)

    def _aside(self, reply: Reply, outcome: Outcome) -> Turn:
        again = (flow.put(self.library, self.waiting),) if self.waiting else ()
        return Turn(self.session, (reply, *again), outcome)

    def _say(self, phrase: Phrase, outcome: Outcome) -> Turn:
        return self._aside(Reply(self.library.phrases.text(phrase)), outcome)

    def _stale(self) -> Turn:
        return self._say(Phrase.STALE, Outcome.STALE)

    def _moved(self, moved: Moved, outcome: Outcome = Outcome.STEP) -> Turn:
        return Turn(moved.session, moved.replies, outcome)

    # ---- commands

    def _commanded(self, asked: Command) -> Turn:
        turn = self._moved(command(self.library, self.session, asked), Outcome.COMMAND)
        return replace(turn, forget=asked is Command.FORGET_SURE)

    # ---- what the stops share

    def _heard(self) -> Open | None:
        """The open question, if it is the one that was put last: no other can be answered unseen."""
        waiting = self.waiting
        return waiting if waiting and waiting.stamp == self.session.asked else None

    def _expects(self, what: Expect) -> bool:
        return self.waiting is not None and self.waiting.ask.expect == what

    def _begin(self, dialog_id: str) -> Moved:
        return flow.begin(self.library, self.session, self.library.dialogs[dialog_id])


_LETTER = 30
"""Words from which a text can be a letter that was asked for; a shorter one is a question."""

_SHORT = 3
"""Words up to which a text that was not understood is taken for a failed answer to the question."""

_NO_MORE = frozenset({"nee", "klaar"})
"""Choices whose words, between dialogs, answer "Is there anything else?"."""

_UNREAD: Mapping[Sent, Phrase] = {
    Sent.PICTURE: Phrase.SENT_PICTURE,
    Sent.VOICE: Phrase.SENT_VOICE,
    Sent.STICKER: Phrase.SENT_STICKER,
    Sent.CONTACT: Phrase.SENT_CONTACT,
    Sent.LOCATION: Phrase.SENT_LOCATION,
    Sent.POLL: Phrase.SENT_POLL,
    Sent.EDIT: Phrase.SENT_EDIT,
    Sent.LARGE_FILE: Phrase.SENT_LARGE_FILE,
    Sent.LOST_FILE: Phrase.SENT_LOST_FILE,
    Sent.UNREADABLE: Phrase.SENT_UNREADABLE,
    Sent.OTHER: Phrase.SENT_OTHER,
}


def _usual(library: Library, typed: str) -> str:
    """The choice that these words usually mean ("ja", "weet niet"), and so no question; or "". A
    number and an ordinal are a choice too."""
    phrases = library.phrases
    if typed.isdecimal() or typed in phrases.last or any(typed in words for words in phrases.ordinals):
        return "number"
    usual = phrases.usual.items()
    return next((id for id, words in usual if typed in map(plain_label, words)), "")
