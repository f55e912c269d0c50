"""What the test of a letter says in a chat: the points, what contradicts, and how the letter reads.

Words are shown before numbers: the sentence that shows a point, one to paste where it is missing, the
passage that says otherwise, the sentences and words that make the letter hard.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.engine.letter import Letters, PointName
from bot.engine.library import Library
from bot.messages import Quote, Reply
from bot.municipal.letter import LetterResult, PointFound
from bot.municipal.letter_reading import LONG_SENTENCE, LetterReading
from bot.municipal.letter_wording import LetterWord, say

MOST_SHOWN = 5
"""Sentences of one kind that are shown: more is no help."""

_WORDS_SHOWN = 12
_EASY: PointName = "easy_to_understand"
_NAMED: PointName = "available_in_letter"


def letter_replies(library: Library, result: LetterResult) -> tuple[Reply, ...]:
    """What is said of a letter, in the order in which a writer needs it."""
    letters = library.letters
    return (
        Reply(_points(letters, result)),
        *_contradictions(library, result),
        Reply(_reading(letters, result.reading)),
    )


def _points(letters: Letters, result: LetterResult) -> str:
    points = result.points.values()
    covered = [point for point in points if point.covered]
    count = len(result.points)
    all_said = len(covered) == count
    lines = [
        say(letters, LetterWord.SUMMARY_ALL, count=count)
        if all_said
        else say(letters, LetterWord.SUMMARY, covered=len(covered), count=count)
    ]
    if result.contradictions:
        lines.append(say(letters, LetterWord.SUMMARY_CONTRADICTED, number=len(result.contradictions)))
    if covered:
        lines += ["", say(letters, LetterWord.COVERED)]
        lines += [
            say(letters, LetterWord.POINT, title=letters.points[one.name].title, evidence=one.evidence)
            for one in covered
        ]
    if not all_said:
        refuted = {letters.contradictions[one.id].point for one in result.contradictions}
        lines += ["", say(letters, LetterWord.MISSING)]
        lacking = sorted((one for one in points if not one.covered), key=lambda one: one.name != _NAMED)
        lines += [_lacking(letters, one, one.name in refuted) for one in lacking]
    return "\n".join([*lines, "", say(letters, LetterWord.LIMITS)])


def _lacking(letters: Letters, found: PointFound, refuted: bool) -> str:
    point = letters.points[found.name]
    word = LetterWord.LACKING_PLAIN if found.name == _EASY else LetterWord.LACKING
    return say(
        letters,
        LetterWord.LACKING_REFUTED if refuted else word,
        title=point.title,
        missing=point.missing,
        suggestion=point.suggestion,
    )


def _contradictions(library: Library, result: LetterResult) -> Iterable[Reply]:
    """One message for each kind of contradiction, with the words of the letter and of the documents."""
    letters, knowledge = library.letters, library.knowledge
    for id in dict.fromkeys(one.id for one in result.contradictions):
        against = letters.contradictions[id]
        said = [one.sentence for one in result.contradictions if one.id == id]
        yield Reply(
            "\n".join(
                [
                    say(letters, LetterWord.CONTRADICTED, title=against.title, why=against.why),
                    *(say(letters, LetterWord.SENTENCE, sentence=one) for one in said),
                ]
            ),
            quotes=(knowledge.quotes[against.quote],) if against.quote else (),
            facts=(knowledge.law[against.law].fact,) if against.law else (),
        )


def _reading(letters: Letters, reading: LetterReading) -> str:
    lines = [say(letters, LetterWord.READING_EASY if reading.easy else LetterWord.READING_HARD)]
    measured = reading.ease
    lines.append(
        say(
            letters,
            LetterWord.MEASURES,
            flesch=round(measured.flesch_douma),
            flesch_band=reading.flesch_band,
            leesindex=round(measured.leesindex_a),
            leesindex_band=reading.leesindex_band,
            sentences=measured.sentences,
            words=f"{measured.words_per_sentence:.1f}".replace(".", ","),
            long=len(reading.long),
            limit=LONG_SENTENCE,
        )
    )
    if reading.easiest:
        lines += ["", say(letters, LetterWord.SHOWN, sentence=reading.easiest)]
    words = [say(letters, LetterWord.HARD_WORD, word=one.word, plain=one.plain) for one in reading.jargon]
    tangles = [
        say(letters, LetterWord.TANGLE, kind=", ".join(one.kinds), sentence=one.sentence)
        for one in reading.tangled
    ]
    lines += _list(letters, LetterWord.HARDEST, _sentences(letters, reading.hardest))
    lines += _list(letters, LetterWord.JARGON, words, _WORDS_SHOWN)
    lines += _list(letters, LetterWord.PASSIVE, _sentences(letters, reading.passive))
    lines += _list(letters, LetterWord.TANGLED, tangles)
    return "\n".join(lines)


def _sentences(letters: Letters, sentences: Iterable[str]) -> list[str]:
    return [say(letters, LetterWord.SENTENCE, sentence=one) for one in sentences]


def _list(letters: Letters, head: LetterWord, lines: Sequence[str], most: int = MOST_SHOWN) -> list[str]:
    """Some lines under a head, and how many more there are; nothing where there are none."""
    if not lines:
        return []
    more = [say(letters, LetterWord.MORE, number=len(lines) - most)] if len(lines) > most else []
    return ["", say(letters, head), *lines[:most], *more]


def letter_object(library: Library, result: LetterResult) -> Mapping[str, object]:
    """The same for programs: points, contradictions and reading, of plain values."""
    letters = library.letters
    reading, measured = result.reading, result.reading.ease
    return {
        "points": {name: _point_object(letters, one) for name, one in result.points.items()},
        "contradictions": [
            {
                "sentence": one.sentence,
                "why": letters.contradictions[one.id].why,
                "quote": _quote_object(library, one.id),
            }
            for one in result.contradictions
        ],
        "reading": {
            "easy": reading.easy,
            "words": measured.words,
            "sentences": measured.sentences,
            "words_per_sentence": round(measured.words_per_sentence, 1),
            "flesch_douma": {"value": round(measured.flesch_douma, 1), "band": reading.flesch_band},
            "leesindex_a": {"value": round(measured.leesindex_a, 1), "band": reading.leesindex_band},
            "hardest": list(reading.hardest),
            "long": list(reading.long),
            "jargon": [{"word": one.word, "plain": one.plain} for one in reading.jargon],
            "passive": list(reading.passive),
            "tangled": [{"kinds": list(one.kinds), "sentence": one.sentence} for one in reading.tangled],
        },
    }


def _point_object(letters: Letters, found: PointFound) -> Mapping[str, object]:
    if found.covered:
        return {"covered": True, "evidence": found.evidence}
    point = letters.points[found.name]
    return {"covered": False, "evidence": "", "missing": point.missing, "suggestion": point.suggestion}


def _quote_object(library: Library, id: str) -> Mapping[str, str]:
    """The passage that says otherwise; for the law what it says, and the article."""
    against = library.letters.contradictions[id]
    if against.quote:
        quote: Quote = library.knowledge.quotes[against.quote]
        return {"document": quote.document, "locator": quote.locator, "text": quote.text}
    fact = library.knowledge.law[against.law].fact
    return {"document": fact.source, "locator": fact.link, "text": fact.text}
