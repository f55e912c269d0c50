"""What is kept of a conversation: told in words, offered for change, and for being erased."""

from bot.engine import composing, flow
from bot.engine.flow import GivenAnswer
from bot.engine.library import Library
from bot.engine.phrase import Command, Phrase
from bot.engine.session import Session
from bot.messages import Choice, Reply


def told(library: Library, session: Session) -> Reply:
    """Every answer that was given, and the rules of keeping."""
    phrases = library.phrases
    given = [_line(one) for one in flow.given_answers(library, session)]
    kept = (
        phrases.text(Phrase.DATA_ANSWERS, answers="\n".join(given))
        if given
        else phrases.text(Phrase.DATA_NOTHING)
    )
    rules = phrases.text(Phrase.DATA_RULES, days=str(library.retention_days))
    return Reply(f"{kept}\n\n{rules}", choices=(composing.command(library, Command.FORGET),))


def changeable(library: Library, session: Session) -> Reply | None:
    """Which answers can be changed; None where none was given."""
    given = flow.given_answers(library, session)
    if not given:
        return None
    lines = [library.phrases.text(Phrase.CHANGE_WHICH), *map(_line, given)]
    choices = [Choice(f"change:{one.name}", one.said) for one in given]
    go_on = composing.command(library, Command.RESUME)
    return Reply("\n".join(lines), choices=(*choices, go_on))


def erasable(library: Library) -> Reply:
    """Asks whether everything may be erased."""
    sure = (composing.command(library, one) for one in (Command.FORGET_SURE, Command.RESUME))
    return Reply(library.phrases.text(Phrase.FORGET_SURE), choices=tuple(sure))


def _line(given: GivenAnswer) -> str:
    return f"- {given.question} {given.said}"
