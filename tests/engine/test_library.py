"""What is found under an id, and under an id that it had before; and what is remembered."""

from dataclasses import replace

from bot.engine.dialog import END, Ask, Decide, Option, Tell, targets
from bot.engine.library import REMEMBERED, START, Library, remembered
from tests.small import small_library

DIALOGS = """
citizen/nieuw:
  renamed_from: [citizen/oud, citizen/ouder]
  first: a
  steps: {a: {tell: A., next: end}}
citizen/ander: {first: a, steps: {a: {tell: A., next: end}}}
"""


def test_a_dialog_is_found_by_its_id_and_by_its_earlier_ids() -> None:
    library = small_library(DIALOGS)

    for name in ("citizen/nieuw", "citizen/oud", "citizen/ouder"):
        assert library.dialog(name) is library.dialogs["citizen/nieuw"]
    assert library.dialog("citizen/nooit") is None


def test_an_answer_is_found_by_its_id_and_by_its_earlier_ids() -> None:
    library = small_library(DIALOGS)

    assert library.answer("kleur") is library.answer("verf") is library.knowledge.answers["kleur"]
    assert library.answer("nooit") is None


def test_every_target_of_a_step_is_told_once_for_each_way() -> None:
    ask = Ask("a", "?", (Option("x", "X", "b"), Option("y", "Y", "b")), expect="place", next="c")

    assert [*targets(ask)] == ["b", "b", "c"]
    assert [*targets(Ask("a", "?", (Option("x", "X", "b"),)))] == ["b"]
    assert [*targets(Tell("a", "!", END))] == [END]
    assert sorted(targets(Decide("a", "audience", {"x": "b", "y": END}))) == ["b", END]


def test_a_conversation_can_begin(library: Library) -> None:
    assert START in library.dialogs


def test_what_is_worked_out_from_content_is_worked_out_once_for_each_library() -> None:
    library, other = small_library(DIALOGS), small_library(DIALOGS)
    worked: list[str] = []

    @remembered
    def titled(library: Library, dialog_id: str) -> str:
        worked.append(dialog_id)
        return library.dialogs[dialog_id].title

    once = [titled(library, "citizen/nieuw"), titled(library, "citizen/nieuw")]
    assert once == [library.dialogs["citizen/nieuw"].title] * 2
    assert worked == ["citizen/nieuw"]
    assert [titled(other, "citizen/ander"), titled(other, "citizen/nieuw")]
    assert [titled(replace(library), "citizen/nieuw")] == once[:1]
    assert worked == ["citizen/nieuw", "citizen/ander", "citizen/nieuw", "citizen/nieuw"]


def test_no_more_is_remembered_than_there_is_room_for() -> None:
    library = small_library(DIALOGS)

    @remembered
    def doubled(library: Library, number: int) -> int:
        return 2 * number

    assert [doubled(library, n) for n in range(3 * REMEMBERED)] == [2 * n for n in range(3 * REMEMBERED)]
    assert all(len(known) <= REMEMBERED for known in library.memory.values())
