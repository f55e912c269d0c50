"""What a person can ask at any moment: where each command leads, and what is said to it."""

from collections.abc import Callable, Mapping

from bot.engine import flow, kept
from bot.engine.flow import GivenAnswer, Moved
from bot.engine.library import START, Library
from bot.engine.phrase import Command, Phrase
from bot.engine.session import Session, back
from bot.messages import Reply


def command(library: Library, session: Session, asked: Command) -> Moved:
    """Does what a command asks. Erasing is for the caller, who has more to erase than the session."""
    return _COMMANDS[asked](library, session)


def given_answer(library: Library, session: Session, name: str) -> GivenAnswer | None:
    """The answer that is offered for change by this name; None where it is no longer given."""
    return next((one for one in flow.given_answers(library, session) if one.name == name), None)


def changed(library: Library, session: Session, name: str) -> Moved | None:
    """The question again that was answered with this answer; None where it is no longer given."""
    given = given_answer(library, session, name)
    if given is None:
        return None
    before = flow.change(library, session, given.frame, given.number)
    assert before is not None, "an answer that is listed can be changed"
    return Moved(before, flow.put_again(library, before))


def changeable_theme(library: Library, session: Session, name: str) -> Moved | None:
    """The answers of a scan that can be changed, of the theme that the answer with this name has."""
    one = given_answer(library, session, name)
    which = kept.changeable(library, session, one.theme) if one and one.theme else None
    return Moved(session, (which,)) if which else None


def _change(library: Library, session: Session) -> Moved:
    which = kept.changeable(library, session)
    return Moved(session, (which,)) if which else _say(library, session, Phrase.CHANGE_NOTHING)


def _back(library: Library, session: Session) -> Moved:
    before = back(session, library.dialogs)
    if before is None:
        return _say(library, session, Phrase.BACK_AT_START)
    return Moved(before, flow.put_again(library, before))


def _restart(library: Library, session: Session) -> Moved:
    """Begins the first of the open dialogs anew. A scan is not thrown away without being asked."""
    top, frames = session.top, session.frames
    if top and flow.begun_scan(library, session, top.dialog):
        return Moved(session, (kept.restartable(library),))
    return flow.begin(library, session, library.dialogs[frames[0].dialog if frames else START])


def _restart_scan(library: Library, session: Session) -> Moved:
    dialog = library.dialogs[session.top.dialog if session.top else START]
    return flow.begin(library, session, dialog, anew=True)


def _start(library: Library, session: Session) -> Moved:
    return flow.begin(library, session, library.dialogs[START])


def _stop(library: Library, session: Session) -> Moved:
    session = flow.leave(library, session, ())
    return Moved(session, (kept.stopped(library, session),))


def _resume(library: Library, session: Session) -> Moved:
    again = flow.put_again(library, session)
    return Moved(session, again) if again else _start(library, session)


def _data(library: Library, session: Session) -> Moved:
    return _aside(library, session, kept.told(library, session))


def _forget(library: Library, session: Session) -> Moved:
    return Moved(session, (kept.erasable(library),))


def _forgotten(library: Library, session: Session) -> Moved:
    return Moved(Session(), (Reply(library.phrases.text(Phrase.FORGOTTEN)),))


def _say(library: Library, session: Session, phrase: Phrase) -> Moved:
    return _aside(library, session, Reply(library.phrases.text(phrase)))


def _aside(library: Library, session: Session, reply: Reply) -> Moved:
    return Moved(session, (reply, *flow.put_again(library, session)))


_COMMANDS: Mapping[Command, Callable[[Library, Session], Moved]] = {
    Command.HELP: lambda library, session: _say(library, session, Phrase.HELP),
    Command.PRIVACY: lambda library, session: _say(library, session, Phrase.PRIVACY),
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
