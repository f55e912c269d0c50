"""The path of answers: what a session is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """One answer in a path: which step, which choice, and the value if the step saves one.

    For a step that expects a value, `choice` is the kind of value that was given ("municipality",
    "region"); for a `decide` step it is the outcome.
    """

    step: str
    choice: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """One open dialog and the answers given in it."""

    dialog: str
    path: tuple[Given, ...] = ()
