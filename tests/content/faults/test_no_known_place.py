"""A file where no content is read."""

import pytest

from bot.content.problem import Problem
from tests.content.small import Root

HINT = (
    "move it to knowledge/documents/, knowledge/answers/, knowledge/unknowns/ "
    "or one of the folders in dialogs/"
)


@pytest.mark.parametrize(
    "name",
    ["knowledge/keuze.yaml", "knowledge/answers/wmo/a.yaml", "dialogs/start.yaml", "dialogs/a/b/c.yaml"],
)
def test_a_file_in_no_known_place_is_reported(root: Root, name: str) -> None:
    root.write(name, "topic: keuze\n")
    assert root.check() == [Problem(name, 1, "no content is read from this place", HINT)]


@pytest.mark.parametrize("suffix", ["yml", "YAML"])
def test_a_file_with_another_suffix_is_reported(root: Root, suffix: str) -> None:
    root.write(f"knowledge/answers/meer.{suffix}", "topic: keuze\n")
    text = "the file is not read: its name should end in “.yaml”"
    assert root.check() == [Problem(f"knowledge/answers/meer.{suffix}", 1, text, "call it meer.yaml")]
