"""A call of a method of the Bot API, as a value: it can be made, compared and tested without a server."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from bot.messages import Attachment
from bot.record import record


@record
class Call:
    """`parameters` as they go out in JSON; a `file` goes along under the name `field`.

    `asks` says that the message has buttons of a question, which go when the question is answered.
    """

    method: str
    parameters: Mapping[str, Any] = field(repr=False)
    file: Attachment | None = field(default=None, repr=False)
    field: str = ""
    asks: bool = False

    def with_parameters(self, **more: Any) -> "Call":
        """The same call with other or more parameters; one that is None is left out."""
        parameters = {**self.parameters, **more}
        kept = {name: value for name, value in parameters.items() if value is not None}
        return Call(self.method, kept, self.file, self.field, self.asks)
