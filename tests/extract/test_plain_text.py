import pytest
from hypothesis import given
from hypothesis import strategies as st

from streammon.extract import Unreadable
from streammon.extract.plain_text import decode, read_table, read_text

SIMPLIFIED = "各镇人民政府，县级各部门：现将名单予以公示。李四 610326190502030028\n"
TRADITIONAL = "臺灣省政府公告，請各縣市政府遵照辦理，身分證字號如下。\n"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        *((SIMPLIFIED, codec) for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk")),
        *((TRADITIONAL, codec) for codec in ("utf-8", "big5", "gbk", "gb18030")),
        ("眉县", "gbk"),
        ("眉县", "utf-16"),
        ("plain ASCII", "ascii"),
        ("𠮷野家，㐂", "gb18030"),
    ],
)
def test_the_encoding_is_found(text, codec):
    assert decode(text.encode(codec)) == text


def test_a_long_text_in_another_script_is_utf_8():
    text = "a" + "བོད་" * 10_000
    assert decode(text.encode()) == text


def test_a_text_that_was_cut_is_still_one():
    assert decode((SIMPLIFIED * 50).encode()[:-50])
    assert decode((SIMPLIFIED * 50).encode("gbk")[:-1])


@pytest.mark.parametrize("data", [b"\0\1\2\3", bytes(range(256)) * 4, b"\x7fELF\2\1\1\0\0\0\0"])
def test_what_is_no_text_is_none(data):
    assert decode(data) is None
    with pytest.raises(Unreadable, match=r"x\.bin"):
        read_text(data, "目录/x.bin")


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))
def test_chinese_in_utf_8_is_never_taken_for_something_else(text):
    assert decode(text.encode()) == text


@given(st.binary())
def test_decoding_never_fails(data):
    assert decode(data) is None or isinstance(decode(data), str)


def test_lines_are_numbered():
    document = read_text("一\r\n\r\n三\r四\n".encode(), "a.txt")
    assert document.text == "一\n\n三\n四"
    assert [(section.start, section.line, section.cells) for section in document.sections] == [(0, 1, False)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("姓名,卡号\r\n李四,1", "姓名\t卡号\n李四\t1"),
        ("姓名\t卡号\n李四\t1", "姓名\t卡号\n李四\t1"),
        ("姓名;卡号\n李四;1", "姓名\t卡号\n李四\t1"),
        ('"李四,男","甲\n乙"\n\n三', "李四,男\t甲 乙\n\n三"),
        ('"不闭合\n李四', "不闭合 李四"),
    ],
)
def test_a_table_has_a_line_for_each_row(data, expected):
    document = read_table(data.encode(), "a.csv")
    assert document.text == expected
    assert [(section.line, section.cells) for section in document.sections] == [(1, True)]
