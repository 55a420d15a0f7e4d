"""Several alerts in one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from test_wording import IS_WORKING, LEXICON, SHIPPED, alert

from streammon.alerting.digest import digest
from streammon.alerting.fit import size
from streammon.alerting.segments import segments
from streammon.alerting.wording import LIMIT
from streammon.model.alert import Alert, AlertKind
from streammon.model.message import Words


def told(alerts: Sequence[Alert]) -> Words:
    return digest(alerts, {"u1": "县教育局"}, IS_WORKING, SHIPPED, lambda one: one.place.url)


def numbered(count: int, kind: AlertKind = AlertKind.OPENED, wrong: str = "工做") -> list[Alert]:
    finding = msgspec.structs.replace(LEXICON, wrong=wrong)
    found = [alert(finding, kind, url=f"http://www.gov.test/{number}.html") for number in range(count)]
    return [
        msgspec.structs.replace(
            one, alert_id=f"{kind}-{number}", unit_id="u1", deadline=one.deadline + timedelta(days=number)
        )
        for number, one in enumerate(found)
    ]


def test_every_problem_has_its_line_the_most_urgent_first() -> None:
    words = told([*numbered(2), *numbered(1, AlertKind.OVERDUE, "截止目前")])
    assert words.title == "【整改通知】县教育局：3 个问题"
    assert words.body == (
        "以下 3 个问题需要处理，最早的整改期限为9月29日（周日，调休上班）18:00前。\n"
        "1. [已逾期]错误表述“截止目前”，9月29日（周日，调休上班）18:00前\nhttp://www.gov.test/0.html\n"
        "2. [新发现]错误表述“工做”，9月29日（周日，调休上班）18:00前\nhttp://www.gov.test/0.html\n"
        "3. [新发现]错误表述“工做”，9月30日（周一）18:00前\nhttp://www.gov.test/1.html"
    )
    assert words.short == (
        "县教育局有 3 个问题需要处理，其中：错误表述“截止目前”，最早的整改期限为9月29日（周日，调休上班）18:00前。"
        "http://www.gov.test/0.html"
    )


def test_what_does_not_fit_is_counted() -> None:
    words = told(numbered(200))
    shown = words.body.count("http://")
    assert 5 < shown < 200
    assert words.body.endswith(f"另有 {200 - shown} 个，未能一一列出。")


@settings(max_examples=40)
@given(st.integers(1, 60), st.text(max_size=300), st.text(max_size=300))
def test_never_more_than_a_channel_takes(count: int, wrong: str, unit: str) -> None:
    words = digest(numbered(count, wrong=wrong), {"u1": unit}, IS_WORKING, SHIPPED, lambda one: one.place.url)
    assert size(f"{words.title}\n{words.body}") <= LIMIT
    assert segments(words.short) <= 4


def test_ten_thousand_are_one_message() -> None:
    words = told(numbered(10_000))
    shown = words.body.count("http://")
    assert words.title == "【整改通知】县教育局：10000 个问题"
    assert words.body.endswith(f"另有 {10_000 - shown} 个，未能一一列出。")


def test_the_markdown_of_a_digest_leads_to_each_problem() -> None:
    words = told(numbered(2, wrong="工[做]"))
    assert "[错误表述“工［做］”](http://www.gov.test/1.html)" in words.markdown
    assert size(told(numbered(200)).markdown) <= LIMIT
