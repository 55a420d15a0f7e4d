import struct

from office_files import archive, read

RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)


def record(kind, data=b""):
    """Return a record; its kind and size are written in groups of seven bits."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = bytes([len(data)]) if len(data) < 128 else bytes([len(data) & 0x7F | 0x80, len(data) >> 7])
    return head + size + data


def string(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(kind, column, value, style=0):
    return record(kind, struct.pack("<II", column, style) + value)


def row(number, flags=0):
    return record(0, struct.pack("<IIHBBB", number, 0, 300, 0, flags, 0) + struct.pack("<I", 0))


def related(*links):
    found = (
        f'<Relationship Id="r{number}" Type="{TYPE}{kind}" Target="{to}"/>' for number, (kind, to) in enumerate(links)
    )
    return RELATIONS.format("".join(found))


def sheet(state, key, name):
    return record(156, struct.pack("<II", state, 1) + string(key) + string(name))


def workbook():
    absent = struct.pack("<I", 0xFFFFFFFF)
    styles = (
        record(278)
        + record(615, struct.pack("<I", 1))
        + record(44, struct.pack("<H", 164) + string('yyyy"年"m"月"d"日"'))
        + record(616)
        + record(617, struct.pack("<I", 2))
        + record(47, struct.pack("<HH", 0, 0) + bytes(12))
        + record(47, struct.pack("<HH", 0, 164) + bytes(12))
        + record(618)
        + record(279)
    )
    first = (
        record(129)
        + record(390)
        + record(60, struct.pack("<IIIIH", 3, 3, 2000, 0, 1))
        + record(391)
        + record(145)
        + row(1)
        + cell(7, 1, struct.pack("<I", 1))
        + cell(2, 2, struct.pack("<I", 2 | 5 << 2))
        + cell(5, 3, struct.pack("<d", 15900004961.0))
        + row(2, 0x10)
        + cell(6, 0, string("就地的"))
        + cell(4, 1, b"\1")
        + row(3)
        + cell(5, 0, struct.pack("<d", 45222.0), 1)
        + cell(3, 1, b"\x2a")
        + cell(8, 2, string("公式的"))
        + record(146)
        + record(479, b"\0\0" + string("&C内部资料") + absent * 5)
        + record(130)
    )
    second = record(129) + record(145) + row(0) + cell(7, 0, struct.pack("<I", 0)) + record(146) + record(130)
    book = (
        record(131)
        + record(153, bytes(12))
        + record(143)
        + sheet(0, "r0", "名单")
        + sheet(2, "r1", "底稿")
        + record(144)
        + record(132)
    )
    strings = (
        record(159, struct.pack("<II", 2, 2))
        + record(19, b"\0" + string("最隐藏的"))
        + record(19, b"\0" + string("李四"))
    )
    comments = record(635, struct.pack("<IIIII", 0, 1, 1, 1, 1) + bytes(16)) + record(637, b"\0" + string("请核对"))
    return archive(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": related(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": related(
                ("worksheet", "worksheets/sheet1.bin"),
                ("worksheet", "worksheets/sheet2.bin"),
                ("sharedStrings", "sharedStrings.bin"),
                ("styles", "styles.bin"),
            ),
            "xl/worksheets/sheet1.bin": first,
            "xl/worksheets/_rels/sheet1.bin.rels": related(("comments", "../comments1.bin")),
            "xl/worksheets/sheet2.bin": second,
            "xl/sharedStrings.bin": strings + record(160),
            "xl/styles.bin": styles,
            "xl/comments1.bin": comments,
        }
    )


def test_a_binary_workbook_is_read_with_all_that_is_hidden_in_it():
    assert read(workbook()) == [
        ("工作表“名单”", 0, False, "名单"),
        ("工作表“名单”", 2, False, "\t李四\t5"),
        ("工作表“名单”的隐藏行", 3, True, "就地的\tTRUE"),
        ("工作表“名单”", 4, False, "2023-10-23\t#N/A\t公式的"),
        ("工作表“名单”的隐藏列", 2, True, "\t\t\t15900004961"),
        ("工作表“名单”单元格B2的批注", 0, True, "请核对"),
        ("工作表“名单”的页眉页脚", 0, False, "内部资料"),
        ("深度隐藏的工作表“底稿”", 0, True, "底稿"),
        ("深度隐藏的工作表“底稿”", 1, True, "最隐藏的"),
    ]
