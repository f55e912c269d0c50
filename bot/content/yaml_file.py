"""YAML as Naast reads it: every scalar a string, every value with its line.

PyYAML's usual types bite in Dutch content: `no` is False, `9:30` is 570 and `0800` loses its zero.
So scalars stay strings here and the models convert them. What YAML would swallow in silence is a
fault: a key that stands twice, and a text that begins with one of its signs ("!", "&", "*").
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.content.problem import Problem

try:
    from yaml import CBaseLoader as Loader
except ImportError:  # PyYAML built without libyaml: slower, the same result
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

Value = str | list["Value"] | dict[str, "Value"]
Keys = tuple[str | int, ...]
"""The way to a value in a file: the keys and places in lists that lead to it."""

LONGEST_SOUGHT = 40
"""Characters of a text that are enough to find it by in a value."""

_INVISIBLE = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What no text needs and no editor shows; line ends that only some programs take for one among them."""


@dataclass(slots=True)
class YamlFile:
    """What one file holds, and the line of everything in it. Without `read` nothing of it is known."""

    name: str
    local: bool = False  # whether it is a municipality's own
    read: bool = False
    data: dict[str, Value] = field(default_factory=dict)
    lines: dict[Keys, int] = field(default_factory=dict)
    source: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def at(self, keys: Keys) -> Value:
        """The value there. Raises KeyError, IndexError or TypeError where there is none."""
        value: Value = self.data
        for key in keys:
            value = value[key]  # type: ignore[index]
        return value

    def line(self, keys: Keys) -> int:
        """The line of a value, or of what it should have stood in."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def line_saying(self, keys: Keys, said: str) -> int:
        """The line on which these words begin within a value of several lines; where they cannot be
        found there, as behind quotes, the line of the value."""
        first = self.line(keys)
        last = min((line for line in self.lines.values() if line > first), default=len(self.source) + 1)
        starts, written = [], ""
        for line in range(first, last):
            starts.append(len(written))
            written += "".join(f"{word} " for word in self.source[line - 1].split())
        at = written.find(" ".join(said.split())[:LONGEST_SOUGHT])
        return first + bisect_right(starts, at) - 1 if at >= 0 else first

    def items(self, key: str) -> dict[str, Value]:
        """What stands under a key, by its ids; a problem where the key holds anything else."""
        items = mapping(self.data.get(key))
        if key in self.data and not items:
            hint = "write an id with a colon, and indent what belongs to it"
            self.refuse((key,), f"“{key}” should hold ids, each with keys and values", hint)
        return items

    def problem(self, keys: Keys, text: str, hint: str = "") -> Problem:
        """A problem with the value there."""
        return Problem(self.name, self.line(keys), text, hint)

    def refuse(self, keys: Keys, text: str, hint: str = "") -> None:
        """Keeps a problem with the value there, once."""
        problem = self.problem(keys, text, hint)
        if problem not in self.problems:
            self.problems.append(problem)


def mapping(value: Value | None) -> dict[str, Value]:
    """The value as keys and values; nothing where it is none."""
    return value if isinstance(value, dict) else {}


def read_yaml(path: Path, name: str, local: bool = False) -> YamlFile:
    """Reads one file; `name` is how problems call it. What cannot be read becomes a problem."""
    file = YamlFile(name, local)
    text = read_text(path, name, file.problems)
    if text is None:
        return file
    file.source = text.split("\n")
    try:
        root = yaml.compose(text, Loader=Loader)
        if root is None:
            file.refuse((), "the file is empty", "write something in it, or remove it")
        elif isinstance(root, yaml.MappingNode):
            file.data = _Composed(file).mapping(root, ())
            file.read = True
        else:
            line = root.start_mark.line + 1
            text = "the file should hold keys and values"
            file.problems.append(Problem(name, line, text, "begin with a key and a colon: `key:`"))
    except yaml.MarkedYAMLError as error:
        file.problems.append(_unreadable(file, error))
    except RecursionError:
        file.refuse((), "the file is nested too deeply", "write it with fewer levels")
    return file


def read_text(path: Path, name: str, problems: list[Problem]) -> str | None:
    """The text of a file, with plain line ends; None, and a problem, where it has none."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        problems.append(Problem(name, 1, f"cannot be read: {error.strerror}"))
        return None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        hint = "save the file as UTF-8; in Windows Notepad: Save as, Encoding"
        problems.append(Problem(name, line, "a letter is not written in UTF-8", hint))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _INVISIBLE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        said = f"an invisible character (U+{ord(found.group()):04X}) stands here"
        problems.append(Problem(name, line, said, "type the line again"))
        return None
    return text


class _Composed:
    """Takes the values out of the nodes of a file."""

    def __init__(self, file: YamlFile) -> None:
        self._file = file
        self._seen: dict[int, Value] = {}

    def mapping(self, node: yaml.MappingNode, keys: Keys) -> dict[str, Value]:
        """The values of a mapping by their keys; of a key that stands twice the first one."""
        values: dict[str, Value] = {}
        self._file.lines.setdefault(keys, node.start_mark.line + 1)
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(line, "a key should be a word", "put quotes around a text with “[” or “{”")
                continue
            key = str(key_node.value)
            here = (*keys, key)
            if key in values:
                text = f"“{key}” stands twice, first on line {self._file.lines[here]}"
                self._refuse(line, text, "keep one of the two, or give it another name")
                continue
            self._file.lines[here] = line
            values[key] = self._value(value_node, here)
        return values

    def _value(self, node: yaml.Node, keys: Keys) -> Value:
        line = node.start_mark.line + 1
        self._file.lines.setdefault(keys, line)
        if id(node) in self._seen:
            self._refuse(self._file.lines[keys], "an alias (*) is not read", "write out what it stands for")
            return self._seen[id(node)]
        self._seen[id(node)] = ""  # what an alias gets that stands in what it stands for
        if not node.tag.startswith("tag:yaml.org,2002:"):
            self._refuse(line, f"“{node.tag}” is taken for a sign of YAML", "put quotes around the text")
        value: Value
        if isinstance(node, yaml.MappingNode):
            value = self.mapping(node, keys)
        elif isinstance(node, yaml.SequenceNode):
            value = [self._value(item, (*keys, index)) for index, item in enumerate(node.value)]
        else:
            value = str(node.value)
        self._seen[id(node)] = value
        return value

    def _refuse(self, line: int, text: str, hint: str) -> None:
        self._file.problems.append(Problem(self._file.name, line, text, hint))


def _unreadable(file: YamlFile, error: yaml.MarkedYAMLError) -> Problem:
    """Why a file is no YAML, in words for somebody who has never heard of it."""
    said = error.problem or ""
    mark = error.problem_mark
    unclosed = "end of stream" in said or "expected ',' or" in said
    if unclosed:
        mark = error.context_mark or mark  # where it was opened
    line = min(mark.line + 1 if mark else 1, len(file.source))
    written = file.source[line - 1]
    hint = "put quotes around a text that holds “: ” or “ #”, and indent with spaces"
    if "\t" in written[: len(written) - len(written.lstrip())]:
        said, hint = "a tab stands before the text", "indent with spaces"
    elif "mapping values are not allowed" in said:
        said, hint = "a second “: ” stands in one line", "put quotes around a text that holds “: ”"
    elif unclosed:
        said, hint = (
            "quotes or brackets are opened here and not closed",
            "close them; between two things in brackets stands a comma",
        )
    elif "cannot start any token" in said:
        said, hint = f"a text begins with “{_sign(written, mark)}”", "put quotes around the text"
    elif "expected key" in said:
        said = "this line does not go with those before it"
        hint = "indent it as they are; a text with quotes in it needs quotes around it"
    elif "undefined alias" in said:
        said, hint = "a text begins with “*”", "put quotes around the text"
    elif "another document" in said:
        said, hint = "a line “---” stands in the middle", "remove it"
    return Problem(file.name, line, f"cannot be read as YAML: {said}", hint)


def _sign(written: str, mark: yaml.Mark | None) -> str:
    return written[mark.column : mark.column + 1] if mark else ""
