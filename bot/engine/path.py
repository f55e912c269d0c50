"""The path of answers: what a session is made of.

How a frame is written out is fixed, as the stamps of the buttons that people have are made of it.
"""

from bot.record import record


@record
class Given:
    """One answer in a path: which step, which choice, and the value if the step saves one.

    For a step that expects a value, `choice` is the kind of value that was given ("municipality",
    "region"); for a `decide` step it is the outcome.
    """

    step: str
    choice: str
    value: str = ""

    def __repr__(self) -> str:
        return f"Given(step={self.step!r}, choice={self.choice!r}, value={self.value!r})"


@record
class Frame:
    """One open dialog and the answers given in it."""

    dialog: str
    path: tuple[Given, ...] = ()

    def __repr__(self) -> str:
        return f"Frame(dialog={self.dialog!r}, path={self.path!r})"
