"""The conversations of `tests/dialogs/`, played over Telegram: by button with a webhook, and by typing
with polling.

Beside each goes the same conversation with the engine alone (`tests.talk.Talk`), of which
`tests/dialogs/test_dialogs.py` sees to it that it goes as it is written. What a person reads and can
press on Telegram must be what the engine said. All conversations are held with one Naast. The engine
alone reads no files and does not know what colleagues have shared, so there a conversation ends here.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.app import FILES
from bot.channels.telegram.button import Buttons
from bot.channels.telegram.run import run
from bot.conversation import Conversations
from bot.engine.library import Library
from bot.messages import Choice, Reply
from bot.store.sqlite import open_sqlite
from bot.workshop.workshop import Workshop
from tests.botapi import BotApi, Message, Person
from tests.botapi.methods.editing import SAME
from tests.channels.telegram.conftest import SECRET, Way, account_on, ready
from tests.dialogs.test_dialogs import ALL, DOES
from tests.small import shipped
from tests.talk import Talk

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]

CONVERSATIONS = {f"{dialog}: {name}": lines for dialog, name, lines in ALL}
PRESSES = {id: lines for id, lines in CONVERSATIONS.items() if any("press" in line for line in lines)}
SPACE = re.compile(r"\s+")
EARLIER = "…"
"""A message of an earlier release, which has a button that stands nowhere else."""


@dataclass(frozen=True, slots=True)
class Served:
    """A loopback Telegram, and Naast on it; `buttons` knows the data of buttons."""

    api: BotApi
    library: Library
    buttons: Buttons


@contextlib.asynccontextmanager
async def serving(way: Way, folder: Path) -> AsyncIterator[Served]:
    library = shipped()
    async with BotApi() as api, open_sqlite(folder / "data", SECRET) as store:
        account = account_on(api, way)
        conversations = Conversations(library, store, Workshop(folder / FILES).make)
        task = asyncio.create_task(run(account, library, conversations))
        try:
            await ready(api, task, way)
            yield Served(api, library, Buttons(account.key("button")))
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def with_webhook(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with serving("webhook", tmp_path_factory.mktemp("webhook")) as served:
        yield served


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def with_polling(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with serving("polling", tmp_path_factory.mktemp("polling")) as served:
        yield served


@dataclass(frozen=True, slots=True)
class Came:
    """A message as it was when it came; its buttons may go later."""

    message: Message
    text: str
    labels: list[str]


@dataclass(eq=False, slots=True)
class Player:
    """Somebody on Telegram who does what is done to the engine alone, and reads the same."""

    served: Served
    person: Person
    talk: Talk
    typing: bool
    come: list[Came] = field(default_factory=list)
    buttons: list[tuple[str, Message]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.person.chat.listener = self._comes

    def _comes(self, message: Message) -> None:
        self.come.append(Came(message, _even(message.text), message.labels))
        self.buttons += [(button["callback_data"], message) for button in message.buttons]

    async def do(self, does: str, what: str) -> None:
        """One act of a line, here and there; fails where they differ."""
        self.come.clear()
        match does:
            case "say":
                self.talk.say(what)
                self.person.say(what)
            case "press" if self.typing:
                label = _choice(what, self.talk.choices).label
                self.talk.say(label)
                self.person.say(label)
            case "press":
                self._press(_choice(what, self.talk.choices).id)
            case "press_earlier":
                self._press(_choice(what, reversed(self.talk.earlier)).id)
            case _:
                self._press(what)
        if not self.shares:
            await self._reads(self.talk.replies)

    @property
    def shares(self) -> bool:
        """Whether the last turn came to something that is shared with others."""
        return any(reply.work and reply.work.code for reply in self.talk.replies)

    def _press(self, choice_id: str) -> None:
        self.talk.press_id(choice_id)
        data = self.served.buttons.data(f"telegram:{self.person.id}")(choice_id)
        pressed = next((message for known, message in reversed(self.buttons) if known == data), None)
        self.person.press(pressed or self._earlier(data), data)

    def _earlier(self, data: str) -> Message:
        world, chat = self.served.api.world, self.person.chat
        markup = {"inline_keyboard": [[{"text": EARLIER, "callback_data": data}]]}
        message = world.post(chat, world.bot, {"text": EARLIER, "reply_markup": markup})
        self.come.clear()
        return message

    async def _reads(self, replies: tuple[Reply, ...]) -> None:
        """Waits for these replies, in this order, with all that they offer and nothing else."""
        parts = [_even(part) for reply in replies for part in _parts(reply)]
        labels = [choice.label for reply in replies for choice in reply.choices]

        def reads() -> bool:
            shown = [label for came in self.come for label in came.labels]
            return shown == labels and _stand_in(parts, " ".join(came.text for came in self.come))

        await self.person.chat.until(reads)


def _choice(name: str, choices: Iterable[Choice]) -> Choice:
    return next(one for one in choices if name in (one.label, one.id, one.id.partition(".")[0]))


def _parts(reply: Reply) -> Iterator[str]:
    yield reply.text
    for quote in reply.quotes:
        yield from (quote.text, quote.locator, quote.remark)
    yield from (fact.text for fact in reply.facts)


def _even(text: str) -> str:
    return SPACE.sub(" ", text).strip()


def _stand_in(parts: Sequence[str], text: str) -> bool:
    """Whether the parts stand in a text, one after the other."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


async def play(served: Served, lines: list[dict[str, Any]], *, typing: bool) -> None:
    """Plays a conversation, and sees to it that nothing was refused by Telegram."""
    player = Player(served, served.api.person("Iemand"), Talk(served.library), typing)
    served.api.world.refused.clear()
    for line in takewhile(lambda line: "send" not in line, lines):
        [does] = [key for key in DOES if key in line]
        each = line[does] if isinstance(line[does], list) else [line[does]]
        for what in each * int(line.get("times", 1)):
            await player.do(does, str(what))
        if player.shares:
            break
    # The number of a message that went out in a response to a webhook is a guess, so an edit may miss.
    refused = [why for _, why in served.api.refused if not why.endswith((SAME, "message to edit not found"))]
    assert not refused, player.person.chat.transcript()
    assert not served.api.misspelt


@pytest.mark.parametrize("lines", CONVERSATIONS.values(), ids=CONVERSATIONS)
async def test_a_conversation_goes_by_button(with_webhook: Served, lines: list[dict[str, Any]]) -> None:
    await play(with_webhook, lines, typing=False)


@pytest.mark.parametrize("lines", PRESSES.values(), ids=PRESSES)
async def test_a_conversation_goes_by_typing(with_polling: Served, lines: list[dict[str, Any]]) -> None:
    await play(with_polling, lines, typing=True)
