"""Patterns of what a sentence says: the notation of `knowledge/letters.yaml`, read and matched.

    recht op                 these words, in this order
    (kiezen|kiest|keuze)     one of these; each may be several words
    <ondersteuner>           one of a list of `lists:`, which may name other lists
    client?                  a word, a choice or a list that may be left out
    ondersteun*  *team  ge*d a word that begins, that ends like this, or both
    ...   ...6               a gap of at most four, of at most six words
    kiezen & zelf            both, in either order, with at most six words between them; &3: at most three
    .                        the end of a sentence
    ,                        a comma or anything else that parts a sentence

It is the notation of `safety.yaml`, with the star added, as a letter inflects and compounds where a cry
for help does not. A gap never runs over the end of a sentence nor over a word that turns the meaning
round ("niet", "geen"): a pattern that needs such a word says so itself.

Figures stand as `0`; what one can call, write to, visit and pay as `@tel`, `@mail`, `@web`, `@adres`
and `@geld`. `plain_words` writes a sentence that way, and patterns become regular expressions over it:
every word is followed by one space, so that a pattern begins and ends with a word.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from bot.record import record

_DEFAULT_GAP, _DEFAULT_NEAR = 4, 6
_MOST_ROWS = 32  # that the `&` of one pattern may stand for: more is a slip of the editor

END, PART = ".", ","

_STREET = "straat|laan|weg|plein|kade|gracht|singel|markt|hof|dijk|pad|steeg|dreef|wal|haven|postbus|kamer"
_STANDS_FOR = tuple(
    (re.compile(pattern, re.IGNORECASE), sign)
    for pattern, sign in (
        (r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}", " @mail "),
        (
            r"(?:https?://|www\.)\S+?(?=[.,;:!?)]*(?:\s|$))|(?<![\w-])[\w-]{1,64}\.(?:nl|example|org|com|eu)\b(?:/[\w/-]*)?",
            " @web ",
        ),
        (r"\b\d{1,2}[-/]\d{1,2}[-/]\d{2,4}\b", " 0 "),
        (r"€\s?[\d.]+(?:,\d+|,-)?|\b[\d.,]+ euro\b", " @geld "),
        (r"(?<![\w-])(?:\+31|0)[\d\s()–-]{5,}\d(?!\w)|\b14\s?[–-]?\s?0\d{1,4}\b", " @tel "),
        (rf"(?<![\w'’-])[\w'’-]{{0,40}}(?:{_STREET})\s+\d+\s?[a-z]?\b", " @adres "),
    )
)
_ACCENTS = re.compile(r"[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff'’‘`´]")
_TOKEN = re.compile(r"@?[a-z]+|\d+(?:[.,:]\d+)*|[.!?]+|[,;:()–—]")


def plain_words(text: str) -> str:
    """The words of a text as patterns see them: small letters without accents, each with a space
    behind it, `.` for the end of a sentence and `,` for what parts one."""
    for pattern, sign in _STANDS_FOR:
        text = pattern.sub(sign, text)
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.lower()))
    return "".join(f"{_written(token)} " for token in _TOKEN.findall(text))


def _written(token: str) -> str:
    if token[0] in ".!?":
        return END
    if token[0].isdigit():
        return "0"
    return token if token[0].isalpha() or token[0] == "@" else PART


class PatternError(ValueError):
    """A pattern that cannot be read."""


@record
class Found:
    """A pattern and where it stands in the plain words of a text."""

    pattern: str
    start: int
    end: int


class Pattern:
    """One pattern, made into a regular expression when it is first sought."""

    def __init__(self, written: str, patterns: "Patterns") -> None:
        self.written = written
        self._patterns = patterns

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![^ ])(?:{self._patterns.expression(self.written)})")

    def found_in(self, words: str) -> Iterator[Found]:
        """Every place where the pattern stands; they do not overlap."""
        return (Found(self.written, at.start(), at.end()) for at in self._regex.finditer(words))


_MARK = re.compile(r"\.\.\.(\d*)|<(\w+)>|&(\d*)|([()|?.,])|((?:\*|@?[^\s()|?<>.,&*]+)+)")


class Patterns:
    """Reads patterns that share lists and the words that no gap runs over."""

    def __init__(self, lists: Mapping[str, Sequence[str]], barriers: Iterable[str]) -> None:
        self._lists = lists
        self._expressions: dict[str, str] = {}
        self._busy: list[str] = []
        stops = "|".join(re.escape(word) for word in sorted(barriers))
        self._step = rf"(?:(?!(?:{stops}) )[^ .]+ )" if stops else "(?:[^ .]+ )"

    def all(self, written: Iterable[str]) -> tuple[Pattern, ...]:
        """These patterns, to be sought."""
        return tuple(Pattern(one, self) for one in written)

    def expression(self, written: str) -> str:
        """A pattern as a regular expression. Raises PatternError for one that cannot be read."""
        if _MARK.sub("", written).strip():
            raise PatternError(f"'{written}' holds a sign that means nothing here")
        return _Reader(written, self).all()

    def named(self, name: str) -> str:
        """The words of a list, as a regular expression."""
        if name not in self._lists:
            raise PatternError(f"there is no list <{name}>")
        if name in self._busy:
            raise PatternError(f"the list <{name}> names itself")
        if name not in self._expressions:
            self._busy.append(name)
            try:
                entries = [self.expression(entry) for entry in self._lists[name]]
            finally:
                self._busy.pop()
            self._expressions[name] = f"(?:{'|'.join(entries)})"
        return self._expressions[name]

    def gap(self, most: int) -> str:
        """At most so many words, as few as will do."""
        return f"{self._step}{{0,{most}}}?"


class _Reader:
    """Reads one pattern, mark by mark from the left."""

    def __init__(self, written: str, patterns: Patterns) -> None:
        self._written = written
        self._marks = list(_MARK.finditer(written))
        self._patterns = patterns
        self._at = 0

    def all(self) -> str:
        """The whole pattern."""
        expression = self._alternatives()
        if self._next():
            raise self._error("closes a bracket that was never opened")
        return expression

    def _next(self) -> str:
        return self._marks[self._at].group() if self._at < len(self._marks) else ""

    def _took(self, sign: str) -> bool:
        taken = self._next() == sign
        self._at += taken
        return taken

    def _alternatives(self) -> str:
        ways = [self._neighbours()]
        while self._took("|"):
            ways.append(self._neighbours())
        return "|".join(ways)

    def _neighbours(self) -> str:
        """What stands around an `&` may come in either order."""
        ways = [self._sequence()]
        while self._next().startswith("&"):
            near = self._patterns.gap(int(self._marks[self._at].group(3) or _DEFAULT_NEAR))
            self._at += 1
            other = self._sequence()
            ways = [joined for way in ways for joined in (way + near + other, other + near + way)]
            if len(ways) > _MOST_ROWS:
                raise self._error("has too many &")
        return "|".join(ways)

    def _sequence(self) -> str:
        parts = []
        while (self._next() and self._next()[0] not in "|)&") or self._next().startswith("..."):
            unit = self._unit()
            parts.append(f"(?:{unit})?" if self._took("?") else unit)
        if not any(not part.endswith("?") for part in parts):
            raise self._error("can be left out as a whole")
        return "".join(parts)

    def _unit(self) -> str:
        gap, name, _, sign, word = self._marks[self._at].groups()
        self._at += 1
        if sign == "(":
            inner = self._alternatives()
            if not self._took(")"):
                raise self._error("opens a bracket that is never closed")
            return f"(?:{inner})"
        if sign == "?":
            raise self._error("has a question mark with nothing before it")
        if name:
            return self._patterns.named(name)
        if gap is not None:
            return self._patterns.gap(int(gap or _DEFAULT_GAP))
        return rf"{re.escape(sign)} " if sign else _word(word)

    def _error(self, what: str) -> PatternError:
        return PatternError(f"'{self._written}' {what}")


def _word(word: str) -> str:
    if word.startswith("@"):
        return f"{word} "
    parts = [" ".join(map(re.escape, plain_words(part).split())) for part in word.split("*")]
    if not any(parts):
        raise PatternError(f"'{word}' holds no word")
    return "[a-z]*".join(parts) + " "
