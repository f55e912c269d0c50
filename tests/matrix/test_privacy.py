"""What people write, and who they are, is in nothing that Naast logs, prints, counts or keeps."""

from pathlib import Path

import aiohttp
import pytest

from tests.matrix.homeserver import Homeserver, free_port
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


async def fetched(url: str) -> str:
    """What is at an address."""
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return await answer.text()


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
    metrics = f"127.0.0.1:{free_port()}"
    settings = {"NAAST_LOG": "DEBUG", "NAAST_METRICS": metrics}
    naast = Naast(homeserver, account, tmp_path / "kept" / "naast", **settings)
    naast.data.parent.mkdir()
    async with enter(homeserver, homeserver.register("kanarie"), tmp_path) as person:
        rooms = []
        with naast.running():
            for encrypted in (True, False):
                room = await person.direct_room(naast.user_id, encrypted=encrypted)
                await person.joined(room, naast.user_id)
                await write(person, room)
                rooms.append(room)
            figures = await fetched(f"http://{metrics}/metrics")
            naast.kill()
            for room in rooms:
                await person.say(room, f"en {WORDS}?")
            naast.start()
            await person.until(lambda: all(person.messages(room)[-1].thread is None for room in rooms))
        token = str(person.client.access_token)

    assert "DEBUG bot." in naast.log()
    assert found([WORDS], naast.data.parent) == []
    assert 'naast_turns_total{channel="matrix"' in figures
    told = naast.log() + figures
    assert WORDS not in told
    assert "kanarie" not in told.lower()
    assert not [secret for secret in (account.password, token, person.user_id, *rooms) if secret in told]
    # Who has which device, and which rooms are encrypted, is what encryption has to know.
    assert found([person.user_id, *rooms], naast.data.parent) == ["naast/matrix/keys.sqlite"]
