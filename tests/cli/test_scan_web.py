"""`streammon scan URL`: pages and files from a web server, and what can not be had."""

import io
import json

import openpyxl
import pytest
from command import streammon
from tests.scan.website import website

ID = "320312190110011971"
"""Made up; its check digit is right."""
PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>通知</title>
<meta name="ArticleTitle" content="关于发放补助的通知"><meta name="PubDate" content="2023-10-12"></head><body>
<div class="article"><p>截止目前，已发放补助。</p>
<p>见<a href="/名单.xlsx">附件</a>，<a href="/gone.pdf">说明.pdf</a></p>
</div></body></html>"""


def workbook():
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "名单"
    for row in (("姓名", "身份证号"), ("张三", ID)):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def address():
    html, xlsx = "text/html", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    pages = {
        "/a.html": (f"{html}; charset=utf-8", PAGE.format(charset="utf-8").encode()),
        "/gbk.html": (html, PAGE.format(charset="gbk").encode("gbk")),
        "/old": ("", b"/new"),
        "/new": ("", b"/gbk.html"),
        "/round": ("", b"/round"),
        "/%E5%90%8D%E5%8D%95.xlsx": (xlsx, workbook()),
        "/down?id=7": ("application/octet-stream", workbook()),
        "/broken.xlsx": (xlsx, workbook()[:2000]),
    }
    with website(pages) as address:
        yield address


@pytest.fixture(scope="module")
def told(address):
    """What one command says of all these addresses: its exit code, and the records by what was asked for."""
    asked = ("a.html", "gbk.html", "old", "名单.xlsx", "down?id=7", "nowhere", "round", "broken.xlsx")
    code, records = scanned(*(f"{address}/{path}" for path in asked), "http://127.0.0.1:9/")
    by_path = {}
    for record in records:
        by_path.setdefault(record["path"].removeprefix(f"{address}/"), []).append(record)
    return code, by_path


def scanned(*words):
    said = streammon("scan", "--format", "jsonl", *words)
    assert said.err == ""
    return said.code, [json.loads(line) for line in said.out.splitlines()]


def test_the_worst_of_all_decides(told):
    code, _ = told
    assert code == 3


@pytest.mark.parametrize("path", ["a.html", "gbk.html", "old"])
def test_a_page_in_any_encoding_wherever_it_has_moved(told, path):
    (wrong,) = (record for record in told[1][path] if record["category"] == "text")
    assert (wrong["text"], wrong["suggestion"]) == ("截止目前", "截至目前")


@pytest.mark.parametrize("path", ["名单.xlsx", "down?id=7"])
def test_a_file_is_known_by_its_bytes(told, path):
    (record,) = told[1][path]
    assert (record["rule"], record["location"]) == ("privacy/resident-id", "工作表“名单”B2")
    assert ID not in str(record)


@pytest.mark.parametrize(
    ("path", "why"),
    [("nowhere", "404"), ("round", "跳转"), ("broken.xlsx", "没有检查"), ("http://127.0.0.1:9/", "127.0.0.1")],
)
def test_what_can_not_be_had_is_one_finding_to_review(told, path, why):
    (record,) = told[1][path]
    assert (record["rule"], record["review"]) == ("page/unreadable", True)
    assert why in record["why"]


def test_the_files_of_a_page_come_with_it(address):
    page = f"{address}/a.html"
    code, records = scanned(page, "--attachments")
    assert code == 3
    assert {record["rule"]: record["path"].removeprefix(address) for record in records if record["path"] != page} == {
        "privacy/resident-id": "/%E5%90%8D%E5%8D%95.xlsx",
        "page/dead-attachment": "/gone.pdf",
    }
