"""How dialogs open, go on, hand over, end and are taken up again.

Everything here takes a session and gives a session with the replies of getting there, and the question
that is open then, so that nobody has to walk there once more to find it. The rule that holds it
together: a frame on the stack is either waiting for an answer, or has handed over to the frame above it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.answering.knowledge import Audience
from bot.engine import composing
from bot.engine.choosing import stamp
from bot.engine.dialog import Ask, AskPoint, Dialog
from bot.engine.library import START, Library, remembered
from bot.engine.path import Frame, Given
from bot.engine.phrase import Phrase
from bot.engine.session import (
    Position,
    Session,
    answered,
    asked_in,
    replay,
    shorter,
    without_rounds,
)
from bot.messages import Reply
from bot.record import record

_UNFILLED = re.compile(r"\{\w+\}")


class Walk(NamedTuple):
    """A dialog that was walked along the path of a frame, and where that came to a stop."""

    dialog: Dialog
    position: Position

    @property
    def frame(self) -> Frame:
        """The frame in terms of today's content."""
        return Frame(self.dialog.id, self.position.path)


class Open(NamedTuple):
    """The open question, with the walk that led to it; `stamp` is what stands for it as it is read here,
    and `reply` is how it is put."""

    library: Library
    frames: tuple[Frame, ...]
    dialog: Dialog
    ask: Ask
    position: Position
    stamp: str
    reply: Reply

    def is_settled(self) -> bool:
        """Whether `keep_what_fits` would find this question too, and nothing to drop or to rename. A scan
        that was put aside and is taken up again may be one of an earlier release."""
        path, position = self.frames[-1].path, self.position
        gone = any(given.value and _is_gone(self.library, self.dialog, given) for given in path)
        return position.path == path and not position.dropped and not gone


class Moved(NamedTuple):
    """Where the conversation has got to, what was said on the way, and the question that is open there."""

    session: Session
    replies: tuple[Reply, ...]
    waiting: Open | None


@record
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


class _Start(NamedTuple):
    """Open dialogs that are walked, and who is talking. `since` is the number of answers in the last of
    them whose consequences have been told before."""

    frames: tuple[Frame, ...]
    audience: Audience | None
    since: int = 0

    def is_content(self) -> bool:
        """Whether no value in it comes from a person."""
        return not any(given.value for frame in self.frames for given in frame.path)


def open_question(library: Library, session: Session) -> Open | None:
    """The question that waits for an answer, or None between dialogs."""
    if not session.frames:
        return None
    walk = _walk(library, session.frames[-1], session.audience)
    return _opened(library, session.frames, walk)


def put_open_question(library: Library, session: Session, said: Sequence[Reply] = ()) -> Moved:
    """What was said with the question behind it that is open in a session."""
    return put_after(session, said, open_question(library, session))


def put_after(session: Session, said: Sequence[Reply], waiting: Open | None) -> Moved:
    """What was said with the open question behind it; between dialogs without one."""
    return Moved(session, (*said, waiting.reply) if waiting else tuple(said), waiting)


def begin(library: Library, session: Session, dialog: Dialog, *, anew: bool = False) -> Moved:
    """Opens a dialog on top of what is open. One that is open already begins anew in its place, and
    the first dialog of all begins with an empty stack: it is the way out of everything. A scan that
    was begun goes on where it was left, unless it is to begin `anew`."""
    below = () if dialog.id == START else _below(session, dialog.id)
    begun = begun_scan(library, session, dialog.id)
    if begun and not anew:
        session = replace(session, frames=(*below, begun), paused=None)
        return put_open_question(library, session, [Reply(library.phrases.text(Phrase.SCAN_RESUMED))])
    frames = (*below, Frame(dialog.id))
    session = replace(session, paused=None) if begun else _put_aside(library, session, frames)
    return _go_on(library, session, frames, 0)


def begun_scan(library: Library, session: Session, dialog_id: str) -> Frame | None:
    """The scan of this dialog with something filled in, open or left before its end."""
    frames = [*session.frames, *([session.paused] if session.paused else [])]
    return next((f for f in frames if f.dialog == dialog_id and _has_points(library, f)), None)


def leave(library: Library, session: Session, frames: tuple[Frame, ...]) -> Session:
    """The session with these frames in place of its own. A scan that was begun is put aside, and never
    lost."""
    return _put_aside(library, session, frames).with_frames(frames)


def _put_aside(library: Library, session: Session, frames: tuple[Frame, ...]) -> Session:
    """The session with the scan put aside that was begun and is not among these frames."""
    gone = [frame for frame in session.frames if frame not in frames and _has_points(library, frame)]
    return replace(session, paused=gone[-1]) if gone else session


def _has_points(library: Library, frame: Frame) -> bool:
    dialog = library.dialog(frame.dialog)
    steps = dialog.steps if dialog else {}
    return any(isinstance(steps.get(given.step), AskPoint) for given in frame.path)


def give(
    library: Library, session: Session, waiting: Open, given: Given, audience: Audience | None = None
) -> Moved:
    """Takes an answer to the open question. Answers that wait behind it in the path still count."""
    position = waiting.position
    at = position.open_at
    before = without_rounds(waiting.dialog, (*position.path[:at], given))
    frame = Frame(waiting.dialog.id, (*before, *position.path[at:]))
    if audience:
        session = replace(session, audience=audience)
    return _go_on(library, session, (*session.frames[:-1], frame), len(before))


def given_answers(library: Library, session: Session) -> list[GivenAnswer]:
    """Every answer that was given in the open dialogs, in order."""
    found: list[GivenAnswer] = []
    path = int(stamp(session.frames), 16)
    for index, frame in enumerate(session.frames):
        walk = _walk(library, frame, session.audience)
        for number, (ask, given) in enumerate(answered(walk.dialog, walk.position)):
            if isinstance(ask, AskPoint) and given.choice in composing.to_a_note_and_back(library):
                continue
            said = next((o.say for o in ask.choices if o.id == given.choice), given.value)
            question, theme = composing.put(library, ask, walk.position.saved), ""
            if isinstance(ask, AskPoint):
                question, theme = f"{composing.locator(library, ask)}:", ask.theme
            name = f"{len(found)}.{path}"
            found.append(GivenAnswer(name, index, number, question, said, theme))
    return found


def change(library: Library, session: Session, frame: int, answer: int) -> Session | None:
    """The session before the given answer (both counted from 0), or None where there is none."""
    if not 0 <= frame < len(session.frames):
        return None
    walk = _walk(library, session.frames[frame], session.audience)
    if not 0 <= answer < len(answered(walk.dialog, walk.position)):
        return None
    kept = shorter(walk.dialog, walk.position, answer)
    return session.with_frames((*session.frames[:frame], kept))


def keep_what_fits(library: Library, session: Session) -> tuple[Session, Open | None, tuple[str, ...]]:
    """The session in terms of today's content, the question that is open in it, and the questions whose
    answers had to be dropped.

    A dialog that is gone takes its answers with it, and so does one that today's content would not
    have left open below the next, or that has become the same as one above it. A place that is no
    more - every January some municipalities merge - is asked for again. Where a session comes from a turn
    with this very content, that turn has found all of this out.
    """
    if not session.frames:
        return session, None, ()
    known = session.waiting
    if isinstance(known, Open) and known.library is library and known.frames is session.frames:
        return session, known, ()
    start = _Start(session.frames, session.audience)
    frames, waiting, dropped = (_fitting_content if start.is_content() else _fitting)(library, start)
    return session.with_frames(frames), waiting, dropped


def _fitting(library: Library, start: _Start) -> tuple[tuple[Frame, ...], Open | None, tuple[str, ...]]:
    walks: list[Walk] = []
    dropped: list[str] = []
    for frame in start.frames:
        dialog = library.dialog(frame.dialog)
        if dialog is None:
            dropped.append(_words(frame.dialog.rpartition("/")[2]))
            continue
        gone = [given for given in frame.path if given.value and _is_gone(library, dialog, given)]
        path = tuple(given for given in frame.path if given not in gone) if gone else frame.path
        position = replay(dialog, path, start.audience)
        lost = (*gone, *position.dropped)
        if lost:
            questions = _questions_of(library, dialog, lost, position)
            dropped += (_UNFILLED.sub("…", one) for one in questions)
        walks.append(Walk(dialog, position))
    standing = _standing(walks)
    frames = tuple([walk.frame for walk in standing])
    if len(standing) < len(walks):
        dropped += [walk.dialog.title for walk in walks if walk.frame not in frames]
    waiting = _opened(library, frames, standing[-1]) if standing else None
    return frames, waiting, tuple(dict.fromkeys(dropped))


_fitting_content = remembered(_fitting)
"""The same for what holds nothing but content."""


def _standing(walks: list[Walk]) -> list[Walk]:
    """Those that wait for an answer, or have handed over to the one above them."""
    standing: dict[str, Walk] = {}  # by dialog, from the top down
    above = ""
    for walk in reversed(walks):
        dialog = walk.dialog.id
        stands = walk.position.asks or (above and walk.position.hands_over == above)
        if stands and dialog not in standing:
            standing[dialog] = walk
            above = dialog
    return [*reversed(standing.values())]


def _is_gone(library: Library, dialog: Dialog, given: Given) -> bool:
    """Whether an answer is a place that today's content does not have."""
    step = asked_in(dialog, given)
    return step is not None and step.expect == "place" and library.places.place(given.value) is None


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


def _walk(library: Library, frame: Frame, audience: Audience | None) -> Walk:
    dialog = library.dialogs[frame.dialog]
    return Walk(dialog, replay(dialog, frame.path, audience))


def _opened(library: Library, frames: tuple[Frame, ...], walk: Walk) -> Open | None:
    """The question that the walk of the top frame has come to."""
    dialog, position = walk
    ask = position.asks
    if ask is None:
        return None
    words = composing.put(library, ask, position.saved)
    bound = stamp(frames, words, ask.labels)
    return Open(library, frames, dialog, ask, position, bound, composing.question(library, bound, ask, words))


class _Stop(NamedTuple):
    """Where the walk came to a stop: the open dialogs in terms of today's content, what was said on the
    way, and the question that is open or the dialog that takes over, if any."""

    frames: tuple[Frame, ...]
    said: tuple[Reply, ...]
    waiting: Open | None
    hands_over: str


def _walk_on(library: Library, start: _Start) -> _Stop:
    frames = start.frames
    walk = _walk(library, frames[-1], start.audience)
    position = walk.position
    if position.path != frames[-1].path:
        frames = (*frames[:-1], walk.frame)
    said = (
        composing.statement(library, step, position)
        for answers, step in position.steps
        if answers >= start.since
    )
    replies = tuple([reply for reply in said if reply is not None])
    return _Stop(frames, replies, _opened(library, frames, walk), position.hands_over)


_walk_on_content = remembered(_walk_on)
"""The same for a start that holds nothing but content: many people take the same first steps."""


def _go_on(library: Library, session: Session, frames: tuple[Frame, ...], since: int) -> Moved:
    """Walks on along these frames until a question is open or every dialog has ended. A dialog may end in
    silence; the program does not."""
    replies: list[Reply] = []
    waiting: Open | None = None
    for _ in range(len(library.dialogs) + 1):
        start = _Start(frames, session.audience, since)
        stop = (_walk_on_content if start.is_content() else _walk_on)(library, start)
        session, waiting = session.with_frames(stop.frames), stop.waiting
        replies += stop.said
        following = library.dialogs.get(stop.hands_over)
        if waiting or following is None:
            break
        below = _below(session, following.id)
        session = leave(library, session, (*below, *session.frames[-1:]))
        begun = begun_scan(library, session, following.id)
        if begun:
            session = replace(session, paused=None)
            replies.append(Reply(library.phrases.text(Phrase.SCAN_RESUMED)))
        frames = (*below, begun or Frame(following.id))
        since = len(begun.path) + 1 if begun else 0
    if waiting is None:
        session, waiting = _closed(library, session)
        if session.frames:
            replies.append(Reply(library.phrases.text(Phrase.BACK_TO_QUESTION)))
        elif not replies:
            replies.append(Reply(library.phrases.text(Phrase.ANYTHING_ELSE)))
    return put_after(session, replies, waiting)


def _closed(library: Library, session: Session) -> tuple[Session, Open | None]:
    """Without the dialog that has ended, nor those below it that had handed over to it; and the question
    that is open then."""
    ended, frames = session.frames[-1].dialog, session.frames[:-1]
    while frames:
        below = _walk(library, frames[-1], session.audience)
        if below.position.hands_over != ended:
            return session.with_frames(frames), _opened(library, frames, below)
        ended, frames = below.dialog.id, frames[:-1]
    return session.with_frames(()), None
