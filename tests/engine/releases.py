"""Later releases of the content: whole and sound, but not what a conversation began with.

Each function gives another library, or the same one where the change cannot be made there. What
`naast check` would refuse - a target that leads nowhere, a question without choices - is never made.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.engine.dialog import END, Ask, Decide, Dialog, Option, Step, targets
from bot.engine.library import START, Library

Release = Callable[[Library, str, str], Library]
"""A change of a library, at a dialog and a step (by id)."""


def without_step(library: Library, dialog_id: str, step_id: str) -> Library:
    """The step is gone; whoever led to it leads to where it led first."""
    dialog = library.dialogs[dialog_id]
    step = dialog.steps[step_id]
    target = next(targets(step))
    if target == step_id or (step_id == dialog.first and target not in dialog.steps):
        return library
    steps = {id: _led(other, step_id, target) for id, other in dialog.steps.items() if id != step_id}
    first = target if step_id == dialog.first else dialog.first
    return _changed(library, replace(dialog, steps=steps, first=first))


def with_a_question_before(library: Library, dialog_id: str, step_id: str) -> Library:
    """A new question comes in before the step."""
    dialog = library.dialogs[dialog_id]
    new = f"nieuw_{step_id}"
    if new in dialog.steps:
        return library
    options = (Option("ja", "Ja", step_id), Option("nee", "Nee", step_id))
    steps = {id: _led(other, step_id, new) for id, other in dialog.steps.items()}
    steps[new] = Ask(new, "Is dit nieuw?", options)
    first = new if step_id == dialog.first else dialog.first
    return _changed(library, replace(dialog, steps=steps, first=first))


def without_a_choice(library: Library, dialog_id: str, step_id: str) -> Library:
    """The question has lost its first choice."""
    return _ask(library, dialog_id, step_id, lambda options: options[1:] or options)


def with_choices_renamed(library: Library, dialog_id: str, step_id: str) -> Library:
    """The choices have other ids, and say which they had."""
    return _ask(
        library,
        dialog_id,
        step_id,
        lambda options: tuple(
            replace(o, id=f"{o.id}_nu", renamed_from=(*o.renamed_from, o.id)) for o in options
        ),
    )


def with_choices_turned(library: Library, dialog_id: str, step_id: str) -> Library:
    """The choices stand in another order."""
    return _ask(library, dialog_id, step_id, lambda options: options[::-1])


def with_other_labels(library: Library, dialog_id: str, step_id: str) -> Library:
    """The choices are worded otherwise."""
    return _ask(
        library,
        dialog_id,
        step_id,
        lambda options: tuple(replace(o, say=f"{o.say} (nieuw)"[:40]) for o in options),
    )


def with_the_step_renamed(library: Library, dialog_id: str, step_id: str) -> Library:
    """The question has another id, and says which it had."""
    dialog = library.dialogs[dialog_id]
    step, new = dialog.steps[step_id], f"{step_id}_nu"
    if not isinstance(step, Ask) or new in dialog.steps:
        return library
    steps = {id: _led(other, step_id, new) for id, other in dialog.steps.items() if id != step_id}
    renamed = replace(step, id=new, renamed_from=(*step.renamed_from, step_id))
    steps[new] = _led(renamed, step_id, new)
    first = new if step_id == dialog.first else dialog.first
    return _changed(library, replace(dialog, steps=steps, first=first))


def without_the_dialog(library: Library, dialog_id: str, step_id: str) -> Library:
    """The dialog is gone; whoever led to it ends there."""
    if dialog_id == START:
        return library
    dialogs = {id: d for id, d in library.dialogs.items() if id != dialog_id}
    return _relinked(replace(library, dialogs=dialogs), dialog_id, END)


def with_the_dialog_renamed(library: Library, dialog_id: str, step_id: str) -> Library:
    """The dialog has another id, and says which it had."""
    new = f"{dialog_id}_nu"
    if dialog_id == START or new in library.dialogs:
        return library
    dialogs = dict(library.dialogs)
    old = dialogs.pop(dialog_id)
    dialogs[new] = replace(old, id=new, renamed_from=(*old.renamed_from, dialog_id))
    return _relinked(replace(library, dialogs=dialogs), dialog_id, new)


def with_the_dialog_joined(library: Library, dialog_id: str, step_id: str) -> Library:
    """The dialog has become part of the one after it, which takes over its id."""
    ids = [id for id in library.dialogs if id not in (START, dialog_id)]
    if dialog_id == START or not ids:
        return library
    heir = ids[len(step_id) % len(ids)]
    dialogs = {id: d for id, d in library.dialogs.items() if id != dialog_id}
    dialogs[heir] = replace(dialogs[heir], renamed_from=(*dialogs[heir].renamed_from, dialog_id))
    return _relinked(replace(library, dialogs=dialogs), dialog_id, heir)


def with_other_places(library: Library, dialog_id: str, step_id: str) -> Library:
    """Half of the municipalities have merged into the others."""
    kept = library.places.municipalities[::2]
    there = {municipality.name for municipality in kept}
    formers = tuple(f for f in library.places.formers if there.issuperset(f.now))
    return replace(library, places=replace(library.places, municipalities=kept, formers=formers))


RELEASES: Mapping[str, Release] = {
    release.__name__: release
    for release in (
        without_step,
        with_a_question_before,
        without_a_choice,
        with_choices_renamed,
        with_choices_turned,
        with_other_labels,
        with_the_step_renamed,
        without_the_dialog,
        with_the_dialog_renamed,
        with_the_dialog_joined,
        with_other_places,
    )
}


def steps_of(library: Library) -> list[tuple[str, str]]:
    """Every dialog and step of a library, by id."""
    return [(dialog.id, step) for dialog in library.dialogs.values() for step in dialog.steps]


def is_sound(library: Library) -> bool:
    """Whether every target leads somewhere and every question can be answered."""
    return all(
        _leads(library, dialog, step) and (not isinstance(step, Ask) or step.choices or step.expect)
        for dialog in library.dialogs.values()
        for step in dialog.steps.values()
    )


def _leads(library: Library, dialog: Dialog, step: Step) -> bool:
    return all(t == END or t in dialog.steps or t in library.dialogs for t in targets(step))


def _changed(library: Library, dialog: Dialog) -> Library:
    return replace(library, dialogs={**library.dialogs, dialog.id: dialog})


def _ask(
    library: Library,
    dialog_id: str,
    step_id: str,
    change: Callable[[tuple[Option, ...]], tuple[Option, ...]],
) -> Library:
    dialog = library.dialogs[dialog_id]
    step = dialog.steps[step_id]
    if not isinstance(step, Ask):
        return library
    changed = replace(step, choices=change(step.choices))
    return _changed(library, replace(dialog, steps={**dialog.steps, step_id: changed}))


def _led(step: Step, old: str, new: str) -> Step:
    """The step with its ways to `old` leading to `new`."""
    match step:
        case Ask():
            options = tuple(replace(o, next=new) if o.next == old else o for o in step.choices)
            return replace(step, choices=options, next=new if step.next == old else step.next)
        case Decide():
            outcomes = {name: new if to == old else to for name, to in step.outcomes.items()}
            return replace(step, outcomes=outcomes)
        case _:
            return replace(step, next=new) if step.next == old else step


def _relinked(library: Library, old: str, new: str) -> Library:
    """Every dialog and answer that led to the dialog `old` leads to `new`."""
    dialogs = {
        id: replace(d, steps={name: _led(step, old, new) for name, step in d.steps.items()})
        for id, d in library.dialogs.items()
    }
    answers = library.knowledge.answers
    if any(old in answer.next for answer in answers.values()):
        changed = {id: replace(a, next=tuple(_ways(a.next, old, new))) for id, a in answers.items()}
        knowledge = replace(library.knowledge, answers=changed)
        known = tuple(changed[a.id] if a else None for a in library.matcher.answers)
        matcher = replace(library.matcher, answers=known)
        return replace(library, dialogs=dialogs, knowledge=knowledge, matcher=matcher)
    return replace(library, dialogs=dialogs)


def _ways(ways: tuple[str, ...], old: str, new: str) -> Iterator[str]:
    for way in dict.fromkeys(new if way == old else way for way in ways):
        if way != END:
            yield way
