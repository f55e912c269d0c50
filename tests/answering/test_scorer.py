"""Lists in strips: added up as they would be one weight at a time, however long they are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.ranker import Ranker
from bot.answering.scorer import STRIP, Scorer

CLASSES = 4 * STRIP
LISTS = st.lists(st.lists(st.integers(0, CLASSES - 1), unique=True, max_size=CLASSES), min_size=1, max_size=9)


def ranker(lists: list[list[int]]) -> Ranker:
    """One feature for each of these lists of classes, each class with a weight of its own."""
    sizes = [len(columns) for columns in lists]
    starts = np.concatenate(([0], np.cumsum(sizes)))
    return Ranker(
        classes=tuple(f"answer:{number}" for number in range(CLASSES)),
        known={f"w:{number}": number for number in range(len(lists))},
        idf=np.linspace(1, 2, len(lists), dtype=np.float32),
        starts=starts.astype(np.int32),
        columns=np.array([column for columns in lists for column in columns], dtype=np.uint16),
        weights=np.arange(1, starts[-1] + 1, dtype=np.float32),
        bias=np.full(CLASSES, -1, dtype=np.float32),
        calibration={},
        trained_on=np.zeros(0, dtype=np.uint32),
    )


@given(LISTS, st.data())
def test_lists_of_any_length_add_up(lists: list[list[int]], data: st.DataObject) -> None:
    weights = ranker(lists)
    found = np.array(data.draw(st.lists(st.integers(0, len(lists) - 1))), dtype=np.int32)
    expected = np.full(CLASSES, -1.0)
    for number, value in zip(*weights.weighed(found), strict=True):
        for place in range(weights.starts[number], weights.starts[number + 1]):
            expected[weights.columns[place]] += weights.weights[place] * value

    assert np.allclose(Scorer.of(weights).scores(found), expected, rtol=1e-5)
