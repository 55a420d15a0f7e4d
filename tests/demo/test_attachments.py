from __future__ import annotations

import io
from datetime import datetime

import docx
import openpyxl
import pypdf
import pytest

from streammon.demo.articles import Article, Attachment
from streammon.demo.attachments import LISTED, contents, media_type
from streammon.demo.persons import luhn_check, people, resident_check
from streammon.demo.plan import Plan
from streammon.detect import privacy
from streammon.detect.privacy.bank_card import is_card
from streammon.detect.privacy.resident_id import is_resident_id
from streammon.detect.text import Text
from streammon.extract import read


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


LEAK = "关于拨付2023年农村脱贫劳动力跨省就业一次性交通补助第二批资金公告"


def rows(data: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return list(sheet.iter_rows(min_row=3, values_only=True))


@pytest.fixture
def leak(plan: Plan) -> Article:
    return next(article for article in plan.columns["c163"].articles if article.title == LEAK)


def attached(article: Article, moment: str) -> Attachment:
    revision = article.at(local(moment))
    assert revision is not None
    return revision.attachments[0]


def test_every_number_in_the_list_passes_its_check_digit(leak: Article) -> None:
    listed = rows(contents(attached(leak, "2023-10-23 10:20"), ()))
    assert len(listed) == LISTED == len({row[2] for row in listed})
    for _, _, resident, card, phone, *_ in listed:
        assert is_resident_id(str(resident))
        assert is_card(str(card))
        assert str(phone).startswith("1380000")
        assert len(str(phone)) == 11


def test_nobody_can_be_meant() -> None:
    assert {person.resident_id[6:9] for person in people(LISTED)} == {"190"}
    assert all("0000000" in person.card for person in people(LISTED))


def test_the_list_is_masked_two_days_later_at_the_same_address(leak: Article) -> None:
    before, after = attached(leak, "2023-10-25 16:29"), attached(leak, "2023-10-25 16:30")
    assert before.path == after.path
    text = str(rows(contents(after, ())))
    for person in people(LISTED):
        assert person.resident_id not in text
        assert person.card not in text
        assert person.phone not in text
    assert "610326********" in text
    assert len(rows(contents(after, ()))) == LISTED


def rules_broken(attachment: Attachment) -> set[str]:
    text = read(contents(attachment, ()), name=attachment.title, media_type=media_type(attachment)).text
    return {finding.rule for finding in privacy.findings(Text(text))}


def test_the_list_leaks_and_the_masked_one_does_not(leak: Article) -> None:
    leaked = rules_broken(attached(leak, "2023-10-23 10:20"))
    assert leaked == {"privacy/resident-id", "privacy/bank-card", "privacy/mobile"}
    assert rules_broken(attached(leak, "2023-10-25 16:30")) == set()


@pytest.mark.parametrize(("body", "check"), [("11010519491231002", "X"), ("44052418800101001", "4")])
def test_resident_check(body: str, check: str) -> None:
    assert resident_check(body) == check


@pytest.mark.parametrize(("body", "check"), [("7992739871", "3"), ("0", "0")])
def test_luhn_check(body: str, check: str) -> None:
    assert luhn_check(body) == check


def test_docx_and_pdf_hold_the_paragraphs() -> None:
    paragraphs = [
        "第一段内容，用于核对。",
        "第二段比一行要长，因此在页面上分成两行，文字一个也不能少，请逐字核对清楚。",
    ]
    word = docx.Document(io.BytesIO(contents(Attachment("/a.docx", "通知.docx", "docx"), paragraphs)))
    assert [paragraph.text for paragraph in word.paragraphs] == ["通知", *paragraphs]
    page = pypdf.PdfReader(io.BytesIO(contents(Attachment("/a.pdf", "通知.pdf", "pdf"), paragraphs))).pages[0]
    assert page.extract_text().replace("\n", "") == "通知" + "".join(paragraphs)


def test_the_table_of_jobs_has_four_columns() -> None:
    listed = rows(contents(Attachment("/a.xlsx", "岗位.xlsx", "table"), ()))
    assert [len(row) for row in listed] == [4, 4, 4]
