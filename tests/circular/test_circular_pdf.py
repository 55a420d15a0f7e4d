"""Tables that are drawn in a PDF file are read cell by cell, whatever the order of the words in it."""

from circular_texts import kinds

from streammon import extract
from streammon.circular.audit import audit
from streammon.circular.pdf import drawn_pages, rejoined, with_tables
from streammon.circular.ruling import Glyph, Rule, tables
from streammon.demo.pdf import HEADER, OBJECTS

ROWS = [("单位", "条数"), ("甲局", "30"), ("乙局", "20"), ("丙局", "10"), ("合计", "60")]
COLUMNS, TOP, HEIGHT = (60, 200, 300), 600, 30


def pdf(lines, rows=ROWS) -> bytes:
    """Return a page with lines above a table; the words of the table come column by column, its rules as boxes."""
    words = [(60, 770 - 22 * at, line) for at, line in enumerate(lines)]
    for column in (1, 0):
        words += [(COLUMNS[column] + 8, TOP - HEIGHT * at - 20, row[column]) for at, row in enumerate(rows)]
    shown = [f"BT /F1 12 Tf {x} {y} Td <{word.encode('utf-16-be').hex()}> Tj ET" for x, y, word in words]
    bottom = TOP - HEIGHT * len(rows)
    drawn = [f"{x} {bottom} 0.8 {TOP - bottom} re f" for x in COLUMNS]
    drawn += [
        f"{COLUMNS[0]} {TOP - HEIGHT * at} m {COLUMNS[-1]} {TOP - HEIGHT * at} l S" for at in range(len(rows) + 1)
    ]
    contents = "\n".join([*drawn, *shown]).encode()
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(contents), contents)
    out, places = bytearray(HEADER), []
    for number, body in enumerate(OBJECTS, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body or stream)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table)


def document(data):
    return with_tables(extract.read(data, name="x.pdf", media_type=""), data)


def test_a_drawn_table_is_rows_of_cells():
    (text,) = drawn_pages(pdf(["附件1", "情况表"])).values()
    assert text.split("\n") == ["附件1", "情况表", *("\t".join(row) for row in ROWS)]


def test_a_pdf_file_is_audited_like_any_other():
    lines = ["关于2024年3月情况的通报", "3家单位共发布信息60条（见附件1）。", "附件1", "2024年3月情况表"]
    sound = audit(document(pdf(lines)))
    assert sound.is_clean, sound.contradictions
    wrong = audit(document(pdf(lines, [*ROWS[:-1], ("合计", "61")])))
    assert kinds(wrong) == [("total-row", "certain")]
    assert wrong.contradictions[0].one.place == "第1页"


def test_a_row_that_a_page_break_tore_is_one():
    pages = ["甲局\t3\t合格\n丙公共资\t7\t合格", "源中心\t\t\n丁局\t1\t合格"]
    assert rejoined(pages) == ["甲局\t3\t合格\n丙公共资源中心\t7\t合格", "丁局\t1\t合格"]


def test_a_row_of_its_own_stays_one():
    whole = ["甲局\t3\t合格", "乙局\t7\t合格", "正文。", "丙局\t\t合格"]
    assert rejoined(whole) == whole


def grid(xs, ys):
    """Return the rules of a table without merged cells."""
    return [Rule(y, xs[0], xs[-1]) for y in ys], [Rule(x, ys[-1], ys[0]) for x in xs]


def test_a_merged_cell_has_its_text_on_top():
    across, down = grid((0, 100, 200), (300, 280, 260, 240))
    across[1] = Rule(280, 100, 200)  # the first column has one cell for two rows
    (table,) = tables(across, down)
    glyphs = [
        Glyph("甲", 50, 278),
        Glyph("3", 150, 290),
        Glyph("5", 150, 270),
        Glyph("乙", 50, 250),
        Glyph("7", 150, 250),
    ]
    assert table.rows(glyphs) == ["甲\t3", "\t5", "乙\t7"]


def test_a_cell_as_wide_as_the_table_is_a_line():
    across, down = grid((0, 100, 200), (300, 280, 260))
    down[1] = Rule(100, 260, 280)
    (table,) = tables(across, down)
    assert table.rows([Glyph("题", 100, 290), Glyph("甲", 50, 270), Glyph("3", 150, 270)]) == ["题", "甲\t3"]


def test_lines_and_frames_are_no_tables():
    across, down = grid((0, 200), (300, 100))
    assert tables(across, down) == []
    assert tables([Rule(300, 0, 200), Rule(100, 0, 200)], []) == []


def test_tables_that_do_not_touch_are_two():
    upper, lower = grid((0, 100, 200), (300, 280, 260)), grid((0, 50, 200), (200, 180, 160))
    found = tables([*lower[0], *upper[0]], [*lower[1], *upper[1]])
    assert [table.xs for table in found] == [[0, 100, 200], [0, 50, 200]]
