"""How this bot is reached, from the settings. Light to import: it is read before anything is started."""

import hashlib
import hmac
from dataclasses import field

from bot.record import record
from bot.settings import Settings


@record
class Account:
    """`webhook` is the public address that Telegram brings updates to, empty for a bot that asks for
    them; `listen` is where that address arrives on this machine. Without a `secret` for the webhook
    one is made from the token."""

    token: str = field(repr=False)
    api: str = "https://api.telegram.org"
    webhook: str = ""
    listen: tuple[str, int] = ("127.0.0.1", 8080)
    secret: str = field(default="", repr=False)

    def key(self, purpose: str) -> bytes:
        """A key of this bot for one purpose: the same after every start, and told by nobody."""
        return hmac.digest(self.token.encode(), f"naast {purpose}".encode(), hashlib.sha256)

    @property
    def webhook_secret(self) -> str:
        """What Telegram shows with every update that it brings."""
        return self.secret or self.key("webhook").hex()


def account_of(settings: Settings) -> Account | None:
    """The account in the settings; None where there is none."""
    if settings.telegram_token is None:
        return None
    return Account(
        settings.telegram_token.get_secret_value(),
        settings.telegram_api,
        settings.telegram_webhook,
        settings.telegram_listen,
        settings.telegram_secret.get_secret_value() if settings.telegram_secret else "",
    )
