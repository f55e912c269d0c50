"""The README tells every setting and command, and its commands are those that are run."""

import argparse
import re
from dataclasses import fields
from pathlib import Path

from bot.cli import _parser
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_stands_in_the_readme() -> None:
    for field in fields(Settings):
        assert f"| `{PREFIX}{field.name.upper()}` |" in README


def test_every_command_stands_in_the_readme() -> None:
    [commands] = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    for name, parser in commands.choices.items():
        assert f"`naast {name}" in README
        options = [o for a in parser._actions for o in a.option_strings if o.startswith("--")]
        for option in options:
            assert option == "--help" or option in README, f"naast {name} {option}"


def test_the_readme_names_no_setting_that_is_none() -> None:
    known = {f"{PREFIX}{field.name.upper()}" for field in fields(Settings)}
    known |= {f"{PREFIX}{f.name.upper()}_FILE" for f in fields(Settings) if "Secret" in str(f.type)}
    assert set(re.findall(r"NAAST_[A-Z_]+", README)) <= known


def test_there_is_one_command_to_run_and_one_to_test() -> None:
    commands = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert len(commands) == 2
    assert commands[0].endswith("naast chat")
    assert commands[1].endswith("-m pytest")


def test_every_file_that_the_readme_sends_a_reader_to_is_there() -> None:
    table = README.partition("## I want to change")[2].partition("\nFor editors")[0]
    for name in re.findall(r"`((?:bot|knowledge|dialogs)/[\w./]*)`", table):
        assert (ROOT / name).exists(), name


def test_no_file_names_a_package_registry() -> None:
    forbidden = re.compile(r"https?://[\w.-]*(?:pypi|npmjs|pythonhosted|debian)\.")
    for path in (*ROOT.glob("*.*"), *ROOT.glob(".ci/*"), *ROOT.glob(".pre-commit-config.yaml")):
        if path.is_file():
            assert not forbidden.search(path.read_text(encoding="utf-8")), path.name
