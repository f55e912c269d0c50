"""From the answers of a dialog to files, as the workshop makes them."""

import json
from datetime import UTC, datetime, timedelta
from os import utime
from pathlib import Path

import pytest

from bot.engine.phrase import Phrase
from bot.errors import RefusedError
from bot.messages import Attachment, Reply, Work
from bot.municipal.scan import scan_to_json
from bot.workshop.files import KEPT, put_files, remove_old_files
from bot.workshop.scan_report import LARGEST_FILE
from bot.workshop.workshop import Workshop
from tests.municipal.checklists import MAY, all_points
from tests.small import shipped

LIBRARY = shipped()
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
GIVEN = {"gemeente": "Zwolle", "levensbreed_1": "goed", "levensbreed_1_notitie": "Geheim van Zwolle"}


def make(folder: Path | None, work: Work) -> tuple[Reply, ...]:
    return tuple(Workshop(folder).make(LIBRARY, work, NOON))


def files(replies: tuple[Reply, ...]) -> dict[str, Path]:
    paths = [Path(reply.attachment.path) for reply in replies if reply.attachment]
    return {path.suffix: path for path in paths}


def sent(path: Path, content: bytes | str) -> Attachment:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Attachment(str(path), path.name)


def test_a_scan_gives_three_files_and_a_picture_that_only_this_user_can_read(tmp_path: Path) -> None:
    made = files(make(tmp_path / "files", Work("scan_report", GIVEN)))

    assert set(made) == {".pdf", ".csv", ".json", ".png"}
    for path in made.values():
        assert path.stat().st_size > 500
        assert path.parent.stat().st_mode & 0o077 == 0


def test_without_a_folder_the_files_are_in_a_temporary_one() -> None:
    made = files(make(None, Work("scan_report", GIVEN)))

    try:
        assert len(made) == 4 and all(path.is_file() for path in made.values())
    finally:
        for path in made.values():
            path.unlink()
        made[".pdf"].parent.rmdir()


def test_what_is_said_names_neither_the_municipality_nor_a_note(tmp_path: Path) -> None:
    """Replies are kept for some days, and the scan is not."""
    replies = make(tmp_path, Work("scan_report", GIVEN))

    told = " ".join(f"{one.text} {one.attachment}" for one in replies).replace(str(tmp_path), "")
    assert "Zwolle" not in told and "Geheim" not in told


def test_an_earlier_report_is_compared(tmp_path: Path) -> None:
    earlier = sent(tmp_path / "oud.json", json.dumps(scan_to_json(all_points("niet", MAY))))
    made = files(make(tmp_path, Work("scan_report", GIVEN, attachment=earlier)))

    points = json.loads(made[".json"].read_bytes())["points"]
    assert points["levensbreed_1"]["change"] == "improved"


def test_two_colleagues_and_an_earlier_scan_make_one_report(tmp_path: Path) -> None:
    earlier = sent(tmp_path / "oud.json", json.dumps(scan_to_json(all_points("niet", MAY))))
    colleague = json.dumps(scan_to_json(all_points("moet_beter")))
    work = Work("scan_report", GIVEN, attachment=earlier, code="ABCDE-FGHJK", shared=(colleague,))

    replies = make(tmp_path, work)

    data = json.loads(files(replies)[".json"].read_bytes())
    assert data["differences"] == ["levensbreed_1"]
    assert data["points"]["levensbreed_1"]["people"] == ["goed", "moet_beter"]
    assert data["points"]["levensbreed_2"]["change"] == "improved"
    assert "ABCDE-FGHJK" in replies[-1].text


def test_what_colleagues_shared_makes_a_report_of_its_own(tmp_path: Path) -> None:
    shared = tuple(json.dumps(scan_to_json(all_points(score))) for score in ("goed", "niet"))
    made = files(make(tmp_path, Work("shared_report", {}, code="ABCDE-FGHJK", shared=("{", *shared))))

    assert len(json.loads(made[".json"].read_bytes())["differences"]) == 31


@pytest.mark.parametrize(
    "content",
    [b"", b"geen json", b"\xff\xfe\x00", b"%PDF-1.7", b"{}", b"[" * 100_000, b" " * (LARGEST_FILE + 1)],
    ids=["empty", "words", "no UTF-8", "a PDF", "other JSON", "nested deep", "too large"],
)
def test_a_file_that_is_no_earlier_report_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        make(tmp_path, Work("scan_report", GIVEN, attachment=sent(tmp_path / "x.json", content)))

    assert str(refused.value) == LIBRARY.phrases.text(Phrase.SCAN_FILE_REFUSED)
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        make(tmp_path, Work("scan_report", GIVEN, attachment=Attachment(str(tmp_path / "weg"), "weg")))


@pytest.mark.parametrize(
    ("work", "phrase"),
    [
        (Work("scan_report", {"gemeente": "Zwolle"}), Phrase.SCAN_UNFILLED),
        (Work("shared_report", {}, code="ABCDE-FGHJK"), Phrase.SCAN_NOTHING_SHARED),
    ],
)
def test_a_report_of_nothing_is_refused(tmp_path: Path, work: Work, phrase: Phrase) -> None:
    with pytest.raises(RefusedError) as refused:
        make(tmp_path, work)

    assert str(refused.value) == LIBRARY.phrases.text(phrase)


def test_a_disk_that_cannot_be_written_keeps_the_answers(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")

    with pytest.raises(RefusedError) as refused:
        make(tmp_path / "files", Work("scan_report", GIVEN))

    assert str(refused.value) == LIBRARY.phrases.text(Phrase.SCAN_FAILED)


def test_files_are_removed_after_a_day_and_nothing_else_is(tmp_path: Path) -> None:
    old = Path(put_files(tmp_path, "scan", {"csv": b"1"})["csv"].path)
    new = Path(put_files(tmp_path, "scan", {"csv": b"2"})["csv"].path)
    (tmp_path / "other").mkdir()
    for path in (old.parent, tmp_path / "other"):
        utime(path, ((NOON - KEPT - timedelta(minutes=1)).timestamp(),) * 2)
    utime(new.parent, ((NOON - KEPT + timedelta(minutes=1)).timestamp(),) * 2)

    remove_old_files(tmp_path, NOON)
    Workshop(None).prune(NOON)

    assert {path.name for path in tmp_path.iterdir()} == {new.parent.name, "other"}
