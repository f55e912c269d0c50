"""The conversations of `tests/dialogs/` go the same way over Matrix as they do in the engine.

A person in Matrix types: the number of a choice, or its words where it has no number; a choice further
up is taken with the emoji under it. All conversations go the way from event to message and back, and
a short one of each dialog goes over a real homeserver, which takes its time for every event.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channels.matrix.addressing import Me, without_name
from bot.channels.matrix.reading import reacted_number, reaction, read
from bot.channels.matrix.rendering import CHOICES, Content, messages, offering
from bot.engine import flow
from bot.engine.library import Library
from bot.engine.session import Session, from_json
from bot.messages import Reply, Work
from bot.store.replies import replies_from_json
from bot.store.store import Earlier, Loaded
from tests.channels.matrix.conftest import Naast, Serving
from tests.dialogs.test_dialogs import ALL, DOES
from tests.matrix.homeserver import Homeserver
from tests.matrix.person import Heard, Person, enter
from tests.small import shipped
from tests.talk import Talk as Engine

ANNA, NAAST = "@anna:example.org", "@naast:example.org"

AT_ONCE = 8
"""Conversations that are held side by side."""

ENCRYPTED = 4
"""One conversation in this many is held in an encrypted room."""

LONGEST = 6
"""What a person does in a conversation that is held, at most, where there is one as short as that."""

WITHIN = 30.0


@dataclass(slots=True)
class Talk:
    """One person in one room."""

    naast: Naast
    library: Library
    person: Person
    room: str
    earlier: list[Heard] = field(default_factory=list)
    turn: list[Heard] = field(default_factory=list)

    async def do(self, does: str, what: str) -> str:
        """Does what a line says, and gives the event that came of it."""
        match does:
            case "say":
                return await self.person.say(self.room, what)
            case "press":
                return await self.person.say(self.room, self._typed(what))
            case "press_earlier":
                question, number = next(
                    (heard, number)
                    for heard in reversed(self.earlier)
                    if (number := number_of(heard.content, what)) is not None
                )
                return await self.person.react(self.room, question.event, reaction(number))
            case _:
                return await self.person.say(self.room, f"/start {what.rpartition('/')[2]}")

    async def settled(self, event: str) -> tuple[Loaded, Earlier]:
        """What came of an event, when all of it has been heard."""
        name = f"matrix:{self.room}:{self.person.user_id}"
        key = self.naast.store.keys.event(name, event)
        async with asyncio.timeout(WITHIN):
            while (loaded := await self.naast.store.load(key)).earlier is None:  # noqa: ASYNC110 - a store does not tell when
                await asyncio.sleep(0.05)
        said = messages(replies_from_json(loaded.earlier.replies), self.library.phrases)
        self.earlier += self.turn
        self.turn = [await self.person.next(self.room) for _ in said]
        return loaded, loaded.earlier

    def _typed(self, what: str) -> str:
        return typed([heard.content for heard in self.turn], what)


def typed(turn: Sequence[Content], what: str) -> str:
    """The number of a choice of the last turn, or its words where it has none."""
    for content in reversed(turn):
        number = number_of(content, what)
        if number is not None:
            return str(number)
    assert any(f"- {what}" in content["body"] for content in turn), f"“{what}” was not offered"
    return what


def number_of(content: Content, what: str) -> int | None:
    """The number that a choice has in a message, by its label, its id or the id of its option."""
    ids: Sequence[str] = content.get(CHOICES, {}).get("ids", ())
    labels = re.findall(r"^ ?\d+\. (.*)$", content["body"], re.MULTILINE)[-len(ids) :] if ids else []
    for number, (choice, label) in enumerate(zip(ids, labels, strict=True), start=1):
        if what in (choice, choice.partition(".")[0], label):
            return number
    return None


def held() -> list[tuple[str, str, list[dict[str, Any]]]]:
    """The longest conversation of each dialog that is not too long, or else the shortest."""
    chosen: dict[str, tuple[str, str, list[dict[str, Any]]]] = {}
    for conversation in sorted(ALL, key=lambda one: len(list(steps(one[2])))):
        dialog, _, lines = conversation
        if is_typed(lines) and (dialog not in chosen or len(list(steps(lines))) <= LONGEST):
            chosen[dialog] = conversation
    return list(chosen.values())


def is_typed(lines: list[dict[str, Any]]) -> bool:
    """Whether somebody can do all this by typing and with emoji."""
    return all(
        does != "send" and (does != "press_id" or what.startswith("dialog:"))
        for does, what, _ in steps(lines)
    )


def steps(lines: list[dict[str, Any]]) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    """Each thing that is done: how, what, and for the last of a line that line."""
    for line in lines:
        [does] = [key for key in DOES if key in line]
        each = line[does] if isinstance(line[does], list) else [line[does]]
        every = each * int(line.get("times", 1))
        yield from ((does, what, None) for what in every[:-1])
        yield does, every[-1], line


# ---- from event to message and back


@dataclass(slots=True)
class Screen:
    """What a person sees of a conversation, and what becomes of what they type."""

    talk: Engine
    earlier: list[Content] = field(default_factory=list)
    turn: list[Content] = field(default_factory=list)

    def do(self, does: str, what: str) -> None:
        """Does what a line says: types it, or puts an emoji under a question."""
        match does:
            case "say":
                self._say(what)
            case "press":
                self._say(typed(self.turn, what))
            case "press_earlier":
                question = next(seen for seen in reversed(self.earlier) if number_of(seen, what) is not None)
                self._react(question, reaction(number_of(question, what) or 0))
            case "press_id" if what.startswith("dialog:"):
                self._say(f"/start {what.rpartition('/')[2]}")
            case "press_id":  # nobody can type what was never offered
                self.talk.press_id(what)
            case _:
                self.talk.send_file(what)
        self.earlier += self.turn
        self.turn = [
            {**message.content, **offering(message.choices, ANNA)}
            for message in messages(self.talk.replies, self.talk.library.phrases)
            if not message.attachment
        ]

    def _say(self, text: str) -> None:
        content = {"msgtype": "m.text", "body": text}
        said = read({"type": "m.room.message", "event_id": "$1", "sender": ANNA, "content": content}, NAAST)
        assert said is not None
        self.talk.say(without_name(said.text, Me(NAAST, "Naast"))[0])

    def _react(self, question: Content, key: str) -> None:
        relation = {"rel_type": "m.annotation", "event_id": "$0", "key": key}
        content = {"m.relates_to": relation}
        said = read({"type": "m.reaction", "event_id": "$1", "sender": ANNA, "content": content}, NAAST)
        assert said is not None
        number = reacted_number(said.key)
        assert number is not None
        self.talk.press_id(question[CHOICES]["ids"][number - 1])


@pytest.mark.parametrize(("dialog", "name", "lines"), ALL, ids=[f"{d}: {name}" for d, name, _ in ALL])
def test_a_conversation_can_be_typed(dialog: str, name: str, lines: list[dict[str, Any]]) -> None:
    screen = Screen(Engine(shipped()))
    for does, what, line in steps(lines):
        screen.do(does, what)
        if line is None:
            continue
        dialog = line.get("dialog", dialog)
        talk, expected = screen.talk, (dialog, line["step"]) if "step" in line else (None, None)
        assert (talk.dialog, talk.step) == expected, f"{does} “{what}”: {talk.text[:200]}"
        assert talk.outcome == line.get("outcome", talk.outcome)
        assert talk.quotes == line.get("quotes", talk.quotes)
        assert talk.forgotten == ("forgotten" in line)


# ---- over a homeserver


async def play(talk: Talk, dialog: str, lines: list[dict[str, Any]]) -> str:
    """Does what the lines say, and gives the first thing that went otherwise than they say."""
    for does, what, line in steps(lines):
        loaded, earlier = await talk.settled(await talk.do(does, what))
        if line is None:
            continue
        dialog = line.get("dialog", dialog)
        session = from_json(loaded.session) if loaded.session else Session()
        waiting = flow.open_question(talk.library, session)
        replies = replies_from_json(earlier.replies)
        came_of_it = {
            "open": (waiting.dialog.id, waiting.ask.id) if waiting else None,
            "outcome": earlier.outcome,
            "quotes": [quote.passage for reply in replies for quote in reply.quotes],
            "forgotten": loaded.session is None,
        }
        expected = {
            "open": (dialog, line["step"]) if "step" in line else None,
            "outcome": line.get("outcome", earlier.outcome),
            "quotes": line.get("quotes", came_of_it["quotes"]),
            "forgotten": "forgotten" in line,
        }
        if came_of_it != expected:
            return f"{does} “{what}”: {came_of_it}, not {expected}"
    return ""


def made(library: Library, work: Work, at: datetime) -> Sequence[Reply]:
    """The conversations tell where things go, and not what a test or a report comes to."""
    return [Reply("Dit is het.")]


@pytest.mark.slow
async def test_a_conversation_of_each_dialog_goes_as_it_is_written(
    homeserver: Homeserver, serving: Serving, tmp_path: Path
) -> None:
    library, gate, conversations = shipped(), asyncio.Semaphore(AT_ONCE), held()

    async def hold(number: int, dialog: str, lines: list[dict[str, Any]]) -> str:
        async with gate:
            room = await anna.direct_room(naast.user_id, encrypted=number % ENCRYPTED == 0)
            await anna.joined(room, naast.user_id)
            return await play(Talk(naast, library, anna, room), dialog, lines)

    async with (
        serving(library, workshop=made) as naast,
        enter(homeserver, homeserver.register("anna"), tmp_path) as anna,
        asyncio.TaskGroup() as group,
    ):
        held_by = [
            (dialog, name, group.create_task(hold(number, dialog, lines)))
            for number, (dialog, name, lines) in enumerate(conversations)
        ]

    assert {dialog for dialog, _, _ in conversations} == {dialog for dialog, _, _ in ALL}
    told = [f"{dialog}: {name}: {task.result()}" for dialog, name, task in held_by if task.result()]
    assert not told, "\n".join(told)
