"""A form in the body of a request: https://www.rfc-editor.org/rfc/rfc7578."""

from email.message import Message
from email.parser import HeaderParser
from urllib.parse import parse_qsl

from tests.botapi.call import Upload
from tests.botapi.wire import Frame

Form = tuple[dict[str, str], dict[str, Upload]]


def read_form(request: Frame) -> Form:
    """Its fields and its files, by name. Nothing where the body is no form. Raises ValueError."""
    match request.media_type:
        case "application/x-www-form-urlencoded":
            return dict(parse_qsl(request.body.decode(), keep_blank_values=True)), {}
        case "multipart/form-data":
            return _read_parts(request.body, _boundary(request.headers["content-type"]))
    return {}, {}


def _boundary(content_type: str) -> bytes:
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_boundary()
    if not boundary:
        raise ValueError("a form without a boundary")
    return boundary.encode()


def _read_parts(body: bytes, boundary: bytes) -> Form:
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = HeaderParser().parsestr(head.decode())
        name, file_name = headers.get_param("name", header="content-disposition"), headers.get_filename()
        if file_name is None:
            fields[str(name)] = content.decode()
        else:
            media_type = (
                headers.get_content_type() if "content-type" in headers else "application/octet-stream"
            )
            files[str(name)] = Upload(file_name, media_type, content)
    return fields, files
