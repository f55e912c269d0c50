"""On a bad day - refusals, errors, connections that hang or break - everything is delivered all the same."""

import asyncio

import pytest

from bot.channels.telegram import api, outbox, pace, polling
from bot.engine.library import Library
from bot.store.key import EventKey
from tests.botapi import BotApi, Fault, Kind, Person
from tests.botapi.scripted import Scripted, expected, script
from tests.channels.telegram.conftest import Serving, Way

PEOPLE = 20
TURNS = 27
BAD_DAY = {
    Fault(Kind.TOO_MANY, retry_after=1): 0.05,
    Fault(Kind.SERVER_ERROR): 0.02,
    Fault(Kind.HANGS): 0.005,
    Fault(Kind.DONE_AND_HANGS): 0.005,
    Fault(Kind.DROPPED): 0.005,
    Fault(Kind.DONE_AND_DROPPED): 0.005,
}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests are given up, and tried again, sooner than in real life."""
    monkeypatch.setattr(api, "PATIENCE", 0.5)
    monkeypatch.setattr(polling, "WAITING", 1)
    monkeypatch.setattr(polling, "OVERDUE", 0.5)
    monkeypatch.setattr(pace, "LONGEST", 0.5)
    monkeypatch.setattr(outbox, "delay", lambda attempt: 0.05 * attempt)


@pytest.mark.slow
async def test_on_a_bad_day_everybody_gets_every_answer_in_order(
    api: BotApi, serving: Serving, way: Way, library: Library, impatient: None
) -> None:
    lines = script(TURNS)
    answers = expected(library, lines)
    async with serving(way):
        api.faults.by_chance(7, BAD_DAY)
        talking = [Scripted(api.person(str(number)), lines, answers) for number in range(PEOPLE)]
        for one in talking:
            one.start()
        ended = [asyncio.create_task(one.done.wait()) for one in talking]
        await asyncio.wait(ended, timeout=60)
        for task in ended:
            task.cancel()
        stuck = [one.person.chat.transcript() for one in talking if not one.done.is_set()]
        api.faults.stop()

    assert not stuck, stuck[0]
    assert [what for one in talking for what in one.wrong] == []
    assert all(api.faults.happened[kind] for kind in (Kind.TOO_MANY, Kind.SERVER_ERROR, Kind.HANGS))
    assert not api.misspelt


async def test_a_response_that_is_lost_is_given_again_though_the_first_is_not_marked_yet(
    api: BotApi, serving: Serving, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving("webhook") as naast:
        mark, marking = naast.conversations.mark_delivered, asyncio.Event()

        async def mark_late(*events: EventKey) -> None:
            await marking.wait()
            await mark(*events)

        monkeypatch.setattr(naast.conversations, "mark_delivered", mark_late)
        api.faults.next("webhook", Kind.DONE_AND_DROPPED)
        anna.say("hallo")
        await api.until(lambda: api.webhook.deliveries == 2)
        marking.set()

        assert (await anna.chat.hears()).text
