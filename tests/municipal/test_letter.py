"""The test of a letter, held against letters and sentences with what is right about them.

`tests/letters/batch_*` are letters as municipalities write them, plain and official, long and short, with
words that look like client support and are not. Each batch was written before the patterns had seen it;
what the first run got right stands in the README. `tests/letters/sentences.yaml` are single sentences.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.library import Library
from bot.municipal.letter import POINTS, LetterResult, LetterTest
from tests.small import shipped

HERE = Path(__file__).parent.parent / "letters"
LETTERS = sorted(HERE.glob("batch_*/*.yaml"))
SENTENCES: dict[str, dict[str, list[str]]] = yaml.load(
    (HERE / "sentences.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)
LETTER = "Beste mevrouw Jansen,\n\n{}\n\nMet vriendelijke groet,\nGemeente Voorbeeldstad"
NAMED = "U kunt hulp krijgen van een cliëntondersteuner. "


@cache
def shipped_tester() -> LetterTest:
    return LetterTest(shipped().letters)


@pytest.fixture
def tester() -> LetterTest:
    return shipped_tester()


def result_of(tester: LetterTest, text: str) -> LetterResult:
    return tester.test(LETTER.format(text))


def covered(result: LetterResult) -> set[str]:
    return {name for name, point in result.points.items() if point.covered}


def contradicted(result: LetterResult) -> set[str]:
    return {one.id for one in result.contradictions}


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_letter_gets_the_points_that_it_covers_and_the_contradictions_in_it(
    tester: LetterTest, path: Path
) -> None:
    known: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    expected = known.get("contradictions", [])

    result = tester.test(known["text"])

    assert covered(result) == set(known["covered"])
    flagged = [one.sentence for one in result.contradictions]
    assert [one for one in expected if not any(one in sentence for sentence in flagged)] == []
    assert [one for one in flagged if not any(wrong in one for wrong in expected)] == []


@pytest.mark.parametrize(
    ("name", "says", "sentence"),
    [
        (name, kind == "says", sentence)
        for name, kinds in SENTENCES.items()
        for kind, sentences in kinds.items()
        for sentence in sentences
    ],
)
def test_a_sentence_says_what_it_says(tester: LetterTest, name: str, says: bool, sentence: str) -> None:
    result = result_of(tester, NAMED + sentence)

    assert (name in covered(result) | contradicted(result)) is says
    if name in POINTS or not says:
        assert not result.contradictions


def test_every_point_and_contradiction_has_sentences_or_letters(library: Library) -> None:
    letters = library.letters
    rare = {"available_in_letter", "easy_to_understand", "niet_beschikbaar", "geen_recht"}

    assert set(letters.points) == set(POINTS)
    assert {*letters.points, *letters.contradictions} - rare == set(SENTENCES)


@pytest.mark.parametrize(
    ("sentence", "id"),
    [
        ("Wij bieden geen cliëntondersteuning.", "niet_beschikbaar"),
        ("U heeft geen recht op deze cliëntondersteuner.", "geen_recht"),
    ],
)
def test_what_is_denied_altogether_contradicts(tester: LetterTest, sentence: str, id: str) -> None:
    assert id in contradicted(result_of(tester, sentence))


def test_the_evidence_is_the_sentence_as_it_stands_in_the_letter(tester: LetterTest) -> None:
    points = result_of(tester, f"{NAMED}Dat is “uw récht”. Bel 000 - 12 34 56.").points

    assert points["right"].evidence == "Dat is “uw récht”."
    assert points["how_and_where"].evidence == "Bel 000 - 12 34 56."
    assert points["free_choice"].evidence == ""


def test_a_point_that_is_contradicted_is_not_covered(tester: LetterTest) -> None:
    result = result_of(
        tester, f"{NAMED}De cliëntondersteuner is onafhankelijk. De cliëntondersteuner werkt bij de gemeente."
    )

    assert "independent" not in covered(result)
    assert contradicted(result) == {"in_dienst_van_gemeente"}


@pytest.mark.parametrize(
    ("asked", "point", "contradiction"),
    [
        ("Mag ik zelf kiezen welke ondersteuner ik krijg? Ja.", True, False),
        ("Mag ik zelf kiezen welke ondersteuner ik krijg? Nee, dat kan niet.", False, True),
        ("Mag ik zelf kiezen welke ondersteuner ik krijg?", False, False),
    ],
)
def test_a_question_says_what_its_answer_says(
    tester: LetterTest, asked: str, point: bool, contradiction: bool
) -> None:
    result = result_of(tester, NAMED + asked)

    assert ("free_choice" in covered(result)) is point
    assert ("geen_keuze" in contradicted(result)) is contradiction


def test_a_contradiction_that_is_asked_and_denied_is_the_point(tester: LetterTest) -> None:
    result = result_of(tester, f"{NAMED}Werkt de ondersteuner bij de gemeente? Nee.")

    assert "independent" in covered(result)
    assert not result.contradictions


def test_of_a_list_of_several_things_only_client_support_counts(tester: LetterTest) -> None:
    result = result_of(
        tester,
        "U heeft recht op:\n- een onafhankelijke arts;\n- gratis cliëntondersteuning;\n- uitleg, Laan 5",
    )

    assert covered(result) - {"easy_to_understand"} == {"right", "available_in_letter"}


@pytest.mark.parametrize("text", ["", " \n", "?", "...", "🙂" * 50, "\0", "- \n- \n", "a" * 70_000, "# \n#"])
def test_a_text_that_is_no_letter_covers_nothing(tester: LetterTest, text: str) -> None:
    result = tester.test(text)

    assert covered(result) == set()
    assert not result.contradictions


@given(st.text())
def test_no_text_stops_the_test(text: str) -> None:
    assert len(shipped_tester().test(text).points) == len(POINTS)
