"""The test of a letter: eight points of the checklist, and what contradicts the documents.

**What is looked at.** A letter becomes statements (`letter_text`); of these only the ones about client
support count (`letter_scope`). Of each, the patterns of `knowledge/letters.yaml` (`letter_pattern`) tell
what it says. A point is covered by one statement that says it, and that statement is the evidence.

**When a pattern counts.** Not where an `unless:` of the same point touches it, not where a word before it
in its clause turns it round ("u kunt *niet* zelf kiezen"), and not in a question: "Mag ik zelf kiezen?"
says nothing. But a question with its answer does. With "Ja" it says what it asks, with "Nee" the opposite:
"Werkt hij voor de gemeente? Nee" is no contradiction, it is the very point, and "Mag ik zelf kiezen? Nee"
is the contradiction.

**What contradicts wins.** A letter that calls somebody of the municipality independent does not meet the
point `independent`, whatever else it says. Statements that contradict are no evidence for a point either.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import get_args

from bot.engine.letter import LetterContradiction, LetterPoint, Letters, PointName
from bot.municipal.letter_pattern import END, PART, Found, Pattern, Patterns
from bot.municipal.letter_reading import LetterReading, read_letter
from bot.municipal.letter_scope import Scope
from bot.municipal.letter_text import Statement, statements
from bot.record import record

POINTS: tuple[PointName, ...] = get_args(PointName)

HINTS_NEEDED = 2
"""Different hints at a point that together say it."""

_BEFORE, _BEHIND = 5, 3  # words before and behind a match in which a "niet" turns it round


@record
class PointFound:
    """Whether a letter covers a point, with the words that show it; no words where it does not."""

    name: PointName
    covered: bool
    evidence: str = ""


@record
class Contradicted:
    """A statement of a letter that contradicts the documents or the law."""

    id: str  # of the contradiction in letters.yaml
    sentence: str
    at: int  # place of its statement in the letter


@record
class LetterResult:
    """What the test of a letter found; points in the order of `POINTS`."""

    points: Mapping[PointName, PointFound]
    contradictions: tuple[Contradicted, ...]
    reading: LetterReading


class LetterTest:
    """The patterns of letters.yaml, ready to be sought. Build it once."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._patterns = Patterns(letters.lists, letters.layout.negations)
        self._scope = Scope(letters.topic, self._patterns)
        self._points = {name: self._says(point) for name, point in letters.points.items()}
        self._contradictions = {id: self._says(one) for id, one in letters.contradictions.items()}
        self._yes = self._patterns.all(letters.layout.yes)
        self._no = self._patterns.all(letters.layout.no)
        self._told = self._patterns.all(letters.layout.told)

    def test(self, text: str) -> LetterResult:
        """Tests a letter. Never raises, whatever the text."""
        found = [self._scope.narrowed(one) for one in statements(text, self._letters.layout)]
        about = self._scope.of(found)
        beside = [is_about or self._follows(found, about, at) for at, is_about in enumerate(about)]
        contradictions = list(self._contradicted([one for one in self._claims(found) if beside[one.at]]))
        telling = [one for one in self._claims(found) if about[one.at]]
        refuted = {self._letters.contradictions[one.id].point for one in contradictions}
        flagged = {one.at for one in contradictions}
        reading = read_letter(text, self._letters, self._patterns)
        evidence = {name: self._evidence(name, telling, flagged) for name in POINTS}
        if any(evidence.values()) and not evidence["available_in_letter"]:
            named = (one.text for one, is_about in zip(found, about, strict=True) if is_about)
            evidence["available_in_letter"] = next(named, "")
        if reading.easy:
            evidence["easy_to_understand"] = reading.easiest
        covered = {name: evidence[name] if name not in refuted else "" for name in POINTS}
        points = {name: PointFound(name, bool(shown), shown) for name, shown in covered.items()}
        return LetterResult(points, tuple(contradictions), reading)

    def _says(self, what: LetterPoint | LetterContradiction) -> "_Says":
        turning = frozenset(self._letters.layout.negations)
        breaks = frozenset((END, PART, *self._letters.layout.breaks))
        return _Says(what, self._patterns, turning, breaks, self._letters.layout.not_negations)

    @staticmethod
    def _follows(found: Sequence[Statement], about: Sequence[bool], at: int) -> bool:
        """Whether a statement comes right behind one about client support, in the same paragraph: "Dat
        team beslist ook" is about the team."""
        return at > 0 and about[at - 1] and found[at - 1].block == found[at].block

    def _claims(self, found: Sequence[Statement]) -> Iterator["_Claim"]:
        """What the statements say: each that is no question, and each question with its answer."""
        for at, statement in enumerate(found):
            if not statement.question:
                yield _Claim(
                    at,
                    statement.block,
                    statement.text,
                    statement.words,
                    statement.before,
                    statement.before_text,
                )
                continue
            answer = found[at + 1] if at + 1 < len(found) else None
            said = self._answer(answer) if answer and answer.before == statement.words else None
            if answer and said is not None:
                text = f"{statement.text} {answer.text}"
                yield _Claim(at, statement.block, text, statement.words, denied=not said)
            elif _begins(self._told, statement):
                yield _Claim(at, statement.block, statement.text, statement.words)

    def _answer(self, statement: Statement) -> bool | None:
        """Whether a statement begins with yes or no; None for one that does not."""
        for patterns, answer in ((self._yes, True), (self._no, False)):
            if _begins(patterns, statement):
                return answer
        return None

    def _contradicted(self, claims: Sequence["_Claim"]) -> Iterator[Contradicted]:
        """Every contradiction once a sentence. What is denied contradicts where it is a point that some
        contradiction is the opposite of."""
        for claim in claims:
            for id, contradiction in self._letters.contradictions.items():
                says = self._contradictions[id]
                point = contradiction.point
                if claim.denied:
                    if point and contradiction.answered_no and self._points[point].found(claim):
                        yield Contradicted(id, claim.text, claim.at)
                elif (found := says.found(claim)) is not None:
                    yield Contradicted(id, claim.said(found), claim.at)

    def _evidence(self, name: PointName, claims: Sequence["_Claim"], flagged: Container[int]) -> str:
        """The first claim that covers a point, in the words of the letter; empty where there is none."""
        says = self._points[name]
        opposites = [
            self._contradictions[id] for id, one in self._letters.contradictions.items() if one.point == name
        ]
        kinds: set[str] = set()
        block = -1
        for claim in claims:
            if claim.denied:
                if any(opposite.found(claim) for opposite in opposites):
                    return claim.text
                continue
            if claim.at in flagged and name != "available_in_letter":
                continue
            kinds = says.kinds(claim) | (kinds if claim.block == block else set())
            block = claim.block
            found = says.found(claim)
            if found or len(kinds) >= says.kinds_needed > 0:
                return claim.said(found) if found else claim.text
        hints = [(claim, says.hints(claim)) for claim in claims if not claim.denied]
        if len({hint for _, found in hints for hint in found}) >= HINTS_NEEDED:
            return next(claim.text for claim, found in hints if found)
        return ""


def _begins(patterns: Sequence[Pattern], statement: Statement) -> bool:
    return any(found.start == 0 for one in patterns for found in one.found_in(statement.words))


@record
class _Claim:
    """What a letter says in one statement, or asks and answers. What was asked and denied is `denied`."""

    at: int  # place of its statement
    block: int
    text: str
    words: str
    before: str = ""  # the words of what was said just before …
    before_text: str = ""  # … and itself
    denied: bool = False

    def said(self, found: Found) -> str:
        """The words of the letter that a match stands in."""
        return f"{self.before_text} {self.text}" if found.start < len(self.before) else self.text


class _Says:
    """The patterns of one point or contradiction."""

    def __init__(
        self,
        what: LetterPoint | LetterContradiction,
        patterns: Patterns,
        turning: frozenset[str],
        breaks: frozenset[str],
        not_turning: Sequence[str],
    ) -> None:
        self._says = patterns.all(what.says)
        self._unless = patterns.all(what.unless)
        self._turning, self._breaks = turning, breaks
        self._not_turning = patterns.all(not_turning)
        self._hints: tuple[Pattern, ...] = ()
        self._kinds: dict[str, tuple[Pattern, ...]] = {}
        self.kinds_needed = 0
        if isinstance(what, LetterPoint):
            self._hints = patterns.all(what.hints)
            self._kinds = {kind: patterns.all(words) for kind, words in what.kinds.items()}
            self.kinds_needed = what.kinds_needed

    def found(self, claim: _Claim) -> Found | None:
        """The place where a claim says it, in what was said before it and the claim; None if it does not."""
        return next(self._counting(self._says, claim), None)

    def hints(self, claim: _Claim) -> set[str]:
        """The hints at it in a claim."""
        return {found.pattern for found in self._counting(self._hints, claim)}

    def kinds(self, claim: _Claim) -> set[str]:
        """The kinds of things that a claim names."""
        return {kind for kind, words in self._kinds.items() if any(self._counting(words, claim))}

    def _counting(self, patterns: Sequence[Pattern], claim: _Claim) -> Iterator[Found]:
        """What stands in a claim, is not taken away and not turned round."""
        words = claim.before + claim.words
        taken: list[Found] | None = None
        for pattern in patterns:
            for found in pattern.found_in(words):
                if found.end <= len(claim.before) or self._is_turned(found, words):
                    continue
                if taken is None:
                    taken = [one for each in self._unless for one in each.found_in(words)]
                if not any(one.start < found.end and found.start < one.end for one in taken):
                    yield found

    def _is_turned(self, found: Found, words: str) -> bool:
        """Whether a word around a match, in its clause, says the opposite."""
        if not self._turning.isdisjoint(
            found.pattern.replace("(", " ").replace("|", " ").replace(")", " ").split()
        ):
            return False
        harmless = [one for each in self._not_turning for one in each.found_in(words)]
        at = found.start
        for word in reversed(words[: found.start].split()[-_BEFORE:]):
            at -= len(word) + 1
            if word in self._breaks:
                break
            if word in self._turning and not any(one.start <= at < one.end for one in harmless):
                return True
        for word in words[found.end :].split()[:_BEHIND]:
            if word in self._breaks:
                break
            if word in self._turning:
                return True
        return False
