"""Plays the conversations that stand beside this file, and sees to it that they visit everything.

`tests/dialogs/` mirrors `dialogs/`. A file is a list of conversations, each a list of lines: what a
person does, and what is open afterwards. The wording of replies is the editors' and is not tested.

    - conversation: somebody with a decision is sent to the zorgkantoor
      lines:
        - {press_id: dialog:citizen/wmo_of_wlz, step: indicatie}
        - {say: jaa, step: verder, quotes: [competentieprofiel/inkoop, competentieprofiel/wlz]}
        - {say: nee, end: true}

What is done is `say`, `press` (a label, or the id of an option or choice, of the last turn),
`press_earlier` (one that stands further up), `press_id` (any id) or `send` (a file). What is expected
is the `step` that is open, of the `dialog` that the line before ended in (at first: the dialog of the
file) or of another that is named; or `end: true`, where nothing is open. What is done may be a list, and is
done `times` times over; what is expected is what comes of the last. `outcome`, `quotes` (all of
the turn, in their order) and `forgotten: true` are compared where they are given.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.engine import flow
from bot.engine.dialog import END, Ask, Decide, Dialog
from bot.engine.library import Library
from bot.engine.path import Given
from bot.engine.session import Position, replay
from tests.talk import Talk

HERE = Path(__file__).parent
DOES = ("say", "press", "press_earlier", "press_id", "send")
EXPECTS = ("dialog", "step", "end", "outcome", "quotes", "forgotten")

Visit = tuple[str, str, str]
"""A dialog, a step and a way out of it: a choice, an outcome, the expected value, or just on."""


def conversations() -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """The dialog that a file is about, the name of a conversation in it, and its lines."""
    for path in sorted(HERE.rglob("*.yaml")):
        dialog = path.relative_to(HERE).with_suffix("").as_posix()
        for one in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader):
            assert set(one) == {"conversation", "lines"}, f"{path.name}: {sorted(one)}"
            yield dialog, one["conversation"], one["lines"]


ALL = list(conversations())


def play(library: Library, dialog: str, lines: list[dict[str, Any]]) -> None:
    """Does what the lines say, and compares what comes of it."""
    talk = Talk(library)
    for number, line in enumerate(lines, start=1):
        [does] = [key for key in DOES if key in line]
        assert set(line) <= {does, "times", *EXPECTS}, f"line {number}: {sorted(line)}"
        assert ("step" in line) != ("end" in line), f"line {number}: a step or the end"
        each = line[does] if isinstance(line[does], list) else [line[does]]
        for what in each * int(line.get("times", 1)):
            _do(talk, does, str(what))
        dialog = line.get("dialog", dialog)
        said = f"line {number}, {does} “{line[does]}”, got {talk.outcome}: {talk.text[:200]}"
        expected = (dialog, line["step"]) if "step" in line else (None, None)
        assert (talk.dialog, talk.step) == expected, said
        assert talk.outcome == line.get("outcome", talk.outcome), said
        assert talk.quotes == line.get("quotes", talk.quotes), said
        assert talk.forgotten == ("forgotten" in line), said


def _do(talk: Talk, does: str, what: str) -> None:
    match does:
        case "say":
            talk.say(what)
        case "press":
            talk.press(what)
        case "press_earlier":
            talk.press_earlier(what)
        case "press_id":
            talk.press_id(what)
        case _:
            talk.send_file(what)


@pytest.mark.parametrize(("dialog", "name", "lines"), ALL, ids=[f"{d}: {name}" for d, name, _ in ALL])
def test_a_conversation_goes_as_it_is_written(
    library: Library, dialog: str, name: str, lines: list[dict[str, Any]]
) -> None:
    play(library, dialog, lines)


def test_every_dialog_has_conversations_and_every_file_a_dialog(library: Library) -> None:
    assert {dialog for dialog, _, _ in ALL} == set(library.dialogs)


def test_no_two_conversations_of_a_dialog_have_the_same_name() -> None:
    names = [(dialog, name) for dialog, name, _ in ALL]

    assert len(set(names)) == len(names)


def test_every_way_through_every_dialog_is_taken(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: set[Visit] = set()

    def watched(dialog: Dialog, path: tuple[Given, ...], audience: Any) -> Position:
        position = replay(dialog, path, audience)
        taken.update(visits(dialog, position))
        return position

    monkeypatch.setattr(flow, "replay", watched)
    forgetful = replace(library)  # one that remembers no way that was taken before
    for dialog, _, lines in ALL:
        play(forgetful, dialog, lines)

    missed = [way for dialog in library.dialogs.values() for way in ways(dialog) if way not in taken]
    assert not missed, "no conversation takes:\n" + "\n".join(map(" > ".join, missed))


def ways(dialog: Dialog) -> Iterator[Visit]:
    """Every way out of every step. The ends of a dialog are among them."""
    for step in dialog.steps.values():
        match step:
            case Ask():
                yield from ((dialog.id, step.id, option.id) for option in step.choices)
                if step.expect:
                    yield dialog.id, step.id, f"a {step.expect}"
            case Decide():
                yield from ((dialog.id, step.id, outcome) for outcome in step.outcomes)
            case _:
                yield dialog.id, step.id, "the end" if step.next == END else "on"


def visits(dialog: Dialog, position: Position) -> Iterator[Visit]:
    """The ways that a walk has taken."""
    answers = {given.step: given for given in position.path[: position.open_at]}
    for given in answers.values():
        step = dialog.steps[given.step]
        expected = isinstance(step, Ask) and step.expect and given.value
        yield dialog.id, step.id, f"a {step.expect}" if isinstance(step, Ask) and expected else given.choice
    for _, step in position.steps:
        if not isinstance(step, Ask | Decide):
            yield dialog.id, step.id, "the end" if step.next == END else "on"
