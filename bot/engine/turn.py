"""One turn of a conversation: what Naast says to one message.

`take_turn` is a pure function of the content, the session and the message. It never raises, always
replies, and its last reply always shows a way on. Danger comes before everything; then commands;
then what was offered; then the open question; and only then is a text a free question, which is
answered without losing the open one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bot.answering.asking import answer_to
from bot.answering.finding import Alarmed, Ambiguous, Chatted, Finding, Refused, Suggested
from bot.answering.knowledge import Audience, Reason
from bot.answering.personal_data import find_personal_data
from bot.answering.words import LONGEST, plain
from bot.engine import composing, flow, kept
from bot.engine.choosing import (
    Bound,
    Standing,
    parse,
    typed_label,
    typed_number,
    typed_option,
)
from bot.engine.commanding import changeable_theme, changed, command
from bot.engine.dialog import Expect, Option
from bot.engine.flow import GivenAnswer, Moved, Open
from bot.engine.label import Labels, option_labels, prepare
from bot.engine.library import COUNTED, START, Library
from bot.engine.path import Given
from bot.engine.phrase import Command, Phrase
from bot.engine.place import Place, is_wordy
from bot.engine.session import Session
from bot.engine.settling import settle
from bot.engine.slash import Slash, read_slash
from bot.engine.valued import typed_value
from bot.messages import Attachment, Choice, Incoming, Outcome, Reply, Sent
from bot.record import record


@record
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
    session, waiting, dropped = flow.keep_what_fits(library, session)
    moved, outcome, forget, reason = _Talk(library, session, waiting).turn(incoming)
    works = [reply.work for reply in moved.replies if reply.work]
    text = "" if works else incoming.text  # a letter that is tested has an address and a telephone number
    before = () if outcome is Outcome.CRISIS else _before(library, text or "", dropped)
    session, replies = settle(library, moved.session, moved.waiting, (*before, *moved.replies))
    if any(work.code for work in works):
        session = replace(session, shared=incoming.at.date().isoformat())
    return Turn(session, replies, outcome, forget, reason)


def _before(library: Library, text: str, dropped: Sequence[str]) -> Iterator[Reply]:
    """What goes before the replies: a warning not to send personal data, and what new content has
    changed in the answers of before."""
    if text and find_personal_data(text):
        yield Reply(library.phrases.text(Phrase.PERSONAL_DATA))
    if dropped:
        answers = "\n".join(f"- {question}" for question in dropped)
        yield Reply(library.phrases.text(Phrase.CONTENT_CHANGED, answers=answers))


def refuse(library: Library, session: Session, said: str) -> Turn:
    """The turn where what was given could not be made into what was asked for: nothing has moved, and
    the question of before stays open."""
    session, waiting, _ = flow.keep_what_fits(library, session)
    moved = flow.put_after(session, [Reply(said)], waiting)
    session, replies = settle(library, session, waiting, moved.replies)
    return Turn(session, replies, Outcome.UNCLEAR)


class _Reached(NamedTuple):
    """What a stop came to, before the turn is settled."""

    moved: Moved
    outcome: Outcome = Outcome.STEP
    forget: bool = False
    reason: Reason | None = None


@dataclass(slots=True)
class _Talk:
    """One message being answered. The methods are the stops of a turn, in their order."""

    library: Library
    session: Session
    waiting: Open | None  # the open question
    _found: dict[str, Finding] = field(default_factory=dict, init=False, repr=False)  # by what was asked

    def turn(self, incoming: Incoming) -> _Reached:
        if incoming.choice is not None:
            return self._pressed(incoming.choice)
        if incoming.attachment is not None:
            return self._sent(incoming.attachment)
        if incoming.sent is not None:
            return self._unread(incoming.sent, incoming.text or "")
        return self._typed(incoming.text or "")

    # ---- what was sent

    def _sent(self, attachment: Attachment) -> _Reached:
        """A file: the letter that was asked for, or else a way to have it tested."""
        if self._expects("letter"):
            return self._lettered(attachment=attachment)
        if self._expects("scan"):
            return self._lettered(attachment=attachment, said=Phrase.SCAN_GIVEN)
        return self._say(Phrase.FILE_UNEXPECTED, Outcome.UNCLEAR)

    def _unread(self, sent: Sent, text: str) -> _Reached:
        """Something that nobody here can read; an edited text is only looked through for danger, as
        it may have been an answer to another question than the open one."""
        danger = self.library.knowledge.danger.find(text[:LONGEST])
        if danger:
            return self._told(Alarmed(danger))
        return self._say(_UNREAD[sent], Outcome.UNCLEAR)

    # ---- what was pressed

    def _pressed(self, choice_id: str) -> _Reached:
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

    def _follow(self, kind: str, name: str) -> _Reached | None:
        """Goes where a standing choice leads; None where that is nowhere any more."""
        library = self.library
        match kind:
            case "answer":
                answer = library.answer(name)
                return self._aside(composing.answer(library, answer), Outcome.ANSWER) if answer else None
            case "passage" if name in library.knowledge.passages:
                reply = composing.looked_up(library, [library.knowledge.passages[name]])
                return self._aside(reply, Outcome.ANSWER)
            case "term":
                explained = composing.term(library, name)
                return self._aside(explained, Outcome.ANSWER) if explained else None
            case "dialog":
                dialog = library.dialog(name)
                return _Reached(self._begin(dialog.id)) if dialog else None
            case "place":
                place = library.places.place(name)
                return self._placed(place) if place and self._expects("place") else None
            case "change":
                moved = changed(library, self.session, name)
                return _Reached(moved, Outcome.COMMAND) if moved else None
            case "theme":
                moved = changeable_theme(library, self.session, self.waiting, name)
                return _Reached(moved, Outcome.COMMAND) if moved else None
            case "why":
                why = composing.why(library, name)
                return self._aside(why, Outcome.ANSWER) if why else None
            case "command" if name in _COMMANDS:
                return self._commanded(Command(name))
            case _:
                return None

    # ---- what was typed

    def _typed(self, text: str) -> _Reached:
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
        typed = plain(text)
        asked = typed or text.strip().lstrip("/")  # "?" has no plain words and is a command
        command = self.library.typed_commands.get(asked)
        if slash and (slash.name or not command):
            return self._slashed(slash)
        if command:
            return self._commanded(command)
        return (
            self._typed_choice(typed)
            or self._typed_place(text)
            or self._typed_value(text)
            or self._asked(text, typed)
        )

    def _slashed(self, slash: Slash) -> _Reached:
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
            return _Reached(self._begin(dialog.id))
        return self._commanded(entry.command or Command.START)

    def _typed_choice(self, typed: str) -> _Reached | None:
        """What was offered, by number or by its words."""
        counted = self._counted(typed)
        if counted:
            return counted
        if self.session.numbered:
            return self._typed_offer(typed) or self._typed_option(typed)
        return self._typed_option(typed) or self._typed_offer(typed)

    def _counted(self, typed: str) -> _Reached | None:
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
        number = typed_number(typed, self.library.phrases, len(options) + len(offered))
        if number is None:
            return None
        if number < len(options):
            return self._chosen(options[number])
        return self._pressed(offered[number - len(options)])

    def _typed_option(self, typed: str) -> _Reached | None:
        """An option of the open question. A "ja", which would answer many questions, answers the
        one that was put last; where that was another one, the way back to the open one was offered."""
        waiting = self._heard()
        if waiting is None:
            return None
        library = self.library
        option = typed_option(typed, waiting.ask, option_labels(library, waiting.ask), library.phrases)
        if option is None:
            return None
        aside = f"command:{Command.RESUME}" in self.session.offered
        return None if aside and option.id in library.phrases.usual else self._chosen(option)

    def _typed_offer(self, typed: str) -> _Reached | None:
        """What was offered besides the choices of the open question."""
        offered = self.session.offered
        if not offered:
            return None
        own = any(choice_id.startswith(_FROM_THE_CONVERSATION) for choice_id in offered)
        labels = self._own_labels() if own else composing.offered_labels(self.library, offered)
        chosen = typed_label(typed, labels, self.library.phrases)
        return self._pressed(chosen) if chosen else None

    def _own_labels(self) -> Labels:
        """What people type for choices of which some come from this conversation: the given answers that
        can be changed, and places."""
        answers = {one.name: one for one in flow.given_answers(self.library, self.session)}
        return prepare((choice_id, self._words_of(choice_id, answers)) for choice_id in self.session.offered)

    def _words_of(self, choice_id: str, answers: Mapping[str, GivenAnswer]) -> tuple[str, ...]:
        kind, _, name = choice_id.partition(":")
        match kind:
            case "change" if name in answers:
                return (kept.changed_label(answers[name]),)
            case "theme" if name in answers:
                return (answers[name].theme,)
            case _:
                return composing.words_of(self.library, choice_id)

    def _typed_place(self, text: str) -> _Reached | None:
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
        return _Reached(Moved(self.session, (reply,), waiting), Outcome.UNCLEAR)

    def _typed_value(self, text: str) -> _Reached | None:
        """A note or a code, where one is asked for."""
        waiting = self._heard()
        given, said = typed_value(self.library, waiting.ask, text) if waiting else (None, None)
        if given is None:
            return self._aside(said, Outcome.UNCLEAR) if said else None
        moved = self._give(given.choice, given.value)
        return _Reached(moved._replace(replies=(*([said] if said else []), *moved.replies)))

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

    def _asked(self, text: str, typed: str) -> _Reached:
        """A free question, or the words that begin a dialog."""
        if typed in self.library.openings:
            return _Reached(self._begin(self.library.openings[typed]))
        found = self._find(text)
        if isinstance(found, Chatted):
            return self._told(found)
        lost = isinstance(found, Refused) and found.reason is Reason.NOT_UNDERSTOOD
        usual = COUNTED if typed.isdecimal() else self.library.usual.get(typed)
        if self.waiting and (usual or (lost and len(typed.split()) <= _SHORT)):
            return self._say(Phrase.UNCLEAR, Outcome.UNCLEAR)
        if usual:
            phrase = Phrase.GOODBYE if usual in _NO_MORE else Phrase.ANYTHING_ELSE
            return self._say(phrase, Outcome.SMALLTALK)
        return self._told(found)

    def _find(self, text: str) -> Finding:
        """What a question comes to, looked up once: two stops may ask."""
        if text not in self._found:
            library, audience = self.library, self.session.audience
            self._found[text] = answer_to(library.knowledge, library.matcher, text, audience)
        return self._found[text]

    # ---- what comes of it

    def _chosen(self, option: Option) -> _Reached:
        return _Reached(self._give(option.id, audience=option.audience))

    def _placed(self, place: Place) -> _Reached:
        return _Reached(self._give(place.kind, place.name))

    def _lettered(
        self,
        text: str | None = None,
        attachment: Attachment | None = None,
        said: Phrase = Phrase.LETTER_GIVEN,
    ) -> _Reached:
        """A letter or an earlier report goes to what the next steps make, and is not kept."""
        moved = self._give("letter", self.library.phrases.text(said))
        replies = tuple(
            replace(one, work=replace(one.work, text=text, attachment=attachment)) if one.work else one
            for one in moved.replies
        )
        return _Reached(moved._replace(replies=replies))

    def _told(self, found: Finding) -> _Reached:
        """Gives what was found, and puts the open question again, except where the reply is itself
        a question, or where somebody is in danger."""
        reply = composing.found(self.library, found)
        if self.waiting and isinstance(found, Suggested | Ambiguous | Alarmed):
            go_on = composing.command(self.library, Command.RESUME)
            reply = replace(reply, choices=(*reply.choices, go_on))
            moved = Moved(self.session, (reply,), self.waiting)
        elif isinstance(found, Chatted) and found.smalltalk.opens and not self.waiting:
            begun = self._begin(START)
            moved = begun._replace(replies=(reply, *begun.replies))
        else:
            moved = flow.put_after(self.session, [reply], self.waiting)
        return _Reached(moved, composing.outcome_of(found), reason=composing.reason_of(found))

    def _aside(self, reply: Reply, outcome: Outcome) -> _Reached:
        return _Reached(flow.put_after(self.session, [reply], self.waiting), outcome)

    def _say(self, phrase: Phrase, outcome: Outcome) -> _Reached:
        return self._aside(Reply(self.library.phrases.text(phrase)), outcome)

    def _stale(self) -> _Reached:
        return self._say(Phrase.STALE, Outcome.STALE)

    # ---- commands

    def _commanded(self, asked: Command) -> _Reached:
        moved = command(self.library, self.session, self.waiting, asked)
        return _Reached(moved, Outcome.COMMAND, forget=asked is Command.FORGET_SURE)

    # ---- what the stops share

    def _heard(self) -> Open | None:
        """The open question, if it is the one that was put last: no other can be answered unseen."""
        waiting = self.waiting
        return waiting if waiting and waiting.stamp == self.session.asked else None

    def _expects(self, what: Expect) -> bool:
        return self.waiting is not None and self.waiting.ask.expect == what

    def _give(self, choice: str, value: str = "", audience: Audience | None = None) -> Moved:
        waiting = self.waiting
        assert waiting is not None, "an answer is given only to an open question"
        given = Given(waiting.ask.id, choice, value)
        return flow.give(self.library, self.session, waiting, given, audience)

    def _begin(self, dialog_id: str) -> Moved:
        return flow.begin(self.library, self.session, self.library.dialogs[dialog_id])


_COMMANDS = frozenset(Command)

_FROM_THE_CONVERSATION = ("place:", "change:", "theme:")
"""Choices whose labels come from what a person has said."""

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
