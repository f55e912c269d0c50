"""Other languages, and Dutch that only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.language import Language, Languages
from bot.answering.words import plain
from bot.engine.library import Library

FOREIGN = {
    "en": "Hello, can you help me please?|what does it cost|where do I find someone who can help my mother",
    "tr": "Merhaba, bana yardım eder misiniz|danışman nerede bulabilirim|ücretsiz mi bu",
    "ar": "مرحبا، أحتاج إلى مساعدة|كيف أجد شخصًا يساعدني",
    "pl": "Dzień dobry, jak mogę dostać pomoc|ile to kosztuje|gdzie jest pomoc dla mojej mamy",
    "uk": "Привіт, де я можу знайти допомогу?|Чи є тут хтось, хто говорить українською",
    "ru": "Здравствуйте, помогите мне|где найти помощь",
    "de": "Ich brauche Hilfe für meine Mutter|was kostet das und wie bekomme ich Hilfe",
    "fr": "Bonjour, je cherche de l'aide pour ma mère|combien est-ce que je dois payer, je suis pauvre",
    "es": "Hola, necesito ayuda por favor|cuánto cuesta y dónde está",
}
DUTCH = (
    "|ja|👍|hallo|mag ik een andere cliëntondersteuner|wat kost het|wie is er voor mij"
    "|ik heb een brief van het CIZ"
    "|mijn moeder is ziek en moet naar huis|ik ben Ayşe en woon in Utrecht|Wat is een cliëntondersteuner?"
    "|mijn naam is Łukasz en ik zoek hulp bij de gemeente|de man die mij helpt is niet lief|is it gratis"
    "|ik heb help nodig please|café met crème brûlée|die dag was ist|mag hij mee naar het gesprek"
    "|client van mij wil not praten|hoe heet die wet ook alweer|één, tweeën, reünie"
)


def found(library: Library, text: str) -> str | None:
    words = plain(text).split()
    language = library.knowledge.foreign.find(text, words, library.matcher.lexicon.vocabulary.words)
    return language.id if language else None


@pytest.mark.parametrize(("text", "id"), [(t, id) for id, texts in FOREIGN.items() for t in texts.split("|")])
def test_another_language_is_known(library: Library, text: str, id: str) -> None:
    assert found(library, text) == id


@pytest.mark.parametrize("text", DUTCH.split("|"))
def test_dutch_is_never_turned_away(library: Library, text: str) -> None:
    assert found(library, text) is None


def test_no_curated_question_is_in_another_language(library: Library) -> None:
    answers = library.knowledge.answers.values()

    assert not [q for answer in answers for q in (answer.title, *answer.questions) if found(library, q)]


def test_every_language_has_words_or_letters_to_be_known_by_and_a_reply(library: Library) -> None:
    for language in library.knowledge.languages.values():
        assert language.words or language.letters, language.id
        assert "onafhankelijke cliëntondersteuning" in language.reply


LATIN = Language("xx", "X", "X.", words=("foo", "bar", "baz"), letters="þ")
SCRIPT = Language("yy", "Y", "Y.", letters="αβγδεζηθικλμνξοπρστυφχψω")
SPECIAL = Language("zz", "Z", "Z.", letters="ϗ")
SMALL = Languages.of([LATIN, SCRIPT, SPECIAL])


def small(text: str, dutch: frozenset[str] = frozenset()) -> str | None:
    language = SMALL.find(text, plain(text).split(), dutch)
    return language.id if language else None


def test_one_word_of_another_language_is_not_enough() -> None:
    assert small("foo") is None
    assert small("foo huis") is None
    assert small("foo bar") == "xx"


def test_a_message_with_as_many_known_words_is_dutch() -> None:
    assert small("foo bar huis boom", frozenset({"huis", "boom"})) is None
    assert small("foo bar huis", frozenset({"huis"})) == "xx"


def test_a_script_is_known_by_its_letters() -> None:
    assert small("αβγ δ") == "yy"
    assert small("een αβ in een lange zin in het Nederlands") is None


def test_a_special_letter_tells_a_language_from_others_of_its_script() -> None:
    assert small("αβγϗ") == "zz"


def test_a_special_letter_counts_as_one_word_beside_another() -> None:
    assert small("foo þing") == "xx"
    assert small("þing") is None


def test_nothing_is_no_language() -> None:
    assert small("") is small("þ huis boom") is None
    assert Languages.of([]).find("foo bar", ["foo", "bar"], ()) is None


@given(st.text(st.characters(codec=None, categories=None), max_size=50))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert small(text) in (None, "xx", "yy", "zz")
