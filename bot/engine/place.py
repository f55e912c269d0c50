"""From what a person types to a municipality or a region.

People type "den bos", "Sudwest fryslan", "ik woon in Hengelo", a name that a merger has done away
with, or the name of a region. Names are compared without case, accents, hyphens and apostrophes;
a name may stand among other words; a typing fault is forgiven where only one name is near.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from bot.answering.words import plain

CLOSE = 84
"""rapidfuzz ratio (0–100) from which one name counts as a typing fault of another."""

NEAR = 60
"""Ratio from which a name is worth suggesting."""

SHORTEST_TYPED = 4
"""Letters from which a name can be guessed at."""


@dataclass(frozen=True, slots=True)
class Former:
    """A municipality that no longer is, or a name that never was one, and where it lies now."""

    name: str
    now: tuple[str, ...]  # more than one where it was divided


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality with the region of its zorgkantoor (CBS)."""

    name: str
    region: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """What was found: `kind` is "municipality" or "region"; `typed` the former name, if it was one."""

    kind: str
    name: str
    region: str
    former: str = ""


_BEFORE_A_PLACE = frozenset(
    [
        "in",
        "uit",
        "te",
        "gemeente",
        "regio",
        "van",
        "bij",
        "omgeving",
        "is",
        "naar",
        "rond",
        "stad",
        "dorp",
    ]
)
"""In a sentence a name counts only after one of these, or as its last word: "best", "houten" and
"kampen" are words as well as municipalities."""

_AROUND = _BEFORE_A_PLACE | frozenset(
    ["ik", "we", "wij", "woon", "wonen", "kom", "komen", "de", "het", "zit", "dat", "nu"]
)


@dataclass(frozen=True)
class Places:
    """All municipalities and regions of the country."""

    source: str
    checked: str
    municipalities: tuple[Municipality, ...]
    formers: tuple[Former, ...] = ()
    regions_also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def place(self, name: str) -> Place | None:
        """The municipality or else the region with exactly this name."""
        return next((p for p in self._places if p.name == name), None)

    def find(self, text: str) -> tuple[Place, ...]:
        """The places that a text can mean: one where it is clear, more where it is not, and none
        where nothing is near enough to be sure of."""
        words = plain(text).split()
        for size in range(min(len(words), LONGEST_NAME), 0, -1):
            for start in range(len(words) - size + 1):
                named = self._names.get("".join(words[start : start + size]))
                if named and _stands_as_a_place(words, start, size):
                    return named
        if len(words) > LONGEST_NAME + 3:
            return ()
        typed = _core(words)
        best = process.extract(typed, self._names.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE)
        near = [name for name, score, _ in best if score > best[0][1] - 2]
        return tuple(dict.fromkeys(place for name in near for place in self._names[name]))

    def suggest(self, text: str, limit: int = 4) -> tuple[Place, ...]:
        """The places whose names come nearest, for "Bedoelt u …"; nothing is near to a few letters."""
        typed = _core(plain(text).split())[:40]
        if len(typed) < SHORTEST_TYPED:
            return ()
        best = process.extract(
            typed,
            self._names.keys(),
            scorer=fuzz.WRatio,
            score_cutoff=NEAR,
            limit=limit,
        )
        return tuple(dict.fromkeys(p for name, _, _ in best for p in self._names[name]))[:limit]

    @cached_property
    def _places(self) -> tuple[Place, ...]:
        own = (Place("municipality", m.name, m.region) for m in self.municipalities)
        regions = sorted({m.region for m in self.municipalities})
        return (*own, *(Place("region", region, region) for region in regions))

    @cached_property
    def _names(self) -> Mapping[str, tuple[Place, ...]]:
        """Every comparable name and what it can mean. A municipality goes before a former one of
        that name, and both before a region."""
        names: dict[str, tuple[Place, ...]] = {}
        for municipality in self.municipalities:
            place = Place("municipality", municipality.name, municipality.region)
            for name in (municipality.name, *municipality.also):
                names[_joined(name)] = (*names.get(_joined(name), ()), place)
        region_of = {m.name: m.region for m in self.municipalities}
        for former in self.formers:
            now = tuple(Place("municipality", n, region_of[n], former.name) for n in former.now)
            names.setdefault(_joined(former.name), now)
        for region in dict.fromkeys(region_of.values()):
            for name in (region, *self.regions_also.get(region, ())):
                names.setdefault(_joined(name), (Place("region", region, region),))
        return names


LONGEST_NAME = 5
"""Words in the longest name: "Haarlemmerliede en Spaarnwoude" has three, "de Friese Meren"-like
names with their article and a preposition a few more."""


def _joined(name: str) -> str:
    return "".join(plain(name).split())


def _core(words: list[str]) -> str:
    return "".join(w for w in words if w not in _AROUND) or "".join(words)


def _stands_as_a_place(words: list[str], start: int, size: int) -> bool:
    if len(words) <= size + 2 or start + size == len(words):
        return True
    return words[start - 1] in _BEFORE_A_PLACE if start else False
