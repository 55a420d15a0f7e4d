import pytest

from streammon.extract.cells import column, flat, format_code, literal, number, reference


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (15900004961.0, "General", "15900004961"),
        (610326190502030000.0, "General", "6.10326E+17"),
        (610326190502030000.0, "@", "6.10326E+17"),
        (610326190502030000.0, "G/通用格式", "6.10326E+17"),
        (610326190502030000.0, "0", "610326190502030000"),
        (610326190502030000.0, "0_);[Red]\\(0\\)", "610326190502030000"),
        (610326190502030000.0, "0.00E+00", "6.10326E+17"),
        (6217780000004120.0, "General", "6.21778E+15"),
        (6217780000004123.0, "General", "6217780000004123"),  # a program wrote it, and nothing is lost
        (0.1 + 0.2, "General", "0.3"),
        (0.00001, "General", "0.00001"),
        (1e-300, "General", "1E-300"),
        (-12.5, "#,##0.00", "-12.5"),
        (0.0, "General", "0"),
        (float("inf"), "0", ""),
        (float("nan"), "0", ""),
        (0.85, "0%", "85%"),
        (0.123456, "0.00%", "12.3456%"),
        (45222.0, "yyyy-mm-dd", "2023-10-23"),
        (45222.0, 'yyyy"年"m"月"d"日"', "2023-10-23"),
        (45222.0, "[$-804]yyyy年m月d日;@", "2023-10-23"),
        (45222.0, "aaaa", "2023-10-23"),
        (45222.395833333336, "m/d/yy h:mm", "2023-10-23 09:30:00"),
        (0.5, "h:mm", "12:00:00"),
        (1.5, "[h]:mm", "1900-01-01 12:00:00"),
        (0.9999999999, "yyyy-m-d", "00:00:00"),
        (59.0, "d", "1900-02-28"),
        (61.0, "d", "1900-03-01"),
        (-1.0, "yyyy-m-d", "-1"),
        (1e9, "yyyy-m-d", "1000000000"),
        (5.0, '"第"0"日"', "5"),  # a quoted day is no date
        (5.0, "[Red]0", "5"),
    ],
)
def test_a_number_reads_as_its_format_shows_it(value, code, expected):
    assert number(value, code) == expected


def test_workbooks_of_the_macintosh_count_from_1904():
    assert number(43760.0, "d", since_1904=True) == "2023-10-23"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6.1032619050203E+17", "6.10326E+17"),
        ("110105194912310021", "110105194912310021"),  # no digit is lost in the file
        ("15900004961", "15900004961"),
        ("15900004961.0", "15900004961"),
    ],
)
def test_a_number_that_is_written_out_keeps_its_digits(text, expected):
    assert literal(text) == expected


@pytest.mark.parametrize(
    ("number_", "code"), [(0, "General"), (14, "yyyy-m-d"), (31, "yyyy-m-d"), (10, "0%"), (1, "0")]
)
def test_formats_without_a_code_are_known(number_, code):
    assert format_code(number_, {}) == code
    assert format_code(number_, {number_: "own"}) == "own"


@pytest.mark.parametrize(("name", "index"), [("A1", 0), ("Z9", 25), ("AA10", 26), ("XFD1048576", 16383), ("7", -1)])
def test_columns_have_letters(name, index):
    assert column(name) == index
    if index >= 0:
        assert reference(int(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), index) == name


def test_a_cell_is_one_line():
    assert flat("上\n下\t左\r\n右") == "上 下 左 右"
    assert flat(" 不动 ") == " 不动 "
