"""YAML as Naast reads it: every scalar a string, every value with its line.

PyYAML's usual types bite in Dutch content: `no` is False, `9:30` is 570 and `0800` loses its zero.
So scalars stay strings here and the models convert them. A key that stands twice is a fault, not a
silent last-one-wins.
"""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.content.problem import Problem

try:
    from yaml import CBaseLoader as Loader
except ImportError:  # PyYAML built without libyaml: slower, the same result
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

Value = str | list["Value"] | dict[str, "Value"]
Path_ = tuple[str | int, ...]


@dataclass(slots=True)
class YamlFile:
    """The data of one file, and the line of everything in it by its path of keys and indices."""

    name: str
    data: Value = ""
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, *path: str | int) -> int:
        """The line of a value, or of what it should have stood in."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path_, text: str, hint: str = "") -> Problem:
        """A problem with the value at this path."""
        return Problem(self.name, self.line(*path), text, hint)


def read_yaml(path: Path, name: str) -> YamlFile:
    """Reads one file; `name` is how problems call it. What cannot be read becomes a problem."""
    file = YamlFile(name)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=Loader)
    except OSError as error:
        file.problems.append(Problem(name, 1, f"cannot be read: {error.strerror}"))
    except UnicodeDecodeError as error:
        file.problems.append(
            Problem(name, 1, f"is not UTF-8 at byte {error.start}", "save it as UTF-8")
        )
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        said = " ".join(part for part in (error.context, error.problem) if part)
        hint = "quote a text that holds ': ' or ' #', and indent with spaces"
        file.problems.append(Problem(name, line, f"is not valid YAML: {said}", hint))
    except yaml.YAMLError as error:
        file.problems.append(
            Problem(name, 1, f"is not valid YAML: {error}", "remove control characters")
        )
    else:
        if root is not None:
            file.data = _value(file, root, ())
    return file


def _value(file: YamlFile, node: yaml.Node, path: Path_) -> Value:
    file.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Value] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = (*path, key)
            line = key_node.start_mark.line + 1
            if key in values:
                first = file.lines[here]
                text = f"“{key}” stands twice, first on line {first}"
                file.problems.append(
                    Problem(file.name, line, text, "give one of the two another name")
                )
                continue
            file.lines[here] = line
            values[key] = _value(file, value_node, here)
        return values
    if isinstance(node, yaml.SequenceNode):
        return [_value(file, item, (*path, index)) for index, item in enumerate(node.value)]
    return str(node.value)
