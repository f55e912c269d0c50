"""Text for citizens that is above B1: long sentences, hard words without an explanation.

Held to it is everything that a citizen may get: dialogs and answers for citizens, what is said of
unknowns, and all standing sentences. Quotes are the documents' own words and stay as they are; plain
words stand before them.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.answering.knowledge import Audience, Term
from bot.answering.words import plain
from bot.content.problem import Problem
from bot.content.read import Content, Origin
from bot.content.yaml_file import Path_
from bot.engine.dialog import Ask, Tell
from bot.municipal.reading import ease, sentences, words

LONGEST_SENTENCE = 15
"""Words of a sentence that a tired reader still takes in at once."""

EASIEST_HARD = 60
"""Flesch-Douma below which a text is hard; 60-70 is normal, 80-90 easy."""

SHORTEST_MEASURED = 25
"""Words from which the measure says something: below it one long word decides."""

SPARED = (
    "cliëntonderst",
    "onafhankelijk",
    "beroepskracht",
    "vrijwilliger",
    "zorgkanto",
    "toestemming",
)
"""Beginnings of words that no text about client support can do without."""


class Text(NamedTuple):
    """A text for citizens, where it stands, and the terms that are explained beside it."""

    said: str
    origin: Origin
    at: Path_
    explained: tuple[str, ...] = ()


def language_faults(content: Content) -> list[Problem]:
    """Every text for citizens that is too hard, and every answer that explains what it does not say."""
    hard = [term for term in content.terms.values() if term.hard]
    return [problem for text in _texts(content) for problem in _faults(text, hard)]


def _faults(text: Text, hard: Iterable[Term]) -> Iterator[Problem]:
    for sentence in sentences(text.said):
        count = len(words(sentence))
        if count > LONGEST_SENTENCE:
            said = f"a sentence of {count} words: “{sentence[:60]}…”"
            yield text.origin.problem(said, f"at most {LONGEST_SENTENCE}", text.at)
    measured = ease(text.said, SPARED)
    if measured.words >= SHORTEST_MEASURED and measured.flesch_douma < EASIEST_HARD:
        said = f"hard to read: Flesch-Douma {measured.flesch_douma:.0f}"
        yield text.origin.problem(
            said, f"at least {EASIEST_HARD}; shorter words and sentences", text.at
        )
    plainly = f" {plain(text.said)} "
    for term in hard:
        if (
            f" {plain(term.term)} " in plainly
            and term.id not in text.explained
            and not _told(term, text)
        ):
            hint = f"add `explain: [{term.id}]`, or say it in other words"
            yield text.origin.problem(f"“{term.term}” is not explained", hint, text.at)


def _told(term: Term, text: Text) -> bool:
    """Whether the text itself says what the term means: "X is …", "X regelt …"."""
    said = plain(text.said)
    name = plain(term.term)
    return any(f"{name} {verb} " in said for verb in ("is", "betekent", "zijn", "regelt", "geeft"))


def _texts(content: Content) -> Iterator[Text]:
    for answer in content.answers.values():
        if answer.audience is Audience.CITIZEN:
            yield Text(
                answer.answer, content.origin("answer", answer.id), ("answer",), answer.explain
            )
    for unknown in content.unknowns.values():
        yield Text(unknown.reply, content.origin("unknown", unknown.id), ("reply",), _all(content))
    for dialog in content.dialogs.values():
        if dialog.audience is Audience.CITIZEN:
            origin = content.origin("dialog", dialog.id)
            asked = tuple(t for s in dialog.steps.values() if isinstance(s, Ask) for t in s.explain)
            for step in dialog.steps.values():
                at = ("steps", step.id)
                if isinstance(step, Ask):
                    yield Text(step.ask, origin, at, step.explain)
                elif isinstance(step, Tell):
                    yield Text(step.tell, origin, at, asked)
    if content.phrases:
        origin = content.origin("phrases", "phrases")
        for name, said in content.phrases.texts.items():
            yield Text(said, origin, ("texts", name), _all(content))
    for term in content.terms.values():
        yield Text(term.means, content.origin("term", term.id), ("means",), _all(content))
    for talk in content.smalltalk.values():
        yield Text(talk.reply, content.origin("smalltalk", talk.id), ("reply",))
    for contact in content.contacts.values():
        yield Text(contact.how, content.origin("contact", contact.id), ("how",), _all(content))


def _all(content: Content) -> tuple[str, ...]:
    """For texts of any audience: only their sentences are measured, not their words of the trade."""
    return tuple(content.terms)
