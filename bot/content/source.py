"""Proves that the passages are the sources, word for word, in both directions.

The texts as delivered have faults of layout: footnote marks glued to words, table cells read as
dots, words cut in two. `knowledge/mending.yaml` lists every one of them with its mend, and nothing
else is ever changed. After mending, a walk through a document's passages in their order must use up
every word of its source: so no word is left out, none is added, and none has been moved.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.answering.knowledge import Document, Passage
from bot.content.content import Content, Mend
from bot.content.problem import Problem
from bot.content.yaml_file import Keys, read_text

SOURCES = Path("knowledge") / "sources"

SHOWN = 5
"""Words of a source that a problem shows."""


def unproved(content: Content) -> list[Problem]:
    """Where passages and sources differ: the first difference in each document. What could not be
    read is not looked at."""
    problems: list[Problem] = []
    for path in sorted((content.root / SOURCES).glob("*.txt")):
        if not content.has("document", path.stem) and "passage" not in content.unread:
            text, hint = "no document has this source", f"add knowledge/documents/{path.stem}.yaml"
            problems.append(Problem((SOURCES / path.name).as_posix(), 1, text, hint))
    for name in content.mends:
        if not content.has("document", name) and "passage" not in content.unread:
            problems.append(content.origin("mends", name).problem(f"there is no document “{name}”"))
    for document in content.documents.values():
        if content.whole("document", document.id) and content.whole("mends", document.id):
            problems += _proof(content, document)
    return problems


def _proof(content: Content, document: Document) -> Iterator[Problem]:
    name = SOURCES / f"{document.id}.txt"
    problems: list[Problem] = []
    source = read_text(content.root / name, name.as_posix(), problems)
    for index, mend in enumerate(content.mends.get(document.id, ())):
        try:
            source = mended(source, mend) if source is not None else None
        except (LookupError, re.error) as error:
            said = f"the pattern cannot be read: {error}" if isinstance(error, re.error) else str(error)
            problems.append(content.origin("mends", document.id).problem(said, at=(index,)))
    yield from problems
    if source is not None and not problems:
        yield from _differences(content, document, source.split())


def mended(source: str, mend: Mend) -> str:
    """The source with one fault of its layout mended. Raises LookupError for a mend that finds nothing,
    and re.error for one that cannot be used."""
    if not (mend.find or mend.pattern):
        raise LookupError("this mend has neither “find:” nor “pattern:”")
    for _ in range(mend.repeat):
        pattern = mend.pattern or re.escape(mend.find)
        put = mend.put if mend.pattern else mend.put.replace("\\", r"\\")
        source, times = re.subn(pattern, put, source, count=0 if mend.repeat == 1 else 1)
        if not times:
            raise LookupError("this mend finds nothing in the source")
    return source


def _differences(content: Content, document: Document, source: Sequence[str]) -> Iterator[Problem]:
    """The first place where the passages of a document are not the words of its source."""
    seen: set[str] = set()  # headings that later passages may name again
    at = 0
    for passage in document.passages:
        for heading in passage.under:
            if heading not in seen:
                seen.add(heading)
                after = _after(source, at, heading)
                if after is None:
                    yield _differs(content, passage, heading, source[at:], ("under",))
                    return
                at = after
        start = at if _after(source, at, passage.text) is not None else _after_label(source, at, passage)
        after = _after(source, start, passage.text)
        if after is None:
            yield _differs(content, passage, passage.text, source[start:], ("text",))
            return
        seen.add(passage.text.partition("\n")[0])
        at = after
    if at < len(source):
        text = f"the source has words after the last passage: {_shown(source[at:])}"
        last = content.origin("passage", document.passages[-1].id) if document.passages else None
        origin = last or content.origin("document", document.id)
        yield origin.problem(text, "add a passage for them")


def _after(source: Sequence[str], at: int, text: str) -> int | None:
    """The place after this text, if it stands here."""
    expected = text.split()
    return at + len(expected) if source[at : at + len(expected)] == expected else None


def _after_label(source: Sequence[str], at: int, passage: Passage) -> int:
    """The place after the number that the source prints before a passage: "10.", "b.", "3.4"."""
    labels = {passage.number, f"{passage.number}.", f"{passage.number[-1:]}."}
    return at + 1 if passage.number and at < len(source) and source[at] in labels else at


def _differs(content: Content, passage: Passage, text: str, source: Sequence[str], at: Keys) -> Problem:
    """A problem at the word of a text where its source goes on in another way."""
    words = text.split()
    same = next(
        (n for n, (a, b) in enumerate(zip(words, source, strict=False)) if a != b),
        min(len(words), len(source)),
    )
    said = f"the source does not say {_shown(words[same:])}"
    if same:
        said += f" after {_shown(words[max(0, same - 3) : same], dots='')}"
    hint = f"it says {_shown(source[same:])} there"
    return content.origin("passage", passage.id).problem(said, hint, at, " ".join(words[same:]))


def _shown(words: Sequence[str], dots: str = " …") -> str:
    if not words:
        return "nothing"
    return f"“{' '.join(words[:SHOWN])}{dots if len(words) > SHOWN else ''}”"
