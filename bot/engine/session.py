"""A conversation at rest, and how the open question is found in it: by replay.

A session holds the *path* of answers a person has given, never a position. Where the person is
follows from walking the dialog again along that path. Three things come for free that a stored
position would have to be taught one by one:

- **Back** and **change my answer** are a shorter path.
- **A new release of the content** keeps every answer that still fits. A question that is gone, or
  lost the choice that was taken, is passed over and reported in `Position.dropped`; a question that
  came in between is simply where the walk stops, and the answers after it wait in the path until
  it has been answered.
- **Nothing is decided twice.** What a `decide` step found is stored in the path beside the answers,
  so a rule that changes does not move a person who is already past it.

Open dialogs stack: each `Frame` is one dialog with its own path, and the last one is the one that
talks. A dialog that hands over to another ("next: citizen/waar_vind_ik") stays on the stack below
it, so that *back* leads through the hand-over; when the upper one ends, the lower one has ended
too. A dialog that was opened in the middle of another leaves the lower question open.

A dialog may lead round ("another chapter?"), and whoever reads on and on would carry an ever longer
path. From `LONGEST_PATH` answers on the oldest round trip is left out: one that came back to the
question where it began, so that the walk does not miss it.

No text of a person is in a session, except the value of a step that says `save:`.
"""

import json
from collections.abc import Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import Any, NamedTuple

from bot.answering.knowledge import Audience
from bot.compact import array, mapping, string
from bot.engine.dialog import END, Ask, AskPoint, Decide, Dialog, Option, Step
from bot.engine.path import Frame, Given
from bot.engine.rule import RULES
from bot.record import record

FORMAT = 1
"""The number of the stored form; a later form reads the earlier ones."""

LONGEST_PATH = 60
"""Answers and decisions in one dialog from which round trips are left out, oldest first."""

LONGEST_WALK = 500
"""Steps after which a walk counts as a loop without a question; `naast check` finds those first."""


@record
class Session:
    """All that is kept of a conversation.

    `offered` are the ids of the choices that are not part of a dialog and were shown in the last
    turn (answers, dialogs, passages); `numbered` says that a typed number means one of these, and
    not a choice of the open question. `asked` is the stamp of the question that was put last: what
    is typed can be an answer to that one only, and not to one that a new release has put in its
    place. `paused` is a scan that was left before its end, and `shared` the day on which one was last
    shared with colleagues, as an ISO date.

    `waiting` is the open question, as it was found by the turn that made the session. It is a short cut for
    the next turn with the same content, and no part of the session: it is neither stored nor compared.
    """

    frames: tuple[Frame, ...] = ()
    audience: Audience | None = None
    offered: tuple[str, ...] = ()
    numbered: bool = False
    asked: str = ""
    paused: Frame | None = None
    shared: str = ""
    waiting: object = field(default=None, compare=False, repr=False)

    @property
    def top(self) -> Frame | None:
        return self.frames[-1] if self.frames else None

    def with_frames(self, frames: tuple[Frame, ...]) -> "Session":
        """The same conversation with these open dialogs. Written out, as every turn does this, and `replace`
        takes twice as long."""
        return Session(
            frames=frames,
            audience=self.audience,
            offered=self.offered,
            numbered=self.numbered,
            asked=self.asked,
            paused=self.paused,
            shared=self.shared,
        )


class Position(NamedTuple):
    """Where a walk along a path came to a stop.

    Exactly one of these holds: `asks` is the open question; `hands_over` is the dialog that takes
    over; or neither, and the dialog has ended. `path` is the path as the walk read it, renamed and
    with what was decided on the way; `open_at` is how many of it lie before the open question.
    `steps` are the steps that were passed or reached, each with the number of answers before it;
    `saved` is what they have saved, by the name that the step gives it.
    """

    path: tuple[Given, ...]
    open_at: int
    steps: tuple[tuple[int, Step], ...]
    asks: Ask | None = None
    hands_over: str = ""
    dropped: tuple[Given, ...] = ()
    saved: Mapping[str, Given] = MappingProxyType({})


def replay(dialog: Dialog, path: tuple[Given, ...], audience: Audience | None) -> Position:
    """Walks `dialog` from its first step along `path`. Never raises for a path of other content."""
    dropped: list[Given] = []
    rest: list[Given] = []  # what is still to be walked
    taken = dialog.taken
    for given in path:
        now = given if (given.step, given.choice) in taken else _current(dialog, given)
        if now is None:
            dropped.append(given)
        else:
            rest.append(now)
    kept: list[Given] = []
    saved: dict[str, Given] = {}
    steps: list[tuple[int, Step]] = []
    target = dialog.first
    for _ in range(LONGEST_WALK):
        step = dialog.steps.get(target)
        if step is None:
            break
        steps.append((len(kept), step))
        match step:
            case Ask():
                answer = _take(step, rest, dropped)
                if answer is None:
                    return Position(
                        path=(*kept, *rest),
                        open_at=len(kept),
                        steps=tuple(steps),
                        asks=step,
                        dropped=tuple(dropped),
                        saved=saved,
                    )
                kept.append(answer)
                if step.save:
                    saved[step.save] = answer
                target = next_of(step, answer)
            case Decide():
                if rest and rest[0].step == step.id:
                    kept.append(rest.pop(0))
                else:
                    outcome = RULES[step.decide].decide(saved, audience)
                    kept.append(Given(step.id, outcome))
                target = step.outcomes.get(kept[-1].choice, END)
            case _:
                target = step.next
    return Position(
        path=tuple(kept),
        open_at=len(kept),
        steps=tuple(steps),
        hands_over=target if "/" in target else "",
        dropped=(*dropped, *rest),
        saved=saved,
    )


def next_of(step: Ask, given: Given) -> str:
    """Where an answer leads."""
    option = option_of(step, given.choice)
    return option.next if option else step.next


def option_of(step: Ask, choice: str) -> Option | None:
    """The choice of a question with this id, or with this earlier id."""
    return step.named.get(choice)


def back(session: Session, dialogs: Mapping[str, Dialog]) -> Session | None:
    """The session before the last answer, or None where there is nothing to go back to.

    Decisions are no answers: they fall with the answer before them. From the first question of a
    dialog one comes back to the dialog below it.
    """
    frames = session.frames
    while frames:
        frame = frames[-1]
        dialog = dialogs.get(frame.dialog)
        if dialog is not None:
            position = replay(dialog, frame.path, session.audience)
            before = len(answered(dialog, position))
            if before:
                return replace(session, frames=(*frames[:-1], shorter(dialog, position, before - 1)))
        frames = frames[:-1]
        if frames and not handed_over(frames[-1], frame.dialog, dialogs, session.audience):
            return replace(session, frames=frames)
    return None


def answered(dialog: Dialog, position: Position) -> tuple[tuple[Ask, Given], ...]:
    """The questions that a person has answered on the way to a position, in order."""
    pairs = []
    for given in position.path[: position.open_at]:
        step = dialog.steps.get(given.step)
        if isinstance(step, Ask):
            pairs.append((step, given))
    return tuple(pairs)


def shorter(dialog: Dialog, position: Position, keep: int) -> Frame:
    """The frame with only the first `keep` answers of a person, and what was decided before them. Of a
    scan only the next answer goes: whoever corrects one point of 31 keeps the others."""
    if is_scan(dialog):
        asked = [i for i, given in enumerate(position.path) if isinstance(dialog.steps.get(given.step), Ask)]
        return Frame(dialog.id, (*position.path[: asked[keep]], *position.path[asked[keep] + 1 :]))
    path: list[Given] = []
    answers = 0
    for given in position.path[: position.open_at]:
        if isinstance(dialog.steps.get(given.step), Ask):
            if answers == keep:
                break
            answers += 1
        path.append(given)
    return Frame(dialog.id, tuple(path))


def is_scan(dialog: Dialog) -> bool:
    """Whether a dialog asks points of the checklist."""
    return any(isinstance(step, AskPoint) for step in dialog.steps.values())


def without_rounds(dialog: Dialog, path: tuple[Given, ...]) -> tuple[Given, ...]:
    """A path that has at most `LONGEST_PATH` answers, as far as leaving out round trips makes it so.
    A round trip that something was saved on stays, until it is saved again."""
    while len(path) > LONGEST_PATH:
        start, end = _oldest_round(dialog, path)
        if start == end:
            break
        path = (*path[:start], *path[end:])
    return path


def _oldest_round(dialog: Dialog, path: tuple[Given, ...]) -> tuple[int, int]:
    """Where the first round trip that can be missed begins, and where it has come back."""
    last_seen: dict[str, int] = {}
    for end, given in enumerate(path):
        start = last_seen.get(given.step, end)
        kept = {later.step for later in path[end:]}
        asks = (asked_in(dialog, passed) for passed in path[start:end])
        if start < end and all(ask.id in kept for ask in asks if ask and ask.save):
            return start, end
        last_seen[given.step] = end
    return 0, 0


def asked_in(dialog: Dialog, given: Given) -> Ask | None:
    """The question that was answered, by its id or an earlier id; None for a decision, and for a
    question that is gone."""
    step = _step_of(dialog, given)
    return step if isinstance(step, Ask) else None


def _step_of(dialog: Dialog, given: Given) -> Step | None:
    """The step that was taken; a question also by an earlier id."""
    step = dialog.steps.get(given.step)
    if step is not None:
        return step
    asks = (s for s in dialog.steps.values() if isinstance(s, Ask))
    return next((s for s in asks if given.step in s.renamed_from), None)


def handed_over(frame: Frame, to: str, dialogs: Mapping[str, Dialog], audience: Audience | None) -> bool:
    """Whether the dialog of this frame ended by handing over to the dialog `to`."""
    dialog = dialogs.get(frame.dialog)
    return dialog is not None and replay(dialog, frame.path, audience).hands_over == to


def to_json(session: Session) -> str:
    """The stored form: compact JSON, a few hundred bytes."""
    written = {
        "format": str(FORMAT),
        "frames": array(map(_frame_json, session.frames)),
        "audience": string(session.audience) if session.audience else "null",
        "offered": array(map(string, session.offered)),
        "numbered": "true" if session.numbered else "false",
        "asked": string(session.asked),
        "paused": _frame_json(session.paused) if session.paused else "null",
        "shared": string(session.shared),
    }
    return mapping(written)


def from_json(stored: str) -> Session:
    """Reads `to_json`. Raises ValueError for a stored form that this release does not know."""
    data: dict[str, Any] = json.loads(stored)
    if data.get("format") != FORMAT:
        raise ValueError(f"a session of format {data.get('format')}, not {FORMAT}")
    return Session(
        frames=tuple(_frame(frame) for frame in data["frames"]),
        audience=Audience(data["audience"]) if data["audience"] else None,
        offered=tuple(data["offered"]),
        numbered=data["numbered"],
        asked=data["asked"],
        paused=_frame(data["paused"]) if data.get("paused") else None,
        shared=data.get("shared", ""),
    )


def _frame_json(frame: Frame) -> str:
    path = [
        f'{{"step":{string(given.step)},"choice":{string(given.choice)},"value":{string(given.value)}}}'
        for given in frame.path
    ]
    return f'{{"dialog":{string(frame.dialog)},"path":{array(path)}}}'


def _frame(stored: dict[str, Any]) -> Frame:
    return Frame(stored["dialog"], tuple(Given(**given) for given in stored["path"]))


def _current(dialog: Dialog, given: Given) -> Given | None:
    """An answer with the ids of today's content, or None where it no longer fits."""
    match _step_of(dialog, given):
        case Ask() as step if step.expect and given.value:
            return _as(given, step.id, given.choice)
        case Ask() as step:
            option = option_of(step, given.choice)
            return _as(given, step.id, option.id) if option else None
        case Decide(outcomes=outcomes) if given.choice in outcomes:
            return given
        case _:
            return None


def _as(given: Given, step: str, choice: str) -> Given:
    """The same answer by these ids; nearly always it has them."""
    return given if (given.step, given.choice) == (step, choice) else Given(step, choice, given.value)


def _take(step: Ask, rest: list[Given], dropped: list[Given]) -> Given | None:
    """Takes from `rest` the answer to this question, passing over what was given before it."""
    for index, given in enumerate(rest):
        if given.step == step.id:
            dropped.extend(rest[:index])
            del rest[: index + 1]
            return given
    return None
