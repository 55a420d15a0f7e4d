"""What a contact reads."""

from __future__ import annotations

import re
from datetime import date, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streammon.alerting.fit import size
from streammon.alerting.segments import segments
from streammon.alerting.templating import Templates
from streammon.alerting.wording import LIMIT, compose, deadline_words
from streammon.clock import LOCAL
from streammon.model.alert import Alert, AlertKind
from streammon.model.inspection import Finding, Place, Severity
from streammon.model.message import Words
from streammon.model.poll import PageKind
from streammon.rules.calendar import WorkingDays

IS_WORKING = WorkingDays({}).is_working
SHIPPED = Templates()

LEXICON = Finding(
    rule="text/lexicon",
    severity=Severity.SEVERE,
    evidence="e",
    snippet="要不断劳固树立安全发展理念",
    wrong="劳固树立",
    right="牢固树立",
    why="固定表述",
)
PRIVACY = Finding(
    rule="privacy/resident-id",
    severity=Severity.VETO,
    evidence="e",
    snippet="李某 11**************1X",
    wrong="11**************1X",
)
GAP = Finding(
    rule="gap/original",
    severity=Severity.ORDINARY,
    evidence="e",
    since=datetime(2023, 10, 1, 16, 30, tzinfo=LOCAL),
    limit="7",
)


def alert(finding: Finding = LEXICON, kind: AlertKind = AlertKind.OPENED, **place: str) -> Alert:
    where = Place(url="http://www.gov.test/a/1.html", title="关于安全生产的通知", kind=PageKind.ARTICLE, host="h")
    return Alert(
        alert_id="a",
        kind=kind,
        contact_id="c",
        unit_id="u",
        source_id="s",
        subject_id="p",
        incident_id="i",
        finding=finding,
        place=msgspec.structs.replace(where, **place),
        at=datetime(2024, 9, 27, 10, tzinfo=LOCAL),
        deadline=datetime(2024, 9, 29, 18, tzinfo=LOCAL),
    )


def text(finding: Finding = LEXICON, kind: AlertKind = AlertKind.OPENED, **place: str) -> str:
    words = compose(alert(finding, kind, **place), "应急管理局", "安全生产", IS_WORKING, SHIPPED)
    return f"{words.title}\n{words.body}"


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (datetime(2024, 9, 29, 18, tzinfo=LOCAL), "9月29日（周日，调休上班）18:00前"),
        (datetime(2024, 10, 8, 17, 30, tzinfo=LOCAL), "10月8日（周二）17:30前"),
        (datetime(2024, 10, 1, 18, tzinfo=LOCAL), "10月1日（周二，休息日）18:00前"),
        (datetime.fromisoformat("2024-09-29T10:00:00+00:00"), "9月29日（周日，调休上班）18:00前"),
    ],
)
def test_a_deadline_in_words(deadline: datetime, words: str) -> None:
    assert deadline_words(deadline, IS_WORKING) == words


def test_a_county_may_work_on_a_saturday() -> None:
    calendar = WorkingDays({date(2023, 10, 14): True})
    deadline = datetime(2023, 10, 14, 18, tzinfo=LOCAL)
    assert deadline_words(deadline, calendar.is_working) == "10月14日（周六，调休上班）18:00前"


def test_an_opened_alert_names_unit_problem_place_suggestion_and_deadline() -> None:
    words = compose(alert(), "应急管理局", "安全生产", IS_WORKING, SHIPPED)
    title, body = words.title, words.body
    assert title == "【整改通知】应急管理局：错误表述“劳固树立”"
    assert body == "\n".join(
        [
            "监测发现以下问题，请在9月29日（周日，调休上班）18:00前整改完毕。",
            "单位：应急管理局",
            "栏目：安全生产",
            "问题：错误表述“劳固树立”",
            "建议：改为“牢固树立”。",
            "页面：关于安全生产的通知",
            "网址：http://www.gov.test/a/1.html",
            "原文：要不断劳固树立安全发展理念",
        ]
    )


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (PRIVACY, "泄露个人信息（身份证号码）"),
        (msgspec.structs.replace(PRIVACY, rule="privacy/passport"), "泄露个人信息（护照号码）"),
        (msgspec.structs.replace(PRIVACY, rule="privacy/later"), "泄露个人信息（证件或账号）"),
        (GAP, "自10月1日起无原创更新，超过7天"),
        (msgspec.structs.replace(GAP, rule="gap/any", limit="14"), "自10月1日起无更新，超过14天"),
        (msgspec.structs.replace(GAP, rule="gap/quota", limit="1条/周"), "自10月1日起更新数量不足，应达到1条/周"),
        (msgspec.structs.replace(GAP, rule="gap/later"), "更新不及时"),
        (msgspec.structs.replace(GAP, rule="link/dead"), "内容问题"),
        (msgspec.structs.replace(LEXICON, right=""), "说明：固定表述\n建议：核实后改正。"),
    ],
)
def test_every_family_has_its_words(finding: Finding, said: str) -> None:
    assert said in text(finding)


@pytest.mark.parametrize(
    ("rule", "problem", "suggestion"),
    [
        ("text/lexicon", "错误表述“错”", "核实后改正。"),
        ("text/forbidden", "禁用词“错”", "核实后改正。"),
        ("text/fixed-expression", "固定表述有误“错”", "核实后改正。"),
        ("text/context", "用词有误“错”", "核实后改正。"),
        ("format/document-number", "发文字号不规范“错”", "核实并改正。"),
        ("format/later", "格式不规范“错”", "核实并改正。"),
        ("privacy/landline", "泄露个人信息（住宅电话）", "删除或隐去个人信息；附件请替换后重新上传。"),
        ("privacy/table", "泄露个人信息（成批名单）", "撤下名单或隐去个人信息；附件请替换后重新上传。"),
        ("page/blank", "空白栏目或页面", "补充内容；长期没有内容的栏目请合并或下线。"),
        ("page/dead-attachment", "附件打不开", "重新上传附件，或改正链接。"),
        ("page/hidden-link", "暗链", "立即删除，并排查网站是否被入侵。"),
        ("page/notice-over", "公示期已过，名单没有撤下", "撤下名单，或隐去个人信息。"),
        ("page/backdated", "发布日期存疑", "核实并改正。"),
        ("page/later", "页面问题", "核实并改正。"),
        ("later", "内容问题", "核实并改正。"),
    ],
)
def test_a_rule_has_its_own_words_or_those_of_its_family(rule: str, problem: str, suggestion: str) -> None:
    said = text(Finding(rule=rule, severity=Severity.ORDINARY, evidence="e", wrong="错")).splitlines()
    assert said[0] == f"【整改通知】应急管理局：{problem}"
    assert f"问题：{problem}" in said
    assert f"建议：{suggestion}" in said


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (AlertKind.REMINDER, "整改提醒"),
        (AlertKind.OVERDUE, "逾期未改"),
        (AlertKind.FIXED, "整改完成"),
    ],
)
def test_every_kind_has_its_words(kind: AlertKind, said: str) -> None:
    assert said in text(kind=kind)


def test_who_has_mended_it_is_asked_for_nothing_more() -> None:
    assert "建议" not in text(kind=AlertKind.FIXED)
    assert "18:00" not in text(kind=AlertKind.FIXED)


def test_only_the_snippet_gives_way() -> None:
    long = text(msgspec.structs.replace(LEXICON, snippet="整" * 3000))
    assert size(long) <= LIMIT
    assert size(long) > LIMIT - 3
    assert long.endswith("整…")
    assert "网址：http://www.gov.test/a/1.html\n" in long


NUMBERS = [
    "11010519491231002X",
    "6217 7800 0008 0412 398",
    "13800000000",
    "138-0000-0000",
    "６２１７７８０００００８０４１２３９８",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_no_full_number_leaves_even_if_it_stands_in_a_title(number: str) -> None:
    said = text(
        msgspec.structs.replace(LEXICON, snippet=number, wrong=number, right="", why=number), title=f"公示{number}名单"
    )
    assert number not in said
    assert not re.search(r"\d{8,}", said)


@settings(max_examples=60)
@given(*[st.text(max_size=1500)] * 6, st.sampled_from(AlertKind), st.sampled_from([LEXICON, PRIVACY, GAP]))
def test_never_more_bytes_than_a_robot_takes(
    unit: str, source: str, title: str, snippet: str, wrong: str, why: str, kind: AlertKind, of: Finding
) -> None:
    finding = msgspec.structs.replace(of, snippet=snippet, wrong=wrong, right=wrong[:-1], why=why)
    said = compose(alert(finding, kind, title=title), unit, source, IS_WORKING, SHIPPED)
    assert size(f"{said.title}\n{said.body}") <= LIMIT
    assert "网址：http://www.gov.test/a/1.html" in said.body
    assert segments(said.short) <= 4
    assert said.short.endswith("http://www.gov.test/a/1.html")


def test_a_text_message_says_all_that_is_needed() -> None:
    said = compose(alert(), "应急管理局", "安全生产", IS_WORKING, SHIPPED)
    assert said.short == (
        "应急管理局：错误表述“劳固树立”。改为“牢固树立”。请在9月29日（周日，调休上班）18:00前整改。"
        "http://www.gov.test/a/1.html"
    )
    assert said.facts == {
        "unit": "应急管理局",
        "problem": "错误表述“劳固树立”",
        "advice": "改为“牢固树立”。",
        "deadline": "9月29日（周日，调休上班）18:00前",
        "url": "http://www.gov.test/a/1.html",
    }


LINK = "https://jc.gov.test/t/13800000000-A(b)"


def with_link(kind: AlertKind = AlertKind.OPENED, finding: Finding = LEXICON, **place: str) -> Words:
    return compose(alert(finding, kind, **place), "应急管理局", "安全生产", IS_WORKING, SHIPPED, LINK)


def test_the_link_stands_in_every_form_as_it_is() -> None:
    words = with_link()
    assert f"处理：{LINK}" in words.body
    assert words.short.endswith(LINK)
    assert "(https://jc.gov.test/t/13800000000-A%28b%29)" in words.markdown
    assert words.facts["link"] == words.facts["url"] == LINK


def test_what_is_over_has_nothing_to_be_pressed() -> None:
    assert "link" not in with_link(AlertKind.FIXED).facts
    assert LINK in with_link(AlertKind.FIXED).body


def test_a_markdown_text_says_the_same() -> None:
    assert with_link().markdown.splitlines()[:4] == [
        "**【整改通知】应急管理局**",
        '请在<font color="warning">9月29日（周日，调休上班）18:00前</font>整改完毕。',
        "> 栏目：安全生产",
        "> 问题：错误表述“劳固树立”",
    ]


def test_the_link_of_a_markdown_text_is_not_pushed_out() -> None:
    words = with_link(finding=msgspec.structs.replace(LEXICON, snippet="整" * 3000))
    assert LIMIT - 3 < size(words.markdown) <= LIMIT
    assert words.markdown.endswith("(https://jc.gov.test/t/13800000000-A%28b%29)")
    assert "整…</font>" in words.markdown


def test_what_strangers_wrote_is_no_markup() -> None:
    evil = msgspec.structs.replace(LEXICON, snippet="<@all>[点这里](http://evil.test) **劳固树立**")
    words = with_link(finding=evil, title='<font color="info">[x](http://evil.test)')
    assert "<@all>" not in words.markdown
    assert "](http://evil.test" not in words.markdown
    assert "＜@all＞" in words.markdown


@settings(max_examples=60, deadline=None)
@given(*[st.text(max_size=1500)] * 4, st.sampled_from(AlertKind))
def test_markdown_is_never_more_than_a_message_takes(
    unit: str, title: str, snippet: str, why: str, kind: AlertKind
) -> None:
    finding = msgspec.structs.replace(LEXICON, snippet=snippet, right="", why=why)
    words = compose(alert(finding, kind, title=title), unit, unit, IS_WORKING, SHIPPED, LINK)
    assert size(words.markdown) <= LIMIT
    assert not re.search(r"\d{11}", words.markdown.replace("13800000000-A", ""))
