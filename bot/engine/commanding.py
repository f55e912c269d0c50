"""What a person can ask at any moment: where each command leads, and what is said to it.

Each command gets the content, the session, and the question that is open in it.
"""

from collections.abc import Callable, Mapping
from functools import partial

from bot.engine import flow, kept
from bot.engine.flow import GivenAnswer, Moved, Open
from bot.engine.library import START, Library
from bot.engine.phrase import Command, Phrase
from bot.engine.session import Session, back
from bot.messages import Reply


def command(library: Library, session: Session, waiting: Open | None, asked: Command) -> Moved:
    """Does what a command asks. Erasing is for the caller, who has more to erase than the session."""
    return _COMMANDS[asked](library, session, waiting)


def _given_answer(library: Library, session: Session, name: str) -> GivenAnswer | None:
    """The answer that is offered for change by this name; None where it is no longer given."""
    return next((one for one in flow.given_answers(library, session) if one.name == name), None)


def changed(library: Library, session: Session, name: str) -> Moved | None:
    """The question again that was answered with this answer; None where it is no longer given."""
    given = _given_answer(library, session, name)
    if given is None:
        return None
    before = flow.change(library, session, given.frame, given.number)
    assert before is not None, "an answer that is listed can be changed"
    return flow.put_open_question(library, before)


def changeable_theme(library: Library, session: Session, waiting: Open | None, name: str) -> Moved | None:
    """The answers of a scan that can be changed, of the theme that the answer with this name has."""
    one = _given_answer(library, session, name)
    which = kept.changeable(library, session, one.theme) if one and one.theme else None
    return Moved(session, (which,), waiting) if which else None


def _change(library: Library, session: Session, waiting: Open | None) -> Moved:
    which = kept.changeable(library, session)
    if which is None:
        return _say(library, session, waiting, Phrase.CHANGE_NOTHING)
    return Moved(session, (which,), waiting)


def _back(library: Library, session: Session, waiting: Open | None) -> Moved:
    before = back(session, library.dialogs)
    if before is None:
        return _say(library, session, waiting, Phrase.BACK_AT_START)
    return flow.put_open_question(library, before)


def _restart(library: Library, session: Session, waiting: Open | None) -> Moved:
    """Begins the first of the open dialogs anew. A scan is not thrown away without being asked."""
    top, frames = session.top, session.frames
    if top and flow.begun_scan(library, session, top.dialog):
        return Moved(session, (kept.restartable(library),), waiting)
    return flow.begin(library, session, library.dialogs[frames[0].dialog if frames else START])


def _restart_scan(library: Library, session: Session, waiting: Open | None) -> Moved:
    dialog = library.dialogs[session.top.dialog if session.top else START]
    return flow.begin(library, session, dialog, anew=True)


def _start(library: Library, session: Session, waiting: Open | None) -> Moved:
    return flow.begin(library, session, library.dialogs[START])


def _stop(library: Library, session: Session, waiting: Open | None) -> Moved:
    session = flow.leave(library, session, ())
    return Moved(session, (kept.stopped(library, session),), None)


def _resume(library: Library, session: Session, waiting: Open | None) -> Moved:
    return Moved(session, (waiting.reply,), waiting) if waiting else _start(library, session, waiting)


def _data(library: Library, session: Session, waiting: Open | None) -> Moved:
    return flow.put_after(session, [kept.told(library, session)], waiting)


def _forget(library: Library, session: Session, waiting: Open | None) -> Moved:
    return Moved(session, (kept.erasable(library),), waiting)


def _forgotten(library: Library, session: Session, waiting: Open | None) -> Moved:
    return Moved(Session(), (Reply(library.phrases.text(Phrase.FORGOTTEN)),), None)


def _say(library: Library, session: Session, waiting: Open | None, phrase: Phrase) -> Moved:
    return flow.put_after(session, [Reply(library.phrases.text(phrase))], waiting)


_COMMANDS: Mapping[Command, Callable[[Library, Session, Open | None], Moved]] = {
    Command.HELP: partial(_say, phrase=Phrase.HELP),
    Command.PRIVACY: partial(_say, phrase=Phrase.PRIVACY),
    Command.BACK: _back,
    Command.CHANGE: _change,
    Command.RESTART: _restart,
    Command.RESTART_SURE: _restart_scan,
    Command.START: _start,
    Command.STOP: _stop,
    Command.RESUME: _resume,
    Command.DATA: _data,
    Command.FORGET: _forget,
    Command.FORGET_SURE: _forgotten,
}
