"""Proves that the passages are the sources, word for word, in both directions.

The texts as delivered have faults of layout: footnote marks glued to words, table cells read as
dots, words cut in two. `knowledge/mending.yaml` lists every one of them with its mend, and nothing
else is ever changed. After mending, a walk through a document's passages in their order must use up
every word of its source: so no word is left out, none is added, and none has been moved.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.answering.knowledge import Document, Passage
from bot.content.build import build
from bot.content.problem import Problem
from bot.content.read import Content
from bot.content.yaml_file import YamlFile, read_yaml


@dataclass(frozen=True, slots=True)
class Mend:
    """One fault of layout: `find` literally or `pattern` as a regular expression, `repeat` times."""

    put: str
    why: str
    find: str = ""
    pattern: str = ""
    repeat: int = 1


def unproved(content: Content, root: Path) -> list[Problem]:
    """Where passages and sources differ: the first difference in each document."""
    file = read_yaml(root / "knowledge" / "mending.yaml", "knowledge/mending.yaml")
    problems: list[Problem] = []
    for document in content.documents.values():
        try:
            source = (root / "knowledge" / "sources" / f"{document.id}.txt").read_text(
                encoding="utf-8"
            )
        except OSError as error:
            name = f"knowledge/sources/{document.id}.txt"
            problems.append(Problem(name, 1, f"cannot be read: {error.strerror}"))
            continue
        problems += _differs(content, document, mended(source, file, document.id))
    return problems + file.problems


def mended(source: str, file: YamlFile, name: str) -> str:
    """The source with its faults of layout mended. A mend that finds nothing is a problem in `file`."""
    mends = file.data.get(name, []) if isinstance(file.data, dict) else []
    for index in range(len(mends)):
        mend = build(Mend, file, (name, index))
        for _ in range(mend.repeat if mend else 0):
            assert mend is not None
            pattern = mend.pattern or re.escape(mend.find)
            put = mend.put if mend.pattern else mend.put.replace("\\", r"\\")
            source, times = re.subn(pattern, put, source, count=0 if mend.repeat == 1 else 1)
            if not times:
                file.problems.append(
                    file.problem((name, index), "finds nothing in the source", "remove it")
                )
    return source


def _differs(content: Content, document: Document, source: str) -> Iterator[Problem]:
    words = source.split()
    seen: set[str] = set()
    at = 0
    for passage in document.passages:
        for heading in passage.under:
            after = _past(words, at, heading)
            if after is None and heading not in seen:
                text = f"the heading “{heading}” is not here in the source, which goes on: {_next(words, at)}"
                yield content.origin("passage", passage.id).problem(text, at=("under",))
                return
            if after is not None and heading not in seen:
                at = after
            seen.add(heading)
        after = _past(words, at, passage.text) or _past(
            words, _past_label(words, at, passage), passage.text
        )
        if after is None:
            text = f"these are not the words of the source, which goes on: {_next(words, at)}"
            hint = "quote it to the letter, and keep the passages in the order of the source"
            yield content.origin("passage", passage.id).problem(text, hint, ("text",))
            return
        seen.add(passage.text.partition("\n")[0])
        at = after
    if at < len(words):
        text = f"words of the source are in no passage: {_next(words, at)}"
        yield content.origin("document", document.id).problem(text, "add a passage for them")


def _past(words: list[str], at: int, text: str) -> int | None:
    """The place after this text, if it stands here."""
    expected = text.split()
    return at + len(expected) if words[at : at + len(expected)] == expected else None


def _past_label(words: list[str], at: int, passage: Passage) -> int:
    """The place after the number that the source prints before a passage: "10.", "b.", "3.4"."""
    labels = {passage.number, f"{passage.number}.", f"{passage.number[-1:]}."}
    return at + 1 if passage.number and at < len(words) and words[at] in labels else at


def _next(words: list[str], at: int) -> str:
    return "“" + " ".join(words[at : at + 8]) + " …”" if at < len(words) else "nothing"
