from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from streammon.extract import Unreadable, pdf, text_of

TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


def document(*pages):
    """A PDF with one line of text per line, in a font whose codes are UTF-16."""
    kids = " ".join(f"{7 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>",
        stream(TO_UNICODE),
        b"<< >>",
    ]
    for number, page in enumerate(pages):
        lines = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td" for line in page.split("\n") if line)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            b" /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (8 + 2 * number),
            stream(f"BT /F1 12 Tf 50 800 Td {lines} ET".encode()),
        ]
    file = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return file + b"xref\n0 %d\n0000000000 65535 f \n%btrailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(file),
    )


def stream(data):
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(data), data)


def text(data):
    return text_of(data, name="附件.pdf", media_type="application/pdf")


def locked(password):
    writer = PdfWriter(clone_from=PdfReader(BytesIO(document("眉县公告"))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_all_pages_are_read():
    assert text(document("李四 610326190502030028\n王五", "第二页")) == "李四 610326190502030028\n王五\n第二页"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "全镇各级党组织要把学习宣传贯彻党的二十\n精神作为当前首要任务。",
            "全镇各级党组织要把学习宣传贯彻党的二十精神作为当前首要任务。",
        ),
        ("通知\n全镇各级党组织要把学习", "通知\n全镇各级党组织要把学习"),
        (
            "要把学习宣传贯彻落实到位。\n各级党组织要压实主体责任",
            "要把学习宣传贯彻落实到位。\n各级党组织要压实主体责任",
        ),
        ("610326190502030028\n610326190502030036", "610326190502030028\n610326190502030036"),
        ("", ""),
    ],
)
def test_a_line_that_the_margin_broke_is_joined(page, expected):
    assert pdf.unwrapped(page) == expected


def test_a_scan_is_unreadable_and_not_empty():
    with pytest.raises(Unreadable, match="扫描件"):
        text(document("", ""))


def test_a_file_that_opens_without_a_password_is_read():
    assert text(locked("")) == "眉县公告"


def test_a_file_with_a_password_is_unreadable():
    with pytest.raises(Unreadable, match="密码"):
        text(locked("secret"))


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    with pytest.raises(Unreadable, match="2 页"):
        text(document("一", "二", "三"))


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"1 0 obj << >> endobj " * 20])
def test_a_damaged_file_is_unreadable(data):
    with pytest.raises(Unreadable, match="损坏"):
        text(data)
