"""What was read of `knowledge/` and `dialogs/`: everything by its id, with the place it was read at.

Content may be broken. A thing that could not be built is still *declared*: its id is known, so that
whatever refers to it is not reported as well. One fault in a file is one problem, not twenty.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.answering.danger import DangerSigns
from bot.answering.knowledge import Answer, Contact, Document, Knowledge, Law, Term, Unknown
from bot.answering.language import Language
from bot.answering.matching import Matcher, questions_of
from bot.answering.safety import Safety
from bot.answering.smalltalk import SmallTalk
from bot.content.problem import Problem
from bot.content.weights import NAME, load
from bot.content.yaml_file import Keys, YamlFile
from bot.engine.checklist import NO_CHECKLIST, NO_SCORING, Checklist, Scoring
from bot.engine.dialog import Dialog
from bot.engine.letter import NO_LETTERS, Letters
from bot.engine.library import Library
from bot.engine.phrase import Phrases
from bot.engine.place import Places
from bot.municipal.wording import Wording
from bot.record import record


@record
class Released:
    """`dialogs/released.yaml`: the ids of the last release, which running conversations may hold."""

    ids: tuple[str, ...]


@record
class Mend:
    """A fault of layout in a source: `find` to the letter, or `pattern` as a regular expression, is
    replaced by `put`, `repeat` times."""

    why: str
    find: str = ""
    pattern: str = ""
    put: str = ""
    repeat: int = 1


@record
class Origin:
    """Where something was read: a problem with it is reported there."""

    file: YamlFile
    keys: Keys

    def problem(self, text: str, hint: str = "", at: Keys = (), saying: str = "") -> Problem:
        """A problem with the value at these keys of it; with the words `saying` in that value. What
        it does not say itself, the head of its file says for all."""
        keys = (*self.keys, *at)
        if keys not in self.file.lines and at[:1] in self.file.lines:
            keys = at
        line = self.file.line_saying(keys, saying) if saying else self.file.line(keys)
        return Problem(self.file.name, line, text, hint)

    def refuse(self, text: str, hint: str = "", at: Keys = ()) -> None:
        """Keeps such a problem with the file."""
        self.file.problems.append(self.problem(text, hint, at))


@dataclass
class Content:
    """Everything that was read under a root, each by its id, before it is known to be whole.

    `broken` are things that are not all there; `unread` are kinds of which a whole file is not.
    """

    root: Path
    documents: dict[str, Document] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    unknowns: dict[str, Unknown] = field(default_factory=dict)
    smalltalk: dict[str, SmallTalk] = field(default_factory=dict)
    languages: dict[str, Language] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    law: dict[str, Law] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    dialogs: dict[str, Dialog] = field(default_factory=dict)
    safety: Safety | None = None
    danger: DangerSigns | None = None
    phrases: Phrases | None = None
    places: Places | None = None
    checklist: Checklist = NO_CHECKLIST
    scoring: Scoring = NO_SCORING
    report: Wording = field(default_factory=lambda: Wording({}))
    letters: Letters = NO_LETTERS
    released: Released | None = None
    mends: dict[str, list[Mend]] = field(default_factory=dict)  # by document
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)
    broken: set[tuple[str, str]] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def declare(self, kind: str, id: str, file: YamlFile, keys: Keys = ()) -> bool:
        """Takes down that there is such a thing ("answer", "dialog" …), and where. False, and a
        problem, where its id is taken; a municipality's own may take that of a shipped one."""
        first = self.origins.get((kind, id))
        if first and first.file.local == file.local:
            text = f"“{id}” is used before, in {first.file.name}:{first.file.line(first.keys)}"
            file.refuse(keys, text, "give one of the two another id")
            return False
        self.origins[kind, id] = Origin(file, keys)
        self.broken.discard((kind, id))
        return True

    def broke(self, kind: str, id: str) -> None:
        """Takes down that something of this thing could not be read."""
        self.broken.add((kind, id))

    def whole(self, kind: str, id: str = "") -> bool:
        """Whether all of this thing could be read."""
        return (kind, id) not in self.broken and kind not in self.unread

    def origin(self, kind: str, id: str) -> Origin:
        """Where the thing of this kind and id was read. Raises KeyError for one that is not declared."""
        return self.origins[kind, id]

    def has(self, kind: str, id: str) -> bool:
        """Whether there is such a thing, or may be one in a file that could not be read."""
        return (kind, id) in self.origins or kind in self.unread

    def ids(self, kind: str) -> Sequence[str]:
        """The ids of all things of a kind, broken ones too."""
        return [id for declared, id in self.origins if declared == kind]

    def broken_steps(self, dialog: str) -> Sequence[str]:
        """The steps of a dialog that could not be built."""
        names = (id.removeprefix(f"{dialog}#") for kind, id in self.broken if kind == "step")
        return [name for name in names if "#" not in name]

    def knowledge(self) -> Knowledge:
        """The knowledge alone. Only for content without problems."""
        assert self.danger is not None, "content with problems is not used"
        return Knowledge(
            documents=self.documents,
            answers=self.answers,
            unknowns=self.unknowns,
            smalltalk=self.smalltalk,
            languages=self.languages,
            terms=self.terms,
            law=self.law,
            contacts=self.contacts,
            danger=self.danger,
        )

    def library(self) -> Library:
        """The library, with its index. Only for content without problems."""
        assert self.phrases and self.places, "content with problems is not used"
        knowledge = self.knowledge()
        knowledge.danger.get_used_to(q for asked in questions_of(knowledge).values() for q in asked)
        return Library(
            knowledge=knowledge,
            matcher=Matcher.of(knowledge, load(self.root / NAME)),
            dialogs=self.dialogs,
            phrases=self.phrases,
            places=self.places,
            checklist=self.checklist,
            scoring=self.scoring,
            report=self.report.texts,
            own=frozenset(f"{kind}/{id}" for (kind, id), at in self.origins.items() if at.file.local),
            letters=self.letters,
        )
