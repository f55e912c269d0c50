"""The order in which a message is looked at, from danger to an honest no."""

from collections.abc import Sequence

from bot.answering.finding import Alarmed, Chatted, Finding, Refused
from bot.answering.knowledge import Audience, Knowledge, Reason
from bot.answering.matching import Matcher
from bot.answering.reference import refer
from bot.answering.words import LONGEST, plain

FEWEST_TIMES = 3
"""Times that a message says the same before that is taken as said once."""

LONGEST_REPEATED = 40
"""Words of what is said over and over."""


def ask(knowledge: Knowledge, matcher: Matcher, text: str, audience: Audience | None = None) -> Finding:
    """What a message comes to. Never raises, whatever the text."""
    danger = knowledge.danger.find(text)
    return Alarmed(danger) if danger else answer_to(knowledge, matcher, text, audience)


def answer_to(knowledge: Knowledge, matcher: Matcher, text: str, audience: Audience | None = None) -> Finding:
    """What a message without signs of danger comes to."""
    text = text[:LONGEST]
    words = plain(text).split()
    if not words:
        return Refused(Reason.NONSENSE)
    chatted = knowledge.phrasebook.find(words)
    if chatted:
        return Chatted(chatted)
    language = knowledge.foreign.find(text, words, matcher.lexicon.vocabulary.words)
    if language:
        return Refused(Reason.OTHER_LANGUAGE, language=language)
    return refer(knowledge, text, words) or matcher.decide(_once(words), audience)


def _once(words: Sequence[str]) -> Sequence[str]:
    """The words of a message that says the same over and over, once."""
    if words.count(words[0]) < FEWEST_TIMES:
        return words
    for size in range(1, min(len(words) // FEWEST_TIMES, LONGEST_REPEATED) + 1):
        if all(word == words[i % size] for i, word in enumerate(words)):
            return words[:size]
    return words
