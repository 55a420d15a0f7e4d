import datetime

import openpyxl
import pytest
from office_files import archive, changed, contents, read, saved
from openpyxl.comments import Comment

from streammon.extract import xlsx

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def lines(data):
    """Return the rows of the first sheet, with the number of the first row."""
    return [(line, text) for name, line, _, text in read(data) if line]


def sheet(body, head=""):
    return changed(
        saved(workbook(["x"])),
        xl__worksheets__sheet1_xml=f"<worksheet {MAIN}>{head}<sheetData>{body}</sheetData></worksheet>",
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("李四", "李四"),
        (15900004961, "15900004961"),
        (15900004961.0, "15900004961"),
        (6.10326190502030e17, "6.10326E+17"),
        (0.1 + 0.2, "0.3"),
        (-12.50, "-12.5"),
        (True, "TRUE"),
        (datetime.datetime(2023, 10, 23, 9, 30), "2023-10-23 09:30:00"),  # noqa: DTZ001 -- a cell has no zone
        (datetime.date(2023, 10, 23), "2023-10-23"),
        ("上\n下\t左", "上 下 左"),
    ],
)
def test_a_cell_reads_as_it_is_meant(value, expected):
    assert lines(saved(workbook([value]))) == [(1, expected)]


def test_rows_are_lines_and_cells_part_by_tabulators():
    data = saved(workbook(["姓名", None, "银行卡号"], [], ["李四", None, "6217780000004123998"], [None, None]))
    assert lines(data) == [(1, "姓名\t\t银行卡号"), (3, "李四\t\t6217780000004123998")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<row r="1"><c r="A1"><v>7</v></c></row>', [(1, "7")]),
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", [(1, "1\t2\n3")]),  # no references
        (
            '<row r="3"><c r="C3" t="inlineStr"><is><r><t>李</t></r><r><t>四</t></r><rPh><t>l</t></rPh></is></c></row>',
            [(3, "\t\t李四")],
        ),
        ('<row r="1"><c r="A1" t="str"><f>x</f><v>_x000D_上_x5F20_</v></c></row>', [(1, "上张")]),
        ('<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="b"><v>0</v></c></row>', [(1, "#N/A\tFALSE")]),
        ('<row r="1"><c r="A1" t="d"><v>2023-10-23T00:00:00</v></c></row>', [(1, "2023-10-23")]),
        ('<row r="1"><c r="A1"/><c r="B1"><f>1+1</f></c></row>', []),
        ('<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>', [(1048576, "\t" * 16383 + "7")]),
    ],
)
def test_cells_of_every_kind_are_read(body, expected):
    assert (
        lines(sheet(body, '<dimension ref="A1:XFD1048576"/>')) == expected
    )  # what it says of its size is not believed


@pytest.mark.parametrize(
    ("head", "row", "name"),
    [
        ("", 'r="1" hidden="1"', "工作表“Sheet”的隐藏行"),
        ("", 'r="1" ht="0" customHeight="1"', "工作表“Sheet”的隐藏行"),
        ('<sheetFormatPr zeroHeight="1"/>', 'r="1"', "工作表“Sheet”的隐藏行"),
        ('<cols><col min="1" max="16384" hidden="1"/></cols>', 'r="1"', "工作表“Sheet”的隐藏列"),
        ('<cols><col min="1" max="3" width="0"/></cols>', 'r="1"', "工作表“Sheet”的隐藏列"),
        ('<cols><col min="2" max="3" hidden="1"/></cols>', 'r="1"', "工作表“Sheet”"),
    ],
)
def test_what_is_not_to_be_seen_is_hidden(head, row, name):
    hidden = name != "工作表“Sheet”"
    assert (name, 1, hidden, "7") in read(sheet(f'<row {row}><c r="A1"><v>7</v></c></row>', head))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("&L左&C中&R右", "左\n中\n右"),
        ('&C&"宋体,加粗"&14&K01+000机密&R第 &P 页，共 &N 页', "机密\n第  页，共  页"),
        ("&L&A&F&D&T", ""),
        ("甲&&乙", "甲&乙"),
    ],
)
def test_a_margin_is_what_is_printed(code, expected):
    assert xlsx.margin(code) == expected


def test_a_threaded_comment_replaces_its_copy_for_older_programs():
    book = workbook(["x", "y"])
    book.active["A1"].comment = Comment("[Threaded comment] 请核对", "王五")
    book.active["B1"].comment = Comment("另一条", "王五")
    data = saved(book)
    links = contents(data)["xl/worksheets/_rels/sheet1.xml.rels"].decode()
    link = '<Relationship Id="t1" Type="http://x/threadedComment" Target="../threadedComments/t1.xml"/></Relationships>'
    thread = "<ThreadedComments><threadedComment ref='A1'><text>请核对</text></threadedComment></ThreadedComments>"
    data = changed(
        data,
        xl__threadedComments__t1_xml=thread,
        **{"xl/worksheets/_rels/sheet1.xml.rels": links.replace("</Relationships>", link)},
    )
    notes = [(name, text) for name, _, _, text in read(data) if "批注" in name]
    assert notes == [("工作表“Sheet”单元格A1的批注", "请核对"), ("工作表“Sheet”单元格B1的批注", "另一条")]


def test_boxes_and_pivot_caches_are_read():
    data = saved(workbook(["x"]))
    drawing = (
        '<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="1" HIDDEN/></xdr:nvSpPr><xdr:txBody>'
        "<a:p><a:r><a:t>框里</a:t></a:r><a:r><a:t>的字</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
    )
    items = '<cacheField name="姓名"><sharedItems><s v="李四"/><s v="王五"/></sharedItems></cacheField>'
    cache = f"<pivotCacheDefinition {MAIN}><cacheFields>{items}</cacheFields></pivotCacheDefinition>"
    book = contents(data)["xl/_rels/workbook.xml.rels"].decode()
    relation = '<Relationships><Relationship Id="{}" Type="http://x/{}" Target="{}"/></Relationships>'
    for hidden in ("", 'hidden="1"'):
        found = read(
            changed(
                data,
                xl__drawings__d_xml=drawing.replace("HIDDEN", hidden),
                xl__pivotCache__p_xml=cache,
                **{
                    "xl/worksheets/_rels/sheet1.xml.rels": relation.format("d", "drawing", "../drawings/d.xml"),
                    "xl/_rels/workbook.xml.rels": book.replace(
                        "</Relationships>",
                        '<Relationship Id="p" Type="/pivotCacheDefinition" Target="pivotCache/p.xml"/></Relationships>',
                    ),
                },
            )
        )
        box = "隐藏文本框" if hidden else "文本框"
        assert (f"工作表“Sheet”的{box}", 0, bool(hidden), "框里的字") in found
        assert ("数据透视表的缓存", 0, True, "李四\n王五") in found


def test_copies_of_other_workbooks_are_read():
    data = saved(workbook(["x"]))
    links = contents(data)["xl/_rels/workbook.xml.rels"].decode()
    link = '<Relationship Id="e" Type="/externalLink" Target="externalLinks/e.xml"/></Relationships>'
    rows = '<row r="1"><cell r="A1" t="str"><v>李四</v></cell></row>'
    book = f"<externalBook><sheetDataSet><sheetData>{rows}</sheetData></sheetDataSet></externalBook>"
    cached = f"<externalLink {MAIN}>{book}</externalLink>"
    new = {"xl/_rels/workbook.xml.rels": links.replace("</Relationships>", link)}
    assert ("外部工作簿的缓存", 0, True, "李四") in read(changed(data, xl__externalLinks__e_xml=cached, **new))


def test_two_sheets_in_one_part_are_read_once():
    data = saved(workbook(["x"]))
    book = contents(data)["xl/workbook.xml"].decode()
    twice = book.replace("</sheets>", '<sheet name="B" sheetId="9" r:id="rId1" xmlns:r="r"/></sheets>')
    assert lines(changed(data, xl__workbook_xml=twice)) == [(1, "x")]


def test_names_of_parts_may_differ_in_case():
    data = contents(saved(workbook(["x"])))
    assert lines(archive({name.replace("sheet1", "SHEET1"): part for name, part in data.items()})) == [(1, "x")]
