"""Faults that come with time: ids that running conversations still hold, dates that have passed.

`dialogs/released.yaml` lists the ids of the last release. An id in it that the content no longer
has must stand in some `renamed_from`, or people in the middle of that dialog lose their answers.
"""

from collections.abc import Iterator
from datetime import date

from bot.content.problem import Problem
from bot.content.read import Content
from bot.engine.dialog import Ask

OLDEST = 730
"""Days after which a fact about the world must be checked again."""

OLDEST_CONTACT = 3650
"""Days for contact points: public help lines keep their numbers, and the date is shown with them."""


def release_faults(content: Content, today: date) -> list[Problem]:
    """Every id that was lost, and every date that is too old or no date."""
    return [*_lost(content), *_dates(content, today)]


def ids(content: Content) -> list[str]:
    """The ids of a release: dialogs, their questions and choices, as a session holds them."""
    found = []
    for dialog in content.dialogs.values():
        found.append(dialog.id)
        for step in dialog.steps.values():
            if isinstance(step, Ask):
                found.append(f"{dialog.id}#{step.id}")
                found += [f"{dialog.id}#{step.id}#{option.id}" for option in step.choices]
    return found


def _lost(content: Content) -> Iterator[Problem]:
    known = {*ids(content), *_earlier(content)}
    for index, released in enumerate(content.released):
        if released not in known:
            origin = content.origin("released", "released")
            hint = f"let what replaces it say `renamed_from: [{released.rpartition('#')[2]}]`"
            text = f"“{released}” was released and is gone"
            yield origin.problem(text, hint, ("ids", index))


def _earlier(content: Content) -> Iterator[str]:
    """The ids that `renamed_from` accounts for, in every combination with those around them."""
    for dialog in content.dialogs.values():
        for name in (dialog.id, *dialog.renamed_from):
            yield name
            for step in dialog.steps.values():
                if not isinstance(step, Ask):
                    continue
                for asked in (step.id, *step.renamed_from):
                    yield f"{name}#{asked}"
                    for option in step.choices:
                        yield from (
                            f"{name}#{asked}#{o}" for o in (option.id, *option.renamed_from)
                        )


def _dates(content: Content, today: date) -> Iterator[Problem]:
    dated = [("answer", a.id, a.checked, OLDEST) for a in content.answers.values()]
    dated += [("unknown", u.id, u.checked, OLDEST) for u in content.unknowns.values()]
    dated += [("law", law.id, law.checked, OLDEST) for law in content.law.values()]
    dated += [("contact", c.id, c.checked, OLDEST_CONTACT) for c in content.contacts.values()]
    if content.places:
        dated.append(("places", "places", content.places.checked, OLDEST))
    for kind, id, checked, oldest in dated:
        origin = content.origin(kind, id)
        when = _date(checked)
        if when is None:
            yield origin.problem(f"“{checked}” is no date", "write 2026-11-21", ("checked",))
        elif when > today:
            yield origin.problem(
                f"{checked} is in the future", "write the day of checking", ("checked",)
            )
        elif (today - when).days > oldest:
            text = f"was last checked on {checked}, more than {oldest} days ago"
            yield origin.problem(text, "check it again and write today's date", ("checked",))


def _date(written: str) -> date | None:
    """A date; of a month or a year alone its first day."""
    parts = written.split("-")
    try:
        numbers = [int(part) for part in parts]
        return date(*(numbers + [1, 1])[:3])
    except (ValueError, TypeError):
        return None
