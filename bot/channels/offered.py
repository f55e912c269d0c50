"""The choices that a person at a terminal sees, by their labels."""

from collections.abc import Sequence

from bot.messages import Choice, Reply


class Offered:
    """The choices of the last turn."""

    def __init__(self) -> None:
        self._numbered: tuple[Choice, ...] = ()
        self._all: tuple[Choice, ...] = ()

    def put(self, replies: Sequence[Reply]) -> None:
        """Takes the choices of a turn, and forgets those of the turn before."""
        groups = [reply.choices for reply in reversed(replies) if reply.choices]
        self._numbered = groups[0] if groups else ()
        self._all = tuple(choice for group in groups for choice in group)

    @property
    def numbered(self) -> tuple[str, ...]:
        """The labels that have a number: those of the last reply with choices."""
        return tuple(choice.label for choice in self._numbered)

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels, those with a number first."""
        return tuple(dict.fromkeys(choice.label for choice in self._all))

    def choice(self, text: str) -> Choice | None:
        """The choice with exactly this label. What other words mean, the conversation tells."""
        return next((choice for choice in self._all if choice.label == text.strip()), None)
