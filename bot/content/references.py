"""Ids that lead nowhere: the faults that would break a running conversation."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from bot.content.content import Content, Origin
from bot.content.problem import Problem
from bot.content.yaml_file import Keys
from bot.engine.checklist import HEAVIEST
from bot.engine.dialog import END, Ask, Decide, Score, Show, Step, Tell
from bot.engine.library import START
from bot.engine.phrase import Command, Phrase
from bot.engine.rule import RULES
from bot.municipal.letter_wording import LetterWord, Refusal
from bot.municipal.wording import Word

_CALLED = {"law": "article of law"}
"""What a kind of thing is called, where that is not its name."""


def dangling(content: Content) -> list[Problem]:
    """Every id in the content that nothing has."""
    return [
        *_of_answers(content),
        *_of_unknowns(content),
        *_of_passages(content),
        *_of_dialogs(content),
        *_of_places(content),
        *_of_phrases(content),
        *_of_menu(content),
        *_of_inline(content),
        *_of_checklist(content),
        *_of_letters(content),
        *_of_safety(content),
    ]


def _of_answers(content: Content) -> Iterator[Problem]:
    for answer in content.answers.values():
        origin = content.origin("answer", answer.id)
        yield from _lost(content, origin, "quotes", answer.quotes, "passage")
        yield from _lost(content, origin, "law", answer.law, "law")
        yield from _lost(content, origin, "explain", answer.explain, "term")
        yield from _lost(content, origin, "next", answer.next, "dialog")


def _of_unknowns(content: Content) -> Iterator[Problem]:
    for unknown in content.unknowns.values():
        origin = content.origin("unknown", unknown.id)
        for index, near in enumerate(unknown.nearest):
            if not content.has("passage", near.passage):
                hint = _near(near.passage, content.ids("passage"))
                text = f"there is no passage “{near.passage}”"
                yield origin.problem(text, hint, ("nearest", index, "passage"))
        yield from _lost(content, origin, "ask", unknown.ask, "contact")
        yield from _lost(content, origin, "law", unknown.law, "law")


def _of_passages(content: Content) -> Iterator[Problem]:
    """Notes and parts, which are named without their document."""
    for document in content.documents.values():
        own = [
            p.removeprefix(f"{document.id}/")
            for p in content.ids("passage")
            if p.startswith(f"{document.id}/")
        ]
        for passage in document.passages:
            origin = content.origin("passage", passage.id)
            for key, ids in (("notes", passage.notes), ("parts", passage.parts)):
                for index, id in enumerate(ids):
                    if not content.has("passage", f"{document.id}/{id}"):
                        text = f"there is no passage “{id}” in this document"
                        yield origin.problem(text, _near(id, own), (key, index))


def _of_dialogs(content: Content) -> Iterator[Problem]:
    for dialog in content.dialogs.values():
        origin = content.origin("dialog", dialog.id)
        steps = [*dialog.steps, *content.broken_steps(dialog.id)]
        if steps and dialog.first not in steps:
            text = f"there is no step “{dialog.first}” in this dialog"
            yield origin.problem(text, _near(dialog.first, steps), ("first",))
        for step in dialog.steps.values():
            there = Origin(origin.file, ("steps", step.id))
            yield from _of_step(content, step, there)
            for keys, target in _ways(step):
                if "/" in target and not content.has("dialog", target):
                    hint = _near(target, content.ids("dialog"))
                    yield there.problem(f"there is no dialog “{target}”", hint, keys)
                elif "/" not in target and target not in (END, *steps):
                    text = f"there is no step “{target}” in this dialog"
                    yield there.problem(text, _near(target, [END, *steps]), keys)
    if not content.has("dialog", START):
        yield Problem(f"dialogs/{START}.yaml", 1, "the file is missing", "a conversation begins there")


def _of_step(content: Content, step: Step, origin: Origin) -> Iterator[Problem]:
    match step:
        case Ask():
            yield from _lost(content, origin, "quotes", step.quotes, "passage")
            yield from _lost(content, origin, "explain", step.explain, "term")
            yield from _of_ask(step, origin)
        case Tell():
            yield from _lost(content, origin, "quotes", step.quotes, "passage")
            yield from _lost(content, origin, "law", step.law, "law")
            yield from _lost(content, origin, "contacts", step.contacts, "contact")
        case Show():
            if not content.has("answer", step.show):
                hint = _near(step.show, content.ids("answer"))
                yield origin.problem(f"there is no answer “{step.show}”", hint, ("show",))
        case Decide():
            yield from _of_rule(step, origin)
        case Score() if step.score not in content.checklist.themes and content.whole("checklist"):
            hint = _near(step.score, content.checklist.themes)
            yield origin.problem(f"there is no theme “{step.score}” in the scan", hint, ("score",))


def _ways(step: Step) -> Iterator[tuple[Keys, str]]:
    """Where a step can lead, each with the keys under which it says so."""
    match step:
        case Ask():
            yield from (
                (("choices", index, "next"), option.next) for index, option in enumerate(step.choices)
            )
            if step.next:
                yield ("next",), step.next
        case Decide():
            yield from ((("outcomes", name), target) for name, target in step.outcomes.items())
        case _:
            yield ("next",), step.next


def _of_ask(ask: Ask, origin: Origin) -> Iterator[Problem]:
    if not ask.expect and not ask.choices:
        yield origin.problem(f"question “{ask.id}” has no answers", "give it `choices:` or `expect:`")
    if ask.expect:
        needed = (("save", ask.save), ("next", ask.next)) if ask.expect == "place" else (("next", ask.next),)
        for key, value in needed:
            if not value:
                text = f"question “{ask.id}” expects a {ask.expect} and has no “{key}:”"
                yield origin.problem(text, f"add `{key}:`", ("expect",))


def _of_rule(step: Decide, origin: Origin) -> Iterator[Problem]:
    rule = RULES.get(step.decide)
    if rule is None:
        hint = _near(step.decide, RULES) or f"there are: {', '.join(RULES)}"
        yield origin.problem(f"there is no rule “{step.decide}”", hint, ("decide",))
        return
    for name in step.outcomes:
        if name not in rule.outcomes:
            hint = _near(name, rule.outcomes) or f"it comes to: {', '.join(sorted(rule.outcomes))}"
            yield origin.problem(f"“{step.decide}” never comes to “{name}”", hint, ("outcomes", name))
    for name in sorted(rule.outcomes - step.outcomes.keys()):
        text = f"“{step.decide}” can come to “{name}”, and no way is given for that"
        yield origin.problem(text, f"add `{name}:` with the step to go to", ("outcomes",))


def _of_places(content: Content) -> Iterator[Problem]:
    """Former municipalities that lie in none of today's, and other names of regions that are none."""
    if content.places is None:
        return
    origin = content.origin("places", "")
    municipalities = {m.name for m in content.places.municipalities}
    regions = {m.region for m in content.places.municipalities}
    for index, former in enumerate(content.places.formers):
        for at, name in enumerate(former.now):
            if name not in municipalities:
                text = f"there is no municipality “{name}”"
                yield origin.problem(text, _near(name, municipalities), ("formers", index, "now", at))
    for name in content.places.regions_also:
        if name not in regions:
            text = f"there is no region “{name}”"
            yield origin.problem(text, _near(name, regions), ("regions_also", name))


def _of_menu(content: Content) -> Iterator[Problem]:
    """Names of the menu that lead nowhere, or to two places."""
    for name, entry in content.phrases.menu.items() if content.phrases else ():
        origin = content.origin("phrases", "")
        keys = ("menu", name)
        if sum(map(bool, (entry.command, entry.dialog, entry.ask))) != 1:
            hint = "give it one of: command, dialog, ask"
            yield origin.problem(f"/{name} should do one thing", hint, keys)
        if entry.ask and ("{text}" not in entry.ask or not entry.example):
            hint = "write {text} where the words behind it belong, and give an `example:`"
            yield origin.problem(f"/{name} asks without words or without an example", hint, keys)
        if not (name.isascii() and name.isalpha() and name.islower()):
            yield origin.problem(f"/{name} is no name for a menu", "use small letters only", keys)
        if entry.dialog and not content.has("dialog", entry.dialog):
            hint = _near(entry.dialog, content.ids("dialog"))
            yield origin.problem(f"there is no dialog “{entry.dialog}”", hint, (*keys, "dialog"))


def _of_checklist(content: Content) -> Iterator[Problem]:
    """Points that are not in the checklist, and words of the report that are missing or not needed."""
    checklist = content.checklist
    if not content.has("checklist", ""):
        return
    for theme, id, point in checklist.points():
        origin = content.origin("checklist", "")
        there = Origin(origin.file, ("themes", theme, "points", id))
        if not content.has("passage", checklist.passage(id)):
            hint = _near(checklist.passage(id), content.ids("passage"))
            yield there.problem(f"there is no passage “{checklist.passage(id)}”", hint)
        if not 1 <= point.weight <= HEAVIEST:
            yield there.problem("a weight is a number from 1 to 3", "see the head of the file", ("weight",))
        yield from _lost(content, there, "quotes", point.quotes, "passage")
        yield from _lost(content, there, "law", point.law, "law")
    for kind, name in (("report", "knowledge/report.yaml"), ("scoring", "dialogs/scoring.yaml")):
        if not content.has(kind, ""):
            yield Problem(name, 1, "the file is missing", "put it back: the scan needs it")
    if checklist.themes and content.report.texts:
        origin = content.origin("report", "")
        yield from _of_texts(origin, "text", "texts", list(Word), content.report.texts)
    scoring = content.scoring
    if scoring.choices and scoring.note not in [one.id for one in scoring.choices]:
        text = f"there is no choice “{scoring.note}”"
        yield content.origin("scoring", "").problem(text, "name one of the choices", ("note",))


def _of_letters(content: Content) -> Iterator[Problem]:
    """Passages and law that a letter is held against and are not there, and words that are missing."""
    if not content.letters.points:
        return
    origin = content.origin("letters", "")
    for name, point in content.letters.points.items():
        there = Origin(origin.file, ("points", name))
        yield from _lost_one(content, there, "quote", point.quote, "passage")
    for id, against in content.letters.contradictions.items():
        there = Origin(origin.file, ("contradictions", id))
        if against.quote or not against.law:
            yield from _lost_one(content, there, "quote", against.quote, "passage")
        if against.law:
            yield from _lost_one(content, there, "law", against.law, "law")
    yield from _of_texts(origin, "text", "words", list(LetterWord), content.letters.words)
    yield from _of_texts(origin, "refusal", "refusals", list(Refusal), content.letters.refusals)


def _lost_one(content: Content, origin: Origin, key: str, id: str, kind: str) -> Iterator[Problem]:
    """The id under a key, if no thing of this kind has it."""
    if not content.has(kind, id):
        text = f"there is no {_CALLED.get(kind, kind)} “{id}”"
        yield origin.problem(text, _near(id, content.ids(kind)), (key,))


def _of_inline(content: Content) -> Iterator[Problem]:
    """Answers offered in other chats that are not there."""
    for index, name in enumerate(content.phrases.inline if content.phrases else ()):
        if not content.has("answer", name):
            hint = _near(name, content.ids("answer"))
            origin = content.origin("phrases", "")
            yield origin.problem(f"there is no answer “{name}”", hint, ("inline", index))


def _of_phrases(content: Content) -> Iterator[Problem]:
    """Phrases and commands that the program needs and does not find, or finds and does not need."""
    if content.phrases is None:
        return
    origin = content.origin("phrases", "")
    for what, key, needed, given in (
        ("phrase", "texts", list(Phrase), content.phrases.texts),
        ("command", "commands", list(Command), content.phrases.commands),
    ):
        yield from _of_texts(origin, what, key, needed, given)


def _of_texts(
    origin: Origin, what: str, key: str, needed: Iterable[str], given: Iterable[str]
) -> Iterator[Problem]:
    """Texts that the program needs and does not find, or finds and does not need."""
    needed, given = list(needed), list(given)
    missing = [name for name in needed if name not in given]
    for name in given:
        if name not in needed:
            near = get_close_matches(name, missing, 1)
            hint = f"did you mean “{near[0]}”?" if near else "remove it"
            missing = [other for other in missing if other not in near]
            yield origin.problem(f"no {what} is called “{name}”", hint, (key, name))
    for name in missing:
        yield origin.problem(f"the {what} “{name}” is missing", f"add `{name}:` under `{key}:`", (key,))


def _of_safety(content: Content) -> Iterator[Problem]:
    if content.safety is None:
        return
    origin = content.origin("safety", "")
    for name, kind in content.safety.kinds.items():
        there = Origin(origin.file, ("kinds", name))
        yield from _lost(content, there, "contacts", kind.contacts, "contact")


def _lost(content: Content, origin: Origin, key: str, ids: Iterable[str], kind: str) -> Iterator[Problem]:
    """The ids under a key that no thing of this kind has."""
    for index, id in enumerate(ids):
        if not content.has(kind, id):
            text = f"there is no {_CALLED.get(kind, kind)} “{id}”"
            yield origin.problem(text, _near(id, content.ids(kind)), (key, index))


def _near(id: str, known: Iterable[str]) -> str:
    near = get_close_matches(id, list(known), 1)
    return f"did you mean “{near[0]}”?" if near else ""
