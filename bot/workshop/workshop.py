"""What a dialog asks to be made, by the name that follows `make:` in it.

This is where the program leaves what is pure during a turn: files are read and written here, and
other processes started. A maker gives at least one reply, none with a choice. What cannot be made of
what was given is a RefusedError, in words for the person, and then the question stays open; anything
else that goes wrong is told in a reply.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from bot.engine.library import Library
from bot.messages import Reply, Work
from bot.record import record
from bot.workshop.files import remove_old_files

Make = Callable[[Library, Work, Path | None, datetime], Sequence[Reply]]
"""Makes a piece of work: with the folder for its files, or None for a temporary one, and the time."""


@record
class Workshop:
    """`folder` is where the files are kept that go out with replies; None for a new temporary one."""

    folder: Path | None

    def make(self, library: Library, work: Work, at: datetime) -> Sequence[Reply]:
        """Makes one piece of work; `at` is the time of the turn. Raises RefusedError."""
        return _MAKERS[work.kind](library, work, self.folder, at)

    def prune(self, at: datetime) -> None:
        """Removes the files that have waited long enough."""
        if self.folder is not None:
            remove_old_files(self.folder, at)


def _letter_test(library: Library, work: Work, folder: Path | None, at: datetime) -> Sequence[Reply]:
    from bot.workshop.letter_test import test_letter  # noqa: PLC0415 - rarely needed

    return test_letter(library, work)


def _scan_report(library: Library, work: Work, folder: Path | None, at: datetime) -> Sequence[Reply]:
    from bot.workshop.scan_report import report_of_scan  # noqa: PLC0415 - rarely needed

    return report_of_scan(library, work, folder, at)


def _shared_report(library: Library, work: Work, folder: Path | None, at: datetime) -> Sequence[Reply]:
    from bot.workshop.scan_report import report_of_shared  # noqa: PLC0415 - rarely needed

    return report_of_shared(library, work, folder, at)


def _resident_view(library: Library, work: Work, folder: Path | None, at: datetime) -> Sequence[Reply]:
    from bot.workshop.resident_view import view_of_resident  # noqa: PLC0415 - rarely needed

    return view_of_resident(library, work, folder, at)


_MAKERS: Mapping[str, Make] = {
    "letter_test": _letter_test,
    "scan_report": _scan_report,
    "shared_report": _shared_report,
    "resident_view": _resident_view,
}
