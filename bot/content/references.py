"""Ids that lead nowhere: the faults that would break a running conversation."""

from collections.abc import Container, Iterable, Iterator
from difflib import get_close_matches

from bot.content.problem import Problem
from bot.content.read import Content, Origin
from bot.engine.dialog import END, Ask, Decide, Dialog, Show, Step, Tell, targets
from bot.engine.library import START
from bot.engine.phrase import Command, Phrase
from bot.engine.rule import RULES


def dangling(content: Content) -> list[Problem]:
    """Every id in the content that nothing has."""
    found: list[Problem] = []
    passages = {p.id for document in content.documents.values() for p in document.passages}
    for answer in content.answers.values():
        origin = content.origin("answer", answer.id)
        found += _unknown(origin, "quotes", answer.quotes, passages, "passage")
        found += _unknown(origin, "law", answer.law, content.law, "article of law")
        found += _unknown(origin, "explain", answer.explain, content.terms, "term")
        found += _unknown(origin, "next", answer.next, content.dialogs, "dialog")
    for unknown in content.unknowns.values():
        origin = content.origin("unknown", unknown.id)
        found += _unknown(
            origin, "nearest", [n.passage for n in unknown.nearest], passages, "passage"
        )
        found += _unknown(origin, "ask", unknown.ask, content.contacts, "contact")
        found += _unknown(origin, "law", unknown.law, content.law, "article of law")
    for document in content.documents.values():
        for passage in document.passages:
            origin = content.origin("passage", passage.id)
            here = [f"{document.id}/{name}" for name in (*passage.notes, *passage.parts)]
            found += _unknown(origin, "notes", here, passages, "passage")
    for dialog in content.dialogs.values():
        for step in dialog.steps.values():
            found += _of_step(content, dialog, step, passages)
        if dialog.first not in dialog.steps:
            text = f"“first: {dialog.first}” is no step of this dialog"
            found.append(content.origin("dialog", dialog.id).problem(text, at=("first",)))
    found += _of_program(content)
    return found


def _of_step(
    content: Content, dialog: Dialog, step: Step, passages: Container[str]
) -> Iterator[Problem]:
    whole = content.origin("dialog", dialog.id)
    origin = Origin(whole.file, (*whole.path, "steps", step.id))
    for target in targets(step):
        there = content.dialogs if "/" in target else dialog.steps
        if target != END and target not in there:
            yield origin.problem(f"“next: {target}” leads nowhere", _near(target, (*there, END)))
    match step:
        case Ask():
            yield from _unknown(origin, "quotes", step.quotes, passages, "passage")
            yield from _unknown(origin, "explain", step.explain, content.terms, "term")
            if step.expect and not (step.save and step.next):
                yield origin.problem("a step with “expect:” needs “save:” and “next:”")
            if not step.expect and not step.choices:
                yield origin.problem("a question needs “choices:” or “expect:”")
        case Tell():
            yield from _unknown(origin, "quotes", step.quotes, passages, "passage")
            yield from _unknown(origin, "law", step.law, content.law, "article of law")
            yield from _unknown(origin, "contacts", step.contacts, content.contacts, "contact")
        case Show():
            yield from _unknown(origin, "show", [step.show], content.answers, "answer")
        case Decide():
            rule = RULES.get(step.decide)
            if rule is None:
                hint = f"there are: {', '.join(RULES)}"
                yield origin.problem(f"there is no rule “{step.decide}”", hint, ("decide",))
            elif set(step.outcomes) != rule.outcomes:
                hint = f"its outcomes are: {', '.join(sorted(rule.outcomes))}"
                yield origin.problem(
                    f"the outcomes are not those of “{step.decide}”", hint, ("outcomes",)
                )


def _of_program(content: Content) -> Iterator[Problem]:
    """What the program itself needs of the content."""
    if content.phrases:
        origin = content.origin("phrases", "phrases")
        for phrase in Phrase:
            if phrase not in content.phrases.texts:
                yield origin.problem(
                    f"the phrase “{phrase}” is missing", "add it under `texts:`", ("texts",)
                )
        for name in content.phrases.texts:
            if name not in set(Phrase):
                hint = _near(name, list(Phrase)) or "remove it"
                yield origin.problem(f"no phrase is called “{name}”", hint, ("texts", name))
        for command in Command:
            if command not in content.phrases.commands:
                yield origin.problem(f"the command “{command}” is missing", at=("commands",))
        for name in content.phrases.commands:
            if name not in set(Command):
                yield origin.problem(f"no command is called “{name}”", at=("commands", name))
    if content.safety:
        origin = content.origin("safety", "safety")
        for name, kind in content.safety.kinds.items():
            there = Origin(origin.file, ("kinds", name))
            yield from _unknown(there, "contacts", kind.contacts, content.contacts, "contact")
    if START not in content.dialogs:
        yield Problem(f"dialogs/{START}.yaml", 1, "is missing", "a conversation begins there")


def _unknown(
    origin: Origin, key: str, ids: Iterable[str], known: Container[str] | Iterable[str], what: str
) -> Iterator[Problem]:
    for index, id in enumerate(ids):
        if id not in known:  # type: ignore[operator]
            text = f"there is no {what} “{id}”"
            yield origin.problem(text, _near(id, known), (key, index))  # type: ignore[arg-type]


def _near(id: str, known: Iterable[str]) -> str:
    near = get_close_matches(id, list(known), 1)
    return f"did you mean “{near[0]}”?" if near else ""
