import zipfile
from datetime import date, datetime
from io import BytesIO

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment

from streammon.extract import Unreadable, office, text_of

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "' + "x" * 10_000 + '"><!ENTITY b "' + "&a;" * 1_000 + '">]>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
)


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def saved(document):
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def archive(parts):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return file.getvalue()


def changed(data, **parts):
    with zipfile.ZipFile(BytesIO(data)) as source:
        kept = {name: source.read(name) for name in source.namelist()}
    return archive(kept | {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in parts.items()})


def text(data, name="附件.bin"):
    return text_of(data, name=name, media_type="application/octet-stream")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("李四", "李四"),
        (15900004961, "15900004961"),
        (15900004961.0, "15900004961"),
        (6.10326190502030e17, "610326190502030000"),
        (0.1 + 0.2, "0.3"),
        (0.00001, "0.00001"),
        (-12.50, "-12.5"),
        (500, "500"),
        (datetime(2023, 10, 23, 9, 30), "2023-10-23 09:30:00"),  # noqa: DTZ001 -- a cell has no zone
        (date(2023, 10, 23), "2023-10-23"),
        ("上\n下", "上 下"),
    ],
)
def test_a_cell_reads_as_it_is_meant(value, expected):
    assert text(saved(workbook([value]))).splitlines() == ["Sheet", expected]


def test_rows_are_lines_and_cells_part_by_tabulators():
    data = saved(workbook(["姓名", None, "银行卡号"], [], ["李四", None, "6217780000004123998"], [None, None]))
    assert text(data) == "Sheet\n姓名\t\t银行卡号\n李四\t\t6217780000004123998"


def test_hidden_sheets_are_read_too():
    book = workbook(["公告"])
    hidden = book.create_sheet("原始数据")
    hidden.sheet_state = "veryHidden"
    hidden.append(["李四", "610326190502030028"])
    assert text(saved(book)).splitlines() == ["Sheet", "公告", "原始数据", "李四\t610326190502030028"]


def test_a_formula_is_its_last_result_and_comments_do_no_harm():
    book = workbook(["=1+1"])
    book.active["A1"].comment = Comment("请核对", "王五")
    assert text(saved(book)) == "Sheet"  # openpyxl has computed nothing, so there is no result


def test_the_size_that_a_sheet_claims_is_not_believed():
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>'
    )
    assert text(changed(saved(workbook(["x"])), xl__worksheets__sheet1_xml=sheet)) == "Sheet\n7"


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr(office, "MOST_CELLS", 100)
    with pytest.raises(Unreadable, match="100 个单元格"):
        text(saved(workbook(*[["x"] * 10] * 10)))


def test_a_document_is_read_in_its_order():
    document = docx.Document()
    document.add_paragraph("关于拨付补助的公告")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text = "李四"
    table.rows[0].cells[1].text = "610326190502030028"
    document.add_paragraph("落款\t眉县")
    assert text(saved(document)).splitlines()[:3] == ["关于拨付补助的公告", "李四\t610326190502030028", "落款\t眉县"]


def test_headers_and_footers_are_read():
    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    assert sorted(filter(None, text(saved(document)).splitlines())) == ["正文", "页眉", "页脚"]


def test_merged_cells_are_read_once_and_nested_tables_too():
    document = docx.Document()
    table = document.add_table(1, 3)
    table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "合并"
    table.rows[0].cells[2].add_table(1, 1).rows[0].cells[0].text = "内层"
    assert text(saved(document)).splitlines() == ["合并\t内层"]


def test_a_word_that_is_split_into_runs_is_one_word_and_deleted_text_is_none():
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        f"<w:document {w}><w:body><w:p><w:r><w:t>党的</w:t></w:r><w:ins><w:r><w:t>二十</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>大</w:delText></w:r></w:del><w:sdt><w:sdtContent><w:r><w:t>精神</w:t></w:r></w:sdtContent>"
        "</w:sdt></w:p></w:body></w:document>"
    )
    assert text(archive({"word/document.xml": body})) == "党的二十精神"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_in_a_sheet_is_refused(encoding):
    bomb = BOMB.encode(encoding)
    with pytest.raises(Unreadable, match="DTD"):
        text(changed(saved(workbook(["x"])), xl__worksheets__sheet1_xml=bomb))


def test_an_entity_that_names_a_file_of_ours_is_refused():
    body = '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]><d>&f;</d>'
    with pytest.raises(Unreadable, match="DTD"):
        text(archive({"word/document.xml": body}))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    data = archive({"xl/workbook.xml": b"<workbook/>", "xl/media/image1.png": bytes(office.MOST_UNPACKED + 1)})
    assert len(data) < 1_000_000
    with pytest.raises(Unreadable, match="100 MB"):
        text(data)


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(office, "MOST_PARTS", 3)
    with pytest.raises(Unreadable, match="3 个部件"):
        text(saved(workbook(["x"])))


def test_other_archives_are_named_as_such():
    with pytest.raises(Unreadable, match="压缩包"):
        text(archive({"名单.txt": "李四"}))


@pytest.mark.parametrize("kept", [60, 400, 2000])
def test_a_file_that_ends_too_early_is_unreadable(kept):
    with pytest.raises(Unreadable, match="损坏"):
        text(saved(workbook(["李四"]))[:kept])


def test_broken_xml_is_unreadable():
    with pytest.raises(Unreadable, match="损坏"):
        text(changed(saved(workbook(["李四"])), xl__worksheets__sheet1_xml="<worksheet><sheetData><row"))
    with pytest.raises(Unreadable, match="损坏"):
        text(archive({"word/document.xml": "<w:document"}))
