"""From what a person types to a municipality or a region.

People type "den bos", "Sudwest fryslan", "ik woon in Hengelo", a name that a merger has done away
with, the name of a region, or two names at once. Names are compared without case, accents, hyphens
and apostrophes; a name may stand among other words; a typing fault is forgiven where only one name is
near. What is not sure is asked: "Noord-Brabant" is no typing fault of "Noordoost-Brabant", and nobody
who writes "dat weten mijn buren" lives in Buren.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.answering.words import plain
from bot.record import record

CLOSE = 84
"""rapidfuzz ratio (0–100) from which a name with two typing faults is still that name."""

NEAR = 62
"""rapidfuzz ratio (0–100) from which a name is worth suggesting."""

SHORTEST_TYPED = 4
"""Letters from which a name can be guessed at."""

WORDS_OF_A_NAME = 2
"""Words that most names have at most; a message with more that are no part of "ik woon in" may be
about something else."""

LONGEST_NAME = 5
"""Words in the longest name: "Haarlemmerliede en Spaarnwoude" has three, "de Friese Meren"-like
names with their article and a preposition a few more."""


@record
class Former:
    """A municipality that no longer is, or a name that never was one, and where it lies now."""

    name: str
    now: tuple[str, ...]  # more than one where it was divided


@record
class Municipality:
    """A municipality with the region of its zorgkantoor (CBS)."""

    name: str
    region: str
    also: tuple[str, ...] = ()


@record
class Place:
    """What was found: `kind` is "municipality" or "region"; `former` is the former name, if one
    was typed."""

    kind: str
    name: str
    region: str
    former: str = ""


_BEFORE_A_PLACE = frozenset(
    "in uit te gemeente regio van bij omgeving is naar rond stad dorp".split()  # noqa: SIM905
)
"""Words that a place stands after."""

_WORDS_TOO = frozenset(
    "beek bergen best bladel buren dongen duiven goes grave haren hoorn houten huizen hulst kampen leek "  # noqa: SIM905
    "putten stein urk weert wierden zeeland".split()
)
"""Names that are words as well: in a sentence they count only after one of those."""

_AROUND = _BEFORE_A_PLACE | frozenset(
    "ik we wij woon wonen kom komen de het zit dat nu".split()  # noqa: SIM905
)
"""Words around a place that are no part of its name."""


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
        return self._by_name.get(name)

    def find(self, text: str) -> tuple[Place, ...]:
        """The places that a text can mean: one where it is clear, more where it is not, and none
        where nothing is near enough to be sure of."""
        words = plain(text).split()
        named = self._named_in(words)
        if named or len(words) > LONGEST_NAME + 3:
            return named
        for typed in dict.fromkeys(("".join(words), _core(words))):
            near = self._misspelt(typed) if len(typed) > SHORTEST_TYPED else []
            if near:
                return _different(place for name in near for place in self._names[name])
        return ()

    def suggest(self, text: str, limit: int = 4) -> tuple[Place, ...]:
        """The places whose names come nearest, for "Bedoelt u …"; nothing is near to a few letters."""
        typed = _core(plain(text).split())[:40]
        if len(typed) < SHORTEST_TYPED:
            return ()
        best = process.extract(typed, self._names.keys(), scorer=_likeness, score_cutoff=NEAR, limit=limit)
        return _different(place for name, _, _ in best for place in self._names[name])[:limit]

    def _misspelt(self, typed: str) -> list[str]:
        """The names that a text has the fewest typing faults of: one, or two in a longer name."""
        names = self._names.keys()
        for faults, likeness in ((1, 0), (2, CLOSE)):
            near = process.extract(typed, names, scorer=OSA.distance, score_cutoff=faults)
            found = [name for name, _, _ in near if fuzz.ratio(typed, name) >= likeness]
            if found:
                return found
        return []

    def _named_in(self, words: list[str]) -> tuple[Place, ...]:
        """The places that are named to the letter among these words, the longest name at each place;
        a region only where no municipality is named."""
        found: list[Place] = []
        start = 0
        while start < len(words):
            for size in range(LONGEST_NAME, 0, -1):
                named = self._names.get("".join(words[start : start + size]), ())
                if named and _stands_as_a_place(words, start, size):
                    found += named
                    start += size - 1
                    break
            start += 1
        return _different([p for p in found if p.kind == "municipality"] or found)

    @cached_property
    def _by_name(self) -> Mapping[str, Place]:
        regions = {m.region: Place("region", m.region, m.region) for m in self.municipalities}
        return regions | {m.name: Place("municipality", m.name, m.region) for m in self.municipalities}

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
            for name in (region, f"{_REGION} {region}", *self.regions_also.get(region, ())):
                names.setdefault(_joined(name), (Place("region", region, region),))
        return names


_REGION = "regio"
"""What people write before the name of a region, where a municipality has that name too."""


def is_wordy(text: str) -> bool:
    """Whether a text has more words than the name of a place takes."""
    return len([w for w in plain(text).split() if w not in _AROUND]) > WORDS_OF_A_NAME


def _joined(name: str) -> str:
    return "".join(plain(name).split())


def _core(words: list[str]) -> str:
    return "".join(w for w in words if w not in _AROUND) or "".join(words)


def _stands_as_a_place(words: list[str], start: int, size: int) -> bool:
    """Whether what is a name is meant as one where it stands among these words."""
    others = [*words[:start], *words[start + size :]]
    if _AROUND.issuperset(others) or (start and words[start - 1] in _BEFORE_A_PLACE):
        return True
    at_a_likely_place = len(others) <= 2 or start + size == len(words)
    return at_a_likely_place and "".join(words[start : start + size]) not in _WORDS_TOO


def _different(places: Iterable[Place]) -> tuple[Place, ...]:
    """Without those that have come before, be it by another former name."""
    return tuple({(place.kind, place.name): place for place in reversed([*places])}.values())[::-1]


def _likeness(typed: str, name: str, **_: object) -> float:
    """How near a name is (0-100). One that holds what was typed, or is held by it, is near."""
    shorter, longer = sorted((typed, name), key=len)
    held = len(shorter) > SHORTEST_TYPED and shorter in longer
    return 90.0 if held else fuzz.ratio(typed, name)
