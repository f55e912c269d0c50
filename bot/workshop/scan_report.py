"""The report of a scan, from the answers of a dialog to the files that go out."""

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot import __version__
from bot.engine.code import SHARED_DAYS
from bot.engine.library import Library
from bot.engine.phrase import Phrase
from bot.errors import RefusedError
from bot.messages import Attachment, Reply, Work
from bot.municipal.report import Report, Writer
from bot.municipal.scan import Scan, Score, scan_from_json, scan_of
from bot.municipal.wording import Word, Wording
from bot.workshop.files import put_files
from bot.workshop.printing import pdf, png
from bot.workshop.tabling import csv_table, json_data

LARGEST_FILE = 1_000_000
"""Bytes of an earlier report; one with 31 long notes has 60,000."""

log = logging.getLogger(__name__)


def report_of_scan(library: Library, work: Work, folder: Path | None, at: datetime) -> Sequence[Reply]:
    """The report of the scan that was filled in, with those of colleagues. Raises RefusedError."""
    own = scan_of(library.checklist, work.given, library.scoring.note, at.date().isoformat())
    if not any(one.score for one in own.points.values()):
        raise _refused(library, Phrase.SCAN_UNFILLED)
    return _replies(library, work, [own, *_shared(library, work)], folder)


def report_of_shared(library: Library, work: Work, folder: Path | None, at: datetime) -> Sequence[Reply]:
    """The report of all scans under a code. Raises RefusedError."""
    scans = _shared(library, work)
    if not scans:
        raise _refused(library, Phrase.SCAN_NOTHING_SHARED)
    return _replies(library, work, scans, folder)


def _replies(library: Library, work: Work, scans: list[Scan], folder: Path | None) -> Sequence[Reply]:
    wording = Wording(library.report)
    labels = {one.id: one.say for one in library.scoring.choices if one.id in set(Score)}
    writer = Writer(library.checklist, library.knowledge, wording, labels, __version__)
    report = writer.report(scans, _earlier(library, work.attachment))
    try:
        files = _files(report, wording, labels, folder)
    except (OSError, RuntimeError) as error:  # a full disk; what typst refuses is a RuntimeError
        log.error("a report could not be made: %s", type(error).__name__)
        raise _refused(library, Phrase.SCAN_FAILED) from error
    # The first sentence names the municipality, and replies are kept for some days.
    told = "\n".join(report.summary[1:])
    captions = {"pdf": Word.CAPTION_PDF, "csv": Word.CAPTION_CSV, "json": Word.CAPTION_JSON}
    return (
        Reply(told, attachment=files["png"]),
        *(Reply(wording.text(word), attachment=files[suffix]) for suffix, word in captions.items()),
        Reply(_ready(library, work, len(scans))),
    )


def _files(
    report: Report, wording: Wording, labels: dict[str, str], folder: Path | None
) -> dict[str, Attachment]:
    contents = {
        "png": png(report, wording, labels),
        "pdf": pdf(report, wording, labels),
        "csv": csv_table(report, wording),
        "json": json_data(report, __version__),
    }
    return put_files(folder, wording.text(Word.FILE, date=report.scan.on), contents)


def _ready(library: Library, work: Work, people: int) -> str:
    days = str(min(SHARED_DAYS, library.retention_days))
    if work.code:
        values = {"code": work.code, "people": str(people), "days": days}
        return library.phrases.text(Phrase.SCAN_READY_SHARED, **values)
    return library.phrases.text(Phrase.SCAN_READY)


def _shared(library: Library, work: Work) -> list[Scan]:
    """What colleagues have shared; what an earlier release wrote and nobody can read is passed over."""
    scans = []
    for stored in work.shared:
        try:
            scans.append(scan_from_json(library.checklist, stored))
        except ValueError:
            log.warning("a shared scan that cannot be read was passed over")
    return scans


def _earlier(library: Library, attachment: Attachment | None) -> Scan | None:
    """The scan in a file that was sent."""
    if attachment is None:
        return None
    try:
        with Path(attachment.path).open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise ValueError("the file is too large")
        return scan_from_json(library.checklist, content.decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _refused(library, Phrase.SCAN_FILE_REFUSED) from error


def _refused(library: Library, phrase: Phrase) -> RefusedError:
    return RefusedError(library.phrases.text(phrase))
