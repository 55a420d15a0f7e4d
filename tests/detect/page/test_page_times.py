from __future__ import annotations

from datetime import date, datetime

import pytest

from streammon.clock import LOCAL
from streammon.detect.page import PageOptions, backdated
from streammon.detect.page.notice_period import end_of


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("dated", "published", "late"),
    [
        ("2022-10-12", "2023-01-10", True),
        ("2023-10-12", "2023-10-12", False),
        ("2023-09-01", "2023-09-29", False),  # 20 days of work
        ("2023-09-01", "2023-10-02", True),  # 21
        ("2009-05-01", "2023-10-12", False),  # an archive
        ("2023-10-14", "2023-10-12", False),
    ],
)
def test_a_document_that_is_published_late(item, check, dated, published, late) -> None:
    problems = check(item(published=published, dated=day(dated), dated_by=dated), "late-document")
    assert [(str(problem.severity), problem.review) for problem in problems] == [("ordinary", True)] * late


def test_which_days_are_worked_and_how_many_are_too_many_is_the_sites_to_say(item, check) -> None:
    content = item(published="2023-10-12", dated=day("2023-09-25"))
    assert not check(content, "late-document")
    assert check(content, "late-document", late_days=12)
    assert not check(content, "late-document", late_days=12, is_working=lambda day: day.weekday() == 0)


def test_a_repost_is_late_with_good_reason(item, check) -> None:
    content = item(published="2023-10-12", dated=day("2023-01-25"), original=False)
    assert [str(problem.severity) for problem in check(content, "late-document")] == ["hint"]


@pytest.mark.parametrize(
    ("claimed", "shown", "dated", "published", "found"),
    [
        ("2023-10-12", "2023-10-12 17:50", "2023-10-11", "2023-10-12", 0),
        ("2023-10-12", "2023-10-13", None, "2023-10-12", 0),
        ("2023-09-15 08:00", "2023-10-11", None, "2023-09-15", 1),
        ("2023-10-11", "2023-09-15", None, "2023-10-11", 1),
        (None, "2023-09-15", None, "2023-09-15", 0),
        (None, None, "2023-10-12", "2023-09-30", 1),  # signed after it was published
        (None, None, None, "2023-10-17", 0),
        (None, None, None, "2023-12-01", 1),  # the page was seen on October 16th
    ],
)
def test_times_that_contradict_each_other(item, check, claimed, shown, dated, published, found) -> None:
    times = {name: day(time) for name, time in [("claimed_at", claimed), ("shown_at", shown), ("dated", dated)] if time}
    problems = check(item(published=published, **times), "backdated")
    assert [(str(problem.severity), problem.review) for problem in problems] == [("severe", True)] * found


@pytest.mark.parametrize(
    ("before", "now", "back"),
    [
        ("2023-10-12", "2023-10-12", False),
        ("2023-10-12", "2023-10-11 23:00", False),
        ("2023-10-12", "2023-10-10", True),
        ("2023-10-12", "2023-11-12", False),
    ],
)
def test_a_time_of_publication_that_moves_back(before, now, back) -> None:
    assert backdated.changed_backwards(day(before), day(now)) is back
    moved = backdated.moved(day(before), day(now))
    assert (moved is not None) is back
    assert moved is None or ("2023-10-12" in moved.why and "2023-10-10" in moved.why)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("公示期：2023年9月1日至9月7日。", "2023-09-07"),
        ("公示时间：2023年9月1日-2023年9月7日", "2023-09-07"),
        ("公示期为9月1日—9月5日", "2023-09-05"),
        ("公示期限自2023年12月28日至1月4日止", "2024-01-04"),
        ("公示时间为2023-09-01至2023-09-07", "2023-09-07"),
        ("公示期7天，如有异议请反映", "2023-09-11"),
        ("公示期为5个工作日。", "2023-09-11"),
        ("现予以公示，公示期为自发布之日起七日内", "2023-09-11"),
        ("公示期自2023年9月1日起，共7天。", "2023-09-07"),
        ("公示期为十五天", "2023-09-19"),
        ("公示期自2024年12月30日至2月29日", None),  # there is none in 2025
        ("公示期2023年9月1日至9月37日", None),
        ("现将名单公示如下，联系电话见后", None),
    ],
)
def test_how_long_a_notice_is_up(text, end) -> None:
    found = end_of(text, date(2023, 9, 4), PageOptions())
    assert found == (date.fromisoformat(end) if end else None)


LIST = "公示期：2023年9月1日至9月7日。\n序号\t姓名\t村\n1\t张某\t一村\n2\t李某\t二村"


@pytest.mark.parametrize(
    ("title", "text", "on", "leaks", "facts", "found"),
    [
        ("低保对象公示", LIST, "2023-09-20", False, {}, ["hint"]),
        ("低保对象公示", LIST, "2023-09-20", True, {}, ["ordinary"]),
        ("低保对象公示", LIST, "2023-09-08", False, {}, []),
        ("低保对象公示", LIST, "2023-09-09", False, {}, ["hint"]),
        ("低保对象通知", LIST, "2023-09-20", False, {}, []),
        ("项目环评公示", "公示期：2023年9月1日至9月7日。", "2023-09-20", False, {}, []),
        ("拟聘用人员公示", "公示期7天。", "2023-09-20", False, {"attachments": 1}, ["hint"]),
        ("项目环评公示", "公示期7天。", "2023-09-20", False, {"attachments": 1}, []),
        ("低保对象公示", "序号\t姓名\n1\t张某\n2\t李某", "2023-09-20", False, {}, []),
    ],
)
def test_lists_of_persons_after_their_time(item, check, title, text, on, leaks, facts, found) -> None:
    content = item(text, title=title, published="2023-09-01", **facts)
    problems = check(content, "notice-over", on=date.fromisoformat(on), leaks=leaks)
    assert [str(problem.severity) for problem in problems] == found
