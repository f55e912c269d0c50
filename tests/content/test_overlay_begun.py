"""`naast local new`: the beginning of a municipality's own folder."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.content.check import check
from bot.content.folder import shipped
from bot.content.overlay import folder_name, write_overlay
from bot.content.read import read
from bot.errors import ContentError
from tests.small import shipped as shipped_library

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
PLACES = shipped_library().places


def write(name: str, parent: Path) -> Path:
    return write_overlay(shipped(), PLACES, name, parent, TODAY)


@pytest.mark.slow
@pytest.mark.parametrize("example_is_used", [False, True])
def test_the_folder_passes_the_check_as_it_is_and_with_its_example(
    example_is_used: bool, tmp_path: Path
) -> None:
    folder = write("Súdwest-Fryslân", tmp_path)
    example = folder / "knowledge" / "answers" / "eigen.txt"
    if example_is_used:
        lines = example.read_text(encoding="utf-8").partition("#\n")[2].splitlines()
        used = "\n".join(line.removeprefix("# ") for line in lines)
        example.with_suffix(".yaml").write_text(used, encoding="utf-8")

    assert check(shipped(), folder, TODAY) == []


def test_the_desk_is_that_of_the_municipality(tmp_path: Path) -> None:
    content = read(shipped(), write("Zwolle", tmp_path))

    assert content.problems == []
    assert content.contacts["gemeente"].name == "Gemeente Zwolle"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Zwolle", "zwolle"),
        ("den bos", "s-hertogenbosch-den-bosch"),
        ("Sudwest fryslan", "sudwest-fryslan"),
        ("Boxmeer", "land-van-cuijk"),
    ],
)
def test_a_municipality_may_be_typed_as_people_type(typed: str, name: str, tmp_path: Path) -> None:
    assert write(typed, tmp_path).name == name


@pytest.mark.parametrize("typed", ["Bergen", "Haaglanden", "xyzzy", ""])
def test_what_is_no_one_municipality_is_refused(typed: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as refused:
        write(typed, tmp_path)

    assert str(refused.value).startswith("There is no one municipality")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "zwolle").mkdir()

    with pytest.raises(ContentError, match="is there already"):
        write("Zwolle", tmp_path)

    assert list((tmp_path / "zwolle").iterdir()) == []


def test_a_name_makes_a_folder_on_every_system() -> None:
    assert folder_name("'s-Gravenhage (Den Haag)") == "s-gravenhage-den-haag"


@pytest.mark.slow
def test_the_command_makes_the_folder_where_it_is_run(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bot.cli", "local", "new", "Ede"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert "NAAST_LOCAL=ede naast check" in run.stdout
    assert (tmp_path / "ede" / "knowledge" / "contacts.yaml").is_file()
