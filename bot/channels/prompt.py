"""The line on which a person types: arrows walk through the choices, tab completes their labels.

The history of the line is in memory only.
"""

from collections.abc import Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.key_binding.key_processor import KeyPressEvent
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.shortcuts import CompleteStyle

from bot.answering.words import plain
from bot.channels.offered import Offered
from bot.engine.phrase import Phrase, Phrases

PROMPT = "> "


def prompted(phrases: Phrases, offered: Offered) -> Iterator[str]:
    """What is typed, a line at a time, until Ctrl-D or Ctrl-C."""
    session: PromptSession[str] = PromptSession(
        output=_output(),
        history=InMemoryHistory(),
        completer=_Labels(offered),
        complete_while_typing=False,
        complete_style=CompleteStyle.READLINE_LIKE,
        reserve_space_for_menu=0,
        key_bindings=_keys(_Walk(offered)),
    )
    while True:
        hint = Phrase.PROMPT_CHOICE if offered.numbered else Phrase.PROMPT_QUESTION
        try:
            text = session.prompt(PROMPT, placeholder=[("italic", phrases.text(hint))])
        except (EOFError, KeyboardInterrupt):
            return
        print()
        yield text


def _output() -> Output:
    output = create_output()
    if isinstance(output, Vt100_Output):
        # Whose terminal does not tell where its cursor is would get a warning in English.
        output.enable_cpr = False
    return output


class _Labels(Completer):
    """Completes a whole line to the labels that begin with it, however they are written."""

    def __init__(self, offered: Offered) -> None:
        self._offered = offered

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        typed = document.text_before_cursor
        for label in self._offered.labels:
            if plain(label).startswith(plain(typed)):
                yield Completion(label, start_position=-len(typed))


class _Walk:
    """Up and down go round through the labels that have a number, and through what was typed.
    Where there are none they go through the history, as Ctrl-P and Ctrl-N always do."""

    def __init__(self, offered: Offered) -> None:
        self._offered = offered
        self._typed = ""

    def step(self, buffer: Buffer, by: int) -> None:
        """Fills the line with the label after it (`by` 1) or before it (-1)."""
        labels = self._offered.numbered
        if not labels:
            buffer.history_forward() if by > 0 else buffer.history_backward()
            return
        if buffer.text not in labels:
            self._typed = buffer.text
        ring = (self._typed, *labels)
        at = ring.index(buffer.text, 0 if buffer.text == self._typed else 1)
        buffer.document = Document(ring[(at + by) % len(ring)])


def _keys(walk: _Walk) -> KeyBindings:
    keys = KeyBindings()

    @keys.add("down")
    def _down(event: KeyPressEvent) -> None:
        walk.step(event.current_buffer, 1)

    @keys.add("up")
    def _up(event: KeyPressEvent) -> None:
        walk.step(event.current_buffer, -1)

    return keys
