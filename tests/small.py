"""Small libraries for tests: dialogs that the test writes down, over a little knowledge.

The documents, the standing sentences, the small talk and the signs of danger are the shipped ones.
Answers, terms, law, contacts and places are made up here, so that no editor changes a test; with
four answers the index is built in milliseconds.
"""

from dataclasses import replace
from functools import cache
from typing import Any

import yaml
from pydantic import TypeAdapter

from bot.answering.knowledge import (
    Answer,
    Audience,
    Contact,
    Knowledge,
    Law,
    Nearest,
    Term,
    Unknown,
)
from bot.answering.matching import Matcher
from bot.content.load import load_library
from bot.engine.dialog import Ask, Decide, Dialog, Make, Show, Step, Tell
from bot.engine.library import Library
from bot.engine.place import Former, Municipality, Places

VERBS: dict[str, type[Ask] | type[Tell] | type[Show] | type[Decide] | type[Make]] = {
    "ask": Ask,
    "tell": Tell,
    "show": Show,
    "decide": Decide,
    "make": Make,
}

ANSWERS = (
    Answer(
        id="kosten",
        topic="geld",
        audience=Audience.CITIZEN,
        title="Kost een fiets geld?",
        questions=("wat kost een fiets", "moet ik betalen voor een fiets", "is een fiets gratis"),
        answer="Een fiets is gratis.",
        quotes=("checklist/onafhankelijkheid_4",),
        law=("fietswet",),
        explain=("fiets",),
        checked="2026-11-21",
    ),
    Answer(
        id="kleur",
        topic="verf",
        audience=Audience.CITIZEN,
        title="Welke kleur heeft een boot?",
        questions=("welke kleur heeft een boot", "is een boot blauw", "boot verven"),
        answer="Een boot is blauw.",
        quotes=("beroepscode/artikel_9",),
        checked="2026-11-21",
        renamed_from=("verf",),
    ),
    Answer(
        id="trein_heen",
        topic="reizen",
        audience=Audience.CITIZEN,
        title="Hoe laat gaat de trein?",
        questions=("hoe laat gaat de trein", "wanneer vertrekt mijn trein", "trein tijden"),
        answer="De trein gaat om negen uur.",
        quotes=("beroepscode/artikel_1",),
        checked="2026-11-21",
    ),
    Answer(
        id="trein_terug",
        topic="reizen",
        audience=Audience.SUPPORTER,
        title="Hoe laat komt de trein?",
        questions=("hoe laat komt de trein", "wanneer komt mijn trein aan", "trein tijden"),
        answer="De trein komt om tien uur.",
        quotes=("beroepscode/artikel_2",),
        checked="2026-11-21",
    ),
)

UNKNOWN = Unknown(
    id="weer",
    topic="overig",
    title="Welk weer wordt het?",
    questions=("regent het morgen", "wordt het morgen droog", "schijnt zaterdag de zon"),
    reply="Het weer weet ik niet.",
    checked="2026-11-21",
    nearest=(Nearest("Over artikel 3", "beroepscode/artikel_3"),),
    ask=("loket",),
)

PLACES = Places(
    source="made up",
    checked="2026-11-21",
    municipalities=(
        Municipality("Zandstad", "Duinen"),
        Municipality("Veendorp (N.)", "Moeras", ("Veendorp",)),
        Municipality("Veendorp (Z.)", "Heide", ("Veendorp",)),
        Municipality("Best", "Heide"),
    ),
    formers=(Former("Oudzand", ("Zandstad",)), Former("Splitsing", ("Zandstad", "Best"))),
)


@cache
def shipped() -> Library:
    """The shipped content, read once."""
    return load_library()


def small_library(dialogs: str) -> Library:
    """A library with these dialogs: `id: {first: …, steps: {…}}` in YAML, as in `dialogs/`."""
    knowledge = _knowledge()
    return Library(
        knowledge=knowledge,
        matcher=Matcher.of(knowledge, None),
        dialogs=dialogs_of(dialogs),
        phrases=shipped().phrases,
        places=PLACES,
    )


def dialogs_of(text: str) -> dict[str, Dialog]:
    """The dialogs of a YAML text, each by its id. A title that is not given is the id."""
    return {id: _dialog(id, data) for id, data in yaml.load(text, yaml.BaseLoader).items()}


def with_dialogs(library: Library, text: str) -> Library:
    """The same library with other dialogs: a later release."""
    return replace(library, dialogs=dialogs_of(text))


def _dialog(id: str, data: dict[str, Any]) -> Dialog:
    steps: dict[str, Step] = {}
    for name, step in data["steps"].items():
        [verb] = [verb for verb in VERBS if verb in step]
        steps[name] = _made(VERBS[verb], {"id": name, **step})
    made: Dialog = _made(Dialog, {"title": id, "audience": "citizen", **data, "id": id, "steps": steps})
    return made


def _made(cls: Any, data: dict[str, Any]) -> Any:
    return TypeAdapter(cls).validate_python(data)


@cache
def _knowledge() -> Knowledge:
    known = shipped().knowledge
    return Knowledge(
        documents=known.documents,
        answers={answer.id: answer for answer in ANSWERS},
        unknowns={UNKNOWN.id: UNKNOWN},
        smalltalk=known.smalltalk,
        languages=known.languages,
        terms={
            "fiets": Term("fiets", "fiets", "Een fiets heeft twee wielen."),
            "boot": Term("boot", "boot", "Een boot vaart."),
            "wiel": Term("wiel", "wiel"),
        },
        law={"fietswet": Law("fietswet", "Fietsen mag.", "Wmo 2015, artikel 1.1.1", "", "2026-11-21")},
        contacts={
            **known.contacts,
            "loket": Contact("loket", "Het loket", "Ga naar het loket.", "2026-11-21"),
        },
        danger=known.danger,
    )
