import zipfile
from io import BytesIO

import openpyxl
import pytest

from streammon import extract
from streammon.errors import Permanent
from streammon.extract import Document, Unreadable, read, read_apart


def text(data, name="a", media_type=""):
    return read(data, name=name, media_type=media_type).text


def workbook():
    book = openpyxl.Workbook()
    book.active.append(["李四"])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "media_type", "expected"),
    [
        (workbook(), "公告.pdf", "text/html", "李四"),
        ("姓名,卡号\r\n李四,1".encode(), "a.csv", "", "姓名\t卡号\n李四\t1"),
        ("眉县".encode(), "download", "text/plain; charset=utf-8", "眉县"),
        ("眉县".encode(), "download", "application/octet-stream", "眉县"),
        ("<!DOCTYPE html><body><p>眉县</p>".encode(), "a.doc", "application/msword", "眉县"),
        ("<table><tr><td>李四<td>1".encode(), "名单.xls", "application/vnd.ms-excel", "李四\t1"),
        ("<p>眉县".encode(), "a", "text/html", "眉县"),
        (rb"{\rtf1\ansi\ansicpg936 \'c3\'bc\'cf\'d8\par}", "a.doc", "", "眉县"),
    ],
)
def test_the_bytes_count_before_name_and_type(data, name, media_type, expected):
    assert expected in text(data, name, media_type)


def test_what_is_attached_to_a_letter_is_read():
    letter = (
        "From: a@example.org\nMIME-Version: 1.0\nSubject: =?utf-8?b?5ZCN5Y2V?=\n"
        "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n\n<p>见附件</p>\n"
        '--x\nContent-Disposition: attachment; filename="list.csv"\nContent-Type: application/octet-stream\n'
        "Content-Transfer-Encoding: base64\n\n5p2O5ZubLDE=\n--x--\n"
    )
    document = read(letter.encode(), name="a.eml", media_type="")
    assert document.text == "名单\na@example.org\n见附件\n李四\t1"
    assert document.sections[-1].name == "list.csv 表格"


def test_what_is_embedded_in_an_office_file_is_read():
    packed = BytesIO(workbook())
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/embeddings/list.csv", "王五,1")
    document = read(packed.getvalue(), name="a.xlsx", media_type="")
    assert document.text.endswith("王五\t1")
    assert "list.csv" in document.sections[-1].name


def test_a_letter_in_gbk_that_calls_itself_something_else_is_read():
    page = "MIME-Version: 1.0\nContent-Type: text/html; charset=gb2312\n\n<p>朱镕基</p>".encode("gbk")
    assert text(page, "a.mht") == "朱镕基"


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.xlsx", "空的"),
        (b" \n\0\0", "a.txt", "空的"),
        (b"\x7fELF\2\1\1\0", "/files/a.exe", r"a\.exe"),
        (b"\0\1\2\3", "a.txt", r"a\.txt"),
        (b"PK\x03\x04" + b"\0" * 100, "a.docx", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "/files/名单.xls", "损坏|不认识"),
        (b"Rar!\x1a\x07\x00", "a.rar", "损坏"),
    ],
)
def test_what_has_no_text_says_why(data, name, reason):
    with pytest.raises(Unreadable, match=reason) as refused:
        read(data, name=name, media_type="")
    assert isinstance(refused.value, Permanent)


def test_endless_text_is_refused(monkeypatch):
    monkeypatch.setattr(extract, "MOST_CHARACTERS", 10)
    with pytest.raises(Unreadable, match="10 字"):
        read(b"x" * 11, name="a.txt", media_type="text/plain")


def test_reading_apart_is_reading():
    data = "姓名,卡号\n李四,1".encode()
    assert read_apart(data, name="a.csv", media_type="") == read(data, name="a.csv", media_type="")
    with pytest.raises(Unreadable, match="空的"):
        read_apart(b"", name="a.csv", media_type="")


def test_of_many_troubles_only_the_first_are_told():
    assert Document("").unreadable == ""
    assert Document("", troubles=("一", "二")).unreadable == "一\n二"
    many = Document("", troubles=tuple(map(str, range(25)))).unreadable.split("\n")
    assert many == [*map(str, range(10)), "另有 15 处读不了。"]


def test_a_file_without_a_word_is_told():
    with pytest.raises(extract.Unreadable, match="没有文字"):
        extract.read(b"<html><body><img src='scan.png'></body></html>", name="a.html", media_type="")
