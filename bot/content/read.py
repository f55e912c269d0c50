"""Reads `knowledge/` and `dialogs/` into `Content`, collecting every problem on the way.

A municipality's own folder (`NAAST_LOCAL`) has the same shape and is read after the shipped one:
what it holds under an id that exists replaces it, anything else is added. Only what belongs to the
release cannot be replaced: the documents, which are quoted to the letter, their mends, and the list
of released ids.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from bot.answering.knowledge import Answer, Contact, Law, Term, Unknown
from bot.answering.language import Language
from bot.answering.smalltalk import SmallTalk
from bot.content.build import build
from bot.content.content import Content, Mend, Released
from bot.content.folder import PARTS, content_files, overlooked_files
from bot.content.points import put_points
from bot.content.problem import Problem
from bot.content.read_dialog import read_dialog
from bot.content.read_document import read_document
from bot.content.read_items import read_items
from bot.content.read_letters import read_letters
from bot.content.read_safety import read_safety
from bot.content.yaml_file import YamlFile, read_yaml
from bot.engine.checklist import Checklist, Scoring
from bot.engine.phrase import Phrases
from bot.engine.place import Places
from bot.municipal.wording import Wording

NEEDED = ("knowledge/safety", "knowledge/places", "dialogs/phrases")
"""Files without which nothing runs."""

Read = Callable[[Content, YamlFile, str], None]
"""Reads a file, whose name is given without its folder and suffix."""


def read(root: Path, local: Path | None = None) -> Content:
    """Reads the shipped content and, over it, a municipality's own."""
    content = Content(root)
    _read_folder(content, root, local=False)
    for name in NEEDED:
        if not (root / f"{name}.yaml").is_file():
            content.problems.append(Problem(f"{name}.yaml", 1, "the file is missing", "put it back"))
    if local is not None:
        _read_local(content, local)
    put_points(content)
    return content


def _read_local(content: Content, local: Path) -> None:
    if any((local / part).is_dir() for part in PARTS):
        _read_folder(content, local, local=True)
    else:
        text = "has no folder knowledge/ or dialogs/" if local.is_dir() else "is no folder"
        hint = "let NAAST_LOCAL name the folder that holds your own knowledge/ or dialogs/"
        content.problems.append(Problem(str(local), 1, text, hint))


def _read_folder(content: Content, root: Path, *, local: bool) -> None:
    named_from = root.parent if local else root
    for path in content_files(root):
        file = read_yaml(path, path.relative_to(named_from).as_posix(), local)
        _read_file(content, file, path.relative_to(root).with_suffix("").as_posix())
        content.problems += file.problems
    for path in overlooked_files(root):
        name = path.relative_to(named_from).as_posix()
        text = "the file is not read: its name should end in “.yaml”"
        content.problems.append(Problem(name, 1, text, f"call it {path.stem}.yaml"))


def _read_file(content: Content, file: YamlFile, name: str) -> None:
    """Reads a file by its place: "knowledge/terms", "dialogs/citizen/start"."""
    folder, _, last = name.rpartition("/")
    place = name if name in _PLACES else f"{folder}/*"
    if place not in _PLACES and folder.startswith("dialogs/") and folder.count("/") == 1:
        _read_dialog(content, file, name.removeprefix("dialogs/"))
    elif place not in _PLACES:
        known = ", ".join(known.removesuffix("*") for known in _PLACES if known.endswith("*"))
        hint = f"move it to {known} or one of the folders in dialogs/"
        file.problems[:] = [Problem(file.name, 1, "no content is read from this place", hint)]
    elif file.local and place in _NOT_LOCAL:
        text = "a municipality cannot replace this: it belongs to the release"
        file.problems[:] = [Problem(file.name, 1, text, "remove it from your own folder")]
    else:
        kind, read_it = _PLACES[place]
        if file.read:
            read_it(content, file, last)
        else:
            content.unread.add(kind)


def _read_dialog(content: Content, file: YamlFile, id: str) -> None:
    if file.read:
        read_dialog(content, file, id)
    else:
        content.declare("dialog", id, file)
        content.broke("dialog", id)


def _read_places(content: Content, file: YamlFile, _: str) -> None:
    content.declare("places", "", file)
    content.places = build(Places, file, ()) or content.places


def _read_scan(content: Content, file: YamlFile, _: str) -> None:
    content.declare("checklist", "", file)
    content.checklist = build(Checklist, file, ()) or content.checklist


def _read_scoring(content: Content, file: YamlFile, _: str) -> None:
    content.declare("scoring", "", file)
    content.scoring = build(Scoring, file, ()) or content.scoring


def _read_report(content: Content, file: YamlFile, _: str) -> None:
    """A municipality's file needs to hold only the texts that differ."""
    content.declare("report", "", file)
    own = file.data.get("texts")
    if file.local and isinstance(own, dict):
        file.data["texts"] = {**content.report.texts, **own}
    content.report = build(Wording, file, ()) or content.report


def _read_mends(content: Content, file: YamlFile, _: str) -> None:
    for document, listed in file.data.items():
        content.declare("mends", document, file, (document,))
        count = len(listed) if isinstance(listed, list) else 0
        mends = [build(Mend, file, (document, index)) for index in range(count)]
        content.mends[document] = [mend for mend in mends if mend]
        if not mends:
            hint = "begin each with a dash: `- `"
            file.refuse((document,), f"“{document}” should be a list of mends", hint)
        if not mends or not all(mends):
            content.broke("mends", document)


def _read_released(content: Content, file: YamlFile, _: str) -> None:
    content.declare("released", "", file)
    content.released = build(Released, file, ())


def _read_phrases(content: Content, file: YamlFile, _: str) -> None:
    """A municipality's file needs to hold only the phrases that differ."""
    content.declare("phrases", "", file)
    if file.local and content.phrases:
        for known in fields(Phrases):
            shipped, own = getattr(content.phrases, known.name), file.data.get(known.name, {})
            if isinstance(shipped, Mapping) and isinstance(own, dict):
                file.data[known.name] = {**shipped, **own}
            else:
                file.data.setdefault(known.name, shipped)
    content.phrases = build(Phrases, file, ()) or content.phrases


def _items(key: str, cls: type[Any], *headed: str) -> Read:
    return lambda content, file, _: read_items(content, file, key, cls, headed)


_PLACES: Mapping[str, tuple[str, Read]] = {
    "knowledge/documents/*": ("passage", read_document),
    "knowledge/answers/*": ("answer", _items("answers", Answer, "topic", "audience", "checked")),
    "knowledge/unknowns/*": ("unknown", _items("unknowns", Unknown, "topic", "reason", "checked")),
    "knowledge/smalltalk": ("smalltalk", _items("smalltalk", SmallTalk)),
    "knowledge/languages": ("language", _items("languages", Language)),
    "knowledge/terms": ("term", _items("terms", Term)),
    "knowledge/law": ("law", _items("law", Law)),
    "knowledge/contacts": ("contact", _items("contacts", Contact)),
    "knowledge/safety": ("safety", read_safety),
    "knowledge/places": ("places", _read_places),
    "knowledge/mending": ("mends", _read_mends),
    "knowledge/scan": ("checklist", _read_scan),
    "knowledge/report": ("report", _read_report),
    "knowledge/letters": ("letters", read_letters),
    "dialogs/scoring": ("scoring", _read_scoring),
    "dialogs/phrases": ("phrases", _read_phrases),
    "dialogs/released": ("released", _read_released),
}
"""What is read where: the kind of thing that is there, and what reads it. A `*` is any file."""

_NOT_LOCAL = ("knowledge/documents/*", "knowledge/mending", "dialogs/released")
