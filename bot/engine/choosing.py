"""From a press, a number or a few words to the choice that is meant.

Two kinds of choices are offered. A choice of the open question is *bound*: its id carries a stamp
of the question as it was read - the path to it, its words and labels - so that a button of an earlier
step or of an earlier release is recognised as stale, and a button pressed twice cannot take two
steps. Who reads it is no part of the stamp: replies are kept for a while, and from a few short stamps
a telephone number or chat id could be worked out. A *standing* choice ("answer:…", "dialog:…") means
the same wherever it is pressed.

Typed words are taken as a choice only when that is certain: the label, words that the content gives
for it, several of these that mean the same ("nee, nog niet"), a number, an ordinal, or one of these
with a typing fault. No fault turns a sentence round:
"ik heb geen indicatie" is one letter away from "ik heb een indicatie", and "2 jaar" from "12 jaar".
In doubt the words are a free question, which is answered without losing the open one.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2s

from rapidfuzz import fuzz

from bot.answering.words import plain
from bot.engine.dialog import Ask, Option
from bot.engine.label import Labels, once, prepare, prepare_content
from bot.engine.path import Frame
from bot.engine.phrase import Phrases

ALIKE = 82
"""rapidfuzz ratio (0–100) from which a short text counts as a label with a typing fault."""

CLEARLY = 8
"""How many points the best label must be ahead of the next."""

LONGEST_CHOICE = 6
"""Words up to which a text can be a choice typed by heart; a longer one is a question."""

_NUMBER = re.compile(r"(?:optie|keuze|nummer|nr|antwoord)?\s*(\d{1,2})")
_FIGURES = re.compile(r"\d+")
_ARTICLE = "een"  # a number only where it stands alone: not in "doe maar een"
_TURNING = ("nee", "niet", "niets", "niks", "geen", "nooit", "zonder")
"""Words that turn a sentence round."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A pressed choice of a question: the option, and the stamp of the question it stood under.
    The stamp is empty where a program names an option without having read the question."""

    option: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A pressed choice that means the same everywhere: kind "answer", "dialog", "passage" …"""

    kind: str
    name: str


def parse(choice_id: str) -> Bound | Standing:
    """Reads the id of a choice."""
    kind, colon, name = choice_id.partition(":")
    if colon:
        return Standing(kind, name)
    option, _, stamp = choice_id.partition(".")
    return Bound(option, stamp)


def stamp(frames: Iterable[Frame], question: str = "", labels: Iterable[str] = ()) -> str:
    """Eight characters that stand for a question as it was read."""
    seen = repr((tuple(frames), question, tuple(labels)))
    return blake2s(seen.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def typed_number(text: str, phrases: Phrases, count: int) -> int | None:
    """Which of `count` choices a text counts out ("2.", "optie 2", "doe maar de tweede"), from 0."""
    words = plain(text).split()
    core = " ".join(word for word in words if word not in phrases.fillers)
    for typed in (" ".join(words), core if core != _ARTICLE else ""):
        found = _NUMBER.fullmatch(typed)
        if found:
            number = int(found.group(1))
            return number - 1 if 1 <= number <= count else None
        for index, ordinals in enumerate(phrases.ordinals[:count]):
            if typed in ordinals:
                return index
        if count and typed in phrases.last:
            return count - 1
    return None


def typed_option(text: str, ask: Ask, phrases: Phrases) -> Option | None:
    """The option of a question that a text clearly means, or None."""
    says = tuple((o.id, (o.say, *o.also, *phrases.usual.get(o.id, ()))) for o in ask.choices)
    found = _typed(text, prepare_content(says), phrases)
    return next((option for option in ask.choices if option.id == found), None)


def typed_label(text: str, says: Mapping[str, tuple[str, ...]], phrases: Phrases) -> str | None:
    """The key of `says` whose words a text clearly means, or None."""
    return _typed(text, prepare(tuple(says.items())), phrases)


def _typed(text: str, labels: Labels, phrases: Phrases) -> str | None:
    words = plain(text).split()
    if not words or len(words) > LONGEST_CHOICE:
        return labels.exact.get(" ".join(words)) or None
    core = [word for word in words if word not in phrases.fillers or labels.has_word(word)]
    typed = [one for one in dict.fromkeys((" ".join(words), " ".join(core))) if one]
    ways: tuple[Callable[[str], str | None], ...] = (
        labels.exact.get,
        lambda one: labels.once.get(once(one)),
        lambda one: _made_up(one, labels, phrases.fillers),
        lambda one: _alike(one, labels),
    )
    return next((key for way in ways for one in typed if (key := way(one))), None)


def _made_up(typed: str, labels: Labels, fillers: Container[str]) -> str | None:
    """The one key whose words make up a whole text, with fillers among them: "nee hoor, nog niet"."""
    words, found, at = typed.split(), set[str](), 0
    while at < len(words):
        sizes = range(len(words) - at, 0, -1)
        size = next((n for n in sizes if tuple(words[at : at + n]) in labels.worded), 0)
        if not size and words[at] not in fillers:
            return None
        found |= labels.worded[tuple(words[at : at + size])] if size else set()
        at += size or 1
    return found.pop() if len(found) == 1 else None


def _alike(typed: str, labels: Labels) -> str | None:
    """The one label that a text is nearly the same as. Very short words are never near: "en" is no
    "een", and "een" no "geen"."""
    if len(typed) < 4:
        return None
    scores = sorted(
        ((max(_likeness(typed, one) for one in words), key) for key, words in labels.own.items() if words),
        reverse=True,
    )
    if not scores or scores[0][0] < ALIKE:
        return None
    if len(scores) > 1 and scores[0][0] - scores[1][0] < CLEARLY:
        return None
    return scores[0][1]


def _likeness(typed: str, label: str) -> float:
    """How near a text is to a label (0-100); not at all where only one of them has a number or is
    turned round."""
    alike = fuzz.ratio(typed, label)
    if alike < ALIKE - CLEARLY:  # too far to matter, and not worth a closer look
        return 0.0
    same_figures = _FIGURES.findall(typed) == _FIGURES.findall(label)
    return alike if same_figures and _turned(typed) == _turned(label) else 0.0


def _turned(words: str) -> bool:
    """Whether there is a "niet" or "geen" in it, be it with a typing fault ("weet neit")."""
    return any(
        word[0] == turning[0] and sorted(once(word)) == sorted(once(turning))
        for word in words.split()
        for turning in _TURNING
    )
