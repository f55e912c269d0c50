"""From YAML values to the dataclasses of the pure rooms, with a problem for all that does not fit.

The dataclasses stay free of any library; pydantic reads their annotations and does the converting
("true" to True, a list to a tuple, "citizen" to Audience) and the refusing.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.content.yaml_file import Path_, YamlFile

T = TypeVar("T")


@cache
def _adapter(cls: type[T]) -> TypeAdapter[T]:
    return TypeAdapter(cls)


def build(
    cls: type[T], file: YamlFile, path: Path_, given: Mapping[str, Any] | None = None
) -> T | None:
    """Makes a `cls` of the mapping at `path`, with the fields in `given` (such as its id) set from
    outside. None, and problems in the file, where that cannot be."""
    value = _at(file, path)
    if not isinstance(value, dict):
        file.problems.append(
            file.problem(path, "should be a list of keys and values", "write `key: value`")
        )
        return None
    given = given or {}
    known = {f.name: f for f in fields(cls) if f.init and f.name not in given}  # type: ignore[arg-type]
    faults = len(file.problems)
    for key in value:
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = f"did you mean “{near[0]}”?" if near else f"known here: {', '.join(known)}"
            file.problems.append(file.problem((*path, key), f"unknown key “{key}”", hint))
    for name, known_field in known.items():
        if name not in value and _required(known_field):
            file.problems.append(file.problem(path, f"“{name}” is missing", f"add `{name}:`"))
    if len(file.problems) > faults:
        return None
    try:
        return _adapter(cls).validate_python({**value, **given})
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_context=False):
            where = tuple(part for part in fault["loc"] if isinstance(part, str | int))
            file.problems.append(file.problem((*path, *where), _said(fault["msg"], where)))
        return None


def _at(file: YamlFile, path: Path_) -> Any:
    value: Any = file.data
    for key in path:
        value = value[key]
    return value


def _required(known: "Field[Any]") -> bool:
    return known.default is MISSING and known.default_factory is MISSING


def _said(message: str, where: Path_) -> str:
    key = ".".join(str(part) for part in where)
    return f"“{key}”: {message[:1].lower()}{message[1:]}"
