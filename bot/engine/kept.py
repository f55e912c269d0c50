"""What is kept of a conversation: told in words, offered for change, and for being erased."""

from dataclasses import replace

from bot.engine import composing, flow
from bot.engine.flow import GivenAnswer
from bot.engine.library import Library
from bot.engine.phrase import Command, Phrase
from bot.engine.session import Session
from bot.messages import Choice, Reply

SHORT = 28
"""Characters of a note that fit on a button, beside the number of its point."""


def told(library: Library, session: Session) -> Reply:
    """Every answer that was given, and the rules of keeping."""
    phrases = library.phrases
    aside = (session.paused,) if session.paused else ()
    answers = flow.given_answers(library, replace(session, frames=(*aside, *session.frames)))
    given = [_line(one) for one in answers]
    kept = (
        phrases.text(Phrase.DATA_ANSWERS, answers="\n".join(given))
        if given
        else phrases.text(Phrase.DATA_NOTHING)
    )
    scan = any(one.theme for one in answers)
    rules = phrases.text(Phrase.DATA_SCAN if scan else Phrase.DATA_RULES, days=str(library.retention_days))
    day = "-".join(reversed(session.shared.split("-")))
    shared = phrases.text(Phrase.DATA_SHARED, date=day) if day else ""
    text = "\n\n".join(part for part in (kept, rules, shared) if part)
    return Reply(text, choices=(composing.command(library, Command.FORGET),))


def changeable(library: Library, session: Session, theme: str = "") -> Reply | None:
    """Which answers can be changed: of a scan first the themes, and then the points of one `theme`.
    None where none was given."""
    given = [one for one in flow.given_answers(library, session) if not theme or one.theme == theme]
    if not given:
        return None
    themes: dict[str, list[GivenAnswer]] = {}
    lines, choices = [library.phrases.text(Phrase.CHANGE_WHICH)], []
    for one in given:
        if one.theme and not theme:
            themes.setdefault(one.theme, []).append(one)
        else:
            lines.append(_line(one))
            choices.append(Choice(f"change:{one.name}", changed_label(one)))
    for title, ones in themes.items():
        lines.append(f"- {title}: {', '.join(map(_short, ones))}")
        choices.append(Choice(f"theme:{ones[0].name}", title))
    go_on = composing.command(library, Command.RESUME)
    return Reply("\n".join(lines), choices=(*choices, go_on))


def changed_label(given: GivenAnswer) -> str:
    """The label under which an answer is offered for change: of a point with its number."""
    number = given.question.rpartition(", ")[2]
    return f"{number} {_short(given)}" if given.theme else given.said


def _short(given: GivenAnswer) -> str:
    return given.said if len(given.said) <= SHORT else f"{given.said[: SHORT - 1].rstrip()}…"


def erasable(library: Library) -> Reply:
    """Asks whether everything may be erased."""
    sure = (composing.command(library, one) for one in (Command.FORGET_SURE, Command.RESUME))
    return Reply(library.phrases.text(Phrase.FORGET_SURE), choices=tuple(sure))


def restartable(library: Library) -> Reply:
    """Asks whether a scan may be begun anew."""
    sure = (composing.command(library, one) for one in (Command.RESTART_SURE, Command.RESUME))
    return Reply(library.phrases.text(Phrase.SCAN_RESTART_SURE), choices=tuple(sure))


def stopped(library: Library, session: Session) -> Reply:
    """Says goodbye, and where a scan waits how it is taken up again."""
    waiting = library.dialog(session.paused.dialog) if session.paused else None
    if waiting is None:
        return Reply(library.phrases.text(Phrase.STOPPED))
    choice = Choice(f"dialog:{waiting.id}", waiting.title)
    days = str(library.retention_days)
    return Reply(library.phrases.text(Phrase.SCAN_STOPPED, days=days), choices=(choice,))


def _line(given: GivenAnswer) -> str:
    return f"- {given.question} {given.said}"
