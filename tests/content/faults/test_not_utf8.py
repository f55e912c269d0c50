"""A file in another encoding than UTF-8, as older Windows programs write it."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
SOURCE = "knowledge/sources/beroepscode.txt"


def test_the_first_letter_that_is_not_utf8_is_reported_on_its_line(root: Root) -> None:
    root.write(KEUZE, root.read(KEUZE).encode("cp1252"))
    line = 8  # the first ë
    hint = "save the file as UTF-8; in Windows Notepad: Save as, Encoding"
    assert root.check() == [Problem(KEUZE, line, "a letter is not written in UTF-8", hint)]


def test_a_source_that_is_not_utf8_is_reported(root: Root) -> None:
    root.write(SOURCE, root.read(SOURCE).encode("cp1252"))
    hint = "save the file as UTF-8; in Windows Notepad: Save as, Encoding"
    assert root.check() == [Problem(SOURCE, 1, "a letter is not written in UTF-8", hint)]


def test_the_mark_that_windows_puts_before_utf8_does_no_harm(root: Root) -> None:
    root.write(KEUZE, root.read(KEUZE).encode("utf-8-sig"))
    assert root.check() == []


def test_line_ends_of_windows_do_no_harm(root: Root) -> None:
    root.write(KEUZE, root.read(KEUZE).replace("\n", "\r\n"))
    assert root.check() == []
