"""What people write, and who they are, is in nothing that Naast logs, prints or keeps."""

from pathlib import Path

import pytest

from tests.matrix.homeserver import Homeserver
from tests.matrix.naast import Naast
from tests.matrix.person import Person, enter

WORDS = "Zwaluwstaartvlinder"
"""Stands in everything that is written here, and in nothing else."""

pytestmark = pytest.mark.slow


async def write(person: Person, room: str) -> None:
    """Writes the word in every way there is, also in ways that no client does."""
    said = await person.say(room, f"mag ik {WORDS} meenemen?")
    await person.next(room)
    await person.edit(room, said, f"mag {WORDS} mee?")
    await person.react(room, said, WORDS)
    odd = {"msgtype": "m.text", "body": WORDS, "m.relates_to": {"rel_type": [WORDS]}}
    await person.send(room, "m.room.message", odd)
    await person.send(room, "m.room.message", {"msgtype": WORDS, "body": WORDS})
    await person.send(room, WORDS, {WORDS: WORDS})
    await person.send(room, "m.room.message", {"msgtype": "m.image", "body": WORDS, "url": WORDS})
    await person.send_file(room, f"{WORDS}.txt", WORDS.encode())
    gone = await person.say(room, WORDS)
    await person.redact(room, gone)
    heard = len(person.messages(room))
    await person.say(room, "artikel 10 beroepscode", thread=said)
    await person.until(lambda: [h for h in person.messages(room)[heard:] if h.thread == said])


def found(texts: list[str], folder: Path) -> list[str]:
    """The files in a folder that hold one of these texts, in any case."""
    wanted = [text.lower().encode() for text in texts]
    return [
        str(file.relative_to(folder))
        for file in sorted(folder.rglob("*"))
        if file.is_file() and any(text in file.read_bytes().lower() for text in wanted)
    ]


async def test_no_word_and_no_name_of_a_person_is_left_anywhere(
    homeserver: Homeserver, tmp_path: Path
) -> None:
    account = homeserver.register("naast")
    naast = Naast(homeserver, account, tmp_path / "kept" / "naast", NAAST_LOG="DEBUG")
    naast.data.parent.mkdir()
    async with enter(homeserver, homeserver.register("kanarie"), tmp_path) as person:
        rooms = []
        with naast.running():
            for encrypted in (True, False):
                room = await person.direct_room(naast.user_id, encrypted=encrypted)
                await person.joined(room, naast.user_id)
                await write(person, room)
                rooms.append(room)
            naast.kill()
            for room in rooms:
                await person.say(room, f"en {WORDS}?")
            naast.start()
            await person.until(lambda: all(person.messages(room)[-1].thread is None for room in rooms))
        token = str(person.client.access_token)

    assert "DEBUG bot." in naast.log()
    assert found([WORDS], naast.data.parent) == []
    log = naast.log()
    assert not [secret for secret in (account.password, token, person.user_id, *rooms) if secret in log]
    # Who has which device, and which rooms are encrypted, is what encryption has to know.
    known = found([person.user_id, *rooms], naast.data.parent)
    assert all(name.endswith(("matrix/keys.sqlite", ".ignored_devices")) for name in known), known
