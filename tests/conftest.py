"""What all tests share: the shipped content, read once, and small contents made for a test."""

from collections.abc import Callable

import pytest

from bot.content.load import load_library
from bot.engine.library import Library
from tests.small import small_library
from tests.talk import Talk

MakeSmall = Callable[[str], Library]


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped content."""
    return load_library()


@pytest.fixture
def talk(library: Library) -> Talk:
    """A new conversation over the shipped content."""
    return Talk(library)


@pytest.fixture(scope="session")
def small(library: Library) -> MakeSmall:
    """Makes a library with only the dialogs that a test writes down, in YAML, over a little
    knowledge that no editor changes (`tests/small.py`)."""
    return lambda dialogs: small_library(library, dialogs)
