"""Municipal staff on Telegram: a scan with its report as files, a letter that is sent to be tested."""

import pytest

from tests.botapi import Message, Person
from tests.channels.telegram.conftest import Naast
from tests.channels.telegram.waiting import delivered, soon

LETTER = """Beste mevrouw Jansen,

U kunt gratis hulp krijgen van een onafhankelijke cliëntondersteuner. Die werkt niet voor de gemeente.
U kiest zelf wie u helpt. Bel het steunpunt op 000 - 123 45 67.

Met vriendelijke groet,
Gemeente Voorbeeldstad
"""


async def say(naast: Naast, anna: Person, text: str) -> list[Message]:
    """What is answered to a text, all of it."""
    before = len(anna.chat.by_bot)
    anna.say(text)
    await anna.chat.until(lambda: len(anna.chat.by_bot) > before)
    await soon(lambda: delivered(naast), 30)
    return anna.chat.by_bot[before:]


@pytest.mark.slow
async def test_a_scan_ends_with_a_picture_and_three_files(naast: Naast, anna: Person) -> None:
    for text in ("/scan", "1", "Utrecht", "Levensbreed (3)", "goed", "niet", "moet beter", "alleen ik"):
        await say(naast, anna, text)
    report = await say(naast, anna, "nee, maak het rapport")

    names = [message.data["document"]["file_name"] for message in report if "document" in message.data]
    assert [name.rpartition(".")[2] for name in names] == ["pdf", "csv", "json"]
    assert sum("photo" in message.data for message in report) == 1


@pytest.mark.slow
async def test_a_letter_is_tested_as_a_file_and_as_a_text(naast: Naast, anna: Person) -> None:
    await say(naast, anna, "/brief")
    before = len(anna.chat.by_bot)
    anna.send_document("brief.txt", LETTER.encode(), "text/plain")
    await anna.chat.until(lambda: len(anna.chat.by_bot) > before, 30)
    await soon(lambda: delivered(naast), 30)
    sent = anna.chat.by_bot[before:]

    await say(naast, anna, "ja")
    typed = await say(naast, anna, LETTER)

    assert "U kiest zelf wie u helpt." in "\n".join(message.text for message in sent)
    assert [message.text for message in typed] == [message.text for message in sent]
