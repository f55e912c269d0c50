"""Faults in what people press and type: labels that do not fit, words that mean two things."""

from collections.abc import Iterator

from bot.answering.knowledge import Audience
from bot.answering.words import plain
from bot.content.content import Content, Origin
from bot.content.problem import Problem
from bot.content.yaml_file import Keys
from bot.engine.dialog import Ask, Option
from bot.engine.phrase import ONLY_OFFERED

LONGEST_LABEL = 40
"""Characters of a label that fit on a button of a small telephone."""

LONGEST_ID = 64
"""Bytes of a choice's id: Telegram's limit for callback data."""

STAMP = len(".12345678")
"""Bytes that binding to a question adds to the id of a choice."""

DONT_KNOW = "weet_niet"
"""The id of the choice that every question to a citizen must have."""


def label_faults(content: Content) -> list[Problem]:
    """Every fault in what is pressed and typed."""
    found: list[Problem] = []
    for dialog in content.dialogs.values():
        for step in dialog.steps.values():
            if isinstance(step, Ask) and (step.choices or step.expect):
                origin = Origin(content.origin("dialog", dialog.id).file, ("steps", step.id))
                found += _choices(content, step, origin)
                if dialog.audience is Audience.CITIZEN and all(o.id != DONT_KNOW for o in step.choices):
                    text = f"question “{step.id}” has no “Weet ik niet”"
                    hint = f"add a choice {{id: {DONT_KNOW}, say: Weet ik niet, next: …}}"
                    found.append(origin.problem(text, hint))
    return [*found, *_openings(content), *_titles(content)]


def _choices(content: Content, ask: Ask, origin: Origin) -> Iterator[Problem]:
    """Choices with a label or an id that does not fit, and two choices that mean the same."""
    usual = content.phrases.usual if content.phrases else {}
    commands = _commands(content)
    meant: dict[str, Option] = {}
    for index, option in enumerate(ask.choices):
        at: Keys = ("choices", index)
        if any(option.id == other.id for other in ask.choices[:index]):
            text = f"the choice “{option.id}” stands twice"
            yield origin.problem(text, "give one of the two another id", (*at, "id"))
            continue
        if len(option.say) > LONGEST_LABEL:
            yield _too_long(origin, "label", option.say, (*at, "say"))
        if len(option.id.encode()) + STAMP > LONGEST_ID:
            text = f"the id “{option.id}” has {len(option.id.encode())} letters"
            yield origin.problem(text, f"at most {LONGEST_ID - STAMP} can be sent", (*at, "id"))
        own = [(option.say, "say", "this label"), *((word, "also", "`also:`") for word in option.also)]
        own += [(word, "id", "`usual:` in dialogs/phrases.yaml") for word in usual.get(option.id, ())]
        for word, key, source in own:
            other = meant.setdefault(plain(word), option)
            if other is not option and plain(word):
                meant[plain(word)] = option
                if key == "say" and plain(other.say) == plain(word):
                    text = f"two choices have the label “{word}”"
                else:
                    text = f"“{word}” means both “{other.id}” and “{option.id}”, by {source}"
                yield origin.problem(text, "let it mean one of the two", (*at, key))
            if plain(word) in commands:
                text = f"“{word}” is the command “{commands[plain(word)]}”, and never reaches “{option.id}”"
                yield origin.problem(text, f"take it away from {source}", (*at, key))


def _commands(content: Content) -> dict[str, str]:
    """The words of commands that can be typed at any moment, each with the label of its command."""
    commands = content.phrases.commands if content.phrases else {}
    return {
        plain(word): words.label
        for name, words in commands.items()
        if name not in ONLY_OFFERED
        for word in (words.label, *words.also)
        if plain(word)
    }


def _openings(content: Content) -> Iterator[Problem]:
    """Titles and words that begin two dialogs."""
    seen: dict[str, str] = {}
    for dialog in content.dialogs.values():
        origin = content.origin("dialog", dialog.id)
        own: list[tuple[str, Keys]] = [(dialog.title, ("title",))]
        own += [(word, ("starts_with", index)) for index, word in enumerate(dialog.starts_with)]
        for word, at in own:
            first = seen.setdefault(plain(word), dialog.id)
            if first != dialog.id:
                text = f"“{word}” begins both “{first}” and “{dialog.id}”"
                yield origin.problem(text, "let it begin one of the two", at)


def _titles(content: Content) -> Iterator[Problem]:
    """Titles that are too long for a button, and answers that look the same on two."""
    seen: dict[str, str] = {}
    for kind, titled in (("dialog", content.dialogs), ("answer", content.answers)):
        for one in titled.values():
            origin = content.origin(kind, one.id)
            if len(one.title) > LONGEST_LABEL:
                yield _too_long(origin, "title", one.title, ("title",))
            if kind == "answer" and seen.setdefault(plain(one.title), one.id) != one.id:
                text = f"the title “{one.title}” is that of “{seen[plain(one.title)]}” too"
                yield origin.problem(text, "give one of the two another title", ("title",))


def _too_long(origin: Origin, what: str, text: str, at: Keys) -> Problem:
    said = f"the {what} “{text}” has {len(text)} characters"
    return origin.problem(said, f"at most {LONGEST_LABEL} fit on a button", at)
