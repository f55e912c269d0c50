"""Reads how letters are tested, every pattern of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import get_args

from bot.content.build import build
from bot.content.content import Content
from bot.content.yaml_file import Keys, YamlFile
from bot.engine.letter import Letters, PointName
from bot.municipal.letter_pattern import PatternError, Patterns

_PATTERNS_OF_LAYOUT = ("yes", "no", "told", "not_negations")


def read_letters(content: Content, file: YamlFile, _: str) -> None:
    """Reads `letters.yaml`. A pattern that cannot be read is a problem where it stands. A municipality's
    file needs to hold only what differs, such as other words for a point that is missing."""
    content.declare("letters", "", file)
    if file.local and content.letters.points:
        _fill(file, content.letters)
    letters = build(Letters, file, ())
    if letters is None:
        content.broke("letters", "")
        return
    faults = [*_unreadable(letters), *_missing_points(letters)]
    for keys, text, hint in faults:
        file.refuse(keys, text, hint)
    if not faults:
        content.letters = letters


def _fill(file: YamlFile, shipped: Letters) -> None:
    """Puts what a municipality's file does not say itself into it."""
    for known in fields(Letters):
        said = getattr(shipped, known.name)
        own = file.data.get(known.name)
        if isinstance(said, Mapping) and isinstance(own, dict):
            file.data[known.name] = {**said, **own}
        else:
            file.data.setdefault(known.name, said)


def _missing_points(letters: Letters) -> Iterator[tuple[Keys, str, str]]:
    for name in get_args(PointName):
        if name not in letters.points:
            yield ("points",), f"the point “{name}” is missing", f"add `{name}:` under `points:`"


def _unreadable(letters: Letters) -> Iterator[tuple[Keys, str, str]]:
    """Every pattern that cannot be read, once: a fault of a list is told where the list stands."""
    patterns = Patterns(letters.lists, letters.layout.negations)
    said: set[str] = set()
    for keys, written in _written(letters):
        try:
            patterns.expression(written)
        except PatternError as error:
            if str(error) not in said:
                hint = "the top of the file tells how to write it"
                yield keys, f"a pattern cannot be read: {error}", hint
            said.add(str(error))


def _written(letters: Letters) -> Iterator[tuple[Keys, str]]:
    """Every pattern and where it stands; the lists come before what names them."""
    groups: list[tuple[Keys, Sequence[str]]] = [
        *((("lists", name), entries) for name, entries in letters.lists.items()),
        *((("layout", name), getattr(letters.layout, name)) for name in _PATTERNS_OF_LAYOUT),
        *((("topic", known.name), getattr(letters.topic, known.name)) for known in fields(letters.topic)),
        *((("tangled", name), written) for name, written in letters.tangled.items()),
        (("passive",), letters.passive),
    ]
    for name, point in letters.points.items():
        at: Keys = ("points", name)
        groups += [((*at, "says"), point.says), ((*at, "hints"), point.hints)]
        groups += [((*at, "unless"), point.unless)]
        groups += [((*at, "kinds", kind), words) for kind, words in point.kinds.items()]
    for id, against in letters.contradictions.items():
        at = ("contradictions", id)
        groups += [((*at, "says"), against.says), ((*at, "unless"), against.unless)]
    for keys, written in groups:
        yield from (((*keys, index), one) for index, one in enumerate(written))
    yield from ((("jargon", word), word) for word in letters.jargon)
