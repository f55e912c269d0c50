"""From a phrase of `safety.yaml` to rows of words: the notation, read.

How a phrase is written is told in `danger`.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain, product
from typing import NamedTuple

from bot.answering.danger_words import END, NUMBER, split_words, words_in
from bot.answering.safety import Safety
from bot.record import record

_DEFAULT_GAP, _DEFAULT_NEAR = 3, 6
_MOST_ROWS = 64  # that one phrase may stand for: more is a slip of the editor


class PhraseError(ValueError):
    """A phrase of safety.yaml that cannot be read."""


class Alternatives:
    """One place in a phrase: any of these words, or any of these longer rows.

    A list that many phrases name is one shared choice, so its tables are made once.
    """

    def __init__(self, words: Iterable[str], longer: Iterable["Row"] = ()) -> None:
        self.words = frozenset(words)
        self.longer = tuple(longer)
        self.onward: dict[int, dict[str, tuple[Steps, ...]]] = {way: self._onward(way) for way in (1, -1)}
        self.first = frozenset(self.onward[1])

    def _onward(self, way: int) -> dict[str, tuple["Steps", ...]]:
        """What may be met first on the way through this place, and the steps that must then follow."""
        found: dict[str, tuple[Steps, ...]] = dict.fromkeys(self.words, ((),))
        for row in self.longer:
            edge = 0 if way > 0 else len(row.choices) - 1
            rest = row.steps(edge, way)
            for word, ways_on in row.choices[edge].onward[way].items():
                found[word] = (*found.get(word, ()), *(steps + rest for steps in ways_on))
        return found


class Gap(NamedTuple):
    """How many words may stand between two places; a far gap runs on over the end of a sentence."""

    room: int = 0
    far: bool = False

    def joined(self, other: "Gap") -> "Gap":
        """The gap where both stand behind each other."""
        return Gap(self.room + other.room, self.far or other.far)


CLOSE = Gap()
Steps = tuple[tuple[Gap, Alternatives], ...]  # over this gap to one of these


@record
class Row:
    """A way to say a phrase: choices, and before each of them and at the end a gap."""

    choices: tuple[Alternatives, ...]
    gaps: tuple[Gap, ...]  # one more than choices: the outer two reach out of the row

    def steps(self, place: int, way: int) -> Steps:
        """The steps from one of the choices to the end, or to the beginning, of the row."""
        if way > 0:
            return tuple(zip(self.gaps[place + 1 : -1], self.choices[place + 1 :], strict=True))
        return tuple(zip(self.gaps[1 : place + 1], self.choices[:place], strict=True))[::-1]

    def with_longer(self, place: int, row: "Row") -> "Row":
        """This row with one of the longer rows of a choice put in its place."""
        return Row(
            self.choices[:place] + row.choices + self.choices[place + 1 :],
            self.gaps[: place + 1] + row.gaps[1:-1] + self.gaps[place + 1 :],
        )

    def followed_by(self, other: "Row", gap: Gap = CLOSE) -> "Row":
        """Both rows behind each other."""
        between = self.gaps[-1].joined(gap).joined(other.gaps[0])
        return Row(self.choices + other.choices, (*self.gaps[:-1], between, *other.gaps[1:]))


_NOTHING = Row((), (CLOSE,))
_MARK = re.compile(r"\.\.\.(\.?\d*)|<(\w+)>|&(\d*)|([()|?.])|([^\s()|?<>.&]+)")


class PhraseRows:
    """Reads the phrases of an editor; see the top of this file for how they are written."""

    def __init__(self, safety: Safety) -> None:
        self._lists = safety.lists
        signals = (kind.signals for kind in safety.kinds.values())
        written = chain(*signals, *safety.look_alikes.values(), *safety.lists.values())
        self._numbers = {word for word in words_in(written) if word.isdigit()}
        self._choices: dict[str, Alternatives] = {}
        self._busy: list[str] = []

    def rows(self, phrase: str) -> list[Row]:
        """All rows that a phrase stands for."""
        if _MARK.sub("", phrase).strip():
            raise PhraseError(f"'{phrase}' holds a sign that means nothing here")
        reader = _PhraseReader(phrase, list(_MARK.finditer(phrase)), self)
        rows = reader.all()
        if not all(row.choices for row in rows):
            raise PhraseError(f"'{phrase}' can be left out as a whole")
        return rows

    def word(self, word: str) -> Alternatives:
        """A single word; for any number also the numbers that some phrase names itself."""
        return Alternatives({word, *self._numbers} if word == NUMBER else {word})

    def named(self, name: str) -> Alternatives:
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

    def __init__(self, phrase: str, marks: Sequence[re.Match[str]], phrases: PhraseRows) -> None:
        self._phrase = phrase
        self._marks = marks
        self._phrases = phrases
        self._at = 0

    def all(self) -> list[Row]:
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

    def _alternatives(self) -> list[Row]:
        rows = self._neighbours()
        while self._took("|"):
            rows += self._neighbours()
        return rows

    def _neighbours(self) -> list[Row]:
        """What stands around an `&` may come in either order."""
        rows = self._sequence()
        while self._next().startswith("&"):
            near = Gap(int(self._marks[self._at].group(3) or _DEFAULT_NEAR))
            self._at += 1
            pairs = list(product(rows, self._sequence()))
            rows = [one.followed_by(other, near) for one, other in pairs]
            rows += [other.followed_by(one, near) for one, other in pairs]
        return rows

    def _sequence(self) -> list[Row]:
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

    def _unit(self) -> Row:
        """A gap, a list, a bracket, a dot or a word."""
        gap, name, _, sign, word = self._marks[self._at].groups()
        self._at += 1
        if sign == "(":
            return self._bracket()
        if sign == "?":
            raise self._error("has a question mark with nothing before it")
        if name:
            return Row((self._phrases.named(name),), (CLOSE, CLOSE))
        if gap is not None:
            return Row((), (Gap(int(gap.lstrip(".") or _DEFAULT_GAP), gap.startswith(".")),))
        words = [END] if sign else split_words(word)
        return Row(tuple(map(self._phrases.word, words)), (CLOSE,) * (len(words) + 1))

    def _bracket(self) -> Row:
        rows = self._alternatives()
        if not self._took(")"):
            raise self._error("opens a bracket that is never closed")
        if any(not row.choices or row.gaps[0].room or row.gaps[-1].room for row in rows):
            raise self._error("has a bracket that begins or ends with a gap, or holds nothing")
        return Row((_choice(rows),), (CLOSE, CLOSE))

    def _error(self, what: str) -> PhraseError:
        return PhraseError(f"'{self._phrase}' {what}")


def _choice(rows: Iterable[Row]) -> Alternatives:
    """One choice of these rows; those of a single place are taken up into it."""
    words: set[str] = set()
    longer: list[Row] = []
    for row in rows:
        if len(row.choices) == 1:
            words |= row.choices[0].words
            longer += row.choices[0].longer
        else:
            longer.append(row)
    return Alternatives(words, longer)
