"""References by number: "art. 9 lid 1 beroepscode", "comp 5.1", "taak 13", "check kwaliteit".

A reference is looked up, not searched. The same low numbers are used many times over - the code has
chapters, articles and footnotes, the profiles have core tasks, distinguishing tasks, tasks, clusters
and competences, and "3.3" is both a section and a competence - so a number that several passages have
leads to the question which one is meant, and a number that none has to the numbers that there are.

Only a short message counts as a reference. In a story an article is named on the way to a question,
and that question is what must be answered.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.answering.finding import Ambiguous, Cited, Missing, Referred
from bot.answering.knowledge import Knowledge, Law, Passage, PassageKind
from bot.answering.words import plain

LONGEST = 14
"""Words up to which a message with a number in it is taken as a reference."""

MOST = 3
"""References of one message that are looked up ("het verschil tussen artikel 10 en 11")."""

_DOT = re.compile(r"(?<=\d)\s?[.,]\s?(?=\d)")
_NUMBER = re.compile(r"\d{1,3}(?:punt\d{1,3})*[a-f]?")

_KINDS: tuple[tuple[str, tuple[PassageKind, ...]], ...] = (
    (r"art(?:ikel(?:en|s|tje)?|iekel(?:en)?|ikl|ickel|ikkel)?", ("article",)),
    (r"(?:voet)?no(?:ot|ten)|vtn", ("footnote",)),
    (r"kern ?(?:taak|taken)", ("core_task", "core_task_part")),
    (r"onderscheidende? ?(?:taak|taken)", ("distinguishing_task",)),
    (r"taak|taken", ("task", "core_task", "core_task_part", "distinguishing_task")),
    (r"(?:competentie ?)?clusters?", ("cluster",)),
    (r"[ck]omp(?:etenties?|etensies?|etentis|etenie|etetie)?", ("competence", "cluster_list")),
    (r"(?:rand ?)?voorwaarden?", ("condition",)),
)
"""How people write the kind of a passage, and which kinds they can mean by it."""

_KIND = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<k{i}>{words})" for i, (words, _) in enumerate(_KINDS))
    + r") ?(?:nummer|nr)? ?(?=\d)"
)
_SECTION = re.compile(r"\b(?:paragraaf|par|hoofdstuk|hfst|hst|sectie) ?(\d(?:punt\d)?)\b")
_CHECK = re.compile(r"\b(?:check|thema|onderdeel) (?:op )?(\w+)")

_DOCUMENTS = {
    "beroepscode": "beroepscode",
    "code": "beroepscode",
    "beroepsprofiel": "beroepsprofiel",
    "competentieprofiel": "competentieprofiel",
    "beroepscompetentieprofiel": "competentieprofiel",
    "checklist": "checklist",
    "visie": "visie",
}

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

_NAMED = ("article", "footnote", "competence", "cluster", "condition")
"""Kinds whose name and number are said in one breath, so that other words may stand beside them."""


@dataclass(frozen=True, slots=True)
class _Asked:
    kinds: tuple[PassageKind, ...]
    number: str


def refer(knowledge: Knowledge, text: str) -> Referred | Ambiguous | Missing | Cited | None:
    """What a reference leads to; None for a message that is none."""
    words = plain(_DOT.sub("punt", text)).split()
    if not words or len(words) > LONGEST:
        return None
    typed = _with_numbers(words)
    document = next((_DOCUMENTS[word] for word in words if word in _DOCUMENTS), "")
    law = _law(knowledge, typed)
    if law is not None:
        return law
    asked = list(_asked(typed))
    if asked:
        return _looked_up(knowledge, asked[:MOST], document)
    return (
        _section(knowledge, typed, document) or _check(knowledge, typed) or _bare(knowledge, typed)
    )


def beside(knowledge: Knowledge, passage: Passage) -> tuple[Passage, ...]:
    """The passages of the same kind before and after this one in its document."""
    same = [p for p in knowledge.documents[passage.document].passages if p.kind == passage.kind]
    at = same.index(passage)
    return tuple(same[i] for i in (at - 1, at + 1) if 0 <= i < len(same))


def _with_numbers(words: list[str]) -> str:
    """The words with numbers in figures where a number word follows the kind ("artikel tien")."""
    typed = []
    for before, word in zip(["", *words], words, strict=False):
        named = word in _NUMBER_WORDS and _KIND.match(before + " 1") is not None
        typed.append(_NUMBER_WORDS[word] if named else word)
    return " ".join(typed)


def _asked(typed: str) -> Iterator[_Asked]:
    """Every kind with the numbers that follow it: "artikel 10 en 11" asks for two."""
    for found in _KIND.finditer(typed):
        kinds = next(kinds for i, (_, kinds) in enumerate(_KINDS) if found.group(f"k{i}"))
        rest = typed[found.end() :]
        for number in re.match(r"\S+(?:(?: en| of| tot| t m)? \d\S*)*", rest).group().split():  # type: ignore[union-attr]
            if _NUMBER.fullmatch(number):
                yield _Asked(kinds, number.replace("punt", "."))


def _looked_up(
    knowledge: Knowledge, asked: list[_Asked], document: str
) -> Referred | Ambiguous | Missing:
    found: list[Passage] = []
    for one in asked:
        fitting = _passages(knowledge, one.kinds, one.number, document)
        if not fitting:
            return _missing(knowledge, one, document)
        if len(fitting) > 1:
            return Ambiguous(tuple(fitting))
        found += fitting
    if len(found) == 1:
        return _referred(knowledge, found[0])
    return Referred(tuple(found))


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


def _missing(knowledge: Knowledge, asked: _Asked, document: str) -> Missing:
    kind = asked.kinds[0]
    there = [p for p in _within(knowledge, document) if p.kind == kind]
    there = there or [p for p in knowledge.passages.values() if p.kind == kind]
    return Missing(kind, there[0].number, there[-1].number)


def _within(knowledge: Knowledge, document: str) -> Iterable[Passage]:
    return knowledge.documents[document].passages if document else knowledge.passages.values()


def _section(knowledge: Knowledge, typed: str, document: str) -> Referred | Ambiguous | None:
    """A chapter or section by its number: its first passages, and the others beside them."""
    found = _SECTION.search(typed)
    if found is None:
        return None
    number = found.group(1).replace("punt", ".") + " "
    for name in (document,) if document else ("beroepscode", "competentieprofiel"):
        under = [
            passage
            for passage in knowledge.documents[name].passages
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
    for passage in knowledge.documents["checklist"].passages:
        named = plain(passage.text.partition("\n")[0]).split()[1:]
        if passage.kind == "check" and any(found.group(1) in (word, word + "s") for word in named):
            return Referred((passage,), beside(knowledge, passage))
    return None


def _bare(knowledge: Knowledge, typed: str) -> Referred | Ambiguous | None:
    """A number and nothing else: "3.4" is a competence, "3.3" also a section."""
    if not re.fullmatch(r"\dpunt\d", typed):
        return None
    number = typed.replace("punt", ".")
    section = [
        passage
        for passage in knowledge.documents["competentieprofiel"].passages
        if any(h.startswith(number + " ") for h in passage.under)
    ]
    found = [*_passages(knowledge, ("competence",), number, ""), *section[:1]]
    if len(found) == 1:
        return _referred(knowledge, found[0])
    return Ambiguous(tuple(found)) if found else None


def _law(knowledge: Knowledge, typed: str) -> Cited | None:
    """An article of law: one with dots in its number, or of a named law."""
    found = re.search(r"\bart(?:ikel)? ?(\d+(?:punt\d+)+)", typed)
    if found is None:
        return None
    number = found.group(1).replace("punt", ".")
    named = [name for name in ("wmo", "wlz") if name in typed.split()]
    cited: list[Law] = [
        law
        for law in knowledge.law.values()
        if f"artikel {number}"
        in f"{law.article} ".partition(" lid")[0].partition(" onder")[0].strip()
        and (not named or any(plain(law.article).startswith(name) for name in named))
    ]
    return Cited(tuple(cited))
