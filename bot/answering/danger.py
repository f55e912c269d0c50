"""Signs of danger to life, violence or abuse: what a message says before anything else is asked of it.

A missed cry for help is the worst thing that Naast can do, and a telephone number thrown at a
professional who asks about the reporting code is bad too. So no model decides here, and no score:
`knowledge/safety.yaml` does. An editor writes down **signals** ("maakt er een eind aan") and
**look-alikes** ("ga dood van het wachten"), and this module finds them. Every decision can be pointed
at: `signs` tells which signal was seen, and in which words.

**How a phrase is written.** A phrase is a row of words with a few marks:

    pillen liggen klaar      these words, in this order
    (ik|hij|mijn zus)        one of these
    <naaste>                 one of the words of this list, under `lists:`; a list may name other lists
    echt?                    a word, a choice or a list that may be left out
    ...   ...6               a gap of at most three, of at most six words
    ....25                   a gap of at most 25 words that runs on over the end of a sentence, but
                             never over a word of the list `now:` ("nu", "zojuist", "vannacht")
    pillen & afscheid        both, in either order, with at most six words between them; &3: at most three
    .                        the beginning or the end of a sentence, or of the whole message
    0                        any number in figures

Nothing else crosses the end of a sentence, unless the phrase says so with a dot. Between any two words
of a phrase people may put `fillers:` ("echt", "nu", "gewoon"), three at most, without being misheard.

**How words are compared.** Text and phrases pass through the same sieve: small letters, no accents,
no apostrophes, no letter three times over. A word that no phrase knows is then tried three ways:
as a spelling that is listed (`spellings:`), by ear ("zelfmoort", "vermoordt", "selfmoord" sound as
"zelfmoord" does), and at last as a slip of the finger: one letter wrong, missing, too many or
swapped. Slips are forgiven only in the telling words that `forgive:` lists, of five letters or more,
and only behind the right first letter. Common words that sound like a sign, or are one letter away
from it ("veerkracht", "doorgaan"), are listed in `leave_alone:` and stay what they are.

**How a look-alike wins.** It takes away the signals that lie *wholly within its own words*, never
those beside it: "ik ga dood van het wachten en ik heb de pillen klaarliggen" loses "ik ga dood" and
keeps the pills. So a signal is laid as short as it goes, a look-alike as long as it goes; and a
look-alike may begin or end with a gap, to reach that many words further within its sentence. The
`light:` words that a signal begins with ("ik", "het", "is") need not lie within, so that "ga dood van"
is enough. Look-alikes are not even sought in a message without a signal, which is nearly every one.

**Why it is fast.** A phrase is unrolled into plain rows of word sets, and each row is filed under its
rarest word, its *anchor*. A message is walked once; only at an anchor is a row tried, from there to
the left and to the right. Common words ("ik", "niet") hardly ever anchor anything, so a message of
forty words tries a few dozen rows, most of which fail on the first neighbour. Of a very long message
the beginning and the end are read: whoever needs help says so first or last.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, pairwise, product
from typing import ClassVar, NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

FIRST_READ, LAST_READ = 4_200, 800
"""Characters of a very long message that are read: of its beginning and of its end."""

_END = "."  # the end of a sentence, among the words
_NUMBER = "0"  # any number in figures
_DEFAULT_GAP, _DEFAULT_NEAR = 3, 6
_MOST_FILLERS = 3
_MOST_ROWS = 64  # that one phrase may stand for: more is a slip of the editor
_SHORTEST_REPAIRED = 5


# --- What stands in safety.yaml ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DangerKind:
    """One kind of danger: what gives it away, and what Naast says to it."""

    title: str
    reply: str
    contacts: tuple[str, ...]  # ids of contacts.yaml, most urgent first
    signals: tuple[str, ...]

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Safety:
    """The whole of safety.yaml. The kinds stand in order: where two are seen, the first one counts."""

    kinds: Mapping[str, DangerKind]
    look_alikes: Mapping[str, tuple[str, ...]]  # grouped for the editor; the groups mean nothing else
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # as it should be: as typed
    fillers: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    joiners: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    forgive: tuple[str, ...] = ()
    leave_alone: tuple[str, ...] = ()
    checked: str = ""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


# --- What comes out ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Danger:
    """A message tells of danger."""

    kind: str
    contacts: tuple[str, ...]
    reply: str


@dataclass(frozen=True, slots=True)
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


class PhraseError(ValueError):
    """A phrase of safety.yaml that cannot be read."""


class DangerSigns:
    """All signals and look-alikes, ready to be seen. Build it once; it never changes and can be pickled."""

    def __init__(self, safety: Safety) -> None:
        phrases = _Phrases(safety)
        self._dangers = {name: Danger(name, kind.contacts, kind.reply) for name, kind in safety.kinds.items()}
        self._order = {name: place for place, name in enumerate(safety.kinds)}
        fillers = _words_in(safety.fillers)
        self._light = fillers | _words_in(safety.light)
        self._bounds = _Bounds(*map(_words_in, (safety.now, safety.joiners, safety.subjects)))
        signals = {name: kind.signals for name, kind in safety.kinds.items()}
        self._signals = _Index(phrases, signals, fillers, self._light)
        self._look_alikes = _Index(phrases, safety.look_alikes, fillers, self._light)
        words = (self._signals.words, self._look_alikes.words, self._light, *self._bounds)
        self._ear = _Ear(frozenset().union(*words), safety)

    def find(self, text: str) -> Danger | None:
        """The most pressing danger that a message tells of, if any. Never raises, whatever the text."""
        signs = self.signs(text)
        return self._dangers[signs[0].kind] if signs else None

    def signs(self, text: str) -> list[Sign]:
        """The signals in a message that no look-alike takes away, most pressing kind first."""
        words = self._ear.hear(_read_part(text))
        signals = self._seen_signals(words)
        if signals:
            signals = self._uncovered(signals, self._seen_look_alikes(words))
        return sorted(signals, key=lambda sign: (self._order[sign.kind], sign.first))

    def look_alikes(self, text: str) -> list[Sign]:
        """The look-alikes in a message that take a signal away: for editors and tests."""
        words = self._ear.hear(_read_part(text))
        signals = self._seen_signals(words)
        return [
            each
            for each in self._seen_look_alikes(words)
            if len(self._uncovered(signals, [each])) < len(signals)
        ]

    def _uncovered(self, signals: Sequence[Sign], look_alikes: Sequence[Sign]) -> list[Sign]:
        """The signals that do not lie within a look-alike, but for the light words that they begin with."""
        ends: dict[int, int] = defaultdict(int)  # the farthest end of a look-alike, by where it begins
        for look_alike in look_alikes:
            ends[look_alike.first] = max(ends[look_alike.first], look_alike.last)
        begins = sorted(ends)
        farthest = [0, *accumulate((ends[begin] for begin in begins), max)]
        return [
            sign
            for sign in signals
            if farthest[bisect_right(begins, sign.first_heavy(self._light))] < sign.last
        ]

    def _seen_signals(self, words: Sequence[str]) -> list[Sign]:
        return list(self._signals.seen_in(words, self._bounds.of_signals(words), short=True))

    def _seen_look_alikes(self, words: Sequence[str]) -> list[Sign]:
        return list(self._look_alikes.seen_in(words, self._bounds.of_look_alikes(words), short=False))


# --- From text to words -----------------------------------------------------------------------------

_ACCENTS = re.compile(r"[\u0300-\u036f]")
_SILENT = dict.fromkeys(map(ord, "’‘´\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_WORD_OR_END = re.compile(r"[a-z0-9]+|(?<!\.)\.(?!\.)(?=\s+\D|\s*$)|[!?]+|\n\s*\n")


def _read_part(text: str) -> str:
    """The part of a message that is read: all of it, or its beginning and its end."""
    if len(text) <= FIRST_READ + LAST_READ:
        return text
    return f"{text[:FIRST_READ]}\n\n{text[-LAST_READ:]}"


def _split(text: str) -> list[str]:
    """Words and ends of sentences. A dot before a figure ("art. 12") and dots in a row end nothing."""
    text = text.lower().replace("'", "").replace("`", "")
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.translate(_SILENT)))
    return [word if word[0].isalnum() else _END for word in _WORD_OR_END.findall(text)]


def _words_in(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in _split(text))


_SOUNDS_AS = (
    *((letter * 2, letter) for letter in "bcdfghjklmnpqrstvwxz"),
    ("ou", "au"),
    (" z", " s"),
    (" v", " f"),
    ("dt ", "t "),
    ("d ", "t "),
)


def _sounds(words: Sequence[str]) -> list[str]:
    """How words sound, near enough.

    One consonant is two and ou is au; in front z is s and v is f; at the end d, t and dt are alike.
    """
    sound = f" {' '.join(words)} "
    for spelled, heard in _SOUNDS_AS:
        sound = sound.replace(spelled, heard)
    return sound.split()


class _Ear:
    """Hears the words that the phrases know, however they are spelled."""

    def __init__(self, known: frozenset[str], safety: Safety) -> None:
        self._heard: dict[str, tuple[str, ...]] = {word: (word,) for word in known | {_END}}
        for right, typed in safety.spellings.items():
            self._heard.update({"".join(_split(word)): tuple(_split(right)) for word in typed})
        by_length = sorted(self._heard, key=lambda word: (len(word), word))
        self._by_sound: dict[str, tuple[str, ...]] = {}
        for word, sound in zip(by_length, _sounds(by_length), strict=True):
            self._by_sound.setdefault(sound, self._heard[word])
        for word in _words_in(safety.leave_alone):
            self._heard.setdefault(word, (word,))
        self._near: dict[tuple[int, str, str], list[str]] = defaultdict(list)
        for word in sorted(_words_in(safety.forgive)):
            for length in (len(word) - 1, len(word), len(word) + 1):
                for key in _keys(word, length):
                    self._near[key].append(word)

    def hear(self, text: str) -> list[str]:
        """The words of a text as the phrases spell them, between two ends."""
        typed = _split(text)
        heard = self._heard
        unknown = [word for word in typed if word not in heard]
        if unknown:
            heard = dict(zip(unknown, map(self._guess, unknown, _sounds(unknown)), strict=True))
        words = [_END]
        for word in typed:
            words += self._heard.get(word) or heard[word]
        if words[-1] != _END:
            words.append(_END)
        return words

    def _guess(self, word: str, sound: str) -> tuple[str, ...]:
        """What an unknown word stands for: for itself, if it is nothing like a known one."""
        if word.isdigit():
            return (_NUMBER,)
        return self._by_sound.get(sound) or self._drawled(word) or self._mistyped(word) or (word,)

    def _drawled(self, word: str) -> tuple[str, ...] | None:
        """The known word in a word that somebody drew out ("heeelp")."""
        if not _STRETCHED.search(word):
            return None
        return self._heard.get(_STRETCHED.sub(r"\1\1", word)) or self._heard.get(_STRETCHED.sub(r"\1", word))

    def _mistyped(self, word: str) -> tuple[str, ...] | None:
        """The telling word that is one slip of the finger away."""
        if len(word) >= _SHORTEST_REPAIRED:
            for near in filter(None, map(self._near.get, _keys(word, len(word)))):
                found = extractOne(word, near, scorer=OSA.distance, score_cutoff=1)
                if found:
                    return (found[0],)
        return None


def _keys(word: str, length: int) -> Iterator[tuple[int, str, str]]:
    """Words one slip apart, behind the same first letter, share one of these: the slip is early or late."""
    yield length, word[:2], ""
    yield length, word[0], word[-2:]


# --- From phrases to rows ---------------------------------------------------------------------------


class _Choice:
    """One place in a phrase: any of these words, or any of these longer rows.

    A list that many phrases name is one shared choice, so its tables are made once.
    """

    def __init__(self, words: Iterable[str], longer: Iterable["_Row"] = ()) -> None:
        self.words = frozenset(words)
        self.longer = tuple(longer)
        self.onward: dict[int, dict[str, tuple[_Steps, ...]]] = {way: self._onward(way) for way in (1, -1)}

    def _onward(self, way: int) -> dict[str, tuple["_Steps", ...]]:
        """What may be met first on the way through this place, and the steps that must then follow."""
        found: dict[str, tuple[_Steps, ...]] = dict.fromkeys(self.words, ((),))
        for row in self.longer:
            edge = 0 if way > 0 else len(row.choices) - 1
            rest = row.steps(edge, way)
            for word, ways_on in row.choices[edge].onward[way].items():
                found[word] = (*found.get(word, ()), *(steps + rest for steps in ways_on))
        return found


class _Gap(NamedTuple):
    """How many words may stand between two places; a far gap runs on over the end of a sentence."""

    room: int = 0
    far: bool = False

    def joined(self, other: "_Gap") -> "_Gap":
        """The gap where both stand behind each other."""
        return _Gap(self.room + other.room, self.far or other.far)


_CLOSE = _Gap()
_Steps = tuple[tuple[_Gap, _Choice], ...]  # over this gap to one of these


@dataclass(frozen=True, slots=True)
class _Row:
    """A way to say a phrase: choices, and before each of them and at the end a gap."""

    choices: tuple[_Choice, ...]
    gaps: tuple[_Gap, ...]  # one more than choices: the outer two reach out of the row

    def steps(self, place: int, way: int) -> _Steps:
        """The steps from one of the choices to the end, or to the beginning, of the row."""
        if way > 0:
            return tuple(zip(self.gaps[place + 1 : -1], self.choices[place + 1 :], strict=True))
        return tuple(zip(self.gaps[1 : place + 1], self.choices[:place], strict=True))[::-1]

    def with_longer(self, place: int, row: "_Row") -> "_Row":
        """This row with one of the longer rows of a choice put in its place."""
        return _Row(
            self.choices[:place] + row.choices + self.choices[place + 1 :],
            self.gaps[: place + 1] + row.gaps[1:-1] + self.gaps[place + 1 :],
        )

    def followed_by(self, other: "_Row", gap: _Gap = _CLOSE) -> "_Row":
        """Both rows behind each other."""
        between = self.gaps[-1].joined(gap).joined(other.gaps[0])
        return _Row(self.choices + other.choices, (*self.gaps[:-1], between, *other.gaps[1:]))


_NOTHING = _Row((), (_CLOSE,))
_MARK = re.compile(r"\.\.\.(\.?\d*)|<(\w+)>|&(\d*)|([()|?.])|([^\s()|?<>.&]+)")


class _Phrases:
    """Reads the phrases of an editor; see the top of this file for how they are written."""

    def __init__(self, safety: Safety) -> None:
        self._lists = safety.lists
        signals = (kind.signals for kind in safety.kinds.values())
        written = chain(*signals, *safety.look_alikes.values(), *safety.lists.values())
        self._numbers = {word for word in _words_in(written) if word.isdigit()}
        self._choices: dict[str, _Choice] = {}
        self._busy: list[str] = []

    def rows(self, phrase: str) -> list[_Row]:
        """All rows that a phrase stands for."""
        if _MARK.sub("", phrase).strip():
            raise PhraseError(f"'{phrase}' holds a sign that means nothing here")
        reader = _PhraseReader(phrase, list(_MARK.finditer(phrase)), self)
        rows = reader.all()
        if not all(row.choices for row in rows):
            raise PhraseError(f"'{phrase}' can be left out as a whole")
        return rows

    def word(self, word: str) -> _Choice:
        """A single word; for any number also the numbers that some phrase names itself."""
        return _Choice({word, *self._numbers} if word == _NUMBER else {word})

    def named(self, name: str) -> _Choice:
        """The words of a list, which may name other lists."""
        if name not in self._lists:
            raise PhraseError(f"there is no list <{name}>")
        if name in self._busy:
            raise PhraseError(f"the list <{name}> names itself")
        if name not in self._choices:
            self._busy.append(name)
            self._choices[name] = _choice([row for entry in self._lists[name] for row in self.rows(entry)])
            self._busy.pop()
        return self._choices[name]


class _PhraseReader:
    """Reads one phrase, mark by mark from the left."""

    def __init__(self, phrase: str, marks: Sequence[re.Match[str]], phrases: _Phrases) -> None:
        self._phrase = phrase
        self._marks = marks
        self._phrases = phrases
        self._at = 0

    def all(self) -> list[_Row]:
        """The whole phrase."""
        rows = self._alternatives()
        if self._next():
            raise self._error("closes a bracket that was never opened")
        return rows

    def _next(self) -> str:
        """The mark that is to be read now; empty at the end."""
        return self._marks[self._at].group() if self._at < len(self._marks) else ""

    def _took(self, sign: str) -> bool:
        """Reads this sign, if it is the next."""
        taken = self._next() == sign
        self._at += taken
        return taken

    def _alternatives(self) -> list[_Row]:
        rows = self._neighbours()
        while self._took("|"):
            rows += self._neighbours()
        return rows

    def _neighbours(self) -> list[_Row]:
        """What stands around an `&` may come in either order."""
        rows = self._sequence()
        while self._next().startswith("&"):
            near = _Gap(int(self._marks[self._at].group(3) or _DEFAULT_NEAR))
            self._at += 1
            pairs = list(product(rows, self._sequence()))
            rows = [one.followed_by(other, near) for one, other in pairs]
            rows += [other.followed_by(one, near) for one, other in pairs]
        return rows

    def _sequence(self) -> list[_Row]:
        """What stands between two of `(`, `|`, `&`, `)` and the ends."""
        rows = [_NOTHING]
        while self._next() and self._next()[0] not in "|)&":
            units = [self._unit()]
            if self._took("?"):
                units.append(_NOTHING)
            rows = [row.followed_by(unit) for row, unit in product(rows, units)]
            if len(rows) > _MOST_ROWS:
                raise self._error("leaves too much out: write two phrases")
        return rows

    def _unit(self) -> _Row:
        """A gap, a list, a bracket, a dot or a word."""
        gap, name, _, sign, word = self._marks[self._at].groups()
        self._at += 1
        if sign == "(":
            return self._bracket()
        if sign == "?":
            raise self._error("has a question mark with nothing before it")
        if name:
            return _Row((self._phrases.named(name),), (_CLOSE, _CLOSE))
        if gap is not None:
            return _Row((), (_Gap(int(gap.lstrip(".") or _DEFAULT_GAP), gap.startswith(".")),))
        words = [_END] if sign else _split(word)
        return _Row(tuple(map(self._phrases.word, words)), (_CLOSE,) * (len(words) + 1))

    def _bracket(self) -> _Row:
        rows = self._alternatives()
        if not self._took(")"):
            raise self._error("opens a bracket that is never closed")
        if any(not row.choices or row.gaps[0].room or row.gaps[-1].room for row in rows):
            raise self._error("has a bracket that begins or ends with a gap, or holds nothing")
        return _Row((_choice(rows),), (_CLOSE, _CLOSE))

    def _error(self, what: str) -> PhraseError:
        return PhraseError(f"'{self._phrase}' {what}")


def _choice(rows: Iterable[_Row]) -> _Choice:
    """One choice of these rows; those of a single place are taken up into it."""
    words: set[str] = set()
    longer: list[_Row] = []
    for row in rows:
        if len(row.choices) == 1:
            words |= row.choices[0].words
            longer += row.choices[0].longer
        else:
            longer.append(row)
    return _Choice(words, longer)


# --- Seeing rows in words ---------------------------------------------------------------------------


class _Anchored(NamedTuple):
    """A row, seen from its rarest word: the steps to the left of it and those to the right."""

    kind: str
    phrase: str
    left: _Steps
    right: _Steps
    reach: tuple[_Gap, _Gap]  # the outer gaps
    needs: frozenset[str]  # without one of these words the row is not there; empty if it is but one choice


_Stops = Mapping[bool, Container[int]]  # places that a gap does not run over, by whether it is a far one


class _Bounds(NamedTuple):
    """Words that gaps do not run over."""

    now: frozenset[str]
    joiners: frozenset[str]
    subjects: frozenset[str]

    def of_signals(self, words: Sequence[str]) -> _Stops:
        """A signal stays within its sentence."""
        ends = {at for at, word in enumerate(words) if word == _END}
        return {False: ends, True: ends}

    def of_look_alikes(self, words: Sequence[str]) -> _Stops:
        """A look-alike stays within its clause as well; its far gaps only mind what happens now."""
        near = {at for at, word in enumerate(words) if word == _END}
        near |= {at for at, pair in enumerate(pairwise(words)) if self._begins_clause(*pair)}
        return {False: near, True: {at for at, word in enumerate(words) if word in self.now}}

    def _begins_clause(self, word: str, following: str) -> bool:
        return word in self.joiners and following in self.subjects


class _Index:
    """Rows, filed under their rarest words."""

    def __init__(
        self,
        phrases: _Phrases,
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
        filed: dict[str, list[_Anchored]] = defaultdict(list)
        for kind, phrase, row in rows:
            for word, anchored in self._anchor(kind, phrase, row, range(len(row.choices))):
                filed[word].append(anchored)
        self._filed = {word: tuple(anchored) for word, anchored in filed.items()}

    @property
    def words(self) -> frozenset[str]:
        """All words of all phrases."""
        anchored = (each for group in self._filed.values() for each in group)
        steps = (step for each in anchored for step in (*each.left, *each.right))
        return frozenset(self._filed).union(*(_words_of(choice) for _, choice in steps))

    def _anchor(self, kind: str, phrase: str, row: _Row, among: range) -> Iterator[tuple[str, _Anchored]]:
        """A row under each word of the rarest of some of its choices."""
        place = min(among, key=lambda place: self._commonness(row.choices[place]))
        left, right = row.steps(place, -1), row.steps(place, 1)
        others = sorted((choice for _, choice in (*left, *right)), key=self._commonness)
        needs = frozenset(others[0].onward[1]) if others else frozenset()
        anchored = _Anchored(kind, phrase, left, right, (row.gaps[0], row.gaps[-1]), needs)
        for word in row.choices[place].words:
            yield word, anchored
        for longer in row.choices[place].longer:
            within = range(place, place + len(longer.choices))
            yield from self._anchor(kind, phrase, row.with_longer(place, longer), within)

    def _commonness(self, choice: _Choice) -> int:
        """How often a choice would be tried: words are as common in messages as they are in phrases."""
        first = choice.onward[1]
        if _END in first:
            return 1_000_000
        return sum(10_000 if word in self._light else self._seen[word] for word in first)

    def seen_in(self, words: Sequence[str], stops: _Stops, *, short: bool) -> Iterator[Sign]:
        """Every row that stands in these words, once an anchor: as short or as long as it goes."""
        walk = _Walk(words, self._fillers, stops)
        filed = self._filed
        present = set(words)
        for at, word in enumerate(words):
            for anchored in filed.get(word, ()):
                if anchored.needs and anchored.needs.isdisjoint(present):
                    continue
                lefts = walk.places(at, anchored.left, -1)
                rights = walk.places(at, anchored.right, 1) if lefts else lefts
                if lefts and rights:
                    first, last = (max(lefts), min(rights)) if short else (min(lefts), max(rights))
                    yield walk.sign(anchored, first, last)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Steps over the words of one message; `way` is 1 to the right and -1 to the left."""

    words: Sequence[str]
    fillers: frozenset[str]
    stops: _Stops

    def places(self, at: int, steps: _Steps, way: int) -> list[int]:
        """Where the last of these steps may fall, when they are taken from `at`."""
        places = [at]
        for gap, choice in steps:
            onward = choice.onward[way]
            places = [after for place in places for after in self._after(place, gap, onward, way)]
            if not places:
                break
        return places

    def _after(self, at: int, gap: _Gap, onward: Mapping[str, tuple[_Steps, ...]], way: int) -> list[int]:
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

    def _reach(self, at: int, gap: _Gap, way: int) -> int:
        room, stops = gap.room, self.stops[gap.far]
        while room and 0 <= at + way < len(self.words) and at + way not in stops:
            at, room = at + way, room - 1
        return at


def _words_of(choice: _Choice) -> frozenset[str]:
    """All words in a choice, at whatever depth."""
    return choice.words.union(*(_words_of(inner) for row in choice.longer for inner in row.choices))
