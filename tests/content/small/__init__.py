"""A content root that is as small as whole content can be, for planting faults in.

`check` finds nothing in it, in a few hundredths of a second. The files beside this one are copied to
a folder of the test; `phrases.yaml` is written for the phrases and commands that the program has, and
the ranker gets the mean of each answer's questions for weights, as if it were trained.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

from bot.answering.features import features
from bot.answering.matching import questions_of, vocabulary_of
from bot.answering.ranker import Ranker, digest
from bot.content.check import check
from bot.content.content import Content
from bot.content.problem import Problem
from bot.content.read import read
from bot.content.weights import NAME, save
from bot.engine.phrase import Command, Phrase

TODAY = date(2026, 11, 21)

PHRASES = "dialogs/phrases.yaml"

_BESIDE = Path(__file__).parent


class Root:
    """The small content in a folder of its own: edit it, and check it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def make(cls, path: Path) -> "Root":
        """Writes it, and trains its ranker."""
        for part in ("knowledge", "dialogs"):
            copytree(_BESIDE / part, path / part)
        root = cls(path)
        root.write(PHRASES, _phrases())
        root.train()
        return root

    def copy(self, path: Path) -> "Root":
        """The same content in another folder."""
        return Root(copytree(self.path, path))

    def read(self, name: str) -> str:
        """The text of a file."""
        return (self.path / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str | bytes) -> None:
        """Writes a file, or writes it anew."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def replace(self, name: str, old: str, new: str) -> None:
        """Puts `new` in the place of `old`, which stands once in the file."""
        text = self.read(name)
        assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
        self.write(name, text.replace(old, new))

    def remove(self, name: str) -> None:
        """Removes a file."""
        (self.path / name).unlink()

    def line(self, name: str, text: str) -> int:
        """The line on which a text stands, which stands once in the file."""
        written = self.read(name)
        assert written.count(text) == 1, f"{name} holds {text!r} {written.count(text)} times"
        return written[: written.index(text)].count("\n") + 1

    def train(self) -> None:
        """Gives the ranker weights for the questions as they are now."""
        knowledge = self.content().knowledge()
        asked = questions_of(knowledge)
        vocabulary = vocabulary_of(knowledge)
        ranker = Ranker.untrained({name: [features(q, vocabulary) for q in qs] for name, qs in asked.items()})
        save(replace(ranker, trained_on=digest(asked), calibration={"doubt": 0.0}), self.path / NAME)

    def content(self, local: Path | None = None) -> Content:
        """What is read of it."""
        return read(self.path, local)

    def check(self, local: Path | None = None, today: date = TODAY) -> list[Problem]:
        """What `naast check` finds in it."""
        return check(self.path, local, today)


def _phrases() -> str:
    texts = "".join(f"  {name}: Dit zegt Naast.\n" for name in Phrase)
    commands = "".join(f"  {name}: {{label: {name}, also: [doe {name}]}}\n" for name in Command)
    return f"""\
texts:
{texts}commands:
{commands}usual:
  ja: [jazeker, graag]
  nee: [nee hoor]
ordinals:
  - [eerste, de eerste]
last: [laatste]
fillers: [graag, maar]
menu:
  begin: {{command: start, about: Naar het begin}}
  zoek: {{ask: "{{text}}", example: geld, about: Zoeken}}
kinds:
  article: artikel
"""
