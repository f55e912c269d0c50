"""Rows of words, filed under their rarest word and seen in a message.

Why that is fast is told in `danger`.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.answering.danger_phrase import Alternatives, Gap, PhraseRows, Row, Steps
from bot.answering.danger_words import END
from bot.record import record

_MOST_FILLERS = 3


@record
class Sign:
    """Why: a phrase of safety.yaml and the words of the message that it was seen in."""

    kind: str  # of danger; for a look-alike its group
    phrase: str
    first: int  # place of its first word among the words of the message
    last: int
    words: tuple[str, ...]

    def first_heavy(self, light: frozenset[str]) -> int:
        """The place of its first word that is not light."""
        heavy = (place for place, word in enumerate(self.words, self.first) if word not in light)
        return next(heavy, self.first)


class _Anchored(NamedTuple):
    """A row, seen from its rarest word: the steps to the left of it and those to the right."""

    kind: str
    phrase: str
    left: Steps
    right: Steps
    reach: tuple[Gap, Gap]  # the outer gaps
    needs: tuple[frozenset[str], ...]  # a word of each must be there: its other choices, the rarest first


Stops = Mapping[bool, Container[int]]  # places that a gap does not run over, by whether it is a far one


class Bounds(NamedTuple):
    """Words that gaps do not run over."""

    now: frozenset[str]
    joiners: frozenset[str]
    subjects: frozenset[str]

    def of_signals(self, words: Sequence[str]) -> Stops:
        """A signal stays within its sentence."""
        ends = {at for at, word in enumerate(words) if word == END}
        return {False: ends, True: ends}

    def of_look_alikes(self, words: Sequence[str]) -> Stops:
        """A look-alike stays within its clause as well; its far gaps only mind what happens now."""
        near = {at for at, word in enumerate(words) if word == END}
        near |= {at for at, pair in enumerate(pairwise(words)) if self._begins_clause(*pair)}
        return {False: near, True: {at for at, word in enumerate(words) if word in self.now}}

    def _begins_clause(self, word: str, following: str) -> bool:
        return word in self.joiners and following in self.subjects


class SignIndex:
    """Rows, filed under their rarest words."""

    def __init__(
        self,
        phrases: PhraseRows,
        grouped: Mapping[str, Iterable[str]],
        fillers: frozenset[str],
        light: frozenset[str],
    ) -> None:
        self._fillers = fillers
        self._light = light
        rows = [
            (kind, phrase, row)
            for kind, of_kind in grouped.items()
            for phrase in of_kind
            for row in phrases.rows(phrase)
        ]
        self._seen = Counter(
            word for _, _, row in rows for choice in row.choices for word in choice.onward[1]
        )
        filed: dict[str, dict[frozenset[str], list[_Anchored]]] = defaultdict(lambda: defaultdict(list))
        for kind, phrase, row in rows:
            for word, anchored in self._anchor(kind, phrase, row, range(len(row.choices))):
                filed[word][anchored.needs[0]].append(anchored)
        # by anchor, and then by the rarest of the other choices, which is seldom there
        self._filed = {
            word: tuple([(need, tuple(group)) for need, group in by_need.items()])
            for word, by_need in filed.items()
        }

    @property
    def words(self) -> frozenset[str]:
        """All words of all phrases."""
        anchored = (each for filed in self._filed.values() for _, group in filed for each in group)
        steps = (step for each in anchored for step in (*each.left, *each.right))
        return frozenset(self._filed).union(*(_words_of(choice) for _, choice in steps))

    def _anchor(self, kind: str, phrase: str, row: Row, among: range) -> Iterator[tuple[str, _Anchored]]:
        """A row under each word of the rarest of some of its choices."""
        place = min(among, key=lambda place: self._commonness(row.choices[place]))
        left, right = row.steps(place, -1), row.steps(place, 1)
        others = sorted((choice for _, choice in (*left, *right)), key=self._commonness)
        needs = tuple([choice.first for choice in others or [row.choices[place]]])
        anchored = _Anchored(kind, phrase, left, right, (row.gaps[0], row.gaps[-1]), needs)
        for word in row.choices[place].words:
            yield word, anchored
        for longer in row.choices[place].longer:
            within = range(place, place + len(longer.choices))
            yield from self._anchor(kind, phrase, row.with_longer(place, longer), within)

    def _commonness(self, choice: Alternatives) -> int:
        """How often a choice would be tried: words are as common in messages as they are in phrases."""
        first = choice.onward[1]
        if END in first:
            return 1_000_000
        return sum(10_000 if word in self._light else self._seen[word] for word in first)

    def seen_in(self, words: Sequence[str], stops: Stops, *, short: bool) -> Iterator[Sign]:
        """Every row that stands in these words, once an anchor: as short or as long as it goes."""
        walk = _Walk(words, self._fillers, stops)
        filed = self._filed
        present = set(words)
        for at, word in enumerate(words):
            for need, group in filed.get(word, ()):
                if need.isdisjoint(present):
                    continue
                for anchored in group:
                    if any(map(present.isdisjoint, anchored.needs)):
                        continue
                    lefts = walk.places(at, anchored.left, -1)
                    rights = walk.places(at, anchored.right, 1) if lefts else lefts
                    if lefts and rights:
                        first, last = (max(lefts), min(rights)) if short else (min(lefts), max(rights))
                        yield walk.sign(anchored, first, last)


@record
class _Walk:
    """Steps over the words of one message; `way` is 1 to the right and -1 to the left."""

    words: Sequence[str]
    fillers: frozenset[str]
    stops: Stops

    def places(self, at: int, steps: Steps, way: int) -> list[int]:
        """Where the last of these steps may fall, when they are taken from `at`."""
        places = [at]
        for gap, choice in steps:
            onward = choice.onward[way]
            places = [after for place in places for after in self._after(place, gap, onward, way)]
            if not places:
                break
        return places

    def _after(self, at: int, gap: Gap, onward: Mapping[str, tuple[Steps, ...]], way: int) -> list[int]:
        """Where one step may fall: over its gap and some fillers."""
        words, room, fillers, stops = self.words, gap.room, _MOST_FILLERS, self.stops[gap.far]
        found: list[int] = []
        at += way
        while 0 <= at < len(words):
            word = words[at]
            for steps in onward.get(word, ()):
                found += self.places(at, steps, way) if steps else (at,)
            if at in stops:
                break
            if fillers and word in self.fillers:
                fillers -= 1
            elif room:
                room -= 1
            else:
                break
            at += way
        return found

    def sign(self, anchored: _Anchored, first: int, last: int) -> Sign:
        """What was seen from the first to the last place, stretched by the outer gaps."""
        first = self._reach(first, anchored.reach[0], -1)
        last = self._reach(last, anchored.reach[1], 1)
        return Sign(anchored.kind, anchored.phrase, first, last, tuple(self.words[first : last + 1]))

    def _reach(self, at: int, gap: Gap, way: int) -> int:
        room, stops = gap.room, self.stops[gap.far]
        while room and 0 <= at + way < len(self.words) and at + way not in stops:
            at, room = at + way, room - 1
        return at


def _words_of(choice: Alternatives) -> frozenset[str]:
    """All words in a choice, at whatever depth."""
    return choice.words.union(*(_words_of(inner) for row in choice.longer for inner in row.choices))
