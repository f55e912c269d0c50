"""The names of all that is said of a letter; the words themselves stand in `knowledge/letters.yaml`.

`naast check` holds these lists and that file against each other, as it does with the standing sentences.
"""

from enum import StrEnum

from bot.engine.letter import Letters


class LetterWord(StrEnum):
    """A text of the test. The placeholders that its words may hold are in the comment."""

    SUMMARY = "summary"  # {covered} {count}
    SUMMARY_ALL = "summary_all"  # {count}
    SUMMARY_CONTRADICTED = "summary_contradicted"  # {number}
    COVERED = "covered"
    POINT = "point"  # {title} {evidence}
    MISSING = "missing"
    LACKING = "lacking"  # {title} {missing} {suggestion}
    LACKING_REFUTED = "lacking_refuted"  # {title} {suggestion}
    LACKING_PLAIN = "lacking_plain"  # {title} {missing} {suggestion}: advice, and no words to paste
    CONTRADICTED = "contradicted"  # {title} {why}
    SENTENCE = "sentence"  # {sentence}
    READING_EASY = "reading_easy"
    READING_HARD = "reading_hard"
    MEASURES = (
        "measures"  # {flesch} {flesch_band} {leesindex} {leesindex_band} {sentences} {words} {long} {limit}
    )
    SHOWN = "shown"  # {sentence}
    HARDEST = "hardest"
    JARGON = "jargon"
    HARD_WORD = "hard_word"  # {word} {plain}
    PASSIVE = "passive"
    TANGLED = "tangled"
    TANGLE = "tangle"  # {kind} {sentence}
    LIMITS = "limits"
    MORE = "more"  # {number}


class Refusal(StrEnum):
    """Why a file is not read as a letter."""

    MISSING = "missing"
    FOLDER = "folder"
    SPECIAL = "special"  # a pipe, a device
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    UNKNOWN_TYPE = "unknown_type"
    WRONG_TYPE = "wrong_type"
    ENCRYPTED = "encrypted"
    SCANNED = "scanned"
    MACROS = "macros"
    ENTITIES = "entities"
    BOMB = "bomb"
    DAMAGED = "damaged"
    BINARY = "binary"
    TOO_HEAVY = "too_heavy"


def say(letters: Letters, word: LetterWord, /, **values: object) -> str:
    """The words of a text, with its placeholders filled."""
    text = letters.words[word]
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text
