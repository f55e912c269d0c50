"""Nothing that a person writes, and nothing that tells who they are, is found in what Naast prints,
keeps or counts: not with NAAST_LOG=DEBUG, and not on a bad day."""

import asyncio
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.botapi import BotApi, Kind, Person
from tests.botapi.program import Program, free_port

CANARY = "kanarie"
"""Stands in every word of this person; the content has no such bird."""

SAID = (
    f"{CANARY}tekst, waar vind ik hulp?",
    "waar vind ik iemand",
    f"{CANARY}stad",
    f"mijn zoon {CANARY}zoon is ziek en ik slaap niet",
    f"mail {CANARY}@example.org of bel 0612345678, mijn bsn is 111222333",
    f"/zoek {CANARY}zoekwoord",
    f"/{CANARY}commando",
    f"ik wil dood {CANARY}",
)
NUMBERS = ("0612345678", "111222333", "+31687654321")


async def say_all(api: BotApi, person: Person) -> None:
    """Everything that somebody can send."""
    for said in SAID:
        person.say(said)
        await person.chat.hears(30)
    person.edit(person.say(f"{CANARY}eerst"), f"{CANARY}bewerkt")
    person.forward(f"{CANARY}doorgestuurd")
    person.send_document(f"{CANARY}.pdf", f"%PDF {CANARY}inhoud".encode(), "application/pdf", f"{CANARY}bij")
    person.send_photo(f"{CANARY}foto")
    person.send_contact("+31687654321")
    person.send_location(52.123456, 5.654321)
    person.send_poll(f"{CANARY}peiling?")
    query = person.begin_inline(f"{CANARY}inline")
    person.start(f"{CANARY}lading")
    group = api.group(f"{CANARY}groep", person)
    person.add_bot(group)
    person.say(f"/zoek {CANARY}ingroep", group)
    await api.until(lambda: query.answer is not None and not len(api.world.updates), 30)
    await group.hears(30)
    question = person.start()
    await person.chat.until(lambda: person.chat.by_bot[-1].id > question.id and person.chat.by_bot[-1].labels)
    person.press(person.chat.by_bot[-1], f"{CANARY}knop")
    person.tap(person.chat.by_bot[-1].labels[0])
    person.block()
    person.unblock()
    await api.until(lambda: not len(api.world.updates), 30)


def found_in(content: bytes, secrets: list[str]) -> list[str]:
    """Which of them stand in it, in any case."""
    lower = content.lower()
    return [secret for secret in secrets if secret.lower().encode() in lower]


@pytest.mark.slow
@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_no_word_and_no_name_of_a_person_is_printed_kept_or_counted(
    api: BotApi, tmp_path: Path, webhook: bool
) -> None:
    port = free_port()
    settings = {
        "NAAST_LOG": "DEBUG",
        "NAAST_METRICS": f"127.0.0.1:{port}",
        "NAAST_SECRET": "0123456789abcdef",
    }
    program = Program(api, tmp_path / "data", webhook, tmp_path / "output", settings)
    person = api.person(f"{CANARY}voor", last_name=f"{CANARY}achter", username=f"{CANARY}_naam")
    try:
        await program.start()
        await program.listens()
        faults = (Kind.TOO_MANY, Kind.SERVER_ERROR, Kind.DROPPED, Kind.DONE_AND_DROPPED)
        api.faults.next("sendMessage", *faults)
        await say_all(api, person)
        counted = await asyncio.to_thread(
            lambda: urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5).read()
        )
        await program.kill()
        person.say(f"{CANARY}na")
        await program.start()
        await api.until(lambda: not len(api.world.updates), 30)
        assert await program.stop() == 0
    finally:
        await program.end()

    secrets = [CANARY, *NUMBERS, str(person.id), api.token.partition(":")[2], "52.12", "0123456789abcdef"]
    printed = (tmp_path / "output").read_bytes()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert b"DEBUG" in printed
    assert b"naast_turns_total" in counted
    assert b"CREATE TABLE event" in kept
    assert found_in(printed, secrets) == []
    assert found_in(counted, secrets) == []
    assert found_in(kept, secrets) == []
