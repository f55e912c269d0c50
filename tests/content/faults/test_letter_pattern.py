"""Patterns of letters.yaml that cannot be read."""

from dataclasses import fields
from pathlib import Path

import pytest

from bot.content.content import Content
from bot.content.read_letters import read_letters
from bot.content.yaml_file import YamlFile, read_yaml
from bot.engine.letter import Letters

SHIPPED = Path(__file__).parent.parent.parent.parent / "knowledge" / "letters.yaml"


def read(
    tmp_path: Path, text: str, *, local: bool = False, over: Content | None = None
) -> tuple[Content, YamlFile]:
    path = tmp_path / "letters.yaml"
    path.write_text(text, encoding="utf-8")
    content, file = over or Content(tmp_path), read_yaml(path, "knowledge/letters.yaml", local)
    read_letters(content, file, "letters")
    return content, file


def test_the_shipped_file_is_read_whole(tmp_path: Path) -> None:
    content, file = read(tmp_path, SHIPPED.read_text(encoding="utf-8"))

    assert file.problems == []
    assert all(getattr(content.letters, known.name) for known in fields(Letters))


@pytest.mark.parametrize(
    ("put", "text"),
    [
        ("<nergens>", "a pattern cannot be read: there is no list <nergens>"),
        ("(open", "a pattern cannot be read: '(open' opens a bracket that is never closed"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_reported_where_it_stands(
    tmp_path: Path, put: str, text: str
) -> None:
    shipped = SHIPPED.read_text(encoding="utf-8")
    _, file = read(tmp_path, shipped.replace("      - levensbre*\n", f"      - {put}\n"))

    line = shipped.split("\n").index("      - levensbre*") + 1
    assert [(one.line, one.text) for one in file.problems] == [(line, text)]


def test_a_point_that_is_missing_is_reported(tmp_path: Path) -> None:
    shipped = SHIPPED.read_text(encoding="utf-8")
    begin = shipped.index("  easy_to_understand:\n")
    end = shipped.index("\ncontradictions:\n")
    _, file = read(tmp_path, shipped[:begin] + shipped[end:])

    assert [one.text for one in file.problems] == ["the point “easy_to_understand” is missing"]


def test_a_municipality_needs_to_write_only_what_differs(tmp_path: Path) -> None:
    shipped, _ = read(tmp_path, SHIPPED.read_text(encoding="utf-8"))
    own = "jargon:\n  regiotaxi*: taxi van de gemeente\n"
    content, file = read(tmp_path, own, local=True, over=shipped)

    assert file.problems == []
    assert content.letters.jargon["regiotaxi*"] == "taxi van de gemeente"
    assert "ingevolge" in content.letters.jargon
