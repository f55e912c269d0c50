"""Files in and out, and what people see while Naast is at work on one."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from bot.engine.library import Library
from bot.engine.session import Session
from bot.engine.turn import Turn
from bot.messages import Attachment, Incoming, Outcome, Reply, Sent, Work
from tests.channels.matrix.conftest import Serving
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import enter

pytestmark = pytest.mark.slow

LETTER = "Geachte heer, één brief 😀".encode()


class Files:
    """A turn that tells what was in a file, and sends one back."""

    def __init__(self, folder: Path) -> None:
        self.report = folder / "rapport.pdf"
        self.report.write_bytes(b"%PDF report")
        self.came: list[Attachment] = []

    def turn(self, library: Library, session: Session, incoming: Incoming) -> Turn:
        if incoming.attachment is None:
            return Turn(session, (Reply(str(incoming.sent)),), Outcome.UNCLEAR)
        self.came.append(incoming.attachment)
        said = Path(incoming.attachment.path).read_text(encoding="utf-8")
        sent = Attachment(str(self.report), "rapport.pdf", "application/pdf")
        return Turn(session, (Reply(said, attachment=sent),), Outcome.STEP)


@pytest.mark.parametrize("encrypted", [True, False], ids=["encrypted", "plain"])
async def test_a_file_comes_in_is_gone_after_its_turn_and_another_goes_out(
    homeserver: Homeserver, serving: Serving, tmp_path: Path, encrypted: bool
) -> None:
    files = Files(tmp_path)
    async with (
        serving(turn=files.turn) as naast,
        enter(homeserver, homeserver.register("anna"), tmp_path) as anna,
    ):
        room = await anna.direct_room(naast.user_id, encrypted=encrypted)
        await anna.joined(room, naast.user_id)
        await anna.send_file(room, "../mijn brief.txt", LETTER, "text/plain")
        words = await anna.next(room)
        report = await anna.next(room)

        [letter] = files.came
        assert (words.body, letter.name, letter.media_type) == (
            LETTER.decode(),
            "mijn brief.txt",
            "text/plain",
        )
        assert not await asyncio.to_thread(Path(letter.path).exists)
        assert (report.kind, report.body, report.encrypted) == ("m.file", "rapport.pdf", encrypted)
        assert ("file" in report.content, "url" in report.content) == (encrypted, not encrypted)
        assert await anna.fetch(report) == b"%PDF report"

        await anna.send_file(room, "groot.txt", b"a" * (5 * 1024 * 1024 + 1))
        assert (await anna.next(room)).body == Sent.LARGE_FILE
        lost = {"msgtype": "m.file", "body": "brief.pdf", "url": "mxc://localhost/nowhere"}
        await anna.send(room, "m.room.message", lost)
        assert (await anna.next(room)).body == Sent.LOST_FILE
        assert len(files.came) == 1


async def test_people_see_that_naast_is_busy_and_that_it_has_read(
    homeserver: Homeserver, serving: Serving, tmp_path: Path
) -> None:
    seen = threading.Event()

    def turn(library: Library, session: Session, incoming: Incoming) -> Turn:
        return Turn(session, (Reply("", work=Work("report")),), Outcome.STEP)

    def make(library: Library, work: Work, at: datetime) -> Sequence[Reply]:
        assert seen.wait(30)
        return [Reply("klaar")]

    async with (
        serving(turn=turn, workshop=make) as naast,
        enter(homeserver, homeserver.register("anna"), tmp_path) as anna,
    ):
        room = await anna.direct_room(naast.user_id)
        await anna.joined(room, naast.user_id)
        asked = await anna.say(room, "maak het rapport")
        await anna.until(lambda: naast.user_id in anna.typing.get(room, ()))
        seen.set()

        assert (await anna.next(room)).body == "klaar"
        await anna.until(lambda: not anna.typing.get(room))
        await anna.until(lambda: naast.user_id in anna.read.get(asked, ()))
