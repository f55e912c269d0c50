"""One request for a method, with the parameters as Telegram reads them.

A parameter may come in the address, in a form or in JSON, and an object in a form is JSON in a string
(https://core.telegram.org/bots/api#making-requests). Telegram overlooks a parameter that it does not
know; here it is remembered, so that a test sees a misspelt one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.refusal import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a form, as its part names it."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A method by its name in lower case; names of methods are not case-sensitive."""

    method: str
    parameters: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """Whether something was given. An empty string is nothing."""
        self.known.add(name)
        return self.parameters.get(name) not in (None, "") or name in self.uploads

    def text(self, name: str) -> str:
        """A string; empty where none was given."""
        given = self.parameters.get(name) if self.has(name) else ""
        return given if isinstance(given, str) else json.dumps(given)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number, which may stand in a string."""
        if not self.has(name):
            return default
        given = self.parameters[name]
        try:
            if isinstance(given, bool | float):
                raise TypeError
            return int(given)
        except (TypeError, ValueError):
            raise bad_request(f"{name} must be a valid Integer") from None

    def flag(self, name: str) -> bool:
        """True or false."""
        given = self.parameters.get(name) if self.has(name) else False
        return given is True or (isinstance(given, str) and given.lower() in ("true", "yes", "1"))

    def value(self, name: str, what: str) -> Any:
        """JSON, as it is or in a string; None where nothing was given. `what` names it in the refusal."""
        if not self.has(name):
            return None
        given = self.parameters[name]
        if not isinstance(given, str):
            return given
        try:
            return json.loads(given)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    @property
    def unknown(self) -> set[str]:
        """What was given and never read."""
        return {*self.parameters, *self.uploads} - self.known
