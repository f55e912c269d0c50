"""Faults in how dialogs run: what a person would run into without anything being broken."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from bot.answering.knowledge import Audience
from bot.answering.words import plain
from bot.content.problem import Problem
from bot.content.read import Content, Origin
from bot.engine.dialog import END, Ask, Dialog, Step, Tell, targets

T = TypeVar("T")

LONGEST_LABEL = 40
"""Characters of a label that fit on a button of a small telephone."""

LONGEST_ID = 64
"""Bytes of a choice's id: Telegram's limit for callback data."""

STAMP = len(".12345678")
"""Bytes that binding to a question adds to the id of a choice."""

DONT_KNOW = "weet_niet"
"""The id of the choice that every question to a citizen must have."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def dialog_faults(content: Content) -> list[Problem]:
    """Every fault in how the dialogs run."""
    found: list[Problem] = []
    for dialog in content.dialogs.values():
        found += _ways(content, dialog)
        for step in dialog.steps.values():
            origin = _origin(content, dialog, step)
            if isinstance(step, Ask):
                found += _labels(content, dialog, step, origin)
            found += _placeholders(dialog, step, origin)
    found += _silent_rounds(content)
    found += _titles(content)
    return found


def _ways(content: Content, dialog: Dialog) -> Iterator[Problem]:
    """Steps that are never reached, and steps from which there is no end."""
    reached = _reach(
        {name: list(targets(step)) for name, step in dialog.steps.items()}, [dialog.first]
    )
    leading: dict[str, list[str]] = {}
    ends = []
    for name, step in dialog.steps.items():
        for target in targets(step):
            if target == END or "/" in target:
                ends.append(name)
            else:
                leading.setdefault(target, []).append(name)
    ending = _reach(leading, ends)
    for name, step in dialog.steps.items():
        origin = _origin(content, dialog, step)
        if name not in reached:
            yield origin.problem(f"step “{name}” is never reached", "lead to it, or remove it")
        elif name not in ending:
            yield origin.problem(
                f"from step “{name}” there is no end", "let some choice lead to `end`"
            )


def _silent_rounds(content: Content) -> Iterator[Problem]:
    """Ways that go round without asking anything, within a dialog or over several."""
    silent = {
        (dialog.id, step.id): [
            (target, content.dialogs[target].first) if "/" in target else (dialog.id, target)
            for target in targets(step)
            if target != END
        ]
        for dialog in content.dialogs.values()
        for step in dialog.steps.values()
        if not isinstance(step, Ask)
    }
    for at, following in silent.items():
        if at in _reach(silent, following):
            origin = content.origin("dialog", at[0])
            text = f"step “{at[1]}” comes back to itself without a question"
            yield Origin(origin.file, ("steps", at[1])).problem(
                text, "ask something on the way round"
            )


def _labels(content: Content, dialog: Dialog, step: Ask, origin: Origin) -> Iterator[Problem]:
    """Labels that are too long or the same, words that mean two choices, no way to say "I don't know"."""
    seen: dict[str, str] = {}
    usual = content.phrases.usual if content.phrases else {}
    for index, option in enumerate(step.choices):
        at = ("choices", index)
        if len(option.say) > LONGEST_LABEL:
            text = f"the label “{option.say}” has {len(option.say)} characters"
            yield origin.problem(text, f"at most {LONGEST_LABEL} fit on a button", at)
        if len(option.id.encode()) + STAMP > LONGEST_ID:
            yield origin.problem(
                f"the id “{option.id}” is too long", f"at most {LONGEST_ID - STAMP} bytes", at
            )
        for word in dict.fromkeys(
            plain(w) for w in (option.say, *option.also, *usual.get(option.id, ()))
        ):
            if word in seen and seen[word] != option.id:
                text = f"“{word}” means both “{seen[word]}” and “{option.id}”"
                yield origin.problem(text, "let it mean one of the two", at)
            seen.setdefault(word, option.id)
    ids = [option.id for option in step.choices]
    for id in {id for id in ids if ids.count(id) > 1}:
        yield origin.problem(f"the choice “{id}” stands twice", "give one of the two another id")
    if dialog.audience is Audience.CITIZEN and DONT_KNOW not in ids:
        hint = f"add {{id: {DONT_KNOW}, say: Weet ik niet, next: …}}"
        yield origin.problem(f"question “{step.id}” has no “Weet ik niet”", hint)


def _placeholders(dialog: Dialog, step: Step, origin: Origin) -> Iterator[Problem]:
    """`{names}` that nothing in the dialog saves."""
    saved = {s.save for s in dialog.steps.values() if isinstance(s, Ask) and s.save}
    known = saved | {f"{name}_region" for name in saved}
    text = step.ask if isinstance(step, Ask) else step.tell if isinstance(step, Tell) else ""
    for name in _PLACEHOLDER.findall(text):
        if name not in known:
            hint = f"saved here: {', '.join(sorted(known)) or 'nothing'}"
            yield origin.problem(f"nothing saves “{{{name}}}”", hint)


def _titles(content: Content) -> Iterator[Problem]:
    """Titles and opening words that two dialogs share, and titles too long for a button."""
    seen: dict[str, str] = {}
    for dialog in content.dialogs.values():
        origin = content.origin("dialog", dialog.id)
        if len(dialog.title) > LONGEST_LABEL:
            text = f"the title “{dialog.title}” has {len(dialog.title)} characters"
            yield origin.problem(text, f"at most {LONGEST_LABEL} fit on a button", ("title",))
        for word in {plain(w) for w in (dialog.title, *dialog.starts_with)}:
            if word in seen:
                text = f"“{word}” begins both “{seen[word]}” and “{dialog.id}”"
                yield origin.problem(text, "let it begin one of the two", ("starts_with",))
            seen.setdefault(word, dialog.id)
    for answer in content.answers.values():
        if len(answer.title) > LONGEST_LABEL:
            text = f"the title “{answer.title}” has {len(answer.title)} characters"
            hint = f"at most {LONGEST_LABEL} fit on a button"
            yield content.origin("answer", answer.id).problem(text, hint, ("title",))


def _origin(content: Content, dialog: Dialog, step: Step) -> Origin:
    return Origin(content.origin("dialog", dialog.id).file, ("steps", step.id))


def _reach(ways: Mapping[T, Iterable[T]], start: Iterable[T]) -> set[T]:
    """Everything that can be reached from `start`, itself included."""
    reached: set[T] = set()
    waiting = list(start)
    while waiting:
        at = waiting.pop()
        if at not in reached:
            reached.add(at)
            waiting += ways.get(at, ())
    return reached
