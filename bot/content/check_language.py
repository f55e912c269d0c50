"""Text for citizens that is above B1: long sentences, hard words without an explanation.

Held to it is everything that a citizen may get: dialogs and answers for citizens, what is said of
unknowns, and all standing sentences. Quotes are the documents' own words and stay as they are; plain
words stand before them.
"""

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from bot.answering.knowledge import Audience, Term
from bot.answering.words import plain
from bot.content.content import Content, Origin
from bot.content.problem import Problem
from bot.content.yaml_file import Keys
from bot.engine.dialog import Ask, Tell
from bot.municipal.reading import ease, sentences, syllables, words

LONGEST_SENTENCE = 15
"""Words of a sentence that a tired reader still takes in at once."""

EASIEST_HARD = 60
"""Flesch-Douma below which a text is hard; 60-70 is normal, 80-90 easy."""

SHORTEST_MEASURED = 25
"""Words from which the measure says something: below it one long word decides."""

SHOWN = 60
"""Characters of a sentence that a problem shows."""

LONG_WORD = 4
"""Syllables from which a word makes a text hard."""

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
    at: Keys
    explained: Container[str] = ()


def language_faults(content: Content) -> list[Problem]:
    """Every text for citizens that is too hard, and every explanation that is not there."""
    hard = [term for term in content.terms.values() if term.hard]
    found = [problem for text in _texts(content) for problem in _faults(text, hard)]
    for term in content.terms.values():
        if term.hard and not term.means:
            text = f"the hard term “{term.term}” is not explained"
            found.append(content.origin("term", term.id).problem(text, "add `means:`"))
    return found


def _faults(text: Text, hard: Iterable[Term]) -> Iterator[Problem]:
    for sentence in sentences(text.said):
        count = len(words(sentence))
        if count > LONGEST_SENTENCE:
            said = f"a sentence of {count} words: “{_short(sentence)}”"
            hint = f"make two of it: at most {LONGEST_SENTENCE} words"
            yield text.origin.problem(said, hint, text.at, sentence)
    measured = ease(text.said, SPARED)
    if measured.words >= SHORTEST_MEASURED and measured.flesch_douma < EASIEST_HARD:
        said = f"hard to read: {measured.flesch_douma:.0f} by the measure of Flesch-Douma"
        hint = f"at least {EASIEST_HARD}: use shorter words and sentences{_longest(text.said)}"
        yield text.origin.problem(said, hint, text.at)
    plainly = f" {plain(text.said)} "
    for term in hard:
        name = f" {plain(term.term)} "
        if name in plainly and term.id not in text.explained and not _told(name, plainly):
            hint = f"add `explain: [{term.id}]`, or say it in other words"
            yield text.origin.problem(f"“{term.term}” is not explained", hint, text.at, term.term)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= SHOWN else f"{sentence[:SHOWN].rstrip()} …"


def _longest(text: str) -> str:
    """The words of a text that weigh most in its measure."""
    counted = {
        word
        for word in words(text)
        if not word.casefold().startswith(SPARED) and syllables(word) >= LONG_WORD
    }
    longest = sorted(counted, key=lambda word: (-syllables(word), word))[:3]
    return f", such as for {', '.join(f'“{word}”' for word in longest)}" if longest else ""


def _told(name: str, plainly: str) -> bool:
    """Whether the text itself says what a term means: "X is …", "X regelt …"."""
    return any(f"{name}{verb} " in plainly for verb in ("is", "betekent", "zijn", "regelt", "geeft"))


def _texts(content: Content) -> Iterator[Text]:
    yield from _curated(content)
    yield from _told_in_dialogs(content)
    yield from _standing(content)


def _curated(content: Content) -> Iterator[Text]:
    for answer in content.answers.values():
        if answer.audience is Audience.CITIZEN:
            yield Text(answer.answer, content.origin("answer", answer.id), ("answer",), answer.explain)
    for unknown in content.unknowns.values():
        yield Text(unknown.reply, content.origin("unknown", unknown.id), ("reply",), content.terms)


def _told_in_dialogs(content: Content) -> Iterator[Text]:
    """What dialogs for citizens say. A term that one of its questions explains is known after it."""
    for dialog in content.dialogs.values():
        if dialog.audience is Audience.CITIZEN:
            origin = content.origin("dialog", dialog.id)
            asks = [step for step in dialog.steps.values() if isinstance(step, Ask)]
            explained = {term for ask in asks for term in ask.explain}
            for step in dialog.steps.values():
                if isinstance(step, Ask):
                    yield Text(step.ask, origin, ("steps", step.id, "ask"), step.explain)
                elif isinstance(step, Tell):
                    yield Text(step.tell, origin, ("steps", step.id, "tell"), explained)


def _standing(content: Content) -> Iterator[Text]:
    """Texts for any audience: only their sentences are measured, not their words of the trade."""
    if content.phrases:
        origin = content.origin("phrases", "")
        for name, said in content.phrases.texts.items():
            yield Text(said, origin, ("texts", name), content.terms)
    for term in content.terms.values():
        yield Text(term.means, content.origin("term", term.id), ("means",), content.terms)
    for talk in content.smalltalk.values():
        yield Text(talk.reply, content.origin("smalltalk", talk.id), ("reply",))
    for contact in content.contacts.values():
        yield Text(contact.how, content.origin("contact", contact.id), ("how",), content.terms)
    if content.safety:
        origin = content.origin("safety", "")
        for name, kind in content.safety.kinds.items():
            yield Text(kind.reply, origin, ("kinds", name, "reply"), content.terms)
