import struct

import pytest
from office_files import parts, read, stored

from streammon.extract import Unreadable, xls
from streammon.extract.biff import Record, shared_strings
from streammon.extract.document import Writer
from streammon.extract.sheets import Sheets


def test_a_workbook_of_another_program_is_read():
    """Made with xlwt: a very hidden sheet, rich text, whole numbers in 32 bits, formulas without a result."""
    assert read(stored("written.xls")) == [
        ("工作表“名单”", 0, False, "名单"),
        ("工作表“名单”", 1, False, "姓名\t号码\t\t真假\t公式\n李四1\t15900004962\t\tTRUE"),
        ("工作表“名单”的隐藏行", 3, True, "李四2\t15900004963\t2023-10-22\tFALSE"),
        ("工作表“名单”", 4, False, "李四3\t15900004964\t\tFALSE"),
        ("工作表“名单”", 6, False, "\t610326190502030000\t\t12.34\t-7\n有格式的字"),
        ("工作表“名单”的隐藏列", 1, True, "\t\t日期\n\t\t2023-10-21"),
        ("工作表“名单”的隐藏列", 4, True, "\t\t2023-10-23"),
        ("工作表“名单”的隐藏列", 6, True, "\t\t6.10326E+17"),
        ("工作表“名单”的页眉页脚", 0, False, "Secret"),
        ("深度隐藏的工作表“底稿”", 0, True, "底稿"),
        ("深度隐藏的工作表“底稿”", 1, True, "最隐藏的"),
        ("隐藏的工作表“隐藏”", 0, True, "隐藏"),
        ("隐藏的工作表“隐藏”", 4, True, "\t\t\t隐藏的"),
    ]


def test_shared_strings_go_on_in_the_next_record_even_inside_a_string():
    wide, narrow = "甲乙".encode("utf-16-le"), b"abcd"
    first = struct.pack("<II", 3, 3) + struct.pack("<HB", 4, 1) + wide
    second = b"\x01" + "丙丁".encode("utf-16-le") + struct.pack("<HB", 4, 0) + narrow[:2]
    third = b"\x00" + narrow[2:] + struct.pack("<HBHI", 1, 1 | 4 | 8, 1, 3) + "戊".encode("utf-16-le") + bytes(4 + 3)
    assert shared_strings(Record(0xFC, [first, second, third])) == ["甲乙丙丁", "abcd", "戊"]


def test_a_table_of_strings_that_claims_more_than_it_has_ends_where_it_ends():
    claims = struct.pack("<II", 9, 0xFFFFFFFF)
    assert shared_strings(Record(0xFC, [claims + struct.pack("<HB", 2, 0) + b"ab"])) == ["ab"]


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def wide(text):
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def label(row, column, text):
    return record(0x204, struct.pack("<HHH", row, column, 0) + wide(text))


BOF, EOF = record(0x809, struct.pack("<HHI", 0x600, 5, 0)), record(0x0A)


def book(*sheets, before=b"", bof=BOF, short_name=b"\x01\x00A"):
    """Return a stream with these sheets, each the records between its BOF and EOF, all by the name of A."""
    start = len(bof + before + EOF) + len(sheets) * (4 + 6 + len(short_name))
    bounds, body = b"", b""
    for sheet in sheets:
        bounds += record(0x85, struct.pack("<IBB", start + len(body), 0, 0) + short_name)
        body += bof + sheet + EOF
    return bof + before + bounds + EOF + body


def written(stream):
    writer = Writer()
    sheets = Sheets(writer)
    xls.write_sheets(stream, sheets)
    sheets.end()
    return parts(writer.document())[1:]


SEEN = "工作表“A”"


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (label(0, 1, "李四"), [(SEEN, 1, False, "\t李四")]),
        (record(0x27E, struct.pack("<HHHI", 0, 0, 0, 1 | 2 | 1234 << 2)), [(SEEN, 1, False, "12.34")]),
        (record(0x27E, struct.pack("<HHHi", 0, 0, 0, 2 | -7 << 2)), [(SEEN, 1, False, "-7")]),
        (record(0xBD, struct.pack("<HHHIHIH", 0, 2, 0, 2 | 5 << 2, 0, 2 | 6 << 2, 3)), [(SEEN, 1, False, "\t\t5\t6")]),
        (record(0x205, struct.pack("<HHHBB", 0, 0, 0, 42, 1)), [(SEEN, 1, False, "#N/A")]),
        (
            record(6, struct.pack("<HHH", 0, 0, 0) + b"\0\0\0\0\0\0\xff\xff" + bytes(8)) + record(0x207, wide("结果")),
            [(SEEN, 1, False, "结果")],
        ),
        (record(6, struct.pack("<HHHd", 0, 0, 0, 2.5) + bytes(8)), [(SEEN, 1, False, "2.5")]),
        (record(6, struct.pack("<HHH", 0, 0, 0) + b"\1\0\1\0\0\0\xff\xff" + bytes(8)), [(SEEN, 1, False, "TRUE")]),
        (label(0, 0, "一") + record(0x225, b"\2\0\0\0"), [("工作表“A”的隐藏行", 1, True, "一")]),
        (label(0, 0, "一") + record(0x7D, bytes(10)), [("工作表“A”的隐藏列", 1, True, "一")]),  # no width
        (label(0, 0, "一") + BOF + label(0, 0, "图表的") + EOF + label(1, 0, "二"), [(SEEN, 1, False, "一\n二")]),
        (
            record(0x5D, struct.pack("<HHHH", 0x15, 18, 0x19, 7))
            + record(0x1B6, struct.pack("<HHHHHH", 0, 0, 0, 0, 0, 2) + bytes(6))
            + record(0x3C, b"\1" + "批注".encode("utf-16-le"))
            + record(0x1C, struct.pack("<HHHH", 4, 1, 0, 7)),
            [("工作表“A”单元格B5的批注", 0, True, "批注")],
        ),
        (
            record(0x5D, struct.pack("<HHHH", 0x15, 18, 6, 8))
            + record(0x1B6, struct.pack("<HHHHHH", 0, 0, 0, 0, 0, 2) + bytes(6))
            + record(0x3C, b"\0ab"),
            [("工作表“A”的文本框", 0, False, "ab")],
        ),
    ],
)
def test_records_of_every_kind_are_read(records, expected):
    assert written(book(records)) == expected


def test_a_workbook_of_excel_5_is_in_the_code_page_of_a_chinese_windows():
    text = "李四".encode("gb18030")
    bof = record(0x809, struct.pack("<HHI", 0x500, 5, 0))
    cells = record(0x204, struct.pack("<HHHH", 0, 0, 0, len(text)) + text) + record(
        0x1C, struct.pack("<HHH", 0, 0, len(text)) + text
    )
    name = "名单".encode("gb18030")
    found = written(book(cells, bof=bof, before=record(0x42, b"\xa8\3"), short_name=bytes([len(name)]) + name))
    assert found == [("工作表“名单”", 1, False, "李四"), ("工作表“名单”单元格A1的批注", 0, True, "李四")]


def test_two_sheets_at_one_place_are_read_once():
    stream = book(label(0, 0, "一"), label(0, 0, "二"))
    bounds = [at for at in range(len(stream)) if stream.startswith(record(0x85, b"")[:2] + b"\x09\0", at)]
    second = stream[bounds[1] + 4 : bounds[1] + 8]
    twice = stream[: bounds[0] + 4] + second + stream[bounds[0] + 8 :]
    assert [text for _, line, _, text in written(twice) if line] == ["二"]


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        (book(b"", before=record(0x2F, bytes(6))), "密码"),
        (record(0x409, struct.pack("<HHI", 0x400, 5, 0)), "Excel 5.0 以前"),
    ],
)
def test_what_cannot_be_read_says_why(stream, reason):
    with pytest.raises(Unreadable, match=reason):
        written(stream)
