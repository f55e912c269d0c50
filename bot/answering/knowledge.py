"""What Naast knows: the types of all that stands in `knowledge/`, and the whole of it, `Knowledge`.

The classes are plain frozen dataclasses, so that the pure rooms need nothing to use them; `content`
fills them from YAML and validates them against these same annotations. Ids are written as they are
used everywhere: a passage is "beroepscode/artikel_10", an answer "andere_ondersteuner".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from bot.answering.danger import DangerSigns
from bot.answering.language import Language, Languages
from bot.answering.smalltalk import Phrasebook, SmallTalk
from bot.messages import Fact, Quote
from bot.record import record


class Audience(StrEnum):
    """For whom a text is written."""

    CITIZEN = "citizen"
    SUPPORTER = "supporter"
    MUNICIPALITY = "municipality"


class Reason(StrEnum):
    """Why Naast does not answer."""

    NOT_IN_DOCUMENTS = "not_in_documents"
    ASKS_PERSONAL_DECISION = "asks_personal_decision"
    ASKS_DOCUMENT = "asks_document"
    OTHER_TOPIC = "other_topic"
    OTHER_LANGUAGE = "other_language"
    NONSENSE = "nonsense"
    NO_SUCH_REFERENCE = "no_such_reference"
    NOT_UNDERSTOOD = "not_understood"


PassageKind = Literal[
    "title",
    "paragraph",
    "article",
    "footnote",
    "check",
    "point",
    "core_task",
    "core_task_part",
    "distinguishing_task",
    "profile_competence",
    "task",
    "cluster",
    "cluster_list",
    "competence",
    "condition",
]


@record
class Passage:
    """A stretch of a document with an id: the smallest thing that is quoted."""

    id: str
    document: str
    locator: str  # for people: "artikel 10"
    text: str  # to the letter, but for mended layout
    kind: PassageKind = "paragraph"
    number: str = ""  # as the document numbers it: "10", "2b", "3.4"
    under: tuple[str, ...] = ()  # the headings above it, outermost first
    lead: str = ""
    notes: tuple[str, ...] = ()  # ids of footnotes
    parts: tuple[str, ...] = ()  # ids of passages that are quoted along with it
    remark: str = ""


@record
class Document:
    """One of the texts of the profession."""

    id: str
    title: str
    short: str
    publisher: str
    date: str  # "2015", "7-10-2020" or "zonder jaar"
    passages: tuple[Passage, ...]


@record
class Answer:
    """Plain words, the questions that lead to them, and the passages that carry them."""

    id: str
    topic: str
    audience: Audience
    title: str
    questions: tuple[str, ...]
    answer: str
    quotes: tuple[str, ...]
    checked: str
    law: tuple[str, ...] = ()
    explain: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    renamed_from: tuple[str, ...] = ()


@record
class Nearest:
    """What the documents do say near something that they do not: offered, never asserted."""

    about: str
    passage: str


@record
class Unknown:
    """Something that people ask and the documents do not answer, with a helpful reply."""

    id: str
    topic: str
    title: str
    questions: tuple[str, ...]
    reply: str
    checked: str
    reason: Reason = Reason.NOT_IN_DOCUMENTS
    nearest: tuple[Nearest, ...] = ()
    ask: tuple[str, ...] = ()
    law: tuple[str, ...] = ()


@record
class Term:
    """A word of the trade: what it means in plain words, and the lay words that stand for it."""

    id: str
    term: str
    means: str = ""
    also: tuple[str, ...] = ()  # other spellings and lay words, matched as the term itself
    hard: bool = False  # may stand in a citizen's text only with its explanation


@record
class Law:
    """What an article of law says, in our own words."""

    id: str
    says: str
    article: str  # "Wmo 2015, artikel 2.1.4 lid 5"
    link: str
    checked: str

    @property
    def fact(self) -> Fact:
        return Fact(self.says, self.article, self.link, self.checked)


@record
class Contact:
    """A place to call or visit. A municipality may replace it with its own desk."""

    id: str
    name: str
    how: str  # a full sentence
    checked: str
    link: str = ""

    @property
    def fact(self) -> Fact:
        return Fact(self.how, self.name, self.link, self.checked)


@dataclass(frozen=True)
class Knowledge:
    """All of `knowledge/`, each by its id; read-only for as long as the program runs."""

    documents: Mapping[str, Document]
    answers: Mapping[str, Answer]
    unknowns: Mapping[str, Unknown]
    smalltalk: Mapping[str, SmallTalk]
    languages: Mapping[str, Language]
    terms: Mapping[str, Term]
    law: Mapping[str, Law]
    contacts: Mapping[str, Contact]
    danger: DangerSigns
    passages: Mapping[str, Passage] = field(init=False)
    quotes: Mapping[str, Quote] = field(init=False)  # by passage
    phrasebook: Phrasebook = field(init=False)
    foreign: Languages = field(init=False)

    def __post_init__(self) -> None:
        passages = {p.id: p for document in self.documents.values() for p in document.passages}
        object.__setattr__(self, "passages", passages)
        object.__setattr__(self, "quotes", {id: self._quoted(passage) for id, passage in passages.items()})
        object.__setattr__(self, "phrasebook", Phrasebook.of(self.smalltalk.values()))
        object.__setattr__(self, "foreign", Languages.of(self.languages.values()))

    def quotes_of(self, answer: Answer) -> tuple[Quote, ...]:
        """The quotes of an answer, best first."""
        return tuple([self.quotes[passage] for passage in answer.quotes])

    def _quoted(self, passage: Passage) -> Quote:
        """The words of a passage and of its parts, with their source. A part that is not there is left out,
        and found by `naast check`, which needs the rest of the knowledge for that."""
        document = self.documents[passage.document]
        ids = (f"{document.id}/{part}" for part in passage.parts)
        parts = (self.passages[id] for id in ids if id in self.passages)
        return Quote(
            passage=passage.id,
            document=document.id,
            title=f"{document.title} ({document.publisher}, {document.date})",
            locator=passage.locator,
            text="\n".join([passage.text, *(part.text for part in parts)]),
            lead=passage.lead,
            remark=passage.remark,
        )
