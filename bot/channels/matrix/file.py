"""Files, in and out. In an encrypted room the homeserver sees neither their words nor their names.

A file that comes in is on this machine for as long as its turn takes, in a folder of its own.
"""

import asyncio
import logging
import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from io import BytesIO
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any

from nio import UploadResponse
from nio.crypto import decrypt_attachment
from nio.exceptions import EncryptionError

from bot.channels.matrix.homeserver import Homeserver, address
from bot.channels.matrix.patience import UnavailableError, failed
from bot.channels.matrix.reading import RemoteFile
from bot.messages import Attachment, Sent

LARGEST = 5 * 1024 * 1024
"""Bytes of a file that is taken in."""

TRIES = 4
"""How often a file is asked for."""

PATHS = ("/_matrix/client/v1/media/download", "/_matrix/media/v3/download")
"""Where files are: since version 1.11 of Matrix, and before."""

log = logging.getLogger(__name__)


class LargeFileError(Exception):
    """A file is larger than LARGEST."""


@asynccontextmanager
async def fetched(homeserver: Homeserver, file: RemoteFile) -> AsyncIterator[Attachment | Sent]:
    """The file on this machine until the end of the block; or what to say instead."""
    try:
        data = await _download(homeserver, file)
    except LargeFileError:
        yield Sent.LARGE_FILE
        return
    if data is None:
        yield Sent.LOST_FILE
        return
    name = PurePath(file.name.replace("\\", "/")).name or "file"
    with TemporaryDirectory(prefix="naast-") as folder:
        path = Path(folder, f"in{Path(name).suffix[:10]}")
        await asyncio.to_thread(path.write_bytes, data)
        yield Attachment(str(path), name, file.media_type)


async def upload(homeserver: Homeserver, attachment: Attachment, *, encrypted: bool) -> dict[str, Any] | None:
    """Sends a file to the homeserver and gives the content of its message; None where it is gone."""
    client, path = homeserver.client, Path(attachment.path)
    try:
        data = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        log.error("a file that was to be sent is gone: %s", error.strerror)
        return None
    keys: dict[str, Any] | None = None

    async def send() -> object:
        nonlocal keys
        uploaded, keys = await client.upload(
            lambda *_: BytesIO(data),
            attachment.media_type,
            None if encrypted else attachment.name,
            encrypt=encrypted,
            filesize=len(data),
        )
        return uploaded

    sent = await homeserver.patience.ask_nio(send, UploadResponse)
    media_type = attachment.media_type or mimetypes.guess_type(attachment.name)[0]
    where = {"file": {**keys, "url": sent.content_uri}} if keys else {"url": sent.content_uri}
    return {
        "msgtype": "m.file",
        "body": attachment.name,
        "filename": attachment.name,
        "info": {"size": len(data), "mimetype": media_type},
        **where,
    }


async def _download(homeserver: Homeserver, file: RemoteFile) -> bytes | None:
    """The bytes of a file; None where they cannot be had. Raises LargeFileError."""
    if file.size > LARGEST:
        raise LargeFileError
    server, _, media = file.uri.removeprefix("mxc://").partition("/")
    if not server or not media or "/" in media:
        return None
    for path in PATHS:
        try:
            where = address(path, server, media)
            data = await homeserver.patience.ask(partial(_read, homeserver, where), tries=TRIES)
        except UnavailableError:
            return None
        if data is not None:
            return _decrypted(data, file)
    return None


async def _read(homeserver: Homeserver, where: str) -> bytes | None:
    """What is there; None where there is nothing. Raises LargeFileError, UnavailableError."""
    response = await homeserver.request("GET", where)
    async with response:
        if not response.ok:
            if response.status in (404, 405):
                return None
            raise failed("", response.status)
        data = bytearray()
        async for chunk in response.content.iter_chunked(64 * 1024):
            data += chunk
            if len(data) > LARGEST:
                raise LargeFileError
    return bytes(data)


def _decrypted(data: bytes, file: RemoteFile) -> bytes | None:
    if file.keys is None:
        return data
    try:
        keys = file.keys
        plain: bytes = decrypt_attachment(data, keys["key"]["k"], keys["hashes"]["sha256"], keys["iv"])
    except (EncryptionError, LookupError, TypeError, ValueError):
        return None
    return plain
