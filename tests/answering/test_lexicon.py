"""The numbers that are looked up beforehand are those of the features, name by name."""

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.features import MOST_WORDS, Vocabulary, features
from bot.answering.lexicon import Lexicon
from bot.answering.ranker import Ranker
from bot.answering.words import plain
from bot.engine.library import Library

QUESTIONS = ("waar is mijn fiets", "mijn fietsenstalling lekt", "regent het morgen op de fiets", "wet zorg")
VOCABULARY = Vocabulary.of(QUESTIONS, {"rijwiel": ("fiets", "rijwiel"), "wlz": ("wet langdurige zorg",)})
RANKER = Ranker.untrained({"answer:alles": [features(question, VOCABULARY) for question in QUESTIONS]})
LEXICON = Lexicon.of(VOCABULARY, RANKER.known, ["fietspont", "morgn"])
WORDS = (
    "waar mijn fiets fietsen fietsenstalling fietsenstaling morgn morgne fietspont wet langdurige zorg 12 x"
)


def same(lexicon: Lexicon, ranker: Ranker, text: str) -> bool:
    expected = ranker.numbers(features(text, lexicon.vocabulary))
    return sorted(lexicon.numbers(plain(text).split())) == sorted(expected)


@given(st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join) | st.text(max_size=40))
def test_the_numbers_of_any_text_are_those_of_its_features(text: str) -> None:
    assert same(LEXICON, RANKER, text)


def test_so_they_are_for_the_shipped_content_and_whatever_stands_in_it(
    library: Library, shipped_weights: Ranker
) -> None:
    matcher = library.matcher
    for answer in list(library.knowledge.answers.values())[::20]:
        for question in answer.questions[::5]:
            assert same(matcher.lexicon, shipped_weights, question), question


def test_of_a_very_long_message_the_first_and_the_last_words_are_weighed() -> None:
    text = "fiets " + "morgen " * (3 * MOST_WORDS) + "zorg"

    assert same(LEXICON, RANKER, text)
    assert len(LEXICON.numbers(plain(text).split())) < 30 * MOST_WORDS


def test_nothing_of_what_is_typed_stays() -> None:
    before = dict(LEXICON.entries)
    LEXICON.numbers(["geheimpje", "fiets"])

    assert LEXICON.entries == before
