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
from collections.abc import Iterable
from functools import partial
from hashlib import blake2s

from rapidfuzz import fuzz, process

from bot.engine.dialog import Ask, Option
from bot.engine.label import Labels, once
from bot.engine.path import Frame
from bot.engine.phrase import Phrases
from bot.record import record

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


@record
class Bound:
    """A pressed choice of a question: the option, and the stamp of the question it stood under.
    The stamp is empty where a program names an option without having read the question."""

    option: str
    stamp: str


@record
class Standing:
    """A pressed choice that means the same everywhere: kind "answer", "dialog", "passage" …"""

    kind: str
    name: str


def is_standing(choice_id: str) -> bool:
    """Whether a choice means the same everywhere."""
    return ":" in choice_id


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


def typed_number(typed: str, phrases: Phrases, count: int) -> int | None:
    """Which of `count` choices plain words count out ("2", "optie 2", "doe maar de tweede"), from 0."""
    core = " ".join([word for word in typed.split() if word not in phrases.fillers])
    for one in (typed,) if core == typed else (typed, core if core != _ARTICLE else ""):
        found = _NUMBER.fullmatch(one)
        if found:
            number = int(found.group(1))
            return number - 1 if 1 <= number <= count else None
        index = phrases.counted.get(one, count)
        if index < count:
            return index
        if count and one in phrases.last:
            return count - 1
    return None


def typed_option(typed: str, ask: Ask, labels: Labels, phrases: Phrases) -> Option | None:
    """The option of a question that plain words clearly mean, or None; `labels` are those of its options."""
    found = typed_label(typed, labels, phrases)
    return next((option for option in ask.choices if option.id == found), None) if found else None


def typed_label(typed: str, labels: Labels, phrases: Phrases) -> str | None:
    """The key of the label that plain words clearly mean, or None."""
    words, fillers, key = typed.split(), phrases.fillers, labels.exact(typed)
    if key or not words or len(words) > LONGEST_CHOICE:
        return key
    core = [word for word in words if word not in fillers or word in labels.keys]
    said = [typed, " ".join(core)] if 0 < len(core) < len(words) else [typed]
    ways = (labels.exact, labels.stretched, partial(_made_up, labels, fillers), partial(_alike, labels))
    return next((key for way in ways for one in said if (key := way(one))), None)


def _made_up(labels: Labels, fillers: frozenset[str], typed: str) -> str | None:
    """The one key whose words make up a whole text, with fillers among them: "nee hoor, nog niet"."""
    words, found, at = typed.split(), set[str](), 0
    if not labels.words.issuperset(set(words) - fillers):
        return None
    while at < len(words):
        sizes = range(min(len(words) - at, labels.most_words), 0, -1)
        size = next((n for n in sizes if " ".join(words[at : at + n]) in labels.keys), 0)
        if not size and words[at] not in fillers:
            return None
        found |= labels.keys[" ".join(words[at : at + size])] if size else set()
        at += size or 1
    return found.pop() if len(found) == 1 else None


def _alike(labels: Labels, typed: str) -> str | None:
    """The one label that a text is nearly the same as. Very short words are never near: "en" is no
    "een", and "een" no "geen"."""
    cutoff = ALIKE - CLEARLY
    likely = labels.likely(len(typed), cutoff) if len(typed) >= 4 else ()
    if not likely:
        return None
    near = process.extract(typed, likely, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
    scores: dict[str, float] = {}
    for label, score, _ in near:  # the nearest first
        if _says_the_same(typed, label):
            for key in labels.keys[label]:
                scores.setdefault(key, score)
    best = sorted(scores.values(), reverse=True)
    if not best or best[0] < ALIKE or (len(best) > 1 and best[0] - best[1] < CLEARLY):
        return None
    return max(scores, key=scores.__getitem__)


def _says_the_same(typed: str, label: str) -> bool:
    """Whether a text with a fault in it may still mean a label: not where only one of them has a number
    or is turned round."""
    same_figures = _FIGURES.findall(typed) == _FIGURES.findall(label)
    return same_figures and _turned(typed) == _turned(label)


def _turned(words: str) -> bool:
    """Whether there is a "niet" or "geen" in it, be it with a typing fault ("weet neit")."""
    return any(
        word[0] == turning[0] and sorted(once(word)) == sorted(once(turning))
        for word in words.split()
        for turning in _TURNING
    )
