"""The Matrix channel from start to end: log in, vouch for the own device, serve the rooms.

A homeserver that is away is waited for. One that does not know the device any more is logged in to
again, on a new device.
"""

import logging
from pathlib import Path

from bot.channels.conversing import Conversations
from bot.channels.matrix.access import Access
from bot.channels.matrix.account import leave, log_in
from bot.channels.matrix.channel import Channel
from bot.channels.matrix.cross_signing import cross_sign
from bot.channels.matrix.folder import alone
from bot.channels.matrix.patience import LoggedOutError
from bot.channels.matrix.progress import FILE, Progress
from bot.engine.library import Library
from bot.errors import SettingsError

log = logging.getLogger(__name__)


async def run(access: Access, folder: Path, library: Library, conversations: Conversations) -> None:
    """Serves Matrix until it is cancelled; device, keys and progress are in `folder`.

    Raises SettingsError and StoreError, in one line.
    """
    with alone(folder):
        while await _is_logged_out(access, folder, library, conversations):
            log.warning("the homeserver has logged this device out")


async def _is_logged_out(
    access: Access, folder: Path, library: Library, conversations: Conversations
) -> bool:
    """Serves Matrix on one device; returns where the homeserver does not know that any more."""
    homeserver = await log_in(access, folder)
    try:
        await cross_sign(homeserver, folder, access.password)
        progress = Progress(folder / FILE)
        await Channel(homeserver, conversations, library.phrases, progress, access.servers).serve()
    except LoggedOutError as error:
        if access.password is None:
            raise SettingsError(
                "The homeserver does not know NAAST_MATRIX_TOKEN any more. "
                "Make a new access token, or set NAAST_MATRIX_PASSWORD."
            ) from error
        return True
    finally:
        await leave(homeserver)
    return False
