"""Which sentences of a letter are about client support.

A letter says "onafhankelijk" of a doctor, "recht op" of a taxi pass and "zelf kiezen" of a day. So before
anything else is asked of a sentence it must be about client support, and most sentences that are do not
name it: "Die werkt niet voor de gemeente. U regelt dit zelf bij het steunpunt." This module follows what a
letter is talking about, sentence by sentence, as a reader does:

- a name ("cliëntondersteuner") or a description ("iemand die naast u staat") brings the topic up;
- it stays until the letter turns to something else that it names ("uw paspoort"), but not where a sentence
  goes on about the same person ("hij helpt u bij uw bezwaar");
- what answers a question about it is about it ("Wilt u een ondersteuner? Bel ons");
- later a short name ("de ondersteuner") brings it up again, or the name of somebody who came up with it
  ("onze cliëntondersteuner, Anja Post");
- a heading ends it that is no question and does not take it up, a greeting and a closing too, unless the
  whole letter is about it, as its subject line tells;
- "Kunt u niet slapen? Dan helpt een ondersteuner": a sentence before one that begins with "dan" goes with it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.engine.letter import LetterTopic
from bot.municipal.letter_pattern import Pattern, Patterns, plain_words
from bot.municipal.letter_text import Kind, Statement, joined

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

    def narrowed(self, statement: Statement) -> Statement:
        """A list of several things, of which one is client support, cut down to that one: "U heeft recht
        op: inzage in uw dossier; cliëntondersteuning; een tolk"."""
        lead, items = statement.parts[:1], statement.parts[1:]
        about = [item for item in items if self._is_named(plain_words(item))]
        if not lead or not about or len(about) == len(items) or self._is_named(plain_words(lead[0])):
            return statement
        text = joined(lead[0], about)
        return replace(statement, text=text, words=plain_words(text))

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
        return self._is_named(statement.words)

    def _is_named(self, words: str) -> bool:
        beside = [found for pattern in self._beside for found in pattern.found_in(words)]
        return any(
            not any(other.start <= found.start and found.end <= other.end for other in beside)
            for pattern in self._named
            for found in pattern.found_in(words)
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
            case Kind.HEADING:
                self._turn_to(walk, statement, named=named, other=other)
            case _:
                walk.topic = self._goes_on(walk, statement, named=named, other=other)
        walk.known = walk.known or named
        walk.meet(statement, walk.topic and named)
        walk.block, walk.kind = statement.block, statement.kind
        walk.asked = walk.topic and statement.question
        return walk.topic

    def _turn_to(self, walk: "_Walk", statement: Statement, *, named: bool, other: bool) -> None:
        """A heading keeps the topic if it names it, takes it up, or stands in a page about it."""
        follows_heading = walk.kind is Kind.HEADING and not statement.apart
        follows_on = follows_heading or statement.question or _any(self._refers, statement.words)
        keeps = walk.topic and follows_on
        walk.topic = named or (not other and (walk.whole or keeps))

    def _goes_on(self, walk: "_Walk", statement: Statement, *, named: bool, other: bool) -> bool:
        """Whether a sentence of a paragraph or a list is about it."""
        if named:
            return True
        same_block = statement.block == walk.block
        if other and not (walk.asked and same_block):
            first = statement.words.partition(" ")[0]
            return walk.topic and (first in self._persons or (same_block and first in self._subjects))
        return walk.topic or (walk.whole and not same_block)


class _Walk:
    """Where a reader of a letter has come to."""

    def __init__(self, whole: bool) -> None:
        self.whole = whole  # the whole letter is about client support
        self.topic = whole
        self.known = False  # it was named before
        self.block = -1
        self.kind: Kind | None = None
        self.asked = False  # the statement before is a question about client support
        self._names: dict[str, bool] = {}  # by name: whether it came up with client support

    def meet(self, statement: Statement, about: bool) -> None:
        """Takes down the names of persons and organisations in a statement, where they first come up."""
        for name in _NAME.findall(statement.text):
            self._names.setdefault(name, about)
        begins = _CAPITAL.match(statement.text)
        if about and begins and begins.group() in self._names:  # "Tamara is uw cliëntondersteuner"
            self._names[begins.group()] = True

    def takes_up_a_name(self, statement: Statement) -> bool:
        """Whether a statement speaks of somebody who came up with client support."""
        return any(self._names.get(name, False) for name in _CAPITAL.findall(statement.text))


def _any(patterns: Sequence[Pattern], words: str) -> bool:
    return any(True for pattern in patterns for _ in pattern.found_in(words))
