"""Reads a document and its passages."""

from bot.answering.knowledge import Document, Passage
from bot.content.build import build
from bot.content.content import Content
from bot.content.yaml_file import YamlFile


def read_document(content: Content, file: YamlFile, name: str) -> None:
    """Reads the document of this name, as its file is called. One with broken passages is kept with
    the others."""
    content.declare("document", name, file)
    items = file.items("passages")
    passages = []
    for key in items:
        id = f"{name}/{key}"
        content.declare("passage", id, file, ("passages", key))
        passages.append(build(Passage, file, ("passages", key), {"id": id, "document": name}))
    given = {"id": name, "passages": [passage for passage in passages if passage]}
    document = build(Document, file, (), given, apart=("document", "passages"))
    if not items:
        content.unread.add("passage")
    check_name(file, "document", name)
    if document is not None:
        content.documents[name] = document
    if file.problems:
        content.broke("document", name)


def check_name(file: YamlFile, key: str, name: str) -> None:
    """A file says what it is under a key, as its name does."""
    said = file.data.get(key, name)
    if said != name:
        hint = f"write `{key}: {name}`, or give the file the name that stands here"
        file.refuse((key,), f"“{key}” should be “{name}”, as the file is called", hint)
