"""Faults that come with time: ids that running conversations still hold, dates that have passed.

`dialogs/released.yaml` lists the ids of the last release. An id in it that the content no longer
has must stand in some `renamed_from`, or people in the middle of that dialog lose their answers.
"""

import re
from collections.abc import Iterator
from datetime import date

from bot.content.content import Content, Origin
from bot.content.problem import Problem
from bot.engine.dialog import Ask

OLDEST = 730
"""Days after which a fact about the world must be checked again."""

OLDEST_CONTACT = 3650
"""Days for contact points: public help lines keep their numbers, and the date is shown with them."""

_LEVELS = ("dialog", "question", "choice")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def release_faults(content: Content, today: date) -> list[Problem]:
    """Every id that was lost, and every date that is too old or no date."""
    return [*_lost(content), *_dates(content, today)]


def ids(content: Content) -> list[str]:
    """The ids of a release: dialogs, their questions and choices, as a session holds them. A `#` is
    before a question in its dialog and before a choice of its question."""
    found = []
    for dialog in content.dialogs.values():
        found.append(dialog.id)
        for step in dialog.steps.values():
            if isinstance(step, Ask):
                found.append(f"{dialog.id}#{step.id}")
                found += [f"{dialog.id}#{step.id}#{option.id}" for option in step.choices]
    return found


def _lost(content: Content) -> Iterator[Problem]:
    """Released ids that nothing has or had; of a dialog or question that is gone only its own."""
    if not content.has("released", ""):
        hint = "it should list the ids of the last release"
        yield Problem("dialogs/released.yaml", 1, "the file is missing", hint)
    if content.released is None or not all(content.whole("dialog", id) for id in content.ids("dialog")):
        return
    origin = content.origin("released", "")
    known = set(_known(content))
    for index, released in enumerate(content.released.ids):
        around, _, id = released.rpartition("#")
        if released not in known and (not around or around in known):
            text = f"the {_LEVELS[min(released.count('#'), 2)]} “{released}” was released and is gone"
            hint = f"let what replaces it say `renamed_from: [{id}]`"
            yield origin.problem(text, hint, ("ids", index))


def _known(content: Content) -> Iterator[str]:
    """All ids that there are and were, each with all that those around it are and were called."""
    for dialog in content.dialogs.values():
        for name in (dialog.id, *dialog.renamed_from):
            yield name
            for step in dialog.steps.values():
                if isinstance(step, Ask):
                    for asked in (step.id, *step.renamed_from):
                        yield f"{name}#{asked}"
                        for option in step.choices:
                            yield from (f"{name}#{asked}#{id}" for id in (option.id, *option.renamed_from))


def _dates(content: Content, today: date) -> Iterator[Problem]:
    for origin, checked, oldest in _dated(content):
        when = _date(checked)
        if when is None:
            yield origin.problem(f"“{checked}” is no date", f"write it as {today}", ("checked",))
        elif when > today:
            yield origin.problem(f"{checked} is in the future", "write the day of checking", ("checked",))
        elif (today - when).days > oldest:
            text = f"this was last checked on {checked}, more than {oldest} days ago"
            yield origin.problem(text, "check it again, and write the date of today", ("checked",))


def _dated(content: Content) -> Iterator[tuple[Origin, str, int]]:
    """Everything with a date: where it is, what it says, and how many days it holds."""
    for kind, dated in (("answer", content.answers), ("unknown", content.unknowns), ("law", content.law)):
        yield from ((content.origin(kind, one.id), one.checked, OLDEST) for one in dated.values())
    for contact in content.contacts.values():
        yield content.origin("contact", contact.id), contact.checked, OLDEST_CONTACT
    if content.places:
        yield content.origin("places", ""), content.places.checked, OLDEST
    if content.safety and content.safety.checked:
        yield content.origin("safety", ""), content.safety.checked, OLDEST


def _date(written: str) -> date | None:
    """A date; of a month or a year alone its first day."""
    found = _DATE.fullmatch(written)
    try:
        return date(*(int(part or 1) for part in found.groups())) if found else None
    except ValueError:
        return None
