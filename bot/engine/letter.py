"""What stands in `knowledge/letters.yaml`: what a letter should say, how letters say it, and what is hard
to read.

These are plain values. How a pattern is written is told in `bot.municipal.letter_pattern`, how a letter
is tested in `bot.municipal.letter`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.record import record

PointName = Literal[
    "how_and_where",
    "importance",
    "all_life_areas",
    "independent",
    "right",
    "free_choice",
    "available_in_letter",
    "easy_to_understand",
]
"""What the checklist asks of what a municipality tells people."""


@record
class LetterPoint:
    """One thing that a letter should say about client support."""

    title: str
    why: str  # that the documents ask for it
    quote: str  # the passage that does
    missing: str  # said of a letter without it
    suggestion: str  # B1, to paste into such a letter
    says: tuple[str, ...] = ()  # patterns: one of them is enough
    hints: tuple[str, ...] = ()  # patterns: two different ones are enough
    unless: tuple[str, ...] = ()  # patterns that take away what they touch
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # things to name …
    kinds_needed: int = 0  # … and how many different ones are enough


@record
class LetterContradiction:
    """Something that a letter must not say, as the documents or the law say otherwise."""

    title: str
    why: str
    says: tuple[str, ...]
    point: PointName | None = None  # the point that a letter with it does not meet
    answered_no: bool = False  # whether that point, asked and answered with no, is this contradiction
    quote: str = ""  # the passage that says otherwise …
    law: str = ""  # … or the fact of law
    unless: tuple[str, ...] = ()


@record
class LetterTopic:
    """How to tell whether a sentence is about client support."""

    named: tuple[str, ...]  # patterns of its names
    described: tuple[str, ...]  # patterns that describe it without a name
    short: tuple[str, ...]  # names that mean it only once it was named
    refers: tuple[str, ...]  # patterns that take up what the sentence before was about
    other: tuple[str, ...]  # patterns of what else letters are about
    beside: tuple[str, ...]  # patterns of a name that offers nothing: a team, a survey, a vacancy
    persons: tuple[str, ...]  # first words by which a sentence goes on about the same person
    subjects: tuple[str, ...]  # first words by which it goes on within a paragraph
    then: tuple[str, ...]  # first words by which the sentence before it belongs to it


@record
class LetterLayout:
    """Words by which the parts of a letter are known."""

    subjects: tuple[str, ...]
    greetings: tuple[str, ...]
    closings: tuple[str, ...]
    abbreviations: tuple[str, ...]  # with their last dot: it ends no sentence
    yes: tuple[str, ...]  # patterns that begin an answer to a question
    no: tuple[str, ...]
    negations: tuple[str, ...]  # words that turn a statement round
    not_negations: tuple[str, ...]  # patterns with such a word in them that do not
    breaks: tuple[str, ...]  # words beyond which a negation turns nothing round
    told: tuple[str, ...]  # patterns that begin a question which tells something: "Wist u dat …?"


@dataclass(frozen=True, slots=True, eq=False)  # one of a kind: its patterns are made once
class Letters:
    """The whole of letters.yaml."""

    checked: str
    lists: Mapping[str, tuple[str, ...]]
    layout: LetterLayout
    topic: LetterTopic
    points: Mapping[PointName, LetterPoint]
    contradictions: Mapping[str, LetterContradiction]
    jargon: Mapping[str, str]  # a hard word, or its beginning and a `*`: the plain words for it
    tangled: Mapping[str, tuple[str, ...]]  # patterns of tangled constructions, by the name people read
    passive: tuple[str, ...]
    explained: tuple[str, ...]  # beginnings of words that a letter about client support needs
    bands: Mapping[str, Mapping[str, str]]  # by measure: the least value of a band, and its name
    words: Mapping[str, str]  # the standing sentences of the report
    refusals: Mapping[str, str]  # why a file cannot be read


NO_LETTERS = Letters(
    checked="",
    lists={},
    layout=LetterLayout((), (), (), (), (), (), (), (), (), ()),
    topic=LetterTopic((), (), (), (), (), (), (), (), ()),
    points={},
    contradictions={},
    jargon={},
    tangled={},
    passive=(),
    explained=(),
    bands={},
    words={},
    refusals={},
)
