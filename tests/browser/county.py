"""A made-up county on the morning of 12 October 2023."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from streammon.clock import LOCAL
from streammon.model.alert import Alert, AlertKind
from streammon.model.base import Event
from streammon.model.day import Day
from streammon.model.incident import Incident, State, Transition
from streammon.model.inspection import Finding, Place, Severity
from streammon.model.message import Outcome, Receipt
from streammon.model.poll import PageKind, Reason
from streammon.model.signal import Visit
from streammon.model.source import Source

NOW = datetime(2023, 10, 12, 9, 30, tzinfo=LOCAL)
UNITS = dict(
    zip(
        ("u1", "u2", "u3", "u4", "u5", "u6"),
        ("县发改局", "县教育局", "县乡村振兴局", "县卫生健康局", "县人力资源和社会保障局", "县农业农村局"),
        strict=True,
    )
)
COLUMNS = ("政府机构", "政策文件", "工作动态", "公示公告", "惠民惠农补贴资金发放公示", "招考录用")
CADENCES = ("实时更新", "1条/周", "1条/2周", "1条/月", "1条/季度", "2条/月")


def events() -> Iterator[Event]:
    for number, unit in enumerate(UNITS):
        for column, name in enumerate(COLUMNS):
            yield from source(f"{unit}-{column}", unit, name, CADENCES[column], 7 * number + 5 * column)
    yield from incidents()


def source(source_id: str, unit: str, name: str, cadence: str, spread: int) -> Iterator[Event]:
    url = f"http://www.example.gov.cn/{source_id}/"
    yield Source(
        source_id=source_id, unit_id=unit, board="columns", name=name, url=url, host="h", cadence=cadence, every=3600
    )
    blind = spread in {15, 26}
    for hours in (30, 2):
        ok = not (blind and hours == 2)
        yield Visit(
            signal_id=f"{source_id}-{hours}",
            source_id=source_id,
            unit_id=unit,
            url=url,
            kind=PageKind.LIST,
            why=Reason.DUE,
            at=NOW - timedelta(hours=hours),
            ok=ok,
            reason="" if ok else "连接超时",
        )
    last = NOW - timedelta(days=spread % 19)
    yield Day(
        day_id=f"{source_id}-{last:%F}",
        source_id=source_id,
        unit_id=unit,
        board="columns",
        date=last.date(),
        at=NOW,
        contents=tuple(f"{source_id}-{item}" for item in range(1 + spread % 4)),
        last_published_at=last if spread else None,
        violates_at=None if spread % 5 == 4 else last.replace(hour=0, minute=0) + timedelta(days=15),
        violates="gap/any",
    )


def incidents() -> Iterator[Event]:
    wrong = finding(
        "text/lexicon", Severity.SEVERE, "坚持以习近平新时代中国特设社会主义思想为指导", wrong="中国特设社会主义"
    )
    typo = finding("text/lexicon", Severity.ORDINARY, "各镇街要严格落实“三定”方案，做好安全生产工做。", wrong="工做")
    leak = finding("privacy/resident-id", Severity.VETO, "王某某 610326********0016 补贴金额 480 元")
    gap = finding("gap/any", Severity.SEVERE, "", limit="14")
    yield from incident("i1", "u3", leak, 1, State.ALERTED, "2023年惠农补贴发放明细表.xlsx")
    yield from incident("i2", "u2", wrong, 3, State.ALERTED, "县教育局召开主题教育读书班")
    yield from incident("i3", "u6", typo, 6, State.OPEN, "全县秋收秋播现场会召开")
    yield from incident("i4", "u4", gap, -2, State.OVERDUE, "工作动态")
    yield from incident("i5", "u1", typo, 2, State.FIXED, "价格监测周报")


def finding(rule: str, severity: Severity, snippet: str, wrong: str = "", limit: str = "") -> Finding:
    right = {"中国特设社会主义": "中国特色社会主义", "工做": "工作"}.get(wrong, "")
    return Finding(
        rule=rule, severity=severity, evidence=snippet, snippet=snippet, wrong=wrong, right=right, limit=limit
    )


def incident(name: str, unit: str, found: Finding, days: int, state: State, title: str) -> Iterator[Event]:
    place = Place(url=f"http://www.example.gov.cn/{name}.html", title=title, kind=PageKind.ARTICLE, host="h")
    deadline = (NOW + timedelta(days=days)).replace(hour=18, minute=0)
    opened = NOW - timedelta(days=4)
    yield Incident(
        incident_id=name,
        subject_id=name,
        scope="text",
        source_id=f"{unit}-1",
        unit_id=unit,
        state=state,
        finding=found,
        place=place,
        opened_at=opened,
        deadline=deadline,
        history=(Transition(at=opened, state=state, why=""),),
    )
    if state is State.OPEN:
        return
    alert = Alert(
        alert_id=name,
        kind=AlertKind.OPENED,
        contact_id="p",
        unit_id=unit,
        source_id=f"{unit}-1",
        subject_id=name,
        incident_id=name,
        finding=found,
        place=place,
        at=opened,
        deadline=deadline,
    )
    yield alert
    yield Receipt(
        receipt_id=name,
        message_id=name,
        contact_id="p",
        channel=0,
        outcome=Outcome.SENT,
        detail="",
        at=opened,
        alerts=(alert.ref,),
    )
