"""A small PDF with Chinese text, written by hand: one page, one font that every reader brings along (ISO 32000-1)."""

from __future__ import annotations

from collections.abc import Sequence

LINE = 34
"""Characters in a line."""

HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
OBJECTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    b"",  # the contents, put in by pdf()
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 7 0 R "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
    b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
)


def pdf(title: str, paragraphs: Sequence[str]) -> bytes:
    """Return a page with `title` above `paragraphs`, which must fit on it."""
    contents = _contents([title, "", *(line for text in paragraphs for line in _lines(text))])
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(contents), contents)
    out, places = bytearray(HEADER), []
    for number, body in enumerate(OBJECTS, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body or stream)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table)
    return bytes(out)


def _lines(text: str) -> list[str]:
    return [text[start : start + LINE] for start in range(0, len(text), LINE)]


def _contents(lines: Sequence[str]) -> bytes:
    shown = b"".join(b"<%s> Tj T*\n" % line.encode("utf-16-be").hex().encode() for line in lines)
    return b"BT /F1 14 Tf 22 TL 60 770 Td\n" + shown + b"ET"
