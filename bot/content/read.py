"""Reads `knowledge/` and `dialogs/` into a `Library`, collecting every problem on the way.

A municipality's own folder (`NAAST_LOCAL`) has the same shape and is read after the shipped one:
what it holds under an id that exists replaces it, anything else is added. Only the documents cannot
be replaced, as they are quoted to the letter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot.answering.danger import DangerSigns, PhraseError, Safety
from bot.answering.knowledge import (
    Answer,
    Contact,
    Document,
    Knowledge,
    Law,
    Passage,
    Term,
    Unknown,
)
from bot.answering.language import Language
from bot.answering.matching import Matcher
from bot.answering.smalltalk import SmallTalk
from bot.content.build import build
from bot.content.folder import shipped
from bot.content.problem import Problem
from bot.content.weights import NAME, load
from bot.content.yaml_file import Path_, YamlFile, read_yaml
from bot.engine.dialog import Ask, Decide, Dialog, Show, Step, Tell
from bot.engine.library import Library
from bot.engine.phrase import Phrases
from bot.engine.place import Places

T = TypeVar("T")

VERBS: Mapping[str, type[Ask] | type[Tell] | type[Show] | type[Decide]] = {
    "ask": Ask,
    "tell": Tell,
    "show": Show,
    "decide": Decide,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was read: a problem with it is reported there."""

    file: YamlFile
    path: Path_

    def problem(self, text: str, hint: str = "", at: Path_ = ()) -> Problem:
        return self.file.problem((*self.path, *at), text, hint)


@dataclass
class Content:
    """Everything that was read, each by its id, before it is known to be whole."""

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
    released: tuple[str, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def origin(self, kind: str, id: str) -> Origin:
        """Where the thing of this kind ("answer", "dialog" …) and id was read."""
        return self.origins[kind, id]

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
        matcher = Matcher.of(knowledge, load(shipped() / NAME))
        return Library(knowledge, matcher, self.dialogs, self.phrases, self.places)


def read(root: Path, local: Path | None = None) -> Content:
    """Reads the shipped content and, over it, a municipality's own."""
    content = Content()
    _read_root(content, root, root)
    for name, value in (
        ("safety", content.safety),
        ("phrases", content.phrases),
        ("places", content.places),
    ):
        if value is None and not content.problems:
            folder = "dialogs" if name == "phrases" else "knowledge"
            content.problems.append(Problem(f"{folder}/{name}.yaml", 1, "is missing"))
    if local is not None:
        if not local.is_dir():
            content.problems.append(Problem(str(local), 1, "is no folder", "see NAAST_LOCAL"))
        _read_root(content, local, local.parent)
    return content


def _read_root(content: Content, root: Path, named_from: Path) -> None:
    local = bool(content.documents)
    for path in sorted((root / "knowledge").rglob("*.yaml")) + sorted(
        (root / "dialogs").rglob("*.yaml")
    ):
        file = read_yaml(path, str(path.relative_to(named_from)))
        part = path.relative_to(root).with_suffix("").parts
        if not file.problems:
            _read_file(content, file, part, local)
        content.problems += file.problems


def _read_file(content: Content, file: YamlFile, part: tuple[str, ...], local: bool) -> None:
    match part:
        case ("knowledge", "documents", _) if local:
            file.problems.append(Problem(file.name, 1, "the documents cannot be replaced locally"))
        case ("knowledge", "documents", name):
            _read_document(content, file, name)
        case ("knowledge", "answers", _):
            _read_topic(content, file, "answers", Answer, content.answers, local)
        case ("knowledge", "unknowns", _):
            _read_topic(content, file, "unknowns", Unknown, content.unknowns, local)
        case ("knowledge", "smalltalk"):
            _read_items(content, file, "smalltalk", SmallTalk, content.smalltalk, local)
        case ("knowledge", "languages"):
            _read_items(content, file, "languages", Language, content.languages, local)
        case ("knowledge", "terms"):
            _read_items(content, file, "terms", Term, content.terms, local)
        case ("knowledge", "law"):
            _read_items(content, file, "law", Law, content.law, local)
        case ("knowledge", "contacts"):
            _read_items(content, file, "contacts", Contact, content.contacts, local)
        case ("knowledge", "safety"):
            content.safety = build(Safety, file, ()) or content.safety
            content.origins["safety", "safety"] = Origin(file, ())
            _read_signs(content, file)
        case ("knowledge", "places"):
            content.places = build(Places, file, ()) or content.places
            content.origins["places", "places"] = Origin(file, ())
        case ("knowledge", "mending"):
            pass  # read by `source`, where the documents are proved against the sources
        case ("dialogs", "phrases"):
            _read_phrases(content, file, local)
        case ("dialogs", "released"):
            content.released = tuple(str(id) for id in _list(file, "ids"))
            content.origins["released", "released"] = Origin(file, ())
        case ("dialogs", room, name):
            _read_dialog(content, file, f"{room}/{name}")
        case _:
            hint = "see CONTRIBUTING.md for where content goes"
            file.problems.append(
                Problem(file.name, 1, "is in no place where content is read", hint)
            )


def _read_signs(content: Content, file: YamlFile) -> None:
    """Reads every phrase of `safety.yaml` once, so that one that cannot be read is a problem."""
    try:
        content.danger = DangerSigns(content.safety) if content.safety else None
    except PhraseError as error:
        file.problems.append(Problem(file.name, 1, str(error), "see the notation in danger.py"))


def _read_document(content: Content, file: YamlFile, name: str) -> None:
    passages = []
    for key in _mapping(file, "passages"):
        given = {"id": f"{name}/{key}", "document": name}
        passage = build(Passage, file, ("passages", key), given)
        if passage is not None:
            passages.append(passage)
            content.origins["passage", passage.id] = Origin(file, ("passages", key))
    data = file.data
    if isinstance(data, dict) and data.get("document") != name:
        file.problems.append(
            file.problem(("document",), f"“document” should be “{name}”, as the file is")
        )
        return
    head = YamlFile(file.name, {k: v for k, v in data.items() if k not in ("document", "passages")} if isinstance(data, dict) else "", file.lines)  # fmt: skip
    document = build(Document, head, (), {"id": name, "passages": tuple(passages)})
    file.problems += head.problems
    if document is not None:
        content.documents[name] = document
        content.origins["document", name] = Origin(file, ())


def _read_topic(
    content: Content, file: YamlFile, key: str, cls: type[T], into: dict[str, T], local: bool
) -> None:
    """A file of answers or unknowns: what its head says holds for each, unless it says otherwise."""
    head = {k: v for k, v in file.data.items() if k != key} if isinstance(file.data, dict) else {}
    for name in _mapping(file, key):
        items = file.data[key]  # type: ignore[index,call-overload]
        given = {k: v for k, v in head.items() if k not in items[name]}
        _keep(content, file, (key, name), cls, into, {**given, "id": name}, local)


def _read_items(
    content: Content, file: YamlFile, key: str, cls: type[T], into: dict[str, T], local: bool
) -> None:
    for name in _mapping(file, key):
        _keep(content, file, (key, name), cls, into, {"id": name}, local)


def _keep(
    content: Content,
    file: YamlFile,
    path: Path_,
    cls: type[T],
    into: dict[str, T],
    given: Mapping[str, Any],
    local: bool,
) -> None:
    kind, name = cls.__name__.lower(), str(path[-1])
    if name in into and not local:
        first = content.origins[kind, name]
        text = f"“{name}” is used before, in {first.file.name}:{first.file.line(*first.path)}"
        file.problems.append(file.problem(path, text, "give one of the two another id"))
        return
    made = build(cls, file, path, given)
    if made is not None:
        into[name] = made
        content.origins[kind, name] = Origin(file, path)


def _read_phrases(content: Content, file: YamlFile, local: bool) -> None:
    """The local file needs to hold only the phrases that differ."""
    if local and content.phrases and isinstance(file.data, dict):
        shipped = content.phrases
        own = dict(file.data)
        own["texts"] = {**shipped.texts, **own.get("texts", {})}  # type: ignore[dict-item]
        for name in ("commands", "usual", "ordinals", "last", "fillers", "kinds"):
            own.setdefault(name, getattr(shipped, name))
        file.data = own
    phrases = build(Phrases, file, ())
    if phrases is not None:
        content.phrases = phrases
        content.origins["phrases", "phrases"] = Origin(file, ())


def _read_dialog(content: Content, file: YamlFile, dialog_id: str) -> None:
    steps: dict[str, Step] = {}
    faults = len(file.problems)
    for name in _mapping(file, "steps"):
        path = ("steps", name)
        keys = file.data["steps"][name]  # type: ignore[index,call-overload]
        verbs = [verb for verb in VERBS if verb in keys]
        if len(verbs) != 1:
            text = f"step “{name}” should have one verb, not {len(verbs)}"
            file.problems.append(file.problem(path, text, f"one of {', '.join(VERBS)}"))
            continue
        step = build(VERBS[verbs[0]], file, path, {"id": name})
        if step is not None:
            steps[name] = step
    head = YamlFile(file.name, {k: v for k, v in file.data.items() if k not in ("dialog", "steps")} if isinstance(file.data, dict) else "", file.lines)  # fmt: skip
    if isinstance(file.data, dict) and file.data.get("dialog") != dialog_id.partition("/")[2]:
        text = f"“dialog” should be “{dialog_id.partition('/')[2]}”, as the file is"
        file.problems.append(file.problem(("dialog",), text))
    dialog = build(Dialog, head, (), {"id": dialog_id, "steps": steps})
    file.problems += head.problems
    if dialog is not None and len(file.problems) == faults:
        content.dialogs[dialog_id] = dialog
        content.origins["dialog", dialog_id] = Origin(file, ())


def _mapping(file: YamlFile, key: str) -> Iterator[str]:
    """The keys of the mapping under `key`; a problem where there is none."""
    value = file.data.get(key) if isinstance(file.data, dict) else None
    if isinstance(value, dict):
        for name in value:
            if isinstance(value[name], dict):
                yield name
            else:
                text = f"“{name}” should hold keys and values"
                file.problems.append(file.problem((key, name), text, "write `key: value` under it"))
    else:
        file.problems.append(
            file.problem((key,), f"“{key}” is missing or holds nothing", f"add `{key}:`")
        )


def _list(file: YamlFile, key: str) -> list[Any]:
    value = file.data.get(key) if isinstance(file.data, dict) else None
    return value if isinstance(value, list) else []
