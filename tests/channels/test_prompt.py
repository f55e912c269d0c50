import pytest
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory

from bot.channels.offered import Offered
from bot.channels.prompt import _Labels, _Walk
from bot.messages import Choice, Reply


@pytest.fixture
def offered() -> Offered:
    """Two numbered choices of a last reply, and one of a reply before it."""
    offered = Offered()
    earlier = Reply("Eerder", choices=(Choice("x", "Élders kijken"),))
    last = Reply("Kies", choices=(Choice("a", "Een aap"), Choice("b", "Een beer")))
    offered.put([earlier, last, Reply("Klaar.")])
    return offered


def walked(offered: Offered, typed: str, *steps: int) -> list[str]:
    buffer, walk, seen = Buffer(), _Walk(offered), []
    buffer.document = Document(typed)
    for by in steps:
        walk.step(buffer, by)
        seen.append(buffer.text)
    return seen


def test_down_walks_from_the_first_choice_and_comes_back_to_what_was_typed(
    offered: Offered,
) -> None:
    assert walked(offered, "ik", 1, 1, 1, 1) == ["Een aap", "Een beer", "ik", "Een aap"]


def test_up_walks_from_the_last_choice(offered: Offered) -> None:
    assert walked(offered, "", -1, -1, -1, -1) == ["Een beer", "Een aap", "", "Een beer"]


def test_a_label_that_was_typed_in_full_is_where_the_walk_is(offered: Offered) -> None:
    assert walked(offered, "Een aap", 1) == ["Een beer"]


def test_the_cursor_ends_behind_the_label(offered: Offered) -> None:
    buffer = Buffer()
    _Walk(offered).step(buffer, 1)
    assert buffer.cursor_position == len("Een aap")


def test_without_choices_the_arrows_do_not_change_an_empty_line() -> None:
    buffer = Buffer(history=InMemoryHistory())
    for by in (1, -1):
        _Walk(Offered()).step(buffer, by)
        assert buffer.text == ""


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("een", ["Een aap", "Een beer"]),
        ("EEN B", ["Een beer"]),
        ("elders", ["Élders kijken"]),
        ("", ["Een aap", "Een beer", "Élders kijken"]),
        ("vogel", []),
    ],
)
def test_tab_completes_the_labels_that_begin_with_what_was_typed(
    offered: Offered, typed: str, labels: list[str]
) -> None:
    completions = _Labels(offered).get_completions(Document(typed), CompleteEvent())
    assert [completion.text for completion in completions] == labels


def test_a_label_is_pressed_and_other_words_are_not(offered: Offered) -> None:
    assert offered.choice(" Een beer ") == Choice("b", "Een beer")
    assert offered.choice("Élders kijken") == Choice("x", "Élders kijken")
    assert offered.choice("een beer?") is None


def test_the_choices_of_the_turn_before_are_forgotten(offered: Offered) -> None:
    offered.put([Reply("Klaar.")])
    assert offered.numbered == ()
    assert offered.labels == ()
