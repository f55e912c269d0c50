"""Replies on the screen of a terminal: a little colour and weight, and never wider than it is."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from bot.channels.rendering import QUOTED, Kind, Part, indents, parts
from bot.engine.phrase import Phrases
from bot.messages import Reply

WIDEST = 88
"""Columns beyond which lines of text are tiring to read."""

_STYLES = {Kind.SOURCE: "italic", Kind.ORIGIN: "italic"}
"""Hardly any: a long text in italics is hard to read for many, and a pale one for more."""


def open_console() -> Console:
    """The terminal. It knows its width, and whether it has colours."""
    return Console(highlight=False, markup=False, emoji=False)


def print_replies(
    console: Console, replies: Sequence[Reply], phrases: Phrases, *, numbered: bool = True
) -> None:
    """Prints replies, and a blank line after them."""
    above = False
    for part in parts(replies, phrases, numbered=numbered):
        if part.apart and above:
            console.print()
        above = True
        _print(console, part)
    console.print()


def _print(console: Console, part: Part) -> None:
    first, rest, style = _before(part)
    width = max(min(console.width, WIDEST) - len(first), 1)
    lines = Text(part.text, style=_STYLES.get(part.kind, "")).wrap(console, width)
    for number, line in enumerate(lines):
        line.rstrip()
        console.print(Text.assemble((rest if number else first, style), line), no_wrap=True)


def _before(part: Part) -> tuple[str, str, str]:
    """What stands before the first line of a part, before its others, and in which style."""
    if part.kind in QUOTED:
        return "  │ ", "  │ ", "cyan"
    return *indents(part), "bold" if part.kind is Kind.CHOICE else ""
