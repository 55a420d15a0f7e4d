"""Grades: the two tables of October 2023 come out as printed, in whatever order the events come."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streammon.clock import LOCAL
from streammon.model.day import Day
from streammon.model.grade import Grade
from streammon.model.incident import Incident, State, Transition
from streammon.model.inspection import Finding, Place, Severity
from streammon.model.poll import PageKind
from streammon.rules import cadence, grading
from streammon.rules.board_checks import board_flaws, summary_flaws
from streammon.rules.grading import PeriodState
from streammon.rules.lines import Register
from streammon.site import Checks, Site, Vocabulary, load

DEMO = Path(__file__).parents[2] / "sites" / "demo"
NOON = datetime(2023, 10, 20, 12, tzinfo=LOCAL)

Event = Day | Incident


@pytest.fixture(scope="module")
def site() -> Site:
    return load(DEMO, Vocabulary(cadence.parse, Checks(board_flaws, summary_flaws)))


def day(site: Site, source_id: str, number: int, *, on: date = date(2023, 10, 20), at: datetime = NOON) -> Day:
    source = site.sources[source_id]
    return Day(
        day_id=f"{source_id}|{on}",
        source_id=source_id,
        unit_id=source.unit_id,
        board=source.board,
        date=on,
        at=at,
        contents=tuple(f"{source_id}-{on}-{position}" for position in range(number)),
    )


def incident(
    site: Site,
    source_id: str,
    severity: Severity,
    *,
    name: str = "i",
    scope: str = "text",
    opened_at: datetime = NOON,
    changed_at: datetime = NOON,
) -> Incident:
    return Incident(
        incident_id=f"{source_id}-{name}",
        subject_id="page",
        scope=scope,
        source_id=source_id,
        unit_id=site.sources[source_id].unit_id,
        state=State.OPEN,
        finding=Finding(rule="text/lexicon", severity=severity, evidence="e"),
        place=Place(url="http://x/", title="", kind=PageKind.ARTICLE, host="x"),
        opened_at=opened_at,
        deadline=opened_at,
        history=(Transition(at=changed_at, state=State.OPEN, why="seen"),),
    )


def register(site: Site) -> Register:
    return Register(site.rules, site.sources, site.tasks)


def play(site: Site, events: Iterable[Event]) -> tuple[dict[str, PeriodState], list[Grade]]:
    """Feed the machine as the kernel would: one state per key."""
    states: dict[str, PeriodState] = {}
    grades: list[Grade] = []
    for event in events:
        key = grading.key_of(event, site.rules)
        step = grading.step(states.get(key, PeriodState()), event, NOON, register(site))
        states[key] = step.state
        grades += [emitted for emitted in step.emits if isinstance(emitted, Grade)]
    return states, grades


def last(grades: Iterable[Grade]) -> dict[tuple[str, str, str], str]:
    return {(grade.period, grade.board, grade.unit_id): grade.grade for grade in grades}


def october(site: Site) -> list[Event]:
    """What the circular counted, spread over the month; and the two faults that it names."""
    with (DEMO / "october" / "items.csv").open(encoding="utf-8") as file:
        figures = {row["source_id"]: int(row["published"]) for row in csv.DictReader(file)}
    events: list[Event] = [day(site, source_id, 0, on=date(2023, 10, 1)) for source_id in site.sources]
    for source_id, number in figures.items():
        days = [date(2023, 10, 1) + timedelta(days=3 * position) for position in range(number)]
        events += [day(site, source_id, 1, on=on) for on in days]
    leak = next(
        source.source_id
        for source in site.sources.values()
        if source.name == "扶贫资金信息公开" and site.units[source.unit_id].name == "县乡村振兴局"
    )
    events.append(incident(site, leak, Severity.VETO, name="leak"))
    events.append(incident(site, leak, Severity.SEVERE, name="province"))
    return events


def printed(board: str) -> dict[tuple[str, str, str], str]:
    with (DEMO / "expected" / f"{board}.csv").open(encoding="utf-8") as file:
        return {("2023-10", row["board"], row["unit_id"]): row["grade"] for row in csv.DictReader(file)}


def test_all_grades_of_the_circular_come_out(site: Site) -> None:
    expected = printed("columns") | printed("news")
    assert len(expected) == 40 + 38
    assert last(play(site, october(site))[1]) == expected


@pytest.mark.parametrize("seed", range(5))
def test_neither_order_nor_repetition_changes_a_grade(site: Site, seed: int) -> None:
    events = october(site)
    shuffled = events + random.Random(seed).choices(events, k=200)
    random.Random(seed).shuffle(shuffled)
    assert play(site, shuffled)[0] == play(site, events)[0]


def test_the_surplus_counts_only_columns_with_something_due(site: Site) -> None:
    """教体局 published one item on a quarterly column, which asks for nothing in October."""
    _, grades = play(site, [e for e in october(site) if e.unit_id == "u10"])
    columns = [grade for grade in grades if grade.board == "columns"][-1]
    counted = {name: count for name, count in columns.measures.items() if count}
    sources = sum(source.board == "columns" and source.unit_id == "u10" for source in site.sources.values())
    assert counted == {
        "published": 5,
        "reposts": 5,
        "due": 2,
        "surplus": 2,
        "sources": sources,
    }


def test_a_fault_counts_for_the_board_of_its_source_alone(site: Site) -> None:
    grades = last(play(site, october(site))[1])
    assert grades["2023-10", "columns", "u40"] == "不合格"
    assert grades["2023-10", "news", "u40"] == "优秀"


def test_a_fixed_incident_still_counts(site: Site) -> None:
    opened = incident(site, "n01", Severity.SEVERE)
    fixed = msgspec.structs.replace(opened, state=State.FIXED)
    _, grades = play(site, [day(site, "n01", 6), opened, fixed])
    assert [grade.grade for grade in grades] == ["优秀", "不合格"]
    assert grades[-1].evidence == (opened.incident_id,)
    assert grades[-1].because == "未发布信息，或发布的信息存在严重表述错误、一票否决事项"


@pytest.mark.parametrize("scope", ["gap", "column"])
def test_gaps_are_not_counted_twice(scope: str, site: Site) -> None:
    gap = incident(site, "n01", Severity.SEVERE, scope=scope)
    (grade,) = play(site, [day(site, "n01", 1), gap])[1][-1:]
    assert (grade.measures["severe"], grade.measures[gap.finding.rule], grade.grade) == (0, 1, "合格")


def test_a_later_report_replaces_the_day_and_an_older_one_does_not(site: Site) -> None:
    early, late = day(site, "n01", 5), day(site, "n01", 1, at=NOON + timedelta(hours=1))
    for events in ([early, late], [late, early]):
        assert last(play(site, events)[1]) == {("2023-10", "news", "u40"): "合格"}


def test_nothing_is_said_again_while_nothing_has_changed(site: Site) -> None:
    again = day(site, "n01", 2, at=NOON + timedelta(hours=1))
    assert len(play(site, [day(site, "n01", 2), again])[1]) == 1


@pytest.mark.parametrize(
    ("moment", "period"),
    [
        (datetime(2023, 10, 31, 23, 59, tzinfo=LOCAL), "2023-10"),
        (datetime(2023, 11, 1, 0, 0, tzinfo=LOCAL), "2023-11"),
    ],
)
def test_an_incident_counts_in_the_local_month_in_which_it_was_opened(
    site: Site, moment: datetime, period: str
) -> None:
    opened = incident(site, "n01", Severity.SEVERE, opened_at=moment.astimezone(UTC), changed_at=NOON)
    assert grading.key_of(opened, site.rules) == f"u40|{period}"


def test_months_are_graded_apart(site: Site) -> None:
    november = day(site, "n01", 1, on=date(2023, 11, 1))
    grades = last(play(site, [day(site, "n01", 5), november])[1])
    assert grades == {("2023-10", "news", "u40"): "优秀", ("2023-11", "news", "u40"): "合格"}


def test_a_source_that_the_registry_has_lost_breaks_nothing(site: Site) -> None:
    lost = incident(site, "n01", Severity.VETO)
    empty = Register(site.rules, {})
    assert grading.step(PeriodState(), lost, NOON, empty).emits == ()
    counted = grading.step(PeriodState(), day(site, "c006", 3), NOON, empty)
    assert [grade.measures["due"] for grade in counted.emits if isinstance(grade, Grade)] == [0]


moments = st.integers(0, 31 * 24).map(lambda hours: datetime(2023, 10, 1, tzinfo=LOCAL) + timedelta(hours=hours))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_veto_is_never_outvoted(site: Site, data: st.DataObject) -> None:
    """Whatever else happens in the unit, in whatever order, repeated or not."""
    days = st.builds(
        lambda source, number, on, at: day(site, source, number, on=on, at=at),
        st.sampled_from(["c006", "c007", "c008", "c009", "c010"]),
        st.integers(0, 9),
        st.dates(date(2023, 10, 1), date(2023, 10, 31)),
        moments,
    )
    faults = st.builds(
        lambda severity, name, at: incident(site, "c006", severity, name=name, changed_at=at),
        st.sampled_from([Severity.VETO, Severity.SEVERE, Severity.ORDINARY]),
        st.sampled_from("abc"),
        moments,
    )
    others = data.draw(st.lists(days | faults, max_size=12))
    veto = incident(site, "c001", Severity.VETO, name="leak")
    events = data.draw(st.permutations([*others, *others[:3], veto]))
    states, grades = play(site, events)
    assert last(grades)["2023-10", "columns", "u01"] == "不合格"
    assert states == play(site, [veto, *others])[0]
