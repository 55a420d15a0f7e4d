"""Whatever happens, in whatever order: grades rest on what is true, and no veto is ever outvoted."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from board_stories import NOON, OCTOBER, Event, board, book, day, gap, incident, october, register, rung, source
from hypothesis import given, settings
from hypothesis import strategies as st

from streammon.model.day import Day
from streammon.model.incident import Incident
from streammon.model.inspection import Severity
from streammon.model.rules import Board, GapLimits, Rules, Subject
from streammon.rules.board_checks import board_flaws
from streammon.rules.boards import judged
from streammon.rules.grading import PeriodState, step
from streammon.rules.ledger import ledger
from streammon.rules.measures import MEASURES

SITES = Path(__file__).parents[2] / "sites"
SOURCES = (source("s1", cadence="2条/月"), source("s2", cadence="1条/周"), source("s3"))
OWN = board(
    rung("不合格", "vetoes > 0 || gaps > 0"),
    rung("优秀", "surplus >= 3 && severe + ordinary == 0"),
    rung("合格"),
    months={"quiet": "published == 0"},
)
KNOWN = register(OWN, *SOURCES, limits=GapLimits(any_days=7, original_days=7))

sources = st.sampled_from(SOURCES)
dates = st.integers(1, 31).map(october)
moments = st.integers(0, 48).map(lambda hours: NOON + timedelta(hours=hours))
days = st.builds(
    lambda on, published, own, at: day(on, published, own=own, originals=published // 2, at=at),
    dates,
    st.integers(0, 4),
    sources,
    moments,
)
records = st.builds(
    lambda on, own, received, at: day(on, own=own, at=at, received=received), dates, sources, st.integers(0, 3), moments
)
faults = st.builds(
    lambda name, severity, own, fixed: incident(name, severity, own=own, fixed=october(20) if fixed else None),
    st.sampled_from("abc"),
    st.sampled_from([Severity.SEVERE, Severity.ORDINARY]),
    sources,
    st.booleans(),
)
gaps = st.builds(
    lambda on, own, rule, fixed: gap(october(on), own=own, rule=rule, fixed=october(on + 10) if fixed else None),
    st.integers(1, 15),
    sources,
    st.sampled_from(["gap/any", "gap/original"]),
    st.booleans(),
)
stories = st.lists(days | records | faults | gaps, max_size=20)


def played(events: list[Event]) -> PeriodState:
    state = PeriodState()
    for event in events:
        state = step(state, event, NOON, KNOWN).state
    return state


def figures(events: list[Event]) -> tuple[str, object]:
    line = ledger(
        book(KNOWN),
        (event for event in events if isinstance(event, Day)),
        (event for event in events if isinstance(event, Incident)),
        OCTOBER,
        NOON,
    )
    return line.digest, line.tables


@given(data=st.data(), events=stories)
def test_neither_order_nor_repetition_changes_anything(data: st.DataObject, events: list[Event]):
    repeated = [*events, *data.draw(st.lists(st.sampled_from(events), max_size=5))] if events else []
    mixed = data.draw(st.permutations(repeated))
    assert played(mixed) == played(events)
    assert figures(mixed) == figures(events)


@given(events=stories)
def test_a_day_told_in_parts_comes_to_the_same_as_told_at_once(events: list[Event]):
    """The items of a day become known one after the other: each report replaces the one before."""
    in_parts: list[Event] = []
    for event in events:
        if isinstance(event, Day):
            count = len(event.contents)
            in_parts += [
                msgspec.structs.replace(
                    event,
                    contents=event.contents[:known],
                    originals=event.originals[:known],
                    at=event.at - timedelta(days=30 + count - known),
                )
                for known in range(count)
            ]
        in_parts.append(event)
    assert figures(in_parts) == figures(events)


@given(data=st.data(), events=stories)
def test_a_veto_is_never_outvoted(data: st.DataObject, events: list[Event]):
    veto = incident("leak", Severity.VETO, own=SOURCES[0])
    mixed = data.draw(st.permutations([*events, veto]))
    emits = step(played(mixed[:-1]), mixed[-1], NOON, KNOWN).emits
    (line,) = (
        ledger(
            book(KNOWN),
            (event for event in mixed if isinstance(event, Day)),
            (event for event in mixed if isinstance(event, Incident)),
            OCTOBER,
            NOON,
        )
        .tables[0]
        .lines
    )
    assert line.measures["vetoes"] == 1
    assert line.because == "因为不合格" or not line.grade  # nothing published by anybody: never seen
    assert all(getattr(grade, "grade", "") == "不合格" for grade in emits)


def shipped() -> list[Board]:
    files = sorted(SITES.glob("*/rules.toml"))
    boards = [
        board
        for file in files
        for board in msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Rules).boards
    ]
    assert boards
    return boards


BETTER = ("published", "originals", "task_reposts", "surplus", "closed")
WORSE = ("vetoes", "severe", "ordinary", "gaps", "original_gaps", "longest_gap", "empty_due", "overdue", "returned")
"""Measures of which more is never worse, and never better, by the boards that are shipped."""

LADDER = (
    *("优秀", "良好", "合格", "无问题", "未发现问题", "按要求更新", "按期办结"),
    *("不合格", "差", "存在问题", "更新不及时", "有逾期"),
)
"""The grades of the shipped boards, none after a worse one of the same board."""


@pytest.mark.parametrize("own", shipped(), ids=lambda own: own.title)
def test_shipped_boards_are_without_flaws(own: Board):
    assert list(board_flaws(own)) == []


@pytest.mark.parametrize("own", [each for each in shipped() if len(each.rungs) > 1], ids=lambda own: own.title)
@settings(max_examples=25)
@given(
    counts=st.fixed_dictionaries({name: st.integers(0, 20) for name in MEASURES}),
    name=st.sampled_from([*BETTER, *WORSE]),
    more=st.integers(1, 5),
)
def test_more_of_the_good_never_lowers_a_grade_and_more_of_the_bad_never_raises_it(
    own: Board, counts: dict[str, int], name: str, more: int
):
    counts["closed"] = min(counts["closed"], counts["accepted"])
    raised = counts | {name: counts[name] + more}
    before, after = (LADDER.index(judged(own, each, []).grade) for each in (counts, raised))
    assert after <= before if name in BETTER else after >= before


@pytest.mark.parametrize("own", [each for each in shipped() if len(each.rungs) > 1], ids=lambda own: own.title)
@settings(max_examples=10)
@given(counts=st.fixed_dictionaries({name: st.integers(0, 20) for name in MEASURES}))
def test_with_a_veto_a_shipped_board_that_knows_vetoes_gives_its_worst_grade(own: Board, counts: dict[str, int]):
    if not any("vetoes" in each.when for each in own.rungs):
        return
    worst = max((each.grade for each in own.rungs), key=LADDER.index)
    assert judged(own, counts | {"vetoes": 1}, []).grade == worst


def test_boards_of_sources_and_of_units_are_both_shipped():
    assert Subject.UNIT in {each.subject for each in shipped()}
