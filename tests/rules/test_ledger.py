"""The whole account of a period: what is printed, and that it is what the live machine has said all along."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
import pytest
from board_stories import (
    NOON,
    OCTOBER,
    Event,
    board,
    book,
    day,
    gap,
    incident,
    moment,
    october,
    problem,
    register,
    rung,
    source,
)

from streammon.clock import LOCAL
from streammon.model.grade import Grade
from streammon.model.incident import Incident, State, Transition
from streammon.model.inspection import Severity
from streammon.model.ledger import Ledger
from streammon.model.rules import GapLimits, Roundup, Subject
from streammon.model.source import SourceKind
from streammon.model.step import Due
from streammon.model.task import Task
from streammon.rules.grading import PeriodState, key_of, step
from streammon.rules.ledger import ledger
from streammon.rules.lines import Register

AFTER = datetime(2023, 11, 2, 12, tzinfo=LOCAL)
S1, S2, S3 = source("s1", "u1"), source("s2", "u2"), source("s3", "u1")


def account(known: Register, *events: Event, groups: dict[str, str] | None = None, at: datetime = AFTER) -> Ledger:
    incidents = [event for event in events if isinstance(event, Incident)]
    days = [event for event in events if not isinstance(event, Incident)]
    return ledger(book(known, groups), days, incidents, OCTOBER, at)


def test_lines_come_in_the_order_of_the_registry_each_with_its_sources():
    whole = account(register(board(rung("合格")), S2, S1, S3), day(october(1), 2, own=S3), day(october(2), 1, own=S2))
    (table,) = whole.tables
    assert [(line.subject_id, line.name) for line in table.lines] == [("u2", "单位u2"), ("u1", "单位u1")]
    assert [each.source_id for each in table.lines[1].sources] == ["s1", "s3"]
    assert [each.measures["published"] for each in table.lines[1].sources] == [0, 2]
    assert table.lines[1].contents == ("s3-1001-0", "s3-1001-1")


def test_a_board_may_have_a_line_for_each_source():
    own = board(rung("合格"), subject=Subject.SOURCE)
    (table,) = account(register(own, S1, S3), day(october(1), 2, own=S3)).tables
    assert [(line.subject_id, line.unit_id, line.name) for line in table.lines] == [
        ("s1", "u1", "名称s1"),
        ("s3", "u1", "名称s3"),
    ]


def test_due_is_empty_where_nothing_is_due():
    monthly, sometimes = source("s1", cadence="2条/月"), source("s2")
    (table,) = account(register(board(), monthly, sometimes), day(october(1), own=monthly)).tables
    assert [each.due for each in table.lines[0].sources] == [2, None]


@pytest.mark.parametrize(("kind", "grade"), [(SourceKind.WEBSITE, ""), (SourceKind.SCENE, "合格")])
def test_without_any_news_a_website_is_unknown_and_a_scene_without_events(kind: SourceKind, grade: str):
    (table,) = account(register(board(rung("合格")), source(kind=kind))).tables
    assert table.lines[0].grade == grade
    assert (table.lines[0].because == "未监测到") is (not grade)


def test_problems_are_printed_in_the_order_of_the_board_each_once():
    own = board(
        rung("合格"),
        problems=(
            problem("应转载信息数量不足，只有{task_reposts}条。", when="task_reposts * 2 < tasks"),
            problem("{first}至{last}信息未更新", rule="gap/any"),
            problem("备案类型错误：应为{right}", rule="registration/type"),
            problem("严重表述错误", when="severe > 0"),
        ),
    )
    tasks = [Task(task_id=f"t{number}", title="", url="", on=october(number)) for number in range(1, 10)]
    known = register(own, limits=GapLimits(any_days=7), tasks=tasks)
    (table,) = account(
        known,
        day(october(13), 2, tasks=["t1", "t2"]),
        gap(october(13), fixed=october(26)),
        day(october(26), 1),
        incident("r", rule="registration/type", right="服务号"),
        incident("again", rule="registration/type", right="服务号"),
        incident("no", rule="registration/type", right="订阅号", state=State.DISMISSED),
    ).tables
    assert table.lines[0].problems == (
        "应转载信息数量不足，只有2条。",
        "2023-10-14至2023-10-25信息未更新",
        "备案类型错误：应为服务号",
    )
    assert table.lines[0].incidents == ("again", "gap/any-2023-10-13", "r")


@pytest.mark.parametrize(("until", "limit"), [(12, 7), (16, 7), (17, 14), (31, 14)])
def test_a_gap_is_printed_under_the_greatest_limit_that_it_exceeds(until: int, limit: int):
    known = register(board(), limits=GapLimits(any_days=7, any_classes=(7, 14)))
    (table,) = account(known, day(october(1), 1), gap(october(1)), day(october(until), 1)).tables
    (found,) = table.lines[0].gaps
    assert (found.first, found.last, found.limit) == (october(2), october(until - 1), limit)


def test_a_gap_of_a_period_that_still_runs_is_printed_until_today():
    known = register(board(), limits=GapLimits(any_days=7))
    (table,) = account(known, day(october(1), 1), gap(october(1)), at=moment(october(20))).tables
    assert table.lines[0].gaps[0].last == october(20)


REGIONS = Roundup(
    summary_id="regions",
    title="各地抽查情况",
    board_id="b",
    measures={
        "checked": "subjects",
        "with_problems": "problems",
        "failed": "grades['不合格']",
        "items": "published",
        "pass_rate": "100.0 * double(checked - failed) / double(checked)",
    },
)


def test_a_summary_has_a_line_for_each_group_in_the_order_of_the_units_and_a_total():
    own = board(
        rung("不合格", "severe > 0"),
        rung("合格"),
        subject=Subject.SOURCE,
        problems=(problem("有问题", when="severe + ordinary > 0"),),
    )
    sources = [source(f"s{number}", f"u{number}") for number in (1, 2, 3, 4)]
    whole = account(
        register(own, *sources, summaries=[REGIONS]),
        *(day(october(1), 2, own=each) for each in sources),
        incident("a", Severity.SEVERE, own=sources[1]),
        incident("b", own=sources[2]),
        groups={"u1": "市直", "u2": "咸安区", "u3": "市直"},
    )
    (summary,) = whole.summaries
    assert [(line.group, line.measures) for line in (*summary.lines, summary.total)] == [
        ("市直", {"checked": 2, "with_problems": 1, "failed": 0, "items": 4, "pass_rate": 100.0}),
        ("咸安区", {"checked": 1, "with_problems": 1, "failed": 1, "items": 2, "pass_rate": 0.0}),
        ("", {"checked": 4, "with_problems": 2, "failed": 1, "items": 8, "pass_rate": 75.0}),
    ]


def dismissed_in_october(opened: Incident) -> Incident:
    dismissed = Transition(at=moment(october(5)), state=State.DISMISSED, why="decided")
    return msgspec.structs.replace(opened, state=State.DISMISSED, history=(*opened.history, dismissed))


def test_what_was_open_when_the_period_began_is_carried_into_it():
    before = date(2023, 9, 20)
    whole = account(
        register(board()),
        incident("open", opened=before),
        incident("mended in time", opened=before, fixed=date(2023, 9, 25)),
        incident("mended late", opened=before, fixed=october(3)),
        incident("dismissed", opened=before, state=State.DISMISSED),
        dismissed_in_october(incident("dismissed late", opened=before)),
        incident("new", opened=october(4)),
        incident("next", opened=date(2023, 11, 1)),
    )
    assert {each.incident_id for each in whole.carried} == {"open", "mended late"}
    assert [each.incident_id for each in whole.incidents] == ["new"]


# --- the live machine says the same, and closes the period


GRADED = board(
    rung("不合格", "vetoes > 0 || gaps > 0"),
    rung("优秀", "published >= 5 && ordinary == 0"),
    rung("合格"),
    months={"quiet": "published == 0"},
)
LIVE = register(GRADED, S1, S3, limits=GapLimits(any_days=7))
KEY = "u1|2023-10"
CLOSED = Due(key=KEY, at=datetime(2023, 11, 11, tzinfo=LOCAL))


def live(*events: Event | Due, known: Register = LIVE) -> tuple[PeriodState, list[Grade]]:
    state, grades = PeriodState(), []
    for event in events:
        done = step(state, event, event.at if isinstance(event, Due) else NOON, known)
        state = done.state
        grades += [grade for grade in done.emits if isinstance(grade, Grade)]
    return state, grades


EVENTS = (
    day(october(1), 2, own=S1),
    day(october(1), 1, own=S3, at=NOON + timedelta(hours=1)),
    day(october(1), 9, own=S3),
    gap(october(1), own=S3, fixed=october(12)),
    day(october(12), 3, own=S3),
    incident("i", own=S1),
)


def test_the_ledger_says_what_the_live_machine_has_said():
    _, grades = live(*EVENTS)
    line = account(LIVE, *EVENTS).tables[0].lines[0]
    last = grades[-1]
    assert (last.grade, last.because, last.measures, last.distance) == (
        line.grade,
        line.because,
        line.measures,
        line.distance,
    )
    assert last.evidence == line.incidents == ("gap/any-2023-10-01", "i")


def test_a_period_is_closed_some_days_after_its_end():
    first = step(PeriodState(), EVENTS[0], NOON, LIVE)
    assert first.due == datetime(2023, 11, 11, tzinfo=LOCAL)
    _, grades = live(*EVENTS, CLOSED)
    final = grades[-1]
    assert (final.final, final.revision, bool(final.digest)) == (True, 1, True)
    assert final.contents == account(LIVE, *EVENTS).tables[0].lines[0].contents
    assert not any(grade.final or grade.digest or grade.contents for grade in grades[:-1])


def test_a_period_that_is_heard_of_when_it_is_over_is_not_closed_at_once():
    late = step(PeriodState(), EVENTS[0], moment(date(2024, 3, 1)), LIVE)
    assert late.due == datetime(2024, 3, 12, tzinfo=LOCAL)


def test_nothing_is_due_when_a_period_is_closed():
    state, _ = live(*EVENTS, CLOSED)
    assert step(state, EVENTS[0], NOON, LIVE).due is None


@pytest.mark.parametrize(
    "late",
    [
        day(october(30), 1, own=S1, at=AFTER),
        incident("leak", Severity.VETO, own=S1),
        incident("i", own=S1, state=State.DISMISSED),
        day(october(12), 3, own=S3, originals=0, at=AFTER),
    ],
)
def test_what_changes_a_closed_period_makes_a_numbered_revision(late: Event):
    _, grades = live(*EVENTS, CLOSED, late)
    closed, revised = grades[-2:]
    assert (closed.revision, revised.revision, revised.final) == (1, 2, True)
    assert closed.grade_id == revised.grade_id
    assert closed.digest != revised.digest


def test_what_changes_nothing_makes_no_revision():
    again = msgspec.structs.replace(EVENTS[0], at=AFTER)
    state, grades = live(*EVENTS, CLOSED)
    assert live(*EVENTS, CLOSED, again, EVENTS[3])[1] == grades
    assert state.closed


def test_a_day_that_has_moved_to_another_board_counts_there_alone():
    news = msgspec.structs.replace(GRADED, board_id="news")
    moved = msgspec.structs.replace(S1, board="news")
    known = Register(msgspec.structs.replace(LIVE.rules, boards=(GRADED, news)), {"s1": moved, "s3": S3})
    events = (day(october(1), 5, own=S1), day(october(1), 5, own=moved, at=AFTER), day(october(1), 1, own=S3))
    events = (*events, incident("i", own=moved), day(october(2), own=S1))
    state, grades = live(*events, known=known)
    newest = {grade.board: (grade.measures["published"], grade.measures["ordinary"]) for grade in grades}
    assert newest == {"b": (1, 0), "news": (5, 1)}
    assert live(*reversed(events), known=known)[0] == state


def test_declared_periods_have_a_state_of_their_own():
    quarter = msgspec.structs.replace(OCTOBER, id="q", last=date(2023, 11, 10))
    rules = register(board(), periods=[quarter]).rules
    assert [key_of(day(on), rules) for on in (october(3), date(2023, 11, 10), date(2023, 11, 11))] == [
        "u1|q",
        "u1|q",
        "u1|2023-11",
    ]
