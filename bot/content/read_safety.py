"""Reads the signs of danger, every phrase of them."""

import re
from collections.abc import Iterator

from bot.answering.danger import DangerSigns
from bot.answering.danger_phrase import PhraseError
from bot.answering.safety import DangerKind, Safety
from bot.content.build import build
from bot.content.content import Content
from bot.content.yaml_file import Keys, YamlFile


def read_safety(content: Content, file: YamlFile, _: str) -> None:
    """Reads `safety.yaml`. A phrase that cannot be read is a problem where it stands."""
    content.declare("safety", "", file)
    safety = build(Safety, file, ())
    if safety is None:
        return
    content.safety = safety
    try:
        content.danger = DangerSigns(safety)
    except PhraseError:
        for keys, said in _faults(safety):
            file.refuse(keys, f"a phrase cannot be read: {said}", "the top of the file tells how to write it")


def _faults(safety: Safety) -> Iterator[tuple[Keys, str]]:
    """Every phrase that cannot be read for what it says itself, and not for a list that it names."""
    said: set[str] = set()
    for keys, phrase in _phrases(safety):
        kind = DangerKind(title="", reply="", contacts=(), signals=(phrase,))
        try:
            DangerSigns(Safety(kinds={"": kind}, look_alikes={}, lists=safety.lists))
        except PhraseError as error:
            why = str(error)
            lost = re.fullmatch(r"there is no list (<\w+>)", why)
            own = f"'{phrase}'" in why or (lost and lost.group(1) in phrase)
            if own or not (lost or why in said or why.startswith("'")):
                yield keys, why
            said.add(why)


def _phrases(safety: Safety) -> Iterator[tuple[Keys, str]]:
    """Every phrase and where it stands; the lists come before what names them."""
    for name, entries in safety.lists.items():
        yield from ((("lists", name, index), phrase) for index, phrase in enumerate(entries))
    for name, kind in safety.kinds.items():
        yield from ((("kinds", name, "signals", index), phrase) for index, phrase in enumerate(kind.signals))
    for group, phrases in safety.look_alikes.items():
        yield from ((("look_alikes", group, index), phrase) for index, phrase in enumerate(phrases))
