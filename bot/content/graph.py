"""A dialog as a picture: text in the language of Mermaid, for `naast show`.

The picture shows what a person can meet: a box for each step in the order of the file, an arrow for
each way on with the words that lead there. Ways to the same place share an arrow.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from bot.engine.dialog import END, Ask, Decide, Dialog, Make, Score, Show, Step, Tell
from bot.errors import ContentError

LONGEST_LABEL = 80
"""Characters of a text that a box shows."""


def find_dialog(dialogs: Mapping[str, Dialog], name: str) -> Dialog:
    """The dialog with this id ("citizen/wmo_of_wlz") or its last part ("wmo_of_wlz").

    Raises ContentError, which names those that come near, where there is none, or more than one.
    """
    if name in dialogs:
        return dialogs[name]
    same = [id for id in dialogs if id.rpartition("/")[2] == name]
    if len(same) == 1:
        return dialogs[same[0]]
    if same:
        raise ContentError(f"More dialogs are called “{name}”: {_listed(same)}.")
    near = _near(name, dialogs)
    hint = f"Did you mean {_listed(near)}?" if near else f"There are: {_listed(dialogs)}."
    raise ContentError(f"There is no dialog “{name}”. {hint}")


def mermaid(dialog: Dialog) -> str:
    """The graph of a dialog; see https://mermaid.js.org/syntax/flowchart.html."""
    title = json.dumps(dialog.title, ensure_ascii=False)  # what is JSON is YAML too
    return "\n".join(["---", f"title: {title}", "---", "flowchart TD", *_lines(dialog)])


def _lines(dialog: Dialog) -> Iterator[str]:
    nodes = {id: f"s{number}" for number, id in enumerate(dialog.steps, start=1)}
    outside: dict[str, str] = {}
    arrows = []
    for id, step in dialog.steps.items():
        yield f"    {nodes[id]}{_box(step)}"
        for target, labels in _ways(step).items():
            node = nodes.get(target) or outside.setdefault(target, f"t{len(outside) + 1}")
            arrows.append(f"    {nodes[id]} -->{_on_arrow(labels)} {node}")
    for target, node in outside.items():
        yield f'    {node}(("{END}"))' if target == END else f'    {node}[/"{_escaped(target)}"/]'
    if dialog.first in nodes:
        yield f'    begin(("{_escaped(dialog.id)}")) --> {nodes[dialog.first]}'
    yield from arrows


def _box(step: Step) -> str:
    """The label of a step in the shape of its verb."""
    match step:
        case Ask():
            return f'{{{{"{_label(step.id, step.ask)}"}}}}'
        case Tell():
            return f'["{_label(step.id, step.tell)}"]'
        case Show():
            return f'[["{_label(step.id, step.show)}"]]'
        case Decide():
            return f'{{"{_label(step.id, step.decide)}"}}'
        case Make():
            return f'[/"{_label(step.id, step.make)}"/]'
        case Score():
            return f'(["{_label(step.id, step.score)}"])'


def _ways(step: Step) -> dict[str, list[str]]:
    """Every target of a step, with the words that lead there."""
    ways: dict[str, list[str]] = {}
    match step:
        case Ask():
            for option in step.choices:
                ways.setdefault(option.next, []).append(option.say)
            if step.next:
                ways.setdefault(step.next, []).append(step.expect or "")
        case Decide():
            for outcome, target in step.outcomes.items():
                ways.setdefault(target, []).append(outcome)
        case _:
            ways[step.next] = []
    return ways


def _on_arrow(labels: Iterable[str]) -> str:
    text = _escaped(" / ".join(label for label in labels if label))
    return f'|"{text}"|' if text else ""


def _label(id: str, text: str) -> str:
    first = " ".join(text.split())
    short = first if len(first) <= LONGEST_LABEL else f"{first[: LONGEST_LABEL - 1].rstrip()}…"
    return f"{_escaped(id)}<br>{_escaped(short)}"


def _escaped(text: str) -> str:
    """A text in which nothing means anything to Mermaid."""
    return "".join(_ENTITIES.get(character, character) for character in " ".join(text.split()))


_ENTITIES = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;"}
"""Mermaid's own way to write what it would read as its own."""


def _near(name: str, dialogs: Iterable[str]) -> list[str]:
    known = list(dialogs)
    last = {id.rpartition("/")[2]: id for id in known}
    near = [
        *get_close_matches(name, known, 3),
        *(last[n] for n in get_close_matches(name, last, 3)),
    ]
    return list(dict.fromkeys(near))[:3]


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids)
