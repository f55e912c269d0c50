"""Files that were sent, by the bot or by people: https://core.telegram.org/bots/api#file."""

from dataclasses import dataclass, field
from typing import Any

from tests.botapi import limit
from tests.botapi.call import Call, Upload
from tests.botapi.refusal import Refused, bad_request

IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")


@dataclass(frozen=True, slots=True)
class File:
    """`path` is where it can be downloaded from, below /file/bot<token>/."""

    id: str
    path: str
    name: str
    media_type: str
    data: bytes = field(repr=False)

    def describe(self) -> dict[str, Any]:
        """A File object; what other objects say of a file besides."""
        return {"file_id": self.id, "file_unique_id": self.id[-8:], "file_size": len(self.data)}


class Files:
    """All files, by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}

    def add(self, upload: Upload, kind: str = "documents") -> File:
        """Keeps a file under a new id."""
        number = len(self._by_id) + 1
        suffix = upload.name.rpartition(".")[2] or "bin"
        file = File(
            f"BQACAgQAAxk{number:08}",
            f"{kind}/file_{number}.{suffix}",
            upload.name,
            upload.media_type,
            upload.data,
        )
        self._by_id[file.id] = file
        return file

    def get(self, file_id: str) -> File:
        """Refuses an id that was never given."""
        if file_id not in self._by_id:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return self._by_id[file_id]

    def at(self, path: str) -> File | None:
        """The file of a download."""
        return next((file for file in self._by_id.values() if file.path == path), None)

    def read(self, call: Call, name: str) -> File:
        """The file of a parameter: uploaded in the form, attached to it, or known by its id."""
        if not call.has(name):
            raise bad_request(f"there is no {name} in the request")
        part = call.text(name).removeprefix("attach://") if name not in call.uploads else name
        if part in call.uploads:
            call.known.add(part)
            upload = call.uploads[part]
            most = limit.PHOTO if name == "photo" else limit.UPLOAD
            if len(upload.data) > most:
                raise Refused(413, "Request Entity Too Large")
            if not upload.data:
                raise bad_request("file must be non-empty")
            if name == "photo" and not upload.data.startswith(IMAGES):
                raise bad_request("IMAGE_PROCESS_FAILED")
            return self.add(upload, f"{name}s")
        if part.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        if part not in self._by_id:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._by_id[part]
