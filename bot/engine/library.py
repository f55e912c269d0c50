"""All content in the form in which the engine uses it: read once, shared, never changed."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, TypeVar

from bot.answering.knowledge import Answer, Knowledge
from bot.answering.matching import Matcher
from bot.answering.words import plain
from bot.engine.checklist import NO_CHECKLIST, NO_SCORING, Checklist, Scoring
from bot.engine.dialog import Dialog
from bot.engine.letter import NO_LETTERS, Letters
from bot.engine.phrase import ONLY_OFFERED, Command, Phrases
from bot.engine.place import Places

START = "citizen/start"
"""The dialog that a conversation begins with."""

COUNTED = "number"
"""What a choice is called that is counted out, be it by a number or an ordinal."""

REMEMBERED = 1024
"""How many results of one function a library remembers; then it begins anew."""

Part = TypeVar("Part", bound=Hashable)
Made = TypeVar("Made")


@dataclass(frozen=True)
class Library:
    """What Naast knows and how it talks.

    `report` are the words of a scan's report, by the names in `bot.municipal.wording`;
    `own` is what a municipality has put in place of the shipped content or beside it, by kind and id
    ("contact/gemeente"); `retention_days` is how long an idle conversation is kept; a person who asks is
    told. `memory` is for `remembered`.
    """

    knowledge: Knowledge
    matcher: Matcher
    dialogs: Mapping[str, Dialog]
    phrases: Phrases
    places: Places
    checklist: Checklist = NO_CHECKLIST
    scoring: Scoring = NO_SCORING
    report: Mapping[str, str] = field(default_factory=dict)
    letters: Letters = NO_LETTERS
    own: frozenset[str] = frozenset()
    retention_days: int = 90
    memory: dict[str, dict[Any, Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def typed_commands(self) -> Mapping[str, Command]:
        """The commands that can be typed at any moment, by their plain words."""
        return {
            plain(word) or word: Command(name)
            for name, words in reversed(list(self.phrases.commands.items()))
            if name not in ONLY_OFFERED
            for word in (words.label, *words.also)
        }

    @cached_property
    def openings(self) -> Mapping[str, str]:
        """The ids of dialogs by the plain words that begin them."""
        return {
            plain(words): dialog.id
            for dialog in reversed(list(self.dialogs.values()))
            for words in (dialog.title, *dialog.starts_with)
        }

    @cached_property
    def usual(self) -> Mapping[str, str]:
        """The ids of the choices that words usually mean ("ja", "weet niet"), which are no question, by
        these plain words. To count a choice out is usual too."""
        phrases = self.phrases
        choices = {plain(word): id for id, words in reversed([*phrases.usual.items()]) for word in words}
        return choices | dict.fromkeys((*phrases.last, *phrases.counted), COUNTED)

    def answer(self, answer_id: str) -> Answer | None:
        """The answer with this id, or with this earlier id."""
        answers = self.knowledge.answers
        return answers.get(answer_id) or next(
            (a for a in answers.values() if answer_id in a.renamed_from), None
        )

    def dialog_named(self, name: str) -> Dialog | None:
        """The dialog whose id is this, or ends in this: "wmo_of_wlz"."""
        if not name:
            return None
        ids = [id for id in self.dialogs if name in (id, id.rpartition("/")[2])]
        return self.dialogs[ids[0]] if len(ids) == 1 else self.dialog(name)

    def dialog(self, dialog_id: str) -> Dialog | None:
        """The dialog with this id, or with this earlier id."""
        return self.dialogs.get(dialog_id) or self._renamed.get(dialog_id)

    @cached_property
    def _renamed(self) -> Mapping[str, Dialog]:
        """The dialogs by their earlier ids."""
        dialogs = reversed([*self.dialogs.values()])
        return {earlier: dialog for dialog in dialogs for earlier in dialog.renamed_from}


def remembered(work: Callable[[Library, Part], Made]) -> Callable[[Library, Part], Made]:
    """Has every library remember what is worked out from it and a part of its content: from a question, or
    from ids. No word of a person may be in that part, as all conversations share what is remembered."""
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def recall(library: Library, part: Part) -> Made:
        known: dict[Part, Made] = library.memory.setdefault(name, {})
        try:
            return known[part]
        except KeyError:
            made = work(library, part)
        if len(known) >= REMEMBERED:
            known.clear()  # from what another thread may be about to read
        known[part] = made
        return made

    return recall
