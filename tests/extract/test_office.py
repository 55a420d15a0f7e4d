import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_files import archive, changed, contents, parts, read, saved, stored

from streammon.extract import office, package
from streammon.extract.document import Document
from streammon.extract.nesting import Nesting
from streammon.extract.unreadable import Unreadable

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "' + "x" * 10_000 + '"><!ENTITY b "' + "&a;" * 1_000 + '">]>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STORED = [
    *("book.xlsx", "book.xls", "book.ods", "letter.docx", "letter.doc", "letter.odt"),
    *("slides.pptx", "slides.ppt", "slides.odp"),
]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


@pytest.mark.parametrize("name", STORED)
def test_a_file_is_known_by_what_is_in_it(name):
    assert office.reader_of(stored(name)) is office.read


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", archive({"a.txt": "x"}), archive({"content.xml": "<x/>"})])
def test_other_files_are_none_of_ours(data):
    assert office.reader_of(data) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_in_a_sheet_is_refused(encoding):
    with pytest.raises(Unreadable, match="DTD"):
        read(changed(workbook(["x"]), xl__worksheets__sheet1_xml=BOMB.encode(encoding)))


def test_an_entity_that_names_a_file_of_ours_is_refused():
    body = '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]><d>&f;</d>'
    with pytest.raises(Unreadable, match="DTD"):
        read(archive({"word/document.xml": body}))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    data = archive({"xl/workbook.xml": b"<workbook/>", "xl/media/image1.png": bytes(package.MOST_UNPACKED + 1)})
    assert len(data) < 1_000_000
    with pytest.raises(Unreadable, match="100 MB"):
        read(data)


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(package, "MOST_PARTS", 3)
    with pytest.raises(Unreadable, match="3 个部件"):
        read(workbook(["x"]))


def test_ten_thousand_sheets_are_refused():
    data = workbook(["x"])
    sheet = contents(data)["xl/worksheets/sheet1.xml"]
    with pytest.raises(Unreadable, match="5000 个部件"):
        read(archive(contents(data) | {f"xl/worksheets/sheet{number}.xml": sheet for number in range(10_000)}))


@pytest.mark.parametrize("kept", [60, 400, 2000])
@pytest.mark.parametrize("name", STORED)
def test_a_file_that_ends_too_early_is_unreadable(name, kept):
    with pytest.raises(Unreadable, match="损坏"):
        read(stored(name)[:kept])


def test_broken_xml_is_unreadable():
    with pytest.raises(Unreadable, match="损坏"):
        read(changed(workbook(["李四"]), xl__worksheets__sheet1_xml="<worksheet><sheetData><row"))
    with pytest.raises(Unreadable, match="损坏"):
        read(archive({"word/document.xml": "<w:document"}))


def renamed(data, old, new):
    """Return a compound file with another name for a stream ([MS-CFB] 2.6.1)."""
    entry, length = (old.encode("utf-16-le").ljust(64, b"\0"), 2 * len(old) + 2)
    before = entry + length.to_bytes(2, "little")
    assert before in data
    return data.replace(before, new.encode("utf-16-le").ljust(64, b"\0") + (2 * len(new) + 2).to_bytes(2, "little"))


def fib_changed(at, new):
    """Return letter.doc with other bytes at some place of the File Information Block."""
    data = stored("letter.doc")
    start = data.index(b"\xec\xa5", 512) + at
    return data[:start] + new + data[start + len(new) :]


def test_a_file_with_a_password_says_so():
    with pytest.raises(Unreadable, match="密码"):
        read(renamed(stored("book.xls"), "Workbook", "EncryptedPackage"))
    with pytest.raises(Unreadable, match="密码"):
        read(fib_changed(0x0B, b"\1"))  # fEncrypted, in the second byte of the flags


def test_a_compound_file_of_another_program_says_so():
    with pytest.raises(Unreadable, match="不认识的旧版 Office 复合文件"):
        read(renamed(stored("book.xls"), "Workbook", "Contents"))


def test_a_document_of_before_1997_says_so():
    with pytest.raises(Unreadable, match="Word 97 以前"):
        read(fib_changed(2, (104).to_bytes(2, "little")))


def test_a_property_that_claims_a_billion_values_is_left_out():
    title = "内部稿".encode()
    data = stored("letter.doc")
    at = data.index(title) - 8
    vector = (0x1002).to_bytes(4, "little") + (0x7FFFFFFF).to_bytes(4, "little")
    assert read(data[:at] + vector + data[at + 8 :])[-1][3] == "作者：李四"


def test_a_formula_is_no_document_and_no_trouble():
    assert "文档属性" in read(renamed(stored("book.xls"), "Workbook", "Equation Native"))[0]


class Reading:
    """Notes which files the reader of nested files is given."""

    def __init__(self):
        self.found = []

    def __call__(self, data, *, name, media_type, nesting):
        self.found.append((name, data[:4]))
        return office.read(data, nesting)


def test_an_embedded_workbook_is_a_document_within():
    inner = workbook(["李四", "11010519491231002X"])
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>正文在此</w:t></w:r></w:p></w:body></w:document>"
    outer = archive({"word/document.xml": body, "word/embeddings/Book1.xlsx": inner})
    reading = Reading()
    found = parts(office.read(outer, Nesting(reading)))
    assert reading.found == [("嵌入的文件book1.xlsx", b"PK\3\4")]
    assert found[0] == ("正文", 1, False, "正文在此")
    assert ("嵌入的文件book1.xlsx 工作表“Sheet”", 1, False, "李四\t11010519491231002X") in found


def test_pictures_are_handed_on_only_from_a_file_without_text():
    reading = Reading()
    blank = archive({"word/document.xml": f"<w:document {W}/>", "word/media/image1.png": b"\x89PNG"})
    office.read(blank, Nesting(reading))
    assert reading.found == [("嵌入的文件image1.png", b"\x89PNG")]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(STORED), st.data())
def test_a_damaged_file_is_a_document_or_unreadable_and_nothing_else(name, data):
    whole = bytearray(stored(name))
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=30)):
        whole[place] = byte
    try:
        found = office.read(bytes(whole))
    except Unreadable:
        return
    assert isinstance(found, Document)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(["book.xlsx", "book.ods", "letter.docx", "letter.odt", "slides.pptx", "slides.odp"]), st.data())
def test_a_damaged_part_is_a_document_or_unreadable_and_nothing_else(name, data):
    """What is packed is damaged before it is packed, for a damaged ZIP file fails its check sums."""
    inside = contents(stored(name))
    part = data.draw(st.sampled_from(sorted(part for part in inside if part.endswith((".xml", ".rels")))))
    whole = bytearray(inside[part])
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=10)):
        whole[place] = byte
    try:
        found = office.read(archive(inside | {part: bytes(whole)}))
    except Unreadable:
        return
    assert isinstance(found, Document)
