"""Forms are read as the clients of bots write them."""

import pytest

from tests.botapi.call import Upload
from tests.botapi.form import read_form
from tests.botapi.wire import Frame

FIRST = "POST /bot1:a/sendDocument HTTP/1.1"


def parts(*given: bytes, boundary: str = "a-b") -> Frame:
    delimiter = b"--" + boundary.strip('"').encode()
    body = b"".join(delimiter + b"\r\n" + part + b"\r\n" for part in given) + delimiter + b"--\r\n"
    return Frame(FIRST, {"content-type": f"multipart/form-data; boundary={boundary}"}, body)


@pytest.mark.parametrize("boundary", ["a-b", '"a b"'])
def test_fields_and_files_are_told_apart(boundary: str) -> None:
    field = b'Content-Disposition: form-data; name="caption"\r\n\r\nhall\xc3\xb3'
    file = b'Content-Disposition: form-data; name="document"; filename="a; \xc3\xa9.pdf"\r\n'
    file += b"Content-Type: application/pdf\r\n\r\n"
    content = b"%PDF\r\n\r\n--a-\x00\xff\r\n"

    assert read_form(parts(field, file + content, boundary=boundary)) == (
        {"caption": "halló"},
        {"document": Upload("a; é.pdf", "application/pdf", content)},
    )


def test_a_file_need_not_tell_what_it_is() -> None:
    _, files = read_form(parts(b'content-disposition: form-data; name="photo"; filename="p"\r\n\r\nx'))

    assert files == {"photo": Upload("p", "application/octet-stream", b"x")}


def test_an_empty_field_is_there() -> None:
    coded = Frame(FIRST, {"content-type": "application/x-www-form-urlencoded"}, b"text=a+%26&caption=")

    assert read_form(coded) == ({"text": "a &", "caption": ""}, {})
    assert read_form(parts(b'Content-Disposition: form-data; name="caption"\r\n\r\n')) == (
        {"caption": ""},
        {},
    )


def test_what_is_no_form_has_no_fields() -> None:
    assert read_form(Frame(FIRST, {"content-type": "text/plain"}, b"a=b")) == ({}, {})


def test_a_form_without_a_boundary_is_none() -> None:
    with pytest.raises(ValueError, match="boundary"):
        read_form(Frame(FIRST, {"content-type": "multipart/form-data"}, b"--a--"))
