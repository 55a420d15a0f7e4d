from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

from streammon.extract import Unreadable, images, pdf, read

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


def written(data):
    return read(data, name="附件.pdf", media_type="application/pdf")


def text(data):
    return written(data).text


def names(document):
    return [section.name for section in document.sections]


def changed(data, change):
    """The file after `change(writer)`."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    change(writer)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def drawn(page, content, image=(1, 1)):
    """Put a page's contents in other words; /I is an image."""
    picture = StreamObject()
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(image[0]),
            NameObject("/Height"): NumberObject(image[1]),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    picture.set_data(b"\0" * image[0] * image[1])
    page["/Resources"][NameObject("/XObject")] = DictionaryObject(
        {NameObject("/I"): page.indirect_reference.pdf._add_object(picture)}
    )
    page["/Contents"].get_object().set_data(page["/Contents"].get_object().get_data() + b" " + content)


SCAN = b" q 595 0 0 842 0 0 cm /I Do Q"


@pytest.fixture
def no_recognition(monkeypatch):
    monkeypatch.setattr(images, "can_recognise", lambda: False)


def test_every_page_is_a_section():
    document = written(document_of_two())
    assert document.text == "李四 610326190502030028\n王五\n第二页"
    assert [(section.name, document.text[section.start :][:2]) for section in document.sections] == [
        ("第1页", "李四"),
        ("第2页", "第二"),
    ]


def document_of_two():
    return document("李四 610326190502030028\n王五", "第二页")


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_that_is_turned_with_its_text_is_read(rotation):
    # As a scanner or an office program does it: the text is drawn turned, the page turns it back.
    matrix = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 842"}[rotation]

    def turn(writer):
        page = writer.pages[0]
        contents = page["/Contents"].get_object()
        contents.set_data(f"q {matrix} cm ".encode() + contents.get_data() + b" Q")
        page[NameObject("/Rotate")] = NumberObject(rotation)

    assert text(changed(document("第一行文字。\n第二行文字"), turn)) == "第一行文字。\n第二行文字"


def test_text_from_top_to_bottom_is_a_line():
    assert text(document("\n".join("竖排的文字"))) == "竖排的文字"
    assert text(document("是、\n否")) == "是、\n否"


def test_a_hyphen_at_the_end_of_a_line_stays():
    words = b"BT /F1 12 Tf 50 400 Td <00610062002d> Tj 0 -14 Td <00630064> Tj ET"
    assert "ab-cd" in text(changed(document("看得见"), lambda writer: drawn(writer.pages[0], words)))


@pytest.mark.parametrize(
    "words", [b"BT 3 Tr /F1 12 Tf 50 400 Td <770b4e0d89c1> Tj ET", b"1 g BT /F1 12 Tf -400 40 Td <770b4e0d89c1> Tj ET"]
)
def test_text_that_nobody_sees_is_text(words):
    assert "看不见" in text(changed(document("看得见"), lambda writer: drawn(writer.pages[0], words)))


def test_comments_are_read():
    def comment(writer):
        writer.add_annotation(0, Text(text="张三 610326190502030028", rect=(50, 550, 200, 650)))
        writer.add_annotation(1, FreeText(text="请核实", rect=(50, 550, 200, 650)))

    document = written(changed(document_of_two(), comment))
    assert names(document) == ["第1页", "第1页批注", "第2页", "第2页批注"]
    assert document.text.split("\n") == [
        "李四 610326190502030028",
        "王五",
        "张三 610326190502030028",
        "第二页",
        "请核实",
    ]


def test_what_is_filled_into_a_form_is_read():
    def fill(writer):
        field = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject("name"),
                NameObject("/V"): TextStringObject("张三"),
                NameObject("/Rect"): writer.pages[0].mediabox,
            }
        )
        reference = writer._add_object(field)
        writer.pages[0][NameObject("/Annots")] = ArrayObject([reference])
        writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
            {NameObject("/Fields"): ArrayObject([reference])}
        )

    document_read = written(changed(document("表"), fill))
    assert (document_read.text, names(document_read)) == ("表\n张三", ["第1页", "第1页表单"])


def test_embedded_files_are_documents_within():
    def embed(writer):
        writer.add_attachment("名单.csv", "李四,1".encode())
        writer.add_attachment("坏.pdf", b"%PDF-1.7")

    document_read = written(changed(document("见附件"), embed))
    assert (document_read.text, names(document_read)) == ("见附件\n李四\t1", ["第1页", "名单.csv 表格"])
    assert document_read.troubles == ("坏.pdf：文件损坏或格式不合规范，读不出文字。",)


def test_title_and_author_are_hidden_text():
    described = changed(document("公告"), lambda writer: writer.add_metadata({"/Title": "名单", "/Author": "张三"}))
    document_read = written(described)
    assert document_read.text == "公告\n名单\n张三"
    assert [(section.name, section.hidden) for section in document_read.sections] == [
        ("第1页", False),
        ("文档属性", True),
    ]


@pytest.mark.usefixtures("no_recognition")
def test_a_scan_is_unreadable_and_not_empty():
    scan = changed(document("", ""), lambda writer: drawn(writer.pages[0], SCAN))
    for data in (document("", ""), scan):
        with pytest.raises(Unreadable, match="扫描件"):
            text(data)


@pytest.mark.usefixtures("no_recognition")
def test_scanned_pages_among_others_are_named():
    def scan(writer):
        for number in (1, 3, 4, 5):
            drawn(writer.pages[number], SCAN)
        drawn(writer.pages[6], b" q 20 0 0 20 0 0 cm /I Do Q")

    pages = ("正文", "", "", "", "", "扫描全能王 创建", "有一个小图")
    document_read = written(changed(document(*pages), scan))
    assert document_read.text == "正文\n扫描全能王 创建\n有一个小图"
    assert document_read.troubles == ("第 2、4–6 页没有文字，只有图像（扫描件）。",)


@pytest.mark.usefixtures("no_recognition")
def test_scanned_pages_are_told_beside_embedded_files():
    def scan(writer):
        drawn(writer.pages[0], SCAN)
        writer.add_attachment("a.txt", "见此".encode())

    document_read = written(changed(document(""), scan))
    assert (document_read.text, document_read.troubles) == ("见此", ("第 1 页没有文字，只有图像（扫描件）。",))


def locked(password):
    return changed(
        document("眉县公告"),
        lambda writer: writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128"),
    )


def test_a_file_that_opens_without_a_password_is_read():
    assert text(locked("")) == "眉县公告"


def test_a_file_with_a_password_is_unreadable():
    with pytest.raises(Unreadable, match="密码"):
        text(locked("secret"))


def test_of_too_many_pages_the_first_are_read(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    document_read = written(document("一", "二", "三"))
    assert (document_read.text, document_read.troubles) == ("一\n二", ("文件超过 2 页，后面的没有读。",))


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"1 0 obj << >> endobj " * 20])
def test_a_damaged_file_is_unreadable(data):
    with pytest.raises(Unreadable, match="损坏"):
        text(data)
