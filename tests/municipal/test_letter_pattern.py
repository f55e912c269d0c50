"""The notation of patterns, and the plain words that they are matched with."""

import pytest

from bot.municipal.letter_pattern import PatternError, Patterns, plain_words

LISTS = {"u": ("u", "je"), "wie": ("<u>", "de inwoner"), "rond": ("<rond>",)}
PATTERNS = Patterns(LISTS, ("niet", "geen"))


def found(pattern: str, text: str) -> list[str]:
    words = plain_words(text)
    return [words[at.start : at.end].strip() for at in PATTERNS.all((pattern,))[0].found_in(words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Cliënt-ondersteuner’s!", "client ondersteuners . "),
        ("Bel 000 - 222 33 44 of 14 010.", "bel @tel of @tel . "),
        ("Op 03-11-2025 om 10.30 uur", "op 0 om 0 uur "),
        ("Markt 3; Dorpsstraat 20a", "@adres , @adres "),
        ("a.b@c.nl, https://x.example/y?z en www.q.nl.", "@mail , @web en @web . "),
        ("€ 19,00 of 5 euro", "@geld of @geld "),
    ],
)
def test_a_text_is_written_in_plain_words(text: str, words: str) -> None:
    assert plain_words(text) == words


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("recht op", "U heeft recht op hulp", ["recht op"]),
        ("recht op", "rechtop", []),
        ("(een|twee woorden)", "Hier zijn twee woorden en een", ["twee woorden", "een"]),
        ("<wie> kan", "De inwoner kan dat", ["de inwoner kan"]),
        ("een? hulp", "hulp", ["hulp"]),
        ("ondersteun*", "de ondersteuners", ["ondersteuners"]),
        ("*team", "het wijkteam", ["wijkteam"]),
        ("ge*d", "gehoord en gezien", ["gehoord"]),
        ("u ... kiest", "U die zelf kiest", ["u die zelf kiest"]),
        ("u ...1 kiest", "U die zelf kiest", []),
        ("u ... kiest", "U die niet kiest", []),
        ("u ... kiest", "Dat mag u. Wie kiest?", []),
        ("u . ... kiest", "Dat mag u. Wie kiest?", ["u . wie kiest"]),
        ("zelf & kiezen", "kiezen doet u zelf", ["kiezen doet u zelf"]),
        ("zelf &1 kiezen", "kiezen doet u zelf", []),
        ("@tel", "bel 000 12 34 56", ["@tel"]),
        ("a , b", "a; b", ["a , b"]),
    ],
)
def test_a_pattern_finds_what_it_says(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(een", "opens a bracket that is never closed"),
        ("een)", "closes a bracket that was never opened"),
        ("? een", "has a question mark with nothing before it"),
        ("een?", "can be left out as a whole"),
        ("...", "can be left out as a whole"),
        ("een **", "holds no word"),
        ("<wat>", "there is no list <wat>"),
        ("<rond>", "the list <rond> names itself"),
        ("a & b & c & d & e & f & g", "has too many &"),
    ],
)
def test_a_pattern_that_cannot_be_read_says_why(pattern: str, why: str) -> None:
    with pytest.raises(PatternError, match=why.replace("?", r"\?")):
        PATTERNS.expression(pattern)
