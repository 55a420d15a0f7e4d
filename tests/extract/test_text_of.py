from io import BytesIO

import openpyxl
import pytest

import streammon.extract
from streammon.errors import Permanent
from streammon.extract import Unreadable, text_of


def test_the_bytes_count_before_name_and_type():
    book = openpyxl.Workbook()
    book.active.append(["李四"])
    file = BytesIO()
    book.save(file)
    assert text_of(file.getvalue(), name="公告.pdf", media_type="text/html") == "Sheet\n李四"


@pytest.mark.parametrize(
    ("data", "name", "media_type", "expected"),
    [
        ("姓名,卡号\r\n李四,1".encode(), "a.csv", "", "姓名,卡号\n李四,1"),
        ("姓名,卡号\n李四,1".encode("gbk"), "a.csv", "application/octet-stream", "姓名,卡号\n李四,1"),
        ("眉县".encode("utf-16"), "A.TXT", "", "眉县"),
        ("眉县".encode(), "download", "text/plain; charset=utf-8", "眉县"),
        ("<!DOCTYPE html><body><p>眉县</p>".encode(), "a.doc", "application/msword", "眉县"),
        ("<p>眉县".encode(), "a", "text/html", "眉县"),
    ],
)
def test_text_and_pages(data, name, media_type, expected):
    assert text_of(data, name=name, media_type=media_type) == expected


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.xlsx", "空的"),
        (b" \n", "a.txt", "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "/files/名单.xls", "旧版 Office"),
        (b"\x89PNG\r\n\x1a\n\0\0", "/files/a.png", r"a\.png"),
        (b"Rar!\x1a\x07\x00", "a.rar", "不认识"),
        (b"\0\1\2\3", "a.txt", r"a\.txt"),
        (b"PK\x03\x04" + b"\0" * 100, "a.docx", "损坏"),
    ],
)
def test_what_has_no_text_says_why(data, name, reason):
    with pytest.raises(Unreadable, match=reason) as refused:
        text_of(data, name=name, media_type="")
    assert isinstance(refused.value, Permanent)


def test_endless_text_is_refused(monkeypatch):
    monkeypatch.setattr(streammon.extract, "MOST_CHARACTERS", 10)
    with pytest.raises(Unreadable, match="10 字"):
        text_of(b"x" * 11, name="a.txt", media_type="text/plain")
