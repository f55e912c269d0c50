"""References by number: "art. 9 lid 1 beroepscode", "comp 5.1", "taak 13", "check kwaliteit".

A reference is looked up, not searched. The same low numbers are used many times over - the code has
chapters, articles and footnotes, the profiles have core tasks, distinguishing tasks, tasks, clusters
and competences, and "3.3" is both a section and a competence - so a number that several passages have
leads to the question which one is meant, and a number that none has to the numbers that there are.

Only a short message counts as a reference. In a story an article is named on the way to a question,
and that question is what must be answered. An article of a law that is named ("artikel 8 AVG"), or that
has dots in its number, is never one of the code.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bot.answering.finding import Ambiguous, Cited, Missing, Referred
from bot.answering.knowledge import Knowledge, Passage, PassageKind
from bot.answering.words import plain
from bot.record import record

LONGEST = 14
"""Words up to which a message with a number in it is taken as a reference."""

MOST = 3
"""Passages that are shown at once; what more was asked for ("artikel 6 t/m 14") is offered beside."""

_DOT = re.compile(r"(?<=\d)(?:\s?\.\s?|,)(?=\d)")  # and "artikel 10, 11" are two numbers
_NUMBER = re.compile(r"\d{1,3}(?:punt\d{1,3})*[a-f]?")

_KINDS: tuple[tuple[str, tuple[PassageKind, ...]], ...] = (
    (r"art(?:ikel(?:en|s|tje)?|iekel(?:en)?|ikl|ickel|ikkel)?", ("article",)),
    (r"(?:voet)?no(?:ot|ten)|vtn", ("footnote",)),
    (r"kern ?(?:taak|taken)", ("core_task", "core_task_part")),
    (r"onderscheidende? ?(?:taak|taken)", ("distinguishing_task",)),
    (r"taak|taken", ("task", "core_task", "core_task_part", "distinguishing_task")),
    (r"(?:competentie ?)?clusters?", ("cluster",)),
    (r"[ck]omp[eints]*", ("competence", "cluster_list")),
    (r"(?:rand ?)?voorwaarden?", ("condition",)),
)
"""How people write the kind of a passage, and which kinds they can mean by it."""

_KIND = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<k{i}>{words})" for i, (words, _) in enumerate(_KINDS))
    + r") ?(?:nummer|nr)? ?(?=\d)"
)
_RANGE = re.compile(r"\b(\d{1,2}) (?:tot en met|t ?m|tot) (\d{1,2})\b")
_PART = re.compile(r"(\bkern ?(?:taak|taken) ?\d) ([a-f])\b")
_SECTION = re.compile(r"\b(?:paragraaf|par|hoofdstuk|hfst|hst|sectie) ?(\d(?:punt\d)?)\b")
_CHECK = re.compile(r"\b(?:check|thema|onderdeel) (?:op )?(\w+)")

_ROOT = 8
"""Letters that are enough to know a check by: "vrijwilligers" for "Vrijwillige"."""

_LAWS = (
    "wmo|wlz|avg|uavg|awb|bw|burgerlijk|evrm|grondwet|ivrk|jeugdwet|kinderrechten|kinderrechtenverdrag|sr"
    "|participatiewet|vn|wetboek|wgbo|wkkgz|wvggz|wzd|zorgverzekeringswet|zvw"
)
_ARTICLE_OF_LAW = re.compile(
    r"\bart(?:ikel)? ?(?P<dotted>\d+(?:punt\d+)+)"
    rf"|\bart(?:ikel)? ?(?P<named>\d+)(?: lid \d+)?(?: (?:van|uit|in))?(?: (?:de|het))? (?:{_LAWS})\b"
    rf"|\b(?:{_LAWS})(?: 2015)? (?:art(?:ikel)? ?(?P<of>\d+(?:punt\d+)*)|(?P<after>\d+(?:punt\d+)+))"
    r"|^(?P<bare>\d+punt\d+punt\d+)$"
)
_LAW = re.compile(rf"\b(?:{_LAWS})\b")
_LID = re.compile(r"\blid (\d+)")

_DOCUMENTS = {
    "beroepscode": "beroepscode",
    "code": "beroepscode",
    "beroepsprofiel": "beroepsprofiel",
    "competentieprofiel": "competentieprofiel",
    "beroepscompetentieprofiel": "competentieprofiel",
    "checklist": "checklist",
    "visie": "visie",
}

_SECTIONED = ("beroepscode", "competentieprofiel")
"""The documents with numbered chapters, in the order in which a chapter without a document is sought."""

_NUMBERED_LIKE_COMPETENCES = "competentieprofiel"
"""The document whose sections have numbers that its competences have too."""

_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        [
            "een",
            "twee",
            "drie",
            "vier",
            "vijf",
            "zes",
            "zeven",
            "acht",
            "negen",
            "tien",
            "elf",
            "twaalf",
            "dertien",
            "veertien",
            "vijftien",
            "zestien",
            "zeventien",
            "achttien",
            "negentien",
            "twintig",
            "eenentwintig",
            "tweeentwintig",
        ],
        start=1,
    )
}

_NAMED = frozenset({"check", "thema", "onderdeel"})
"""Words behind which something is named, and not numbered."""


@record
class _Asked:
    kinds: tuple[PassageKind, ...]
    number: str


def refer(
    knowledge: Knowledge, text: str, words: Sequence[str]
) -> Referred | Ambiguous | Missing | Cited | None:
    """What a reference leads to; None for a message that is none. `words` are the plain ones of the text."""
    if _NAMED.isdisjoint(words) and "".join(words).isalpha() and not _counted(words):
        return None  # and so are nearly all
    words = plain(_DOT.sub("punt", text)).split()
    if len(words) > LONGEST:
        return None
    typed = _with_numbers(words)
    named = (_DOCUMENTS[word] for word in words if word in _DOCUMENTS)
    document = next((id for id in named if id in knowledge.documents), "")
    law = _law(knowledge, typed)
    if law is not None:
        return law
    asked = list(_asked(typed))
    if asked:
        return _looked_up(knowledge, asked, document)
    return _section(knowledge, typed, document) or _check(knowledge, typed) or _bare(knowledge, typed)


def beside(knowledge: Knowledge, passage: Passage) -> tuple[Passage, ...]:
    """The passages of the same kind before and after this one in its document."""
    same = [p for p in knowledge.documents[passage.document].passages if p.kind == passage.kind]
    at = same.index(passage)
    return tuple(same[i] for i in (at - 1, at + 1) if 0 <= i < len(same))


def _with_numbers(words: Sequence[str]) -> str:
    """The words with numbers in figures where a number word follows the kind ("artikel tien"), a part
    joined to its number ("kerntaak 2 b"), and every number of a range ("artikel 10 t/m 12")."""
    typed = list(words)
    for at in _counted(words):
        typed[at] = _NUMBER_WORDS[words[at]]
    return _RANGE.sub(_each, _PART.sub(r"\1\2", " ".join(typed)))


def _counted(words: Sequence[str]) -> list[int]:
    """The places of the words that are a number behind the kind of a passage: of most messages none is."""
    if _NUMBER_WORDS.keys().isdisjoint(words):
        return []
    return [
        at
        for at, (before, word) in enumerate(pairwise(words), start=1)
        if word in _NUMBER_WORDS and (_KIND.match(f"{before} 1") or _SECTION.match(f"{before} 1"))
    ]


def _each(found: re.Match[str]) -> str:
    numbers = range(int(found.group(1)), int(found.group(2)) + 1)
    return " ".join(map(str, numbers)) or found.group()


def _asked(typed: str) -> Iterator[_Asked]:
    """Every kind with the numbers that follow it: "artikel 10 en 11" asks for two."""
    for found in _KIND.finditer(typed):
        kinds = next(kinds for i, (_, kinds) in enumerate(_KINDS) if found.group(f"k{i}"))
        rest = typed[found.end() :]
        for number in re.match(r"\S+(?:(?: en| of)? \d\S*)*", rest).group().split():  # type: ignore[union-attr]
            if _NUMBER.fullmatch(number):
                yield _Asked(kinds, number.lstrip("0").replace("punt", "."))


def _looked_up(
    knowledge: Knowledge, asked: list[_Asked], document: str
) -> Referred | Ambiguous | Missing | None:
    """What was asked for, one after the other; after "artikel 12" a footnote is one of the same document.
    None where no document numbers anything like it."""
    found: list[Passage] = []
    for one in dict.fromkeys(asked):
        fitting = _passages(knowledge, one.kinds, one.number, document)
        if not fitting:
            return _missing(knowledge, one, document)
        if len(fitting) > 1 and found:
            fitting = [p for p in fitting if p.document == found[-1].document] or fitting
        if len(fitting) > 1:
            return Ambiguous(tuple(fitting))
        found += fitting
    if len(found) == 1:
        return _referred(knowledge, found[0])
    return Referred(tuple(found[:MOST]), tuple(found[MOST:]))


def _referred(knowledge: Knowledge, passage: Passage) -> Referred:
    """A passage with its footnotes, and for a cluster its competences; its neighbours beside it."""
    along = [f"{passage.document}/{note}" for note in passage.notes]
    if passage.kind == "cluster":
        along.append(f"{passage.id}_competenties")
    shown = (passage, *(knowledge.passages[id] for id in along if id in knowledge.passages))
    return Referred(shown, beside(knowledge, passage))


def _passages(
    knowledge: Knowledge, kinds: tuple[PassageKind, ...], number: str, document: str
) -> list[Passage]:
    return [
        passage
        for passage in _within(knowledge, document)
        if passage.kind in kinds and passage.number == number
    ]


def _missing(knowledge: Knowledge, asked: _Asked, document: str) -> Missing | None:
    kind = asked.kinds[0]
    there = [p for p in _within(knowledge, document) if p.kind == kind]
    there = there or [p for p in knowledge.passages.values() if p.kind == kind]
    return Missing(kind, there[0].number, there[-1].number) if there else None


def _within(knowledge: Knowledge, document: str) -> Iterable[Passage]:
    return knowledge.documents[document].passages if document else knowledge.passages.values()


def _of(knowledge: Knowledge, document: str) -> tuple[Passage, ...]:
    """The passages of a document; none where the content does not have it."""
    return knowledge.documents[document].passages if document in knowledge.documents else ()


def _section(knowledge: Knowledge, typed: str, document: str) -> Referred | Ambiguous | None:
    """A chapter or section by its number: its first passages, and the others beside them."""
    found = _SECTION.search(typed)
    if found is None:
        return None
    number = found.group(1).replace("punt", ".") + " "
    for name in (document,) if document else _SECTIONED:
        under = [
            passage
            for passage in _of(knowledge, name)
            if passage.kind != "footnote" and any(h.startswith(number) for h in passage.under)
        ]
        if len(under) > MOST and under[0].kind == "article":
            return Ambiguous(tuple(under))
        if under:
            return Referred(tuple(under[:MOST]), tuple(under[MOST : 2 * MOST]))
    return None


def _check(knowledge: Knowledge, typed: str) -> Referred | None:
    """One of the checks of the checklist by its name, with all its points."""
    found = _CHECK.search(typed)
    if found is None:
        return None
    asked = found.group(1)
    for passage in knowledge.passages.values():
        if passage.kind != "check":
            continue
        named = plain(passage.text.partition("\n")[0]).split()[1:]
        if any(len(w) >= _ROOT and w[:_ROOT] == asked[:_ROOT] for w in named):
            return Referred((passage,), beside(knowledge, passage))
    return None


def _bare(knowledge: Knowledge, typed: str) -> Referred | Ambiguous | None:
    """A number and nothing else: "3.4" is a competence, "3.3" also a section."""
    if not re.fullmatch(r"\dpunt\d", typed):
        return None
    number = typed.replace("punt", ".")
    section = [
        passage
        for passage in _of(knowledge, _NUMBERED_LIKE_COMPETENCES)
        if any(h.startswith(number + " ") for h in passage.under)
    ]
    found = [*_passages(knowledge, ("competence",), number, ""), *section[:1]]
    if len(found) == 1:
        return _referred(knowledge, found[0])
    return Ambiguous(tuple(found)) if found else None


def _law(knowledge: Knowledge, typed: str) -> Cited | None:
    """An article of law: one with dots in its number, or of a named law. Where a part of it is asked
    for ("lid 3") and known, only that."""
    found = _ARTICLE_OF_LAW.search(typed)
    if found is None:
        return None
    number = next(group for group in found.groups() if group).replace("punt", ".")
    names = _LAW.findall(typed)
    cited = [
        law
        for law in knowledge.law.values()
        if number in re.findall(r"artikel ([\d.]+)", law.article)
        and (not names or plain(law.article).split()[0] in names)
    ]
    part = _LID.search(typed)
    exact = [law for law in cited if part and _LID.findall(law.article) == [part.group(1)]]
    return Cited(tuple(exact or cited))
