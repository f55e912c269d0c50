"""Which sentences of a letter are about client support.

A letter says "onafhankelijk" of a doctor, "recht op" of a taxi pass and "zelf kiezen" of a day. So before
anything else is asked of a sentence it must be about client support, and most sentences that are do not
name it: "Die werkt niet voor de gemeente. U regelt dit zelf bij het steunpunt." This module follows what a
letter is talking about, sentence by sentence, as a reader does:

- a name ("cliëntondersteuner") or a description ("iemand die naast u staat") brings the topic up;
- within a paragraph it stays until the letter turns to something else that it names ("uw paspoort");
- into the next paragraph it goes only with a word that takes it up ("hij", "daarvoor", "de ondersteuner") or
  a name that came up with it ("onze ondersteuner, Anja Post"), unless both stand under one heading, or the
  whole letter is about it, as its subject line tells;
- a heading that names something else ends it, a greeting and a closing too;
- "Kunt u niet slapen? Dan helpt een ondersteuner": a sentence before one that begins with "dan" goes with it.
"""

import re
from collections.abc import Sequence

from bot.engine.letter import LetterTopic
from bot.municipal.letter_pattern import Pattern, Patterns
from bot.municipal.letter_text import Kind, Statement

_NAME = re.compile(r"(?<=[^\W\d_],\s|[^\W\d_]{2}\s)[A-ZÀ-Ý][a-zà-ÿ]{2,}")
"""A word with a capital that does not begin a sentence."""

_CAPITAL = re.compile(r"\b[A-ZÀ-Ý][a-zà-ÿ]{2,}")


class Scope:
    """Tells of every statement of a letter whether it is about client support."""

    def __init__(self, topic: LetterTopic, patterns: Patterns) -> None:
        self._named = patterns.all((*topic.named, *topic.described))
        self._short = patterns.all(topic.short)
        self._refers = patterns.all(topic.refers)
        self._other = patterns.all(topic.other)
        self._beside = patterns.all(topic.beside)
        self._persons = frozenset(topic.persons)
        self._subjects = self._persons.union(topic.subjects)
        self._then = frozenset(topic.then)

    def of(self, statements: Sequence[Statement]) -> list[bool]:
        """For each statement whether client support is what it is about."""
        walk = _Walk(whole=self._is_page_about_it(statements))
        found = [self._step(walk, statement) for statement in statements]
        for at in range(len(found) - 1):
            here, after = statements[at : at + 2]
            taken_up = after.words.partition(" ")[0] in self._then and after.block == here.block
            if taken_up and found[at + 1] and not _any(self._other, here.words):
                found[at] = True
        return found

    def names(self, statement: Statement) -> bool:
        """Whether a statement itself names or describes client support, and offers it to the reader."""
        beside = [found for pattern in self._beside for found in pattern.found_in(statement.words)]
        return any(
            not any(other.start <= found.start and found.end <= other.end for other in beside)
            for pattern in self._named
            for found in pattern.found_in(statement.words)
        )

    def _is_page_about_it(self, statements: Sequence[Statement]) -> bool:
        """Whether this is no letter but a page, and what it opens with is client support."""
        if any(statement.kind in (Kind.GREETING, Kind.SUBJECT) for statement in statements):
            return False
        opening = [one for one in statements if one.kind in (Kind.TEXT, Kind.ITEM)][:2]
        titles = [one for one in statements[:1] if one.kind is Kind.HEADING]
        return any(map(self.names, (*titles, *opening)))

    def _step(self, walk: "_Walk", statement: Statement) -> bool:
        named = self.names(statement)
        named = named or (walk.known and _any(self._short, statement.words))
        named = named or walk.takes_up_a_name(statement)
        other = not named and _any(self._other, statement.words)
        match statement.kind:
            case Kind.SUBJECT:
                walk.whole = named
                walk.topic = named
            case Kind.GREETING | Kind.CLOSING:
                walk.topic = walk.whole and statement.kind is Kind.GREETING
                walk.headed = False
            case Kind.HEADING:
                self._turn_to(walk, statement, named=named, other=other)
            case _:
                walk.topic = self._goes_on(walk, statement, named=named, other=other)
        walk.known = walk.known or named
        walk.meet(statement, walk.topic and named)
        walk.block, walk.kind = statement.block, statement.kind
        return walk.topic

    def _turn_to(self, walk: "_Walk", statement: Statement, *, named: bool, other: bool) -> None:
        """A heading keeps the topic if it names it, takes it up, or stands in a page about it."""
        follows_heading = walk.kind is Kind.HEADING and not statement.apart
        keeps = walk.topic and (follows_heading or _any(self._refers, statement.words))
        walk.topic = named or (not other and (walk.whole or keeps))
        walk.headed = True

    def _goes_on(self, walk: "_Walk", statement: Statement, *, named: bool, other: bool) -> bool:
        """Whether a sentence of a paragraph or a list is about it."""
        if named:
            return True
        same_block = statement.block == walk.block
        if other:
            first = statement.words.partition(" ")[0]
            return walk.topic and (first in self._persons or (same_block and first in self._subjects))
        if same_block:
            return walk.topic
        refers = _any(self._refers, statement.words)
        return walk.whole or (walk.topic and (refers or walk.headed or statement.kind is not Kind.TEXT))


class _Walk:
    """Where a reader of a letter has come to."""

    def __init__(self, whole: bool) -> None:
        self.whole = whole  # the whole letter is about client support
        self.topic = whole
        self.known = False  # it was named before
        self.headed = False  # a heading stands above
        self.block = -1
        self.kind: Kind | None = None
        self._names: dict[str, bool] = {}  # by name: whether it came up with client support

    def meet(self, statement: Statement, about: bool) -> None:
        """Takes down the names of persons and organisations in a statement, where they first come up."""
        for name in _NAME.findall(statement.text):
            self._names.setdefault(name, about)

    def takes_up_a_name(self, statement: Statement) -> bool:
        """Whether a statement speaks of somebody who came up with client support."""
        return any(self._names.get(name, False) for name in _CAPITAL.findall(statement.text))


def _any(patterns: Sequence[Pattern], words: str) -> bool:
    return any(True for pattern in patterns for _ in pattern.found_in(words))
