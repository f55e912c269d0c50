"""What a dialog asks to be made, by the name that follows `make:` in it.

This is where the program leaves what is pure during a turn: files are read and written here, and
other processes started. A maker gives at least one reply, none with a choice, and never raises: what
goes wrong is told to the person in words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.engine.library import Library
from bot.messages import Reply, Work

Make = Callable[[Library, Work], Sequence[Reply]]


@dataclass(frozen=True, slots=True)
class Workshop:
    """`folder` is where the files are kept that go out with replies; None for a new temporary one."""

    folder: Path | None

    def make(self, library: Library, work: Work, at: datetime) -> Sequence[Reply]:
        """Makes one piece of work; `at` is the time of the turn."""
        return _MAKERS[work.kind](library, work)


def _letter_test(library: Library, work: Work) -> Sequence[Reply]:
    from bot.workshop.letter_test import test_letter  # noqa: PLC0415 - rarely needed

    return test_letter(library, work)


_MAKERS: Mapping[str, Make] = {"letter_test": _letter_test}
