"""What comes over a connection is put together from whatever pieces it comes in."""

import pytest

from tests.botapi.wire import LARGEST, LARGEST_HEAD, Frame, Reader, WireError

POST = "POST /hook HTTP/1.1"
OK = "HTTP/1.1 200 OK"


def in_pieces(data: bytes, size: int, *, ended: bool = False) -> list[Frame]:
    reader, found = Reader(), []
    for at in range(0, len(data), size):
        reader.feed(data[at : at + size])
        while frame := reader.take(ended=ended and at + size >= len(data)):
            found.append(frame)
    return found


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize(
    ("data", "frame"),
    [
        (
            b"POST /hook HTTP/1.1\r\nContent-Length: 5\r\nX-Some: a: b \r\n\r\nhallo",
            Frame(POST, {"content-length": "5", "x-some": "a: b"}, b"hallo"),
        ),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", Frame("GET / HTTP/1.1", {"host": "a"})),
        (b"HTTP/1.1 204 No Content\r\n\r\n", Frame("HTTP/1.1 204 No Content", {})),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"5\r\nhallo\r\n11;a=b\r\n\r\n 0\r\n\r\ndag allen\r\n0\r\n\r\n",
            Frame(OK, {"transfer-encoding": "chunked"}, b"hallo\r\n 0\r\n\r\ndag allen"),
        ),
    ],
)
def test_a_message_ends_where_it_says(size: int, data: bytes, frame: Frame) -> None:
    assert in_pieces(data, size) == [frame]


def test_two_that_come_at_once_are_two() -> None:
    head = b"POST /hook HTTP/1.1\r\nContent-Length: 3\r\n\r\n"
    data = head + b"een" + head + b"zes"

    assert [frame.body for frame in in_pieces(data, len(data))] == [b"een", b"zes"]


def test_an_answer_without_a_length_ends_with_its_connection() -> None:
    data = b"HTTP/1.0 200 OK\r\n\r\nhallo"

    assert in_pieces(data, 4) == []
    assert in_pieces(data, 4, ended=True) == [Frame("HTTP/1.0 200 OK", {}, b"hallo")]


@pytest.mark.parametrize(
    ("first", "headers", "lasts"),
    [
        (OK, {"content-length": "0"}, True),
        (OK, {"transfer-encoding": "chunked"}, True),
        (OK, {}, False),
        (OK, {"content-length": "0", "connection": "Close"}, False),
        ("HTTP/1.0 200 OK", {"content-length": "0"}, False),
        (POST, {}, True),
    ],
)
def test_a_connection_lasts_unless_something_ends_it(
    first: str, headers: dict[str, str], lasts: bool
) -> None:
    assert Frame(first, headers).lasts is lasts


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"hallo\r\n\r\n", 400),
        (b"HTTP/1.1 OK\r\n\r\n", 400),
        (b"POST /hook HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST /hook HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nhallo\r\n0\r\n\r\n", 400),
        (b"POST /hook HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (LARGEST + 1), 413),
        (b"a" * (LARGEST_HEAD + 1), 431),
    ],
)
def test_what_is_no_http_or_too_large_is_refused(data: bytes, status: int) -> None:
    with pytest.raises(WireError) as error:
        in_pieces(data, len(data))

    assert error.value.status == status
