"""The rules of the house: what stands where, and what may know of what.

What a user reads stands in `knowledge/` and `dialogs/`; what an operator reads is English. Whether a
string of the program is a sentence for users is told by its Dutch: two function words of Dutch side by
side with others, or the words of a standing sentence. What is no sentence is left out by what the
program does with it, never by a list of exceptions:

- a docstring is for programmers;
- a single word is no sentence: word lists hold single words, or are split into them on the spot;
- a regular expression is compiled, or has the marks of one;
- what an English message quotes (“…”, or a line of YAML in braces) is the editor's.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.answering.words import plain
from bot.engine.library import Library

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "bot").rglob("*.py"))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PURE = (
    "bot/engine/",
    "bot/answering/",
    "bot/municipal/",
    "bot/messages.py",
    "bot/errors.py",
    "bot/record.py",
    "bot/compact.py",
)

LONGEST_MODULE = 450
"""Lines from which a module is two modules."""

FUNCTION_WORDS = frozenset(
    """de het een en of maar want dus als dan dat die dit deze wat wie waar hoe niet geen wel ook nog al
    ik je jij u uw mijn wij we zij ze hij haar zijn is was bent ben heeft heb hebben kan kunt kunnen mag
    moet moeten wil wilt willen wordt worden van voor met bij naar uit over op aan om te tot door er hier
    daar zo zelf alle meer iets iemand niets""".split()  # noqa: SIM905
)
"""Words that a Dutch sentence can hardly do without. A few are English words too ("is", "we", "of",
"over", "die"), so two different ones that are not must stand in a string."""

ENGLISH_TOO = frozenset("is we of over die was want wet met been door en al of al hoe so to no me".split())  # noqa: SIM905

REGEX_MARKS = re.compile(r"\(\?|\\[bdwsSDW]|\[\^|\)\?|\]\+|\w\?[ )|]")
"""What stands in regular expressions, and not in sentences."""


QUOTED = re.compile(r"“[^”]*”|\{[^}]*\}")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_pure(path: Path) -> bool:
    return name(path).startswith(PURE)


def is_in_pure_room(module: str) -> bool:
    """Whether a module, by its dotted name, is in a pure room."""
    path = module.replace(".", "/")
    return f"{path}.py" in PURE or f"{path}/".startswith(PURE)


PURE_MODULES = [path for path in MODULES if is_pure(path)]


# ---- no sentence that a user reads stands in bot/


def docstrings(module: ast.AST) -> Iterator[ast.AST]:
    """The strings that stand alone: docstrings, and those under a constant."""
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def word_lists_and_patterns(module: ast.AST) -> Iterator[ast.AST]:
    """Strings that are split into words on the spot, and those that `re` compiles."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "split":
                yield from ast.walk(node.func.value)
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "re":
                yield from ast.walk(node)


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a module that could be read by somebody, with its line."""
    module = tree(path)
    parts_of_others = (n for f in ast.walk(module) if isinstance(f, ast.JoinedStr) for n in f.values)
    left_out = {
        *map(id, docstrings(module)),
        *map(id, word_lists_and_patterns(module)),
        *map(id, parts_of_others),
    }
    for node in ast.walk(module):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = [p.value for p in node.values if isinstance(p, ast.Constant) and isinstance(p.value, str)]
            text = "x".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if " " in text.strip() and not REGEX_MARKS.search(text):
            yield node.lineno, text


def is_dutch(text: str) -> bool:
    words = set(plain(QUOTED.sub(" ", text)).split())
    return len(words & (FUNCTION_WORDS - ENGLISH_TOO)) >= 2


@pytest.mark.parametrize(
    "text",
    ["Daar heb ik geen antwoord op.", "Kies er een, of typ uw vraag.", "Wat is het?", "Er staat niets in"],
)
def test_dutch_is_known_for_what_it_is(text: str) -> None:
    assert is_dutch(text)


@pytest.mark.parametrize(
    "text",
    ["this is what we want of it over the wet door", "a button of an earlier release", "naast check: is er"],
)
def test_english_is_not_taken_for_dutch(text: str) -> None:
    assert not is_dutch(text)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_dutch_sentence_stands_in_the_program(path: Path) -> None:
    assert not [f"{name(path)}:{line}: {text}" for line, text in sentences(path) if is_dutch(text)]


def test_no_standing_sentence_stands_in_the_program(library: Library) -> None:
    phrases = library.phrases
    standing = {plain(text) for text in phrases.texts.values()}
    standing |= {plain(words.label) for words in phrases.commands.values()}
    standing |= {plain(dialog.title) for dialog in library.dialogs.values()}
    standing = {text for text in standing if " " in text}
    found = [
        f"{name(path)}:{line}: {text}"
        for path in MODULES
        for line, text in sentences(path)
        if any(f" {one} " in f" {plain(text)} " for one in standing)
    ]

    assert not found


# ---- the pure rooms know no world


def forbidden() -> frozenset[str]:
    """What the pure rooms may not import, by the contract in pyproject.toml."""
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    [contract] = [c for c in contracts if c["type"] == "forbidden"]
    return frozenset(contract["forbidden_modules"])


def imported(module: ast.AST) -> Iterator[str]:
    """The modules that a module imports, anywhere in it."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_contract_names_the_rooms_that_are_pure() -> None:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    [contract] = [c for c in contracts if c["type"] == "forbidden"]
    rooms = {room.replace(".", "/") for room in contract["source_modules"]}

    assert rooms <= {room.rstrip("/").removesuffix(".py") for room in PURE}
    assert {"asyncio", "sqlite3", "yaml", "logging", "time", "random", "pydantic", "socket"} <= forbidden()


@pytest.mark.parametrize("path", PURE_MODULES, ids=name)
def test_a_pure_module_imports_nothing_impure(path: Path) -> None:
    worldly = {*forbidden(), "datetime", "threading", "subprocess", "io", "sys", "uuid", "secrets"}
    allowed = {"datetime"} if path.name == "messages.py" else set()
    roots = {one.partition(".")[0] for one in imported(tree(path))}

    assert not roots & (worldly - allowed)


@pytest.mark.parametrize("path", PURE_MODULES, ids=name)
def test_a_pure_module_imports_only_pure_rooms_of_the_house(path: Path) -> None:
    own = [one for one in imported(tree(path)) if one.startswith("bot.")]

    assert not [one for one in own if not is_in_pure_room(one)]


@pytest.mark.parametrize("path", PURE_MODULES, ids=name)
def test_a_pure_module_opens_no_files_and_prints_nothing(path: Path) -> None:
    called = {
        n.func.id for n in ast.walk(tree(path)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }

    assert not called & {"open", "print", "input", "exec", "eval", "__import__"}


def loaded(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after this code."""
    program = f"import sys\n{code}\nprint(*sorted(sys.modules), sep='\\n')"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(ran.stdout.split())


def test_the_engine_loads_nothing_of_the_world_but_what_its_dependencies_drag_in() -> None:
    """numpy and rapidfuzz import parts of the standard library that touch the world; those are theirs.
    What the engine loads beyond its dependencies is none of it, and nothing of any channel."""
    dependencies = loaded("import numpy, numpy.typing, rapidfuzz, rapidfuzz.process, Stemmer")
    own = loaded("import bot.engine.turn") - dependencies
    roots = {module.partition(".")[0] for module in own}
    channels = {
        "telegram",
        "nio",
        "aiohttp",
        "aiosqlite",
        "asyncpg",
        "prompt_toolkit",
        "rich",
        "typer",
        "typst",
    }

    assert not roots & (forbidden() | channels | {"pydantic_core", "pydantic_settings", "sklearn", "scipy"})
    assert not [one for one in own if one.startswith("bot.") and not is_in_pure_room(one)]


# ---- how a module looks


@pytest.mark.parametrize("path", [path for path in MODULES if path.stat().st_size], ids=name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree(path))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_short_enough_to_be_read_at_once(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_what_others_use_of_a_module_has_a_docstring(path: Path) -> None:
    public = [
        node.name
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert not public


def test_python_stands_in_the_program_and_its_tests_and_nowhere_else() -> None:
    content = [*(ROOT / "knowledge").rglob("*.py"), *(ROOT / "dialogs").rglob("*.py")]

    assert not content
