"""What the tests of answering share: the weights as they were trained, without the shipped index."""

import pytest

from bot.answering.ranker import Ranker
from bot.content.folder import shipped
from bot.content.weights import NAME, load


@pytest.fixture(scope="session")
def shipped_weights() -> Ranker:
    """The weights that go with the shipped content."""
    weights = load(shipped() / NAME)
    assert weights is not None
    return weights
