"""Letters as files: those that people send are read, and the bad ones refused in one line and in time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.municipal.letter_wording import Refusal
from bot.workshop import letter_extract, letter_file
from bot.workshop.letter_file import read_letter_file
from bot.workshop.letter_html import html_in
from bot.workshop.letter_office import docx_in, odt_in
from bot.workshop.letter_pdf import pdf_in
from bot.workshop.letter_plain import markdown_in, text_in
from bot.workshop.letter_refusal import LetterRefusedError
from tests.workshop import letters

MOST_MEMORY = 300 * 1024 * 1024
"""Bytes of any one process while a bad file is refused."""


def refusal(read: object, *given: object) -> Refusal:
    """Why something is refused."""
    assert callable(read)
    with pytest.raises(LetterRefusedError) as raised:
        read(*given)
    return raised.value.refusal


# ---- what people send


GOOD = {
    "brief.txt": letters.TEXT.encode(),
    "brief_utf16.txt": letters.TEXT.encode("utf-16"),
    "brief_utf16_zonder_merk.txt": letters.TEXT.encode("utf-16-le"),
    "brief_windows.TXT": letters.TEXT.encode("windows-1252"),
    "brief.md": f"# Uitnodiging\n\n**{letters.TEXT}**".encode(),
    "brief.html": f"<!DOCTYPE html><p>{letters.LINES[0]}<p>{letters.LINES[1]}".encode(),
    "brief.htm": f'<meta charset="iso-8859-15"><p>{letters.TEXT}'.encode("iso-8859-15"),
    "brief.docx": letters.docx(),
    "brief.odt": letters.odt(),
    "brief.pdf": letters.pdf(),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", GOOD)
def test_a_letter_of_every_kind_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(GOOD[name])

    text = read_letter_file(path)

    assert "cliëntondersteuner. U heeft daar recht op." in " ".join(text.split())


def test_a_letter_in_windows_letters_keeps_its_curly_quotes_and_euro() -> None:
    assert text_in("“Cliënt” betaalt € 3".encode("windows-1252")) == "“Cliënt” betaalt € 3"


def test_markdown_reads_as_on_paper() -> None:
    text = markdown_in(
        b"---\na: b\n---\n# Kop\n\n> Lees [de site](https://x.example/a) ![plaatje](y.png)\n```\ncode\n```\n"
    )

    assert text.split() == ["#", "Kop", "Lees", "de", "site", "(https://x.example/a)"]


def test_of_a_page_only_what_is_shown_is_read() -> None:
    page = (
        "<head><title>Titel</title><style>p{}</style></head><body><script>var x</script><h2>Kop</h2>"
        '<p hidden>weg</p><p>Een<br>twee</p><ul><li>drie<li>vier</ul><p style="display: none">weg</p>'
    )

    assert html_in(page.encode()) == "# Kop\n\nEen\ntwee\n\n- drie\n- vier"


def test_headings_and_lists_of_a_word_file_are_known_and_deleted_text_is_not() -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Kop1"/></w:pPr><w:r><w:t>Hulp</w:t></w:r></w:p>'
        "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>een</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>twee</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>blijft</w:t></w:r><w:del><w:r><w:delText>weg</w:delText></w:r></w:del></w:p>"
    )
    xml = f"{letters.XML}<w:document {letters.WORD}><w:body>{body}</w:body></w:document>"

    assert docx_in(letters.docx(xml)) == "# Hulp\n\n- een\n- twee\n\nblijft"


def test_headings_and_lists_of_an_open_document_are_known_and_comments_are_not() -> None:
    body = (
        "<text:h>Hulp</text:h><text:list><text:list-item><text:p>een</text:p></text:list-item>"
        "<text:list-item><text:p>twee</text:p></text:list-item></text:list>"
        "<text:p>blijft<office:annotation><text:p>weg</text:p></office:annotation></text:p>"
    )
    xml = (
        f"{letters.XML}<office:document-content {letters.OPEN_DOCUMENT}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )

    assert odt_in(letters.odt(xml)) == "# Hulp\n\n- een\n- twee\n\nblijft"


# ---- what is refused


MANIFEST = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"

BAD: dict[str, tuple[bytes, Refusal]] = {
    "leeg.txt": (b"", Refusal.EMPTY),
    "wit.txt": (b" \n\n \t", Refusal.EMPTY),
    "leeg.docx": (letters.docx(letters.word_xml("")), Refusal.EMPTY),
    "lang.txt": (b"Dit is een zin. " * 10_000, Refusal.TOO_LONG),
    "groot.txt": (b"a" * (letter_file.LARGEST + 1), Refusal.TOO_LARGE),
    "plaatje.txt": (letters.png(), Refusal.WRONG_TYPE),
    "pdf.txt": (letters.pdf(), Refusal.WRONG_TYPE),
    "zip.docx": (letters.archive(a_dot_txt="x"), Refusal.WRONG_TYPE),
    "odt.docx": (letters.odt(), Refusal.WRONG_TYPE),
    "tekst.docx": (letters.TEXT.encode(), Refusal.WRONG_TYPE),
    "tekst.pdf": (letters.TEXT.encode(), Refusal.WRONG_TYPE),
    "programma.txt": (bytes(range(256)) * 40, Refusal.BINARY),
    "plaatje.png": (letters.png(), Refusal.UNKNOWN_TYPE),
    "oud.doc": (b"\xd0\xcf\x11\xe0" + bytes(600), Refusal.UNKNOWN_TYPE),
    "zonder_naam": (letters.TEXT.encode(), Refusal.UNKNOWN_TYPE),
    "slot.pdf": (letters.locked_pdf(), Refusal.ENCRYPTED),
    "slot.docx": (b"\xd0\xcf\x11\xe0" + bytes(600), Refusal.ENCRYPTED),
    "slot.odt": (letters.odt(**{"META-INF__manifest_dot_xml": MANIFEST}), Refusal.ENCRYPTED),
    "scan.pdf": (letters.scanned_pdf(), Refusal.SCANNED),
    "macro.docm": (letters.docx(), Refusal.MACROS),
    "macro.docx": (letters.docx(word__vbaProject_dot_bin=b"x"), Refusal.MACROS),
    "macro.odt": (letters.odt(Basic__Standard__x_dot_xml="x"), Refusal.MACROS),
    "entiteit.docx": (
        letters.docx(letters.word_xml("&secret;", before=letters.WITH_ENTITY)),
        Refusal.ENTITIES,
    ),
    "lach.docx": (letters.docx(letters.billion_laughs()), Refusal.ENTITIES),
    "entiteit.html": (f"{letters.WITH_ENTITY}<p>&secret; {letters.TEXT}".encode(), Refusal.ENTITIES),
    "bom.docx": (letters.docx(letters.word_xml("a" * 60_000_000)), Refusal.BOMB),
    "bom.odt": (letters.odt(Pictures__x_dot_png=bytes(150_000_000)), Refusal.BOMB),
    "stuk.docx": (letters.docx()[:-60], Refusal.DAMAGED),
    "stuk_xml.docx": (letters.docx("<w:document>"), Refusal.DAMAGED),
    "stuk.pdf": (letters.pdf()[:400], Refusal.DAMAGED),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_for_what_is_wrong_with_it(tmp_path: Path, name: str) -> None:
    data, expected = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)

    assert refusal(read_letter_file, path) is expected


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.txt")

    assert refusal(read_letter_file, tmp_path / "niets.txt") is Refusal.MISSING
    assert refusal(read_letter_file, tmp_path) is Refusal.FOLDER
    assert refusal(read_letter_file, tmp_path / "pijp.txt") is Refusal.SPECIAL
    assert refusal(read_letter_file, Path("/dev/zero")) is Refusal.SPECIAL
    assert refusal(read_letter_file, Path("brief\0.txt")) is Refusal.UNREADABLE


def test_the_name_that_people_gave_decides_and_not_where_the_file_lies(tmp_path: Path) -> None:
    path = tmp_path / "1234"
    path.write_bytes(letters.TEXT.encode())

    assert read_letter_file(path, "Brief.TXT").strip() == letters.TEXT


@pytest.mark.slow
def test_a_reader_that_does_not_come_back_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "brief.txt"
    path.write_bytes(letters.TEXT.encode())
    monkeypatch.setattr(letter_file, "LONGEST_WAIT", 0.001)

    assert refusal(read_letter_file, path) is Refusal.TOO_HEAVY


@pytest.mark.slow
def test_the_reader_cannot_take_more_memory_than_it_is_given() -> None:
    program = (
        "from bot.workshop import letter_extract as e\n"
        "e._READERS = {'text': lambda data: 'x' * (2 * e.MOST_MEMORY)}\n"
        "raise SystemExit(e.main('text'))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], input=b"x", capture_output=True, timeout=30, check=False
    )

    assert (ran.returncode, ran.stdout) == (letter_file.REFUSED, Refusal.TOO_HEAVY.encode())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bom.docx", "lach.docx", "slot.pdf", "scan.pdf", "programma.txt"])
def test_the_command_refuses_a_bad_file_in_one_line_within_its_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name][0])
    program = (
        "import resource, subprocess, sys\n"
        "ran = subprocess.run([sys.executable, '-m', 'bot.cli', 'letter', sys.argv[1]],"
        " capture_output=True, text=True)\n"
        "most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "print(most, ran.returncode, ran.stderr, sep='|', end='')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    memory, status, said = ran.stdout.split("|")

    assert (status, said.count("\n")) == ("1", 1)
    assert said.startswith("naast: ")
    assert int(memory) * 1024 < MOST_MEMORY


READERS = {"text": "txt", "markdown": "md", "html": "html", "docx": "docx", "odt": "odt", "pdf": "pdf"}


@pytest.mark.parametrize("kind", READERS)
def test_every_kind_has_a_reader(kind: str) -> None:
    assert "cliëntondersteuner" in letter_extract.extract(kind, GOOD[f"brief.{READERS[kind]}"])


@pytest.mark.parametrize(
    ("read", "data"), [(docx_in, b"PK\x03\x04"), (odt_in, b"PK\x03\x04x"), (pdf_in, b"%PDF-1.7\n")]
)
def test_the_beginning_of_a_file_alone_is_damaged(read: object, data: bytes) -> None:
    assert refusal(read, data) is Refusal.DAMAGED
