"""From a step with `score:` to the questions of its points, once all content has been read.

The step itself stays and leads to the first question; the last one leads to where the step led. So
replay, *back* and *change* see nothing but questions.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.content.content import Content
from bot.engine.checklist import Checklist, Scoring, Theme, note_step
from bot.engine.dialog import Ask, AskPoint, Dialog, Option, Score, Step


def put_points(content: Content) -> None:
    """Puts the questions into every dialog with such a step. A theme that is not there stays as it is,
    and is reported with the other ids that lead nowhere."""
    for id, dialog in content.dialogs.items():
        scores = [step for step in dialog.steps.values() if isinstance(step, Score)]
        if scores and content.scoring.choices:
            content.dialogs[id] = _with_points(content, dialog)


def _with_points(content: Content, dialog: Dialog) -> Dialog:
    steps: dict[str, Step] = {}
    for step in dialog.steps.values():
        theme = content.checklist.themes.get(step.score) if isinstance(step, Score) else None
        if isinstance(step, Score) and theme and theme.points:
            steps[step.id] = replace(step, next=next(iter(theme.points)))
            asked = {ask.id: ask for ask in _questions(content.checklist, content.scoring, theme, step.next)}
            steps.update(asked)
        else:
            steps[step.id] = step
    return replace(dialog, steps=steps)


def _questions(checklist: Checklist, scoring: Scoring, theme: Theme, after: str) -> Iterator[Ask]:
    every = [id for _, id, _ in checklist.points()]
    own = list(theme.points)
    for number, point in enumerate(own, start=1):
        following = own[number] if number < len(own) else after
        score = AskPoint(
            id=point,
            ask=scoring.ask,
            choices=tuple(
                Option(
                    one.id,
                    one.say,
                    note_step(point, one.id) if one.id == scoring.note else following,
                    one.also,
                )
                for one in scoring.choices
            ),
            save=point,
            quotes=(checklist.passage(point),),
            theme=theme.title,
            point=point,
            in_all=(every.index(point) + 1, len(every)),
            in_theme=(number, len(own)),
        )
        yield score
        note, no_note = note_step(point, scoring.note), scoring.no_note
        yield replace(
            score,
            id=note,
            ask=scoring.ask_note,
            choices=(Option(no_note.id, no_note.say, point, no_note.also),),
            expect="note",
            save=note,
            next=point,
            quotes=(),
        )
