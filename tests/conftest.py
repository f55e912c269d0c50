"""What all tests share: the shipped content, and a new conversation over it.

Small contents, made for one test, come from `tests/small.py`.
"""

import pytest

from bot.engine.library import Library
from tests.small import shipped
from tests.talk import Talk


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped content."""
    return shipped()


@pytest.fixture
def talk(library: Library) -> Talk:
    """A new conversation over the shipped content."""
    return Talk(library)
