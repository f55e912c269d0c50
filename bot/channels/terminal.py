"""A conversation in the terminal, or through a pipe.

On a terminal the replies have a little colour and weight and keep to its width, the choices can be
walked with the arrows, and tab completes them (`screen`, `prompt`). Through a pipe the same words
go in plain lines: one message a line, without a prompt, until the end. A terminal that can only
type (TERM=dumb) gets a bare prompt.

Nothing that a person types is kept: the history of the prompt lives in memory and goes with it.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import BinaryIO, TextIO

from bot.channels.offered import Offered
from bot.channels.rendering import print_plain
from bot.channels.talk import BEGIN, RESUME, Talk, incoming, open_question
from bot.engine.phrase import Phrase
from bot.messages import Incoming, Reply

LONGEST_LINE = 1024 * 1024
"""Bytes after which a line of a pipe is taken to end."""


def on_terminal(talk: Talk) -> None:
    """A person at a terminal, until Ctrl-D or Ctrl-C. Raises StoreError."""
    # Rich and prompt_toolkit take 200 ms to import, and a pipe needs neither.
    from bot.channels.prompt import prompted  # noqa: PLC0415
    from bot.channels.screen import open_console, print_replies  # noqa: PLC0415

    console, phrases = open_console(), talk.library.phrases
    typed = _typed_bare if console.is_dumb_terminal else partial(prompted, phrases)
    try:
        _converse(talk, typed, lambda replies: print_replies(console, replies, phrases))
    except KeyboardInterrupt:  # while a reply was being made
        console.print()
    console.print(phrases.text(Phrase.GOODBYE))


def through_pipe(talk: Talk, source: BinaryIO, out: TextIO) -> None:
    """One message a line until the source ends. Raises StoreError."""

    def typed(_: Offered) -> Iterator[str]:
        while line := source.readline(LONGEST_LINE):
            yield _text(line)

    _converse(talk, typed, lambda replies: print_plain(replies, talk.library.phrases, out))


def _converse(
    talk: Talk,
    typed: Callable[[Offered], Iterator[str]],
    show: Callable[[Sequence[Reply]], None],
) -> None:
    """Opens the conversation, or takes it up again, and answers whatever is typed."""
    offered, phrases = Offered(), talk.library.phrases

    def answer(message: Incoming) -> None:
        replies = talk.take(message).replies
        offered.put(replies)
        show(replies)

    kept = open_question(talk, talk.session()) is not None
    show([Reply(phrases.text(Phrase.WELCOME_BACK if kept else Phrase.WELCOME))])
    answer(incoming(talk, choice=RESUME if kept else BEGIN))
    for text in typed(offered):
        choice = offered.choice(text)
        answer(incoming(talk, choice=choice.id) if choice else incoming(talk, text=text))


def _typed_bare(_: Offered) -> Iterator[str]:
    """What is typed at a terminal that can only type."""
    while True:
        print("> ", end="", flush=True)
        try:
            line = sys.stdin.buffer.readline()
        except KeyboardInterrupt:
            line = b""
        if not line:
            print()
            return
        yield _text(line)


def _text(line: bytes) -> str:
    """A line as text; what is no UTF-8 becomes a mark that means nothing."""
    return line.decode("utf-8", "replace").rstrip("\r\n")
