"""Faults in the ways of dialogs: what a person would run into without anything being broken.

All steps of all dialogs are one net of ways; a dialog that hands over to another leads to its first
step. Of a fault only the root is reported: not what lies behind a step that is never reached, and of
a round one step.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from difflib import get_close_matches
from typing import TypeVar

from bot.content.content import Content, Origin
from bot.content.problem import Problem
from bot.engine.dialog import END, Ask, AskPoint, Decide, Dialog, Step, targets
from bot.engine.rule import RULES

T = TypeVar("T")

Node = tuple[str, str]
"""A step, by the id of its dialog and its own."""

Net = Mapping[Node, list[Node]]
"""Where each step can lead."""

_END, _NOWHERE = ("", END), ("", "")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def dialog_faults(content: Content) -> list[Problem]:
    """Every fault in the ways of the dialogs."""
    steps = {
        (dialog.id, name): step for dialog in content.dialogs.values() for name, step in dialog.steps.items()
    }
    net = {node: _ways(content, node[0], step) for node, step in steps.items()}
    asking = {node for node, step in steps.items() if isinstance(step, Ask)}
    found: list[Problem] = []
    for node in _unreached(content, net):
        text = f"step “{node[1]}” is never reached"
        found.append(_origin(content, node).problem(text, "let some step lead to it, or remove it"))
    for node in _silent_rounds(net, asking):
        text = f"step “{node[1]}” comes back to itself without a question"
        found.append(_origin(content, node).problem(text, "ask something on the way round, or let it end"))
    for node in _traps(content, net, asking):
        text = f"from step “{node[1]}” there is no end"
        found.append(_origin(content, node).problem(text, "let some way lead to `end`, or to another dialog"))
    for dialog in content.dialogs.values():
        found += _unfilled(content, dialog)
    return found


def _ways(content: Content, dialog_id: str, step: Step) -> list[Node]:
    """Where a step can lead; nowhere, where that is reported elsewhere."""
    found = []
    for target in targets(step):
        id, first = dialog_id, target
        if "/" in target and target in content.dialogs:
            id, first = target, content.dialogs[target].first
        known = id in content.dialogs and first in content.dialogs[id].steps
        found.append((id, first) if known else _END if target == END else _NOWHERE)
    if (
        isinstance(step, Decide)
        and step.decide in RULES
        and RULES[step.decide].outcomes - step.outcomes.keys()
    ):
        found.append(_NOWHERE)
    return found or [_NOWHERE]


def _origin(content: Content, node: Node) -> Origin:
    return Origin(content.origin("dialog", node[0]).file, ("steps", node[1]))


def _firsts(content: Content) -> list[Node]:
    return [(dialog.id, dialog.first) for dialog in content.dialogs.values()]


def _unreached(content: Content, net: Net) -> Iterator[Node]:
    """Steps that no way leads to from the first one of their dialog, in dialogs whose ways all lead
    somewhere."""
    for dialog in content.dialogs.values():
        own = {node: ways for node, ways in net.items() if node[0] == dialog.id}
        astray = dialog.first not in dialog.steps or any(_NOWHERE in ways for ways in own.values())
        if content.whole("dialog", dialog.id) and not astray:
            reached = _reach(own, [(dialog.id, dialog.first)])
            lost = [node for node in own if node not in reached]
            for group in _groups(own, lost):
                if not any(group[0] in _reach(own, [node]) for node in lost if node not in group):
                    yield group[0]


def _silent_rounds(net: Net, asking: Set[Node]) -> Iterator[Node]:
    """Steps that come back to themselves with nothing asked on the way."""
    silent = {node: ways for node, ways in net.items() if node not in asking}
    for group in _groups(silent, [node for node, ways in silent.items() if node in _reach(silent, ways)]):
        yield group[0]


def _traps(content: Content, net: Net, asking: Set[Node]) -> Iterator[Node]:
    """Steps that lead to one another and to nothing else, with questions on the way."""
    back: dict[Node, list[Node]] = {}
    for node, ways in net.items():
        for to in ways:
            back.setdefault(to, []).append(node)
    ending = _reach(back, [_END, _NOWHERE])
    reached = _reach(net, _firsts(content))
    for group in _groups(net, [node for node in net if node in reached and node not in ending]):
        if not asking.isdisjoint(group) and _reach(net, group) == set(group):
            yield group[0]


def _groups(net: Net, nodes: Iterable[Node]) -> list[list[Node]]:
    """The nodes in groups of those that lead to one another, in their order."""
    reached = {node: _reach(net, [node]) for node in nodes}
    groups = [
        [other for other in reached if other in to and node in reached[other]] for node, to in reached.items()
    ]
    return [group for node, group in zip(reached, groups, strict=True) if group[0] == node]


def _reach(net: Mapping[T, Iterable[T]], start: Iterable[T]) -> set[T]:
    """Everything that can be reached from `start`, itself included."""
    reached: set[T] = set()
    waiting = list(start)
    while waiting:
        at = waiting.pop()
        if at not in reached:
            reached.add(at)
            waiting += net.get(at, ())
    return reached


def _unfilled(content: Content, dialog: Dialog) -> Iterator[Problem]:
    """`{names}` that nothing saves, or not on every way."""
    written = [step for step in dialog.steps.values() if not isinstance(step, AskPoint)]
    asks = [step for step in written if isinstance(step, Ask)]
    saved = {step.save for step in asks if step.expect and (step.save or step.expect == "place")}
    if "" in saved or not content.whole("dialog", dialog.id):
        return
    known = sorted(saved | {f"{name}_region" for name in saved})
    for step in written:
        key = "ask" if isinstance(step, Ask) else "tell"
        origin = _origin(content, (dialog.id, step.id))
        for name in dict.fromkeys(_PLACEHOLDER.findall(getattr(step, key, ""))):
            if name not in known:
                near = get_close_matches(name, known, 1)
                hint = (
                    f"did you mean “{{{near[0]}}}”?"
                    if near
                    else f"saved here: {', '.join(known) or 'nothing'}"
                )
                yield origin.problem(f"nothing saves “{{{name}}}”", hint, (key,), f"{{{name}}}")
            elif step.id in _without(dialog, name if name in saved else name.removesuffix("_region")):
                text = f"“{{{name}}}” can be empty here: a way leads past the question that saves it"
                yield origin.problem(text, "use it only where the place is known", (key,), f"{{{name}}}")


def _without(dialog: Dialog, name: str) -> set[str]:
    """The steps that can be reached with nothing saved under this name."""
    ways = {
        step.id: [option.next for option in step.choices]
        if isinstance(step, Ask) and step.expect and step.save == name
        else list(targets(step))
        for step in dialog.steps.values()
    }
    return _reach(ways, [dialog.first])
