"""What a question can come to. Exactly one of these is found for every message."""

from bot.answering.danger import Danger
from bot.answering.knowledge import Answer, Law, Passage, Reason, Unknown
from bot.answering.language import Language
from bot.answering.smalltalk import SmallTalk
from bot.record import record


@record
class Candidate:
    """A curated answer with how well it fits, from 0 (not at all) to 1."""

    answer: Answer
    score: float


@record
class Answered:
    """One answer is clearly best. The others are at most two runners-up, best first."""

    best: Candidate
    others: tuple[Candidate, ...] = ()


@record
class Suggested:
    """Several answers fit about as well: at most three, best first."""

    candidates: tuple[Candidate, ...]


@record
class Referred:
    """A passage was asked for by its number. `beside` is what stands next to it."""

    passages: tuple[Passage, ...]
    beside: tuple[Passage, ...] = ()


@record
class Ambiguous:
    """A number that several passages have ("taak 2")."""

    passages: tuple[Passage, ...]


@record
class Cited:
    """An article of law was asked for by its number; empty where Naast does not know it."""

    law: tuple[Law, ...]


@record
class Missing:
    """A number that no passage has ("artikel 30"), with the ones that there are."""

    asked: str  # the kind of passage, by which `phrases.yaml` words the reply
    first: str
    last: str


@record
class Refused:
    """An honest no: the documents do not say this, or it is not about them."""

    reason: Reason
    unknown: Unknown | None = None
    language: Language | None = None


@record
class Chatted:
    """Small talk."""

    smalltalk: SmallTalk


@record
class Alarmed:
    """Signs of danger."""

    danger: Danger


Finding = Answered | Suggested | Referred | Ambiguous | Cited | Missing | Refused | Chatted | Alarmed
