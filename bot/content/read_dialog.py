"""Reads a dialog and its steps."""

from collections.abc import Mapping

from bot.content.build import build
from bot.content.content import Content
from bot.content.read_document import check_name
from bot.content.yaml_file import YamlFile, mapping
from bot.engine.dialog import Ask, Decide, Dialog, Make, Score, Show, Step, Tell

VERBS: Mapping[str, type[Ask] | type[Tell] | type[Show] | type[Decide] | type[Make] | type[Score]] = {
    "ask": Ask,
    "tell": Tell,
    "show": Show,
    "decide": Decide,
    "make": Make,
    "score": Score,
}


def read_dialog(content: Content, file: YamlFile, id: str) -> None:
    """Reads the dialog with this id, as its folder and file are called. One with broken steps is kept
    with the others."""
    content.declare("dialog", id, file)
    steps = {}
    for name in file.items("steps"):
        step = _step(file, name)
        if step is None:
            content.broke("step", f"{id}#{name}")
        else:
            steps[name] = step
    dialog = build(Dialog, file, (), {"id": id, "steps": steps}, apart=("dialog", "steps"))
    check_name(file, "dialog", id.rpartition("/")[2])
    if dialog is not None:
        content.dialogs[id] = dialog
    if file.problems:
        content.broke("dialog", id)


def _step(file: YamlFile, name: str) -> Step | None:
    said = mapping(file.at(("steps", name)))
    verbs = [verb for verb in VERBS if verb in said]
    if said and len(verbs) != 1:
        text = f"step “{name}” should do one thing, and does {' and '.join(verbs) or 'nothing'}"
        file.refuse(("steps", name), text, f"a step has one of: {', '.join(VERBS)}")
        return None
    return build(VERBS[verbs[0]] if verbs else Tell, file, ("steps", name), {"id": name})
