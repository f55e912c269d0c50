"""From YAML values to the dataclasses of the pure rooms, with a problem for all that does not fit.

The dataclasses stay free of any library; pydantic reads their annotations and does the converting
("true" to True, a list to a tuple, "citizen" to Audience) and the refusing. What it says of a fault
is for programmers; `_Faults` says it again for whoever writes the content.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.content.yaml_file import Keys, Value, YamlFile

T = TypeVar("T")


def build(
    cls: type[T],
    file: YamlFile,
    keys: Keys,
    given: Mapping[str, Any] | None = None,
    *,
    apart: Sequence[str] = (),
    head: Mapping[str, Value] | None = None,
    lacking: Container[str] = (),
) -> T | None:
    """Makes a `cls` of the mapping at these keys. None, and problems in the file, where that cannot be.

    `given` are fields that are set from outside, such as an id. Of the mapping, `apart` must be there
    and is read elsewhere. `head` is what the file says for all its mappings; `lacking` is missing in
    all of them and reported elsewhere.
    """
    value = file.at(keys)
    if not isinstance(value, dict):
        file.refuse(keys, f"{_named(keys)} should hold keys and values", "write `key: value` under it")
        return None
    given, head = given or {}, head or {}
    own = {key: said for key, said in value.items() if key not in apart}
    faults = _Faults(cls, file, keys, apart=apart, given=given, head=[key for key in head if key not in own])
    faults.find_keys(value)
    shape: Any = cls  # mypy doubts that a type[T] can be hashed
    try:
        made: T = _adapter(shape).validate_python(({**head, **own, **given},))[0]
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            if fault["type"] != "missing" or fault["loc"][-1] not in lacking:
                faults.add(fault)
        faults.tell()
        return None
    for at in _empty(made, ()):
        faults.empty(at)
    return None if faults.tell() else made


@cache
def _adapter(cls: Any) -> TypeAdapter[Any]:
    """What validates a tuple of one `cls`: pydantic hands its settings on from a tuple to the
    dataclasses in it, but takes none for a dataclass itself."""
    return TypeAdapter(tuple[cls], config={"extra": "forbid"})


class _Faults:
    """What is wrong with one mapping."""

    def __init__(
        self,
        cls: type,
        file: YamlFile,
        keys: Keys,
        *,
        apart: Sequence[str],
        given: Iterable[str],
        head: Container[str],
    ) -> None:
        self._cls, self._file, self._keys, self._head = cls, file, keys, head
        self._apart, self._given = apart, given
        self._unknown: list[Keys] = []
        self._missing: list[Keys] = []
        self._found = 0

    def find_keys(self, value: Container[str]) -> None:
        """Finds, without pydantic, what is not set from where it should be."""
        self._missing += [(key,) for key in self._apart if key not in value]
        self._unknown += [(key,) for key in self._given if key not in self._apart and key in value]

    def add(self, fault: ErrorDetails) -> None:
        """Takes a fault that pydantic found."""
        at: Keys = fault["loc"][1:]
        name, given = _named(at), fault["input"]
        match fault["type"]:
            case "missing":
                self._missing.append(at)
            case "unexpected_keyword_argument":
                self._unknown.append(at)
            case "tuple_type" | "dict_type" | "dataclass_type" | "string_type" if given == "":
                self.empty(at)
            case "tuple_type" if isinstance(given, str):
                self._refuse(at, f"{name} should be a list", f"put brackets around it: [{given}]")
            case "tuple_type":
                self._refuse(at, f"{name} should be a list", "begin each line of it with a dash: `- `")
            case "string_type" if isinstance(given, dict) and len(given) == 1:
                said = f"{name} should be a text, and is read as a key with a value"
                self._refuse(at, said, f"put quotes around a text that holds “: ”: '{_joined(given)}'")
            case "string_type":
                self._refuse(at, f"{name} should be one text", "write one text, without brackets or dashes")
            case "dict_type" | "dataclass_type":
                self._refuse(at, f"{name} should hold keys and values", "write `key: value` under it")
            case "enum" | "literal_error" | "bool_parsing" | "int_parsing":
                self._refuse(at, f"{name} cannot be “{given}”", _possible(fault))
            case _:
                self._refuse(at, f"{name}: {fault['msg']}")

    def empty(self, at: Keys) -> None:
        self._refuse(at, f"{_named(at)} holds nothing", "give it a value, or remove the line")

    def tell(self) -> bool:
        """Reports the keys that are unknown and those that are missing. Whether anything was wrong."""
        refuse_keys(self._file, self._keys, self._unknown, self._missing, self._known)
        return bool(self._found or self._unknown or self._missing)

    def _known(self, at: Keys) -> Iterable[str]:
        names = _fields(self._cls, at)
        return names if at else [*self._apart, *(name for name in names if name not in self._given)]

    def _refuse(self, at: Keys, text: str, hint: str = "") -> None:
        self._found += 1
        self._file.refuse(at if at[0] in self._head else (*self._keys, *at), text, hint)


def refuse_keys(
    file: YamlFile,
    keys: Keys,
    unknown: Iterable[Keys],
    missing: Iterable[Keys],
    known: Callable[[Keys], Iterable[str]],
) -> None:
    """Reports keys that are unknown and keys that are missing, below these keys of a file. A slip in
    the name of a key that is needed is one fault and not two. `known` tells the keys that can be."""
    needed = list(missing)
    for at in unknown:
        names = list(known(at[:-1]))
        near = get_close_matches(str(at[-1]), names, 1)
        hint = f"did you mean “{near[0]}”?" if near else f"known here: {', '.join(names)}"
        file.refuse((*keys, *at), f"unknown key {_named(at)}", hint)
        if near and (*at[:-1], near[0]) in needed:
            needed.remove((*at[:-1], near[0]))
    for at in needed:
        file.refuse((*keys, *at[:-1]), f"{_named(at)} is missing", f"add `{at[-1]}:`")


def known_fields(cls: Any) -> dict[str, Field[Any]]:
    """The fields of a dataclass that content can set, by name."""
    return {known.name: known for known in fields(cls) if known.init}


def required(known: Field[Any]) -> bool:
    """Whether content must set this field."""
    return known.default is MISSING and known.default_factory is MISSING


def _fields(cls: Any, at: Keys) -> Iterable[str]:
    """The names of the fields of the dataclass that these keys of a `cls` lead to."""
    for key in at:
        cls = get_type_hints(cls)[str(key)] if is_dataclass(cls) else _item(cls)
        cls = next((one for one in get_args(cls) if is_dataclass(one)), cls) if _optional(cls) else cls
    return known_fields(cls) if is_dataclass(cls) else ()


def _item(cls: Any) -> Any:
    """The type of what is in a `tuple[X, ...]` or a `Mapping[str, X]`."""
    return next((one for one in reversed(get_args(cls)) if one is not Ellipsis), cls)


def _optional(cls: Any) -> bool:
    return type(None) in get_args(cls)


def _empty(value: object, at: Keys) -> Iterator[Keys]:
    """Where a text that is needed holds nothing."""
    if is_dataclass(value):
        for name, known in known_fields(value).items():
            inner = getattr(value, name)
            if inner != "" or required(known):
                yield from _empty(inner, (*at, name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _empty(inner, (*at, index))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _empty(inner, (*at, name))
    elif value == "":
        yield at


def _named(at: Keys) -> str:
    """What people call the value at these keys: “quotes”, or the third of “quotes”."""
    if not at:
        return "the file"
    if isinstance(at[-1], int):
        return f"item {at[-1] + 1} of “{at[-2]}”" if len(at) > 1 else f"item {at[-1] + 1}"
    return f"“{at[-1]}”"


def _possible(fault: ErrorDetails) -> str:
    """What a value can be."""
    if fault["type"] == "bool_parsing":
        return "write true or false"
    if fault["type"] == "int_parsing":
        return "write a number in figures"
    known = re.findall(r"'([^']*)'", fault["ctx"]["expected"])
    near = get_close_matches(str(fault["input"]), known, 1)
    return f"did you mean “{near[0]}”?" if near else f"it can be: {', '.join(known)}"


def _joined(given: Mapping[str, Value]) -> str:
    return "; ".join(f"{key}: {value}" for key, value in given.items())
