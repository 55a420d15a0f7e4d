"""Ledgers made by hand: a small county's October, and the month before."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime

import msgspec

from streammon.model.incident import Incident, State
from streammon.model.inspection import Finding, Place, Severity
from streammon.model.ledger import Gap, GroupLine, Ledger, Line, SourceLine, Summary, Table
from streammon.model.poll import PageKind
from streammon.model.source import SourceKind

MOMENT = datetime(2023, 11, 3, 1, 0, tzinfo=UTC)


def source(
    source_id: str, name: str, cadence: str = "", *, due: int | None = None, platform: str = "", **measures: int
) -> SourceLine:
    kind = SourceKind.ACCOUNT if platform else SourceKind.WEBSITE
    return SourceLine(
        source_id=source_id, name=name, kind=kind, platform=platform, cadence=cadence, due=due, measures=measures
    )


def line(subject: str, name: str, grade: str, measures: dict[str, int | float], **more: object) -> Line:
    usual: dict[str, object] = {"unit_id": subject, "unit": name, "group": "", "because": "按要求更新"}
    return Line(subject_id=subject, name=name, grade=grade, measures=measures, **{**usual, **more})


def incident(number: int, source_id: str, unit_id: str, rule: str, wrong: str, right: str, day: int) -> Incident:
    return Incident(
        incident_id=f"incident-{number}",
        subject_id=f"content-{number}",
        scope="text",
        source_id=source_id,
        unit_id=unit_id,
        state=State.FIXED if number % 2 else State.OVERDUE,
        finding=Finding(
            rule=rule,
            severity=Severity.SEVERE,
            evidence=str(number),
            wrong=wrong,
            right=right,
            snippet="不要写出的上下文",
        ),
        place=Place(url=f"/news/{number}.html", title=f"第{number}篇", kind=PageKind.ARTICLE, host=""),
        opened_at=datetime(2023, 10, day, 2, 0, tzinfo=UTC),
        deadline=datetime(2023, 10, day + 3, 10, 0, tzinfo=UTC),
    )


COLUMNS = Table(
    board_id="columns",
    title="县政府门户网站政府信息公开频道信息发布情况统计表",
    grades=("不合格", "优秀", "合格"),
    lines=(
        line(
            "u01",
            "县发改局",
            "优秀",
            {"published": 12, "due": 1, "surplus": 11},
            sources=(
                source("c1", "政府机构", "实时更新", published=0),
                source("c2", "权责清单", "实时更新", published=0),
                source("c3", "生态环境", "1条/月", due=1, published=12),
            ),
            contents=("content-a", "content-b"),
        ),
        line(
            "u02",
            "县应急管理局",
            "不合格",
            {"published": 2, "due": 3, "surplus": -1},
            sources=(
                source("c4", "应急预案及演练", "1条/月", due=1, published=2),
                source("c5", "安全生产信息", "2条/月", due=2, published=0),
            ),
            problems=("“安全生产信息”栏目未按要求更新。",),
            incidents=("incident-1",),
        ),
        line(
            "u03",
            "县农业农村局",
            "优秀",
            {"published": 7, "due": 2, "surplus": 5},
            sources=(source("c6", "农业服务信息", "2条/月", due=2, published=7),),
        ),
    ),
)

_ACCOUNTS = (
    ("眉县招商", "微信订阅号", "优秀", 23, 42, 9, ()),
    ("眉县民政", "微信订阅号", "优秀", 14, 60, 9, ()),
    ("健康眉县", "微信订阅号", "合格", 13, 27, 9, ()),
    ("眉县反诈中心", "视频号", "合格", 6, 0, 0, ()),
    ("眉县教育", "微信订阅号", "不合格", 72, 5, 3, ("应转载信息数量不足。",)),
    ("眉县反诈中心", "微信订阅号", "不合格", 4, 1, 0, ("应转载信息数量不足。",)),
    ("眉县公安", "微信服务号", "不合格", 10, 3, 2, ("2023-10-14至2023-10-25信息未更新",)),
)

ACCOUNTS = Table(
    board_id="accounts",
    title="政务新媒体运维情况统计表",
    grades=("不合格", "优秀", "合格"),
    lines=tuple(
        line(
            f"a{number}",
            name,
            grade,
            {
                "published": originals + reposts,
                "originals": originals,
                "reposts": reposts,
                "task_reposts": tasks,
                "tasks": 9,
            },
            unit_id=f"u{number}",
            unit=f"{name}主办单位",
            group="市直" if number < 4 else "县区",
            problems=problems,
            sources=(source(f"s{number}", name, "1条/周", due=4, platform=platform, originals=originals),),
            gaps=(
                Gap(source_id=f"s{number}", rule="gap/any", first=date(2023, 10, 14), last=date(2023, 10, 25), limit=7),
            )
            if "未更新" in "".join(problems)
            else (),
        )
        for number, (name, platform, grade, originals, reposts, tasks, problems) in enumerate(_ACCOUNTS, 1)
    ),
)

SCENES = Table(
    board_id="scenes",
    title="智慧场景平台事件统计表",
    grades=("优秀", "合格", "不合格"),
    lines=(
        line(
            "p1",
            "街面秩序管理平台",
            "优秀",
            {"generated": 295, "accepted": 84, "discarded": 210, "closed": 84, "closure_rate": 100.0},
            sources=(
                source("e1", "暴露垃圾", generated=50, accepted=11, discarded=38, closed=11),
                source("e2", "乱停乱放", generated=245, accepted=73, discarded=172, closed=73),
            ),
        ),
        line(
            "p2",
            "防汛排涝监测平台",
            "不合格",
            {"generated": 15, "accepted": 8, "discarded": 1, "closed": 5, "closure_rate": 62.5},
            sources=(source("e3", "道路积水", generated=15, accepted=8, discarded=1, closed=5),),
        ),
    ),
)

REGIONS = Summary(
    summary_id="regions",
    title="政务新媒体抽查监测情况表",
    board_id="accounts",
    lines=(
        GroupLine(group="市直", measures={"checked": 3, "failed": 0, "pass_rate": 100.0}),
        GroupLine(group="县区", measures={"checked": 4, "failed": 3, "pass_rate": 25.0}),
    ),
    total=GroupLine(group="", measures={"checked": 7, "failed": 3, "pass_rate": 57.14285714285714}),
)

OCTOBER = Ledger(
    site="眉县",
    period="2023-10",
    first=date(2023, 10, 1),
    last=date(2023, 10, 31),
    at=MOMENT,
    tables=(COLUMNS, ACCOUNTS, SCENES),
    summaries=(REGIONS,),
    incidents=(
        incident(1, "c5", "u02", "text/lexicon", "截止目前", "截至目前", 9),
        incident(2, "c3", "u01", "text/lexicon", "风情气正", "风清气正", 12),
        incident(3, "c4", "u02", "text/lexicon", "乱砍乱伐", "乱砍滥伐", 20),
    ),
    carried=(incident(4, "c4", "u02", "text/lexicon", "自热资源", "自然资源", 1),),
    revision=1,
    digest="0123456789abcdef",
)


def with_table(table: Table, **changes: object) -> Ledger:
    """October with one of its tables replaced."""
    tables = tuple(table if table.board_id == each.board_id else each for each in OCTOBER.tables)
    return msgspec.structs.replace(OCTOBER, tables=tables, **changes)


def scaled(factor: float, month: int) -> Ledger:
    """A month in which everything was `factor` times what it was in October."""

    def of(each: Line) -> Line:
        return msgspec.structs.replace(
            each, measures={name: int(value * factor) for name, value in each.measures.items()}
        )

    tables = tuple(msgspec.structs.replace(table, lines=tuple(map(of, table.lines))) for table in OCTOBER.tables)
    return msgspec.structs.replace(
        OCTOBER,
        period=f"2023-{month:02}",
        first=date(2023, month, 1),
        last=date(2023, month, monthrange(2023, month)[1]),
        tables=tables,
    )
