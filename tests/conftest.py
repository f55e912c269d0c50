"""What all tests share: the shipped content, and a new conversation over it.

Small contents, made for one test, come from `tests/small.py`.
"""

import pytest
from hypothesis import settings

from bot.engine.library import Library
from tests.small import shipped
from tests.talk import Talk

settings.register_profile("naast", deadline=None, print_blob=True)
settings.load_profile("naast")


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped content."""
    return shipped()


@pytest.fixture
def talk(library: Library) -> Talk:
    """A new conversation over the shipped content."""
    return Talk(library)
