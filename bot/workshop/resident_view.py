"""What a resident of a municipality gets, to the letter, and what the municipality's own texts still lack.

Nothing is described here: the resident's questions are asked, of the content that is in use.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from bot.engine.library import Library
from bot.engine.phrase import Phrase
from bot.engine.session import Session
from bot.engine.turn import take_turn
from bot.messages import Incoming, Reply, Work

ASKS = "citizen/waar_vind_ik"
"""The dialog that residents find their desk with."""

DESK = "gemeente"
"""The contact point that a municipality replaces by its own, and the step that asks which one it is."""

RESIDENTS = {Phrase.RESIDENT_WITHOUT_WLZ: "nee", Phrase.RESIDENT_WITH_WLZ: "ja"}
"""Who asks, and what they choose when they are asked about the Wlz."""


def view_of_resident(library: Library, work: Work, folder: Path | None, at: datetime) -> Sequence[Reply]:
    """What two residents get, one after the other, and then what is missing."""
    place = work.given.get(DESK, "")
    replies: list[Reply] = []
    for who, choice in RESIDENTS.items():
        replies += (Reply(library.phrases.text(who, place=place)), *_got(library, place, choice, at))
    missing = [f"- {one}" for one in _missing(library, at)]
    if not missing:
        return (*replies, Reply(library.phrases.text(Phrase.RESIDENT_COMPLETE)))
    items = "\n".join(missing)
    return (*replies, Reply(library.phrases.text(Phrase.RESIDENT_MISSING, items=items)))


def _got(library: Library, place: str, choice: str, at: datetime) -> Iterator[Reply]:
    """What is told to a resident on the way to the desk; not what they are asked."""
    session = Session()
    for pressed in (f"dialog:{ASKS}", f"place:{place}", choice):
        turn = take_turn(library, session, Incoming("resident", pressed, at, choice=pressed))
        session = turn.session
        yield from (reply for reply in turn.replies if not reply.choices)


def _missing(library: Library, at: datetime) -> Iterator[str]:
    """What the own texts lack, in words."""
    desk = library.knowledge.contacts.get(DESK)
    if desk is None or f"contact/{DESK}" not in library.own:
        yield library.phrases.text(Phrase.RESIDENT_NO_DESK)
    else:
        if not any(character.isdecimal() for character in desk.how):
            yield library.phrases.text(Phrase.RESIDENT_NO_NUMBER)
        if not desk.link:
            yield library.phrases.text(Phrase.RESIDENT_NO_LINK)
        if desk.checked < f"{at.year - 1}{at:-%m-%d}":
            yield library.phrases.text(Phrase.RESIDENT_OLD, date=desk.checked)
    if not any(one.startswith("answer/") for one in library.own):
        yield library.phrases.text(Phrase.RESIDENT_NO_ANSWERS)
    if "phrases/" not in library.own:
        yield library.phrases.text(Phrase.RESIDENT_NO_WELCOME)
