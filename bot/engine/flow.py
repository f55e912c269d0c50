"""How dialogs open, go on, hand over, end and are taken up again.

Everything here takes a session and gives a session with the replies of getting there. The rule that
holds it together: a frame on the stack is either waiting for an answer, or has handed over to the
frame above it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.answering.knowledge import Audience
from bot.engine import composing
from bot.engine.choosing import stamp
from bot.engine.dialog import Ask, AskPoint, Dialog
from bot.engine.library import START, Library
from bot.engine.path import Frame, Given
from bot.engine.phrase import Phrase
from bot.engine.session import (
    Position,
    Session,
    answered,
    asked_in,
    handed_over,
    replay,
    shorter,
    without_rounds,
)
from bot.messages import Reply

_UNFILLED = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the conversation has got to, and what was said on the way."""

    session: Session
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """The open question, with the walk that led to it and the stamp of how it is read here."""

    dialog: Dialog
    ask: Ask
    position: Position
    stamp: str


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer that can be changed: the place of its frame, its own among the answers in there, the
    question and what was said. Its name holds for this path only, so that a button to change the
    first answer does not change another one later. Those of a scan have the `theme` of their point."""

    name: str
    frame: int
    number: int
    question: str
    said: str
    theme: str = ""


def open_question(library: Library, session: Session) -> Open | None:
    """The question that waits for an answer, or None between dialogs."""
    if session.top is None:
        return None
    dialog = library.dialogs[session.top.dialog]
    position = replay(dialog, session.top.path, session.audience)
    if position.asks is None:
        return None
    read_as = composing.stamp_of(library, session.frames, position.asks, position.saved)
    return Open(dialog, position.asks, position, read_as)


def put_again(library: Library, session: Session) -> tuple[Reply, ...]:
    """The open question once more; nothing between dialogs."""
    waiting = open_question(library, session)
    return (put(library, waiting),) if waiting else ()


def put(library: Library, waiting: Open) -> Reply:
    """The open question."""
    return composing.question(library, waiting.stamp, waiting.ask, waiting.position.saved)


def begin(library: Library, session: Session, dialog: Dialog, *, anew: bool = False) -> Moved:
    """Opens a dialog on top of what is open. One that is open already begins anew in its place, and
    the first dialog of all begins with an empty stack: it is the way out of everything. A scan that
    was begun goes on where it was left, unless it is to begin `anew`."""
    frames = () if dialog.id == START else _below(session, dialog.id)
    begun = begun_scan(library, session, dialog.id)
    session = leave(library, session, frames)
    if begun:
        session = replace(session, paused=None)
        if not anew:
            session = replace(session, frames=(*frames, begun))
            told = Reply(library.phrases.text(Phrase.SCAN_RESUMED))
            return Moved(session, (told, *put_again(library, session)))
    return _go_on(library, replace(session, frames=(*frames, Frame(dialog.id))), 0)


def begun_scan(library: Library, session: Session, dialog_id: str) -> Frame | None:
    """The scan of this dialog with something filled in, open or left before its end."""
    frames = [*session.frames, *([session.paused] if session.paused else [])]
    return next((f for f in frames if f.dialog == dialog_id and _has_points(library, f)), None)


def leave(library: Library, session: Session, frames: tuple[Frame, ...]) -> Session:
    """The session with only these of its frames. A scan that was begun is put aside, and never lost."""
    gone = [frame for frame in session.frames if frame not in frames and _has_points(library, frame)]
    return replace(session, frames=frames, paused=gone[-1] if gone else session.paused)


def _has_points(library: Library, frame: Frame) -> bool:
    dialog = library.dialog(frame.dialog)
    asked = (dialog.steps.get(given.step) for given in frame.path) if dialog else ()
    return any(isinstance(step, AskPoint) for step in asked)


def give(library: Library, session: Session, given: Given, audience: Audience | None) -> Moved:
    """Takes an answer to the open question. Answers that wait behind it in the path still count."""
    waiting = open_question(library, session)
    assert waiting is not None, "an answer is given only to an open question"
    position = waiting.position
    at = position.open_at
    before = without_rounds(waiting.dialog, (*position.path[:at], given))
    frame = Frame(waiting.dialog.id, (*before, *position.path[at:]))
    session = replace(session.with_top(frame), audience=audience or session.audience)
    return _go_on(library, session, len(before))


def given_answers(library: Library, session: Session) -> list[GivenAnswer]:
    """Every answer that was given in the open dialogs, in order."""
    found: list[GivenAnswer] = []
    path = int(stamp(session.frames), 16)
    for index, frame in enumerate(session.frames):
        dialog = library.dialogs[frame.dialog]
        position = replay(dialog, frame.path, session.audience)
        for number, (ask, given) in enumerate(answered(dialog, position)):
            if isinstance(ask, AskPoint) and given.choice in composing.to_a_note_and_back(library):
                continue
            said = next((o.say for o in ask.choices if o.id == given.choice), given.value)
            name, question, theme = f"{len(found)}.{path}", composing.put(library, ask, position.saved), ""
            if isinstance(ask, AskPoint):
                question, theme = f"{composing.locator(library, ask)}:", ask.theme
            found.append(GivenAnswer(name, index, number, question, said, theme))
    return found


def change(library: Library, session: Session, frame: int, answer: int) -> Session | None:
    """The session before the given answer (both counted from 0), or None where there is none."""
    if not 0 <= frame < len(session.frames):
        return None
    dialog = library.dialogs[session.frames[frame].dialog]
    position = replay(dialog, session.frames[frame].path, session.audience)
    if not 0 <= answer < len(answered(dialog, position)):
        return None
    kept = shorter(dialog, position, answer)
    return replace(session, frames=(*session.frames[:frame], kept))


def keep_what_fits(library: Library, session: Session) -> tuple[Session, tuple[str, ...]]:
    """The session in terms of today's content, and the questions whose answers had to be dropped.

    A dialog that is gone takes its answers with it, and so does one that today's content would not
    have left open below the next, or that has become the same as one above it. A place that is no
    more - every January some municipalities merge - is asked for again.
    """
    frames: list[Frame] = []
    dropped: list[str] = []
    for frame in session.frames:
        dialog = library.dialog(frame.dialog)
        if dialog is None:
            dropped.append(_words(frame.dialog.rpartition("/")[2]))
            continue
        gone = [given for given in frame.path if _is_gone(library, dialog, given)]
        path = tuple(given for given in frame.path if given not in gone)
        position = replay(dialog, path, session.audience)
        lost = _questions_of(library, dialog, (*gone, *position.dropped), position)
        dropped += (_UNFILLED.sub("…", one) for one in lost)
        frames.append(Frame(dialog.id, position.path))
    standing = _standing(library, session, frames)
    dropped += [library.dialogs[f.dialog].title for f in frames if f not in standing]
    return replace(session, frames=tuple(standing)), tuple(dict.fromkeys(dropped))


def _standing(library: Library, session: Session, frames: list[Frame]) -> list[Frame]:
    """The frames that wait for an answer, or have handed over to the one above them."""
    standing: list[Frame] = []
    for frame in reversed(frames):
        if any(frame.dialog == other.dialog for other in standing):
            continue
        dialog = library.dialogs[frame.dialog]
        position = replay(dialog, frame.path, session.audience)
        above = standing[0].dialog if standing else ""
        if position.asks or (above and position.hands_over == above):
            standing.insert(0, frame)
    return standing


def _is_gone(library: Library, dialog: Dialog, given: Given) -> bool:
    """Whether an answer is a place that today's content does not have."""
    step = asked_in(dialog, given)
    expected = step is not None and step.expect == "place" and bool(given.value)
    return expected and library.places.place(given.value) is None


def _questions_of(
    library: Library, dialog: Dialog, dropped: Iterable[Given], position: Position
) -> Iterator[str]:
    """What was asked where these were answered; a decision was never asked."""
    for given in dropped:
        step = asked_in(dialog, given)
        if step:
            yield composing.put(library, step, position.saved)
        elif given.step not in dialog.steps:
            yield _words(given.step)


def _words(id: str) -> str:
    """An id as words, for content that is gone."""
    return id.replace("_", " ")


def _below(session: Session, dialog_id: str) -> tuple[Frame, ...]:
    """The frames under an open dialog, or all frames if it is not open."""
    ids = [frame.dialog for frame in session.frames]
    return session.frames[: ids.index(dialog_id)] if dialog_id in ids else session.frames


def _go_on(library: Library, session: Session, since: int) -> Moved:
    """Walks on until a question is open or every dialog has ended. `since` is the number of answers
    whose consequences have been told before. A dialog may end in silence; the program does not."""
    replies: list[Reply] = []
    for _ in range(len(library.dialogs) + 1):
        assert session.top is not None
        dialog = library.dialogs[session.top.dialog]
        position = replay(dialog, session.top.path, session.audience)
        session = session.with_top(Frame(dialog.id, position.path))
        said = (
            composing.statement(library, step, position)
            for answers, step in position.steps
            if answers >= since
        )
        replies += [reply for reply in said if reply is not None]
        following = library.dialogs.get(position.hands_over)
        if position.asks or following is None:
            break
        below = _below(session, following.id)
        session = leave(library, session, (*below, *session.frames[-1:]))
        begun = begun_scan(library, session, following.id)
        if begun:
            session = replace(session, paused=None)
            replies.append(Reply(library.phrases.text(Phrase.SCAN_RESUMED)))
        session = replace(session, frames=(*below, begun or Frame(following.id)))
        since = len(begun.path) + 1 if begun else 0
    if open_question(library, session) is None:
        session = _closed(library, session)
        if session.frames:
            replies.append(Reply(library.phrases.text(Phrase.BACK_TO_QUESTION)))
        elif not replies:
            replies.append(Reply(library.phrases.text(Phrase.ANYTHING_ELSE)))
    return Moved(session, (*replies, *put_again(library, session)))


def _closed(library: Library, session: Session) -> Session:
    """Without the dialog that has ended, nor those below it that had handed over to it."""
    ended = session.frames[-1].dialog
    frames = session.frames[:-1]
    while frames and handed_over(frames[-1], ended, library.dialogs, session.audience):
        ended, frames = frames[-1].dialog, frames[:-1]
    return replace(session, frames=frames)
