"""What stands in `knowledge/safety.yaml`: kinds of danger, and what only looks like one."""

from collections.abc import Mapping
from dataclasses import field
from typing import ClassVar

from bot.record import record


@record
class DangerKind:
    """One kind of danger: what gives it away, and what Naast says to it."""

    title: str
    reply: str
    contacts: tuple[str, ...]  # ids of contacts.yaml, most urgent first
    signals: tuple[str, ...]

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@record
class Safety:
    """The whole of safety.yaml. The kinds stand in order: where two are seen, the first one counts."""

    kinds: Mapping[str, DangerKind]
    look_alikes: Mapping[str, tuple[str, ...]]  # grouped for the editor; the groups mean nothing else
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # as it should be: as typed
    fillers: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    joiners: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    forgive: tuple[str, ...] = ()
    leave_alone: tuple[str, ...] = ()
    checked: str = ""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
