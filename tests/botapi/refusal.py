"""What Telegram answers when it does not do what it is asked.

The code, the description and the parameters of a refusal are those of the Bot API:
https://core.telegram.org/bots/api#making-requests and #responseparameters.
"""

from typing import Any


class Refused(Exception):
    """A call that is not done. `parameters` is a ResponseParameters object."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """The body of the answer."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad_request(what: str, **parameters: Any) -> Refused:
    """400: the caller's fault; the same call will be refused again."""
    return Refused(400, f"Bad Request: {what}", **parameters)


def forbidden(what: str) -> Refused:
    """403: somebody does not want the bot here."""
    return Refused(403, f"Forbidden: {what}")


def conflict(what: str) -> Refused:
    """409: two that want the same updates."""
    return Refused(409, f"Conflict: {what}")


def too_many(retry_after: int) -> Refused:
    """429: too fast; `retry_after` is in whole seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
