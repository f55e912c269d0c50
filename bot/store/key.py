"""What a conversation is called at rest: an HMAC-SHA256, never the chat id itself.

Chat ids are short numbers, so a plain hash of them is undone by trying them all. The secret that
stands in the way comes from the setting NAAST_SECRET, or is made once and kept beside the database.
Without it nobody can tell which conversation is whose, and neither can Naast: a secret that is lost
is an error and never a new one.
"""

import hmac
import os
import secrets
from pathlib import Path

from bot.errors import SettingsError, StoreError
from bot.record import record
from bot.store import folder as data
from bot.store.fault import explained

FILE_NAME = "secret"
SHORTEST_SECRET = 16
"""Characters below which a secret is refused: it could be guessed."""


@record
class EventKey:
    """One event of one conversation. Both are HMACs, in 64 hexadecimal digits."""

    conversation: str
    event: str


class Keys:
    """Makes keys with a secret, and never shows it."""

    __slots__ = ("_keyed",)

    def __init__(self, secret: str) -> None:
        # Copied for every key. `hmac.digest` would let other threads in first, for a millisecond.
        self._keyed = hmac.new(secret.encode(errors="surrogateescape"), digestmod="sha256")

    def event(self, conversation: str, event: str) -> EventKey:
        """The key of an event, in the words of a channel: "telegram:1234" and "87"."""
        return EventKey(self.conversation(conversation), self._hmac("event", conversation, event))

    def conversation(self, conversation: str) -> str:
        """The key of a conversation: "telegram:1234"."""
        return self._hmac("conversation", conversation)

    def scan(self, code: str) -> str:
        """The key under which colleagues share scans with this code."""
        return self._hmac("scan", code)

    def seed(self, event: EventKey) -> bytes:
        """Bytes that nobody can guess, and that are the same when the event comes again."""
        return bytes.fromhex(self._hmac("seed", event.conversation, event.event))

    @property
    def fingerprint(self) -> str:
        """Tells two secrets apart without telling either; kept in the database."""
        return self._hmac("fingerprint")

    def _hmac(self, *parts: str) -> str:
        told = "".join(f"{len(part)}:{part}" for part in parts)
        keyed = self._keyed.copy()
        keyed.update(told.encode(errors="surrogatepass"))
        return keyed.hexdigest()


def load_keys(folder: Path, setting: str | None, *, database: Path) -> Keys:
    """The keys of the store in this folder; makes its secret with a new database.

    `setting` is NAAST_SECRET; empty is the same as not set. Raises SettingsError for one that is
    too short, StoreError where the secret file of an existing database is missing, is damaged, or
    cannot be read or made.
    """
    if setting:
        return load_setting(setting)
    path = folder / FILE_NAME
    is_known = os.path.lexists(database)  # first, as another process may just be making both
    try:
        if not os.path.lexists(path):
            if is_known:
                raise StoreError(
                    f"{path} is missing, and {database} cannot be read without it. "
                    "Put it back from a backup, or set NAAST_SECRET."
                )
            data.put_in_place(path, _write_secret)
        secret = path.read_text("ascii").strip()
    except UnicodeDecodeError:
        secret = ""
    except OSError as error:
        raise explained(error, path) from error
    if len(secret) < SHORTEST_SECRET:
        raise StoreError(f"{path} is damaged. Put it back from a backup, or set NAAST_SECRET.")
    return Keys(secret)


def load_setting(setting: str) -> Keys:
    """The keys made with NAAST_SECRET. Raises SettingsError for one that could be guessed."""
    if len(setting) < SHORTEST_SECRET:
        raise SettingsError(f"NAAST_SECRET has fewer than {SHORTEST_SECRET} characters.")
    return Keys(setting)


def _write_secret(path: Path) -> None:
    with path.open("w", encoding="ascii") as file:
        file.write(f"{secrets.token_hex(32)}\n")
        file.flush()
        os.fsync(file.fileno())
