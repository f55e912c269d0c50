"""What is said of a letter, to people and to programs."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.engine.library import Library
from bot.municipal.letter import POINTS, LetterResult, LetterTest
from bot.municipal.letter_reply import letter_object, letter_replies
from bot.municipal.reading import ease, sentences, words

LETTERS = Path(__file__).parent.parent / "letters"


def result(library: Library, name: str) -> LetterResult:
    known: dict[str, Any] = yaml.load((LETTERS / name).read_text(encoding="utf-8"), yaml.BaseLoader)
    return LetterTest(library.letters).test(known["text"])


def test_a_good_letter_is_told_so_with_its_own_sentences(library: Library) -> None:
    points, reading = letter_replies(library, result(library, "batch_1/uitnodiging_gesprek.yaml"))

    assert "“U heeft daar recht op.”" in points.text
    assert "Zet er bijvoorbeeld bij" not in points.text
    assert not (points.quotes or points.choices or reading.choices)


def test_a_misleading_letter_gets_the_passages_that_say_otherwise(library: Library) -> None:
    replies = letter_replies(library, result(library, "batch_1/misleidend_ambtelijk.yaml"))

    passages = {quote.passage for reply in replies for quote in reply.quotes}
    assert passages == {
        "checklist/onafhankelijkheid_2",
        "checklist/onafhankelijkheid_3",
        "checklist/onafhankelijkheid_4",
        "checklist/bekendheid_5",
    }
    assert {fact.source for reply in replies for fact in reply.facts} == {"Wmo 2015, artikel 2.1.4 lid 5"}


def test_no_placeholder_is_left_in_what_is_said(library: Library) -> None:
    for path in LETTERS.glob("batch_1/*.yaml"):
        for reply in letter_replies(library, result(library, f"batch_1/{path.name}")):
            assert not {"{", "}"} & set(reply.text)


@pytest.mark.parametrize("name", [name for name in POINTS if name != "easy_to_understand"])
def test_a_sentence_to_paste_is_b1_and_covers_its_point(library: Library, name: Any) -> None:
    letters = library.letters
    named = letters.points["available_in_letter"].suggestion
    pasted = letters.points[name].suggestion
    found = LetterTest(letters).test(
        f"Beste mevrouw,\n\n{named} {pasted}".replace("[nummer]", "000 - 12 34 56")
    )

    assert found.points[name].covered
    assert not found.contradictions
    assert all(len(words(one)) <= 15 for one in sentences(pasted))
    assert ease(pasted, letters.explained).flesch_douma >= 60


def test_for_programs_every_point_has_its_evidence_or_what_is_missing(library: Library) -> None:
    found = letter_object(library, result(library, "batch_1/misleidend_wijkteam.yaml"))
    read = json.loads(json.dumps(found, ensure_ascii=False))

    assert list(read) == ["points", "contradictions", "reading"]
    assert list(read["points"]) == list(POINTS)
    for point in read["points"].values():
        expected = {"covered", "evidence"} | (set() if point["covered"] else {"missing", "suggestion"})
        assert set(point) == expected
        assert bool(point["evidence"]) is point["covered"]
    for one in read["contradictions"]:
        assert set(one) == {"sentence", "why", "quote"}
        assert one["quote"]["text"]
    assert {"flesch_douma", "leesindex_a", "hardest", "jargon", "passive", "tangled"} <= set(read["reading"])
