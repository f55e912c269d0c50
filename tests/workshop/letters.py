"""Files as people send them, and as nobody should: made in memory, one function a kind."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pypdf
import typst

LINES = (
    "Beste mevrouw Jansen,",
    "U kunt gratis hulp krijgen van een cliëntondersteuner. U heeft daar recht op.",
)
TEXT = "\n\n".join(LINES)

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OPEN_DOCUMENT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
XML = '<?xml version="1.0" encoding="UTF-8"?>'
WITH_ENTITY = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


def archive(**files: str | bytes) -> bytes:
    """A zip archive of these files; `__` in a name is a folder, `_dot_` a dot."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return made.getvalue()


def word_xml(*lines: str, before: str = "") -> str:
    """The text of a .docx file, a paragraph a line."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    return f"{XML}{before}<w:document {WORD}><w:body>{paragraphs}</w:body></w:document>"


def docx(xml: str | None = None, **more: str | bytes) -> bytes:
    """A .docx file."""
    return archive(word__document_dot_xml=xml or word_xml(*LINES), **more)


def odt(xml: str | None = None, **more: str | bytes) -> bytes:
    """An .odt file."""
    body = "".join(f"<text:p>{line}</text:p>" for line in LINES)
    text = xml or (
        f"{XML}<office:document-content {OPEN_DOCUMENT}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    return archive(content_dot_xml=text, **more)


def pdf(source: str = "\n\n".join(LINES)) -> bytes:
    """A PDF of this typst source."""
    return typst.compile(source.encode())


def locked_pdf() -> bytes:
    """A PDF with a password."""
    writer = pypdf.PdfWriter(BytesIO(pdf()))
    writer.encrypt("geheim", algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def scanned_pdf() -> bytes:
    """A PDF with a picture on its page and not a letter of text."""
    return pdf("#rect(width: 10cm, height: 10cm, fill: gray)")


def png() -> bytes:
    """A picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def billion_laughs() -> str:
    """XML that grows a thousand million times when its entities are put in."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    return f"{XML}<!DOCTYPE x [{entities}]><w:document {WORD}>&e9;</w:document>"
