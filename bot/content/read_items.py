"""Reads the files that hold things by their ids: answers and unknowns by topic, terms, law, contacts …"""

from collections.abc import Container
from typing import Any

from bot.content.build import build, known_fields, refuse_keys, required
from bot.content.content import Content
from bot.content.yaml_file import YamlFile, mapping


def read_items(
    content: Content, file: YamlFile, key: str, cls: type[Any], headed: Container[str] = ()
) -> None:
    """Reads the things under a key of a file, each by its id, into the field of the content with the
    same name. The keys of `headed` may stand in the head of the file, for each that does not say
    otherwise."""
    items = file.items(key)
    known = {name: field for name, field in known_fields(cls).items() if name in headed}
    head = {name: said for name, said in file.data.items() if name in known}
    said = {name for item in items.values() for name in mapping(item)} | file.data.keys()
    lacking = [name for name, field in known.items() if items and required(field) and name not in said]
    unknown = [(name,) for name in file.data if name not in known and name != key]
    missing = [(name,) for name in (key, *lacking) if name not in file.data]
    refuse_keys(file, (), unknown, missing, lambda _: [*known, key])
    kind = cls.__name__.lower()
    if not items:
        content.unread.add(kind)
    for id in items:
        if content.declare(kind, id, file, (key, id)):
            made = build(cls, file, (key, id), {"id": id}, head=head, lacking=lacking)
            if made is not None:
                getattr(content, key)[id] = made
