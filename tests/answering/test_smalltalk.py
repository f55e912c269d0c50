"""Greetings, thanks and goodbyes, and questions that only begin with one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.smalltalk import LONGEST, Phrasebook, SmallTalk
from bot.answering.words import plain
from bot.engine.library import Library

SAID = {
    "groet": "hallo|Hoi!|goedemorgen|Goedenmorgen|goedemiddag|hallo hallo|dag mevrouw|hallo daar|goedemogen"
    "|hoi ik heb een vraag|HALLO???|hallooooo|hey",
    "dank": "dank u wel|bedankt|bedankt hoor|top bedankt|dankjewel|dank je wel voor je hulp"
    "|ok, dank u|dankuwel!"
    "|nou heel erg bedankt|oke bedankt hoor",
    "afscheid": "doei|tot ziens|dank u wel, fijne dag nog|oké bedankt doei|prettige avond|tot zins"
    "|nou doei dan",
    "wie_ben_je": "wie ben je|ben je een robot?|Bent u een mens|wat is naast",
    "compliment": "oké|ok|top|prima|fijn zo|duidelijk",
    "hoe_gaat_het": "hoe gaat het|hoi hoe gaat het met je",
}
NONE = (
    "|hallo, mag ik een andere ondersteuner?|bedankt maar ik heb nog een vraag over de wlz"
    "|dag en nacht zorg"
    "|wie is mijn ondersteuner|top 10|prima facie|de groeten van mijn moeder|hoe gaat het met mijn aanvraag"
    "|ja|nee|naast|artikel 10|ik wil graag een afspraak|fijne motoriek|goede vraag over toestemming"
    "|halte|dik"
)


@pytest.fixture(scope="module")
def book(library: Library) -> Phrasebook:
    return library.knowledge.phrasebook


def found(book: Phrasebook, text: str) -> str | None:
    smalltalk = book.find(plain(text).split())
    return smalltalk.id if smalltalk else None


@pytest.mark.parametrize(("text", "id"), [(t, id) for id, texts in SAID.items() for t in texts.split("|")])
def test_small_talk_is_known(book: Phrasebook, text: str, id: str) -> None:
    assert found(book, text) == id


@pytest.mark.parametrize("text", NONE.split("|"))
def test_what_is_more_than_small_talk_is_none(book: Phrasebook, text: str) -> None:
    assert found(book, text) is None


def test_everything_that_people_say_is_found_under_it(library: Library) -> None:
    book = library.knowledge.phrasebook
    for smalltalk in library.knowledge.smalltalk.values():
        for said in smalltalk.says:
            assert found(book, said) == smalltalk.id, said


def test_nothing_is_said_in_two_ways(library: Library) -> None:
    seen: dict[str, str] = {}
    for smalltalk in library.knowledge.smalltalk.values():
        for said in smalltalk.says:
            assert seen.setdefault(plain(said), smalltalk.id) == smalltalk.id, said


HELLO = SmallTalk("hello", ("hello", "hello there"), "Hello.", opens=True)
THANKS = SmallTalk("thanks", ("many thanks", ""), "You are welcome.")
NICE = SmallTalk("compliment", ("nice",), "Thank you.")
SMALL = Phrasebook.of([HELLO, THANKS, NICE])


def small(words: str) -> SmallTalk | None:
    return SMALL.find(words.split())


def test_of_several_the_last_that_says_something_is_answered() -> None:
    assert small("hello many thanks") is THANKS
    assert small("many thanks hello") is HELLO
    assert small("many thanks nice") is THANKS
    assert small("nice nice") is NICE


def test_the_longest_phrase_counts_at_each_place() -> None:
    assert small("hello there hello") is HELLO
    assert small("there") is None


def test_words_around_change_nothing_and_are_nothing_by_themselves() -> None:
    assert small("nou hello dan maar") is HELLO
    assert small("nou ja") is None
    assert SMALL.find([]) is None


def test_a_slip_is_forgiven_in_a_short_message_with_as_many_words() -> None:
    assert small("many thnks") is THANKS
    assert small("helo there") is HELLO
    assert small("many thnks hello nice top") is None
    assert small("helo") is None


def test_a_phrase_may_be_run_together_or_torn_apart() -> None:
    assert small("hellothere") is HELLO
    assert small("ma ny than ks") is THANKS


def test_a_shorter_phrase_counts_where_the_rest_asks_for_it() -> None:
    long = SmallTalk("long", ("how are you today my friend",), "Fine.")
    book = Phrasebook.of([SmallTalk("hi", ("hi", "hi how are you"), "Hi."), long])

    assert book.find(["hi", *long.says[0].split()]) is long


def test_a_long_message_is_no_small_talk() -> None:
    assert SMALL.find(["hello"] * LONGEST) is HELLO
    assert SMALL.find(["hello"] * (LONGEST + 1)) is None


@given(
    st.lists(
        st.one_of(st.sampled_from(["hello", "many", "thanks", "nou", "nice"]), st.text(max_size=4)),
        max_size=20,
    )
)
def test_any_words_can_be_looked_at(words: list[str]) -> None:
    assert SMALL.find(words) in (None, HELLO, THANKS, NICE)
