"""The report as PDF and as a picture, read back with programs that did not write it."""

import struct
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pdfua
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from bot.municipal.report import Report, Writer
from bot.municipal.scan import Scan
from bot.municipal.wording import Wording
from bot.workshop.printing import TEMPLATE, pdf, png, printable
from tests.municipal.checklists import MAY, WHOLE, all_points, scan
from tests.small import shipped

LIBRARY = shipped()
WORDING = Wording(LIBRARY.report)
LABELS = {"goed": "Goed", "moet_beter": "Moet beter", "niet": "Niet", "weet_niet": "Weet ik niet"}
SCORES = ("goed", "moet_beter", "niet", "weet_niet", "")

NOTES = {
    "emoji": "Goed zo 😀👍🏽👩‍👩‍👧‍👦🇳🇱❤️",
    "Chinese": "这是中文",
    "Arabic": "هذا نص عربي",
    "control characters": "a\x07b\x1b[31mc\x00d\u202ee\u200bf",
    "markup": "#let x = 1; *vet* $x^2$ #panic() @bron <label> \\ `code` = kop",
    "half a character": "\ud83d",
    "rare letters": "ﬁ ﬂ ½ ² № ǅ ŉ \u0301\u0323 Ω я ẞ ₿ ≥ →",
    "one long word": "woord" * 100,
}


def mixed(note: str = "", shift: int = 0) -> Scan:
    """A scan with every score, and the note at every third point."""
    ids = [id for _, id, _ in WHOLE.points()]
    said = {
        id: SCORES[(n + shift) % 5] + (f": {note}" if note and n % 3 == 0 else "") for n, id in enumerate(ids)
    }
    return scan({id: one for id, one in said.items() if one})


def report(*scans: Scan, earlier: Scan | None = None) -> Report:
    return Writer(WHOLE, LIBRARY.knowledge, WORDING, LABELS, "1.0").report(scans, earlier)


@cache
def whole() -> bytes:
    """A report with all that a report can have."""
    made = report(mixed("Een notitie."), mixed(shift=1), earlier=all_points("moet_beter", MAY))
    return pdf(made, WORDING, LABELS)


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def elements(node: Any) -> Iterator[DictionaryObject]:
    """Every element of the structure below this one, in the order of reading."""
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        yield from chain.from_iterable(map(elements, node))
    elif isinstance(node, DictionaryObject) and ("/S" in node or node.get("/Type") == "/StructTreeRoot"):
        yield node
        yield from elements(node.get("/K", ArrayObject()))


def structure() -> list[DictionaryObject]:
    root = PdfReader(BytesIO(whole())).root_object["/StructTreeRoot"]
    return [element for element in elements(root) if "/S" in element]


def test_pdfua_finds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "rapport.pdf"
    path.write_bytes(whole())

    assert [finding.message for finding in pdfua.validate(str(path)).findings] == []


def test_the_file_says_what_it_is_and_in_which_language() -> None:
    reader = PdfReader(BytesIO(whole()))

    root: Any = reader.root_object
    assert root["/Lang"] == "nl-NL"
    assert reader.metadata and "Zwolle" in str(reader.metadata.title)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_headings_lists_tables_and_quotes_are_tagged_as_such() -> None:
    kinds = [str(element["/S"]) for element in structure()]

    for kind in ("/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/TH", "/TD", "/BlockQuote", "/Figure", "/P"):
        assert kind in kinds, kind
    levels = [int(kind[2]) for kind in kinds if kind in ("/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_picture_has_a_text_instead() -> None:
    texts = [str(element["/Alt"]) for element in structure() if str(element["/S"]) == "/Figure"]

    assert len(texts) == 1 + 5 + 2, "of all, of each theme, and of the two parts of one"
    assert all("goed" in text and any(c.isdigit() for c in text) for text in texts)


def test_tables_have_headers_for_their_columns() -> None:
    tables = [element for element in structure() if str(element["/S"]) == "/Table"]

    for table in tables:
        heads = [element for element in elements(table) if element.get("/S") == "/TH"]
        assert len(heads) >= 3
        assert all("Column" in str(head.get("/A")) for head in heads)


def test_all_that_is_asked_for_is_in_the_report() -> None:
    text = text_of(whole())

    for id in ("onafhankelijkheid_3", "organisatie_1", "bekendheid_5"):
        words = LIBRARY.knowledge.passages[f"checklist/{id}"].text
        assert words[:40] in text
    assert text.count("Een notitie.") >= 11
    for word in ("summary", "overview", "actions", "differences", "method", "sources"):
        assert LIBRARY.report[word] in text
    assert "3 mei 2026" in text


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES.keys())
def test_no_note_stops_a_report_and_none_is_read_as_markup(note: str) -> None:
    made = report(mixed(note))

    text = text_of(pdf(made, WORDING, LABELS))

    assert all(part in text for part in printable(note).replace("□", " ").split()[:3] if len(part) < 30)
    assert png(made, WORDING, LABELS).startswith(b"\x89PNG")


def test_a_report_of_an_empty_municipality_and_one_theme_is_made() -> None:
    made = report(scan({"levensbreed_1": "goed"}, municipality=""))

    assert "Levensbreed" in text_of(pdf(made, WORDING, LABELS))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gewoon é ü ŵ €", "gewoon é ü ŵ €"),
        ("e\u0301", "é"),
        ("ﬁets", "fiets"),
        ("😀👍🏽 goed", "□ goed"),
        ("中文字", "□"),
        ("a\u0000b\u200bc\u202ed", "abcd"),
        ("een\u2028twee\tdrie", "een twee drie"),
    ],
)
def test_what_cannot_be_shown_is_put_differently(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_the_picture_is_sharp_and_small_enough_for_a_chat() -> None:
    picture = png(report(mixed()), WORDING, LABELS)

    width, height = struct.unpack(">II", picture[16:24])
    assert 800 <= width <= 2000 and 400 <= height <= 2500
    assert len(picture) < 500_000


def test_colours_have_enough_contrast() -> None:
    source = TEMPLATE.read_text(encoding="utf-8")
    dark = [line.split('rgb("')[1][:7] for line in source.splitlines() if "on: white" in line]
    dark += [
        line.split('rgb("')[1][:7]
        for line in source.splitlines()
        if line.startswith(("#let ink", "#let quiet", "#let accent"))
    ]

    assert len(dark) == 7
    assert min(contrast(colour, "#ffffff") for colour in dark) >= 4.5
    assert contrast("#1d2733", "#e4e9ed") >= 4.5


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, 1.4.3."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_no_word_that_a_reader_sees_stands_in_the_template() -> None:
    drawn = "".join(
        line for line in TEMPLATE.read_text(encoding="utf-8").splitlines() if not line.startswith("//")
    )

    for score in LABELS.values():
        assert score not in drawn
