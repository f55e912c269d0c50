"""The small content, written once and copied for each test."""

from pathlib import Path

import pytest

from tests.content.small import Root


@pytest.fixture(scope="session")
def made_root(tmp_path_factory: pytest.TempPathFactory) -> Root:
    return Root.make(tmp_path_factory.mktemp("made") / "small")


@pytest.fixture
def root(made_root: Root, tmp_path: Path) -> Root:
    """A content root that is small, whole and without a fault, to plant one in."""
    return made_root.copy(tmp_path / "small")
