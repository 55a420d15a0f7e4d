"""What a source counts for in a period: every base measure, and the gaps of which the circular speaks."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from board_stories import board, count, day, gap, incident, october, problem, register, rung, source
from hypothesis import given
from hypothesis import strategies as st

from streammon.model.incident import State
from streammon.model.inspection import Severity
from streammon.model.rules import Board, GapLimits, Roundup, Span
from streammon.rules.board_checks import board_flaws, summary_flaws
from streammon.rules.boards import named
from streammon.rules.inputs import fault_of, timeless
from streammon.rules.measures import MEASURES, NAMED, USUAL, summed
from streammon.rules.periods import months_of, period_named, period_of

HANDBOOK = Path(__file__).parents[2] / "docs" / "boards.md"
WEEK = GapLimits(any_days=7, original_days=7)


def only(counts: dict[str, int], *names: str) -> dict[str, int]:
    """What is counted: every measure that is not 0, or those of `names`."""
    return {name: counts[name] for name in names} if names else {n: c for n, c in counts.items() if c}


def test_what_is_published():
    counts = count([day(october(1), 3, originals=1, late=1), day(october(2), 2)])
    assert only(counts) == {"published": 5, "originals": 3, "reposts": 2, "late": 1, "sources": 1}


def test_a_day_outside_the_period_counts_for_nothing():
    assert only(count([day(date(2023, 9, 30), 3), day(date(2023, 11, 1), 3)])) == {}


def test_a_task_counts_once_however_often_it_was_reposted():
    events = [day(october(1), 2, originals=0, tasks=["t1", "t2"]), day(october(5), 2, tasks=["t1", "other"])]
    assert only(count(events, tasks=["t1", "t2", "t3"]), "tasks", "task_reposts") == {"tasks": 3, "task_reposts": 2}


def test_an_exempt_platform_has_no_tasks_but_its_reposts_count():
    video = source(platform="视频号")
    counts = count([day(october(1), 1, tasks=["t1"])], own=video, tasks=["t1"], exempt=["视频号"])
    assert only(counts, "tasks", "task_reposts") == {"tasks": 0, "task_reposts": 1}


@pytest.mark.parametrize(
    ("cadence", "published", "expected"),
    [
        ("2条/月", 5, {"due": 2, "surplus": 3, "empty_due": 0, "short_windows": 0, "empty_windows": 0}),
        ("2条/月", 1, {"due": 2, "surplus": -1, "empty_due": 0, "short_windows": 1, "empty_windows": 0}),
        ("2条/月", 0, {"due": 2, "surplus": -2, "empty_due": 1, "short_windows": 1, "empty_windows": 1}),
        ("1条/季度", 4, {"due": 0, "surplus": 0, "empty_due": 0, "short_windows": 0, "empty_windows": 0}),
        ("实时更新", 4, {"due": 0, "surplus": 0, "empty_due": 0, "short_windows": 0, "empty_windows": 0}),
    ],
)
def test_what_a_cadence_asks_for(cadence: str, published: int, expected: dict[str, int]):
    counts = count([day(october(3), published)], own=source(cadence=cadence))
    assert only(counts, *expected) == expected


def test_windows_of_a_cadence_are_counted_where_they_lie_wholly_in_the_period():
    """October has four weeks wholly in it, from the 2nd to the 29th; the week to the 1st ends in it and was due."""
    weekly = source(cadence="1条/周")
    counts = count([day(october(2), 3), day(october(20), 1), day(october(31), 9)], own=weekly)
    assert only(counts, "due", "short_windows", "empty_windows") == {"due": 5, "short_windows": 2, "empty_windows": 2}


def test_a_source_that_was_never_seen_has_nothing_due():
    assert only(count([], own=source(cadence="2条/月"))) == {}


def test_records_are_sums_and_followers_the_last_known_number():
    events = [
        day(october(1), received=3, closed=2, overdue=1, orders=3, followers=700),
        day(october(9), received=1, returned=2, warnings=1, followers=650),
    ]
    assert count(reversed(events))["followers"] == 650
    assert only(count(events)) == {
        "received": 4,
        "closed": 2,
        "overdue": 1,
        "orders": 3,
        "returned": 2,
        "warnings": 1,
        "followers": 650,
        "sources": 1,
    }


def test_a_source_that_publishes_and_has_records_has_both_windows_of_a_day():
    assert only(count([day(october(1), 2), day(october(1), submitted=5)]), "published", "submitted") == {
        "published": 2,
        "submitted": 5,
    }


def test_incidents_count_by_severity_and_by_rule_in_the_period_in_which_they_were_opened():
    events = [
        day(october(1)),
        incident("a", Severity.VETO, rule="privacy/resident-id"),
        incident("b", Severity.SEVERE),
        incident("c", Severity.ORDINARY, fixed=october(12)),
        incident("d", Severity.ORDINARY, opened=date(2023, 11, 1)),
    ]
    assert only(count(events)) == {
        "vetoes": 1,
        "severe": 1,
        "ordinary": 1,
        "privacy/resident-id": 1,
        "text/lexicon": 2,
        "sources": 1,
    }


@pytest.mark.parametrize("state", [State.DISMISSED, State.WAIVED, State.REVIEW])
def test_what_is_not_held_against_the_unit_does_not_count(state: State):
    assert only(count([incident(severity=Severity.VETO, state=state)])) == {}


def test_a_gap_counts_by_its_days_and_no_severity():
    """Nothing from the 14th to the 25th: twelve days, both ends included."""
    events = [day(october(13), 1), gap(october(13), fixed=october(26)), day(october(26), 1)]
    assert only(count(events, limits=WEEK)) == {
        "published": 2,
        "originals": 2,
        "sources": 1,
        "gap/any": 1,
        "gaps": 1,
        "longest_gap": 12,
    }


def test_reposts_end_a_gap_but_not_one_of_originals():
    events = [
        day(october(1), 1),
        gap(october(1)),
        gap(october(1), rule="gap/original"),
        day(october(12), 1, originals=0),
        day(october(20), 1),
    ]
    counts = count(events, limits=WEEK)
    assert only(counts, "gaps", "original_gaps", "longest_gap") == {"gaps": 1, "original_gaps": 1, "longest_gap": 18}


def test_what_turns_up_late_and_fills_a_gap_leaves_none():
    events = [day(october(1), 1), gap(october(1), fixed=october(12)), day(october(7), 1, late=1), day(october(12), 1)]
    assert only(count(events, limits=WEEK), "gaps", "longest_gap") == {"gaps": 0, "longest_gap": 0}


def test_a_gap_counts_again_in_the_next_month_where_too_much_of_it_lies_there():
    since = date(2023, 9, 1)
    opening = day(october(1), stale="gap/any")
    until_the_9th = count([opening, day(october(10), 1)], limits=WEEK)
    assert only(until_the_9th, "gaps", "original_gaps", "longest_gap") == {
        "gaps": 1,
        "original_gaps": 1,
        "longest_gap": 9,
    }
    assert only(count([opening, day(october(4), 1)], limits=WEEK), "gaps") == {"gaps": 0}
    found_late = gap(since)  # there was none to be seen while the source was blind
    assert count([found_late, day(october(10), 1)], limits=WEEK)["gaps"] == 1
    assert count([found_late, day(october(4), 1)], limits=WEEK)["gaps"] == 0
    assert count([opening, found_late, day(october(10), 1)], limits=WEEK)["gaps"] == 1


def test_a_gap_that_was_too_long_only_in_this_month_counts_from_its_first_day():
    """Last published on 27 September: too long from 5 October on, mended on the 7th."""
    events = [day(october(1)), gap(date(2023, 9, 27), fixed=october(7)), day(october(7), 1)]
    assert only(count(events, limits=WEEK), "gaps", "longest_gap") == {"gaps": 1, "longest_gap": 6}


def test_several_sources_are_summed_and_the_longest_gap_is_the_longest_of_all():
    one = count([day(october(1), 3), gap(october(1))], limits=WEEK)
    other = count([day(october(1), 2), gap(october(1), fixed=october(15)), day(october(15), 1)], limits=WEEK)
    both = summed([one, other])
    assert only(both, "published", "sources", "gaps", "longest_gap") == {
        "published": 6,
        "sources": 2,
        "gaps": 2,
        "longest_gap": 30,
    }
    assert set(USUAL) <= both.keys()


MENDED = ["found", "fixed_in_time", "fixed_late", "open", "repeated"]


@pytest.mark.parametrize(
    ("story", "ends_as"),
    [
        ({"fixed": october(12), "due": october(12)}, "fixed_in_time"),
        ({"fixed": october(12), "due": october(11)}, "fixed_late"),
        ({"fixed": october(31), "due": october(31)}, "fixed_in_time"),
        ({"fixed": date(2023, 11, 1), "due": date(2023, 11, 3)}, "open"),  # the period had ended by then
        ({"due": october(11)}, "open"),
        ({"state": State.CLAIMED, "due": october(11)}, "open"),  # said, not proved
        ({"fixed": october(11), "due": october(12), "scope": "gap", "rule": "gap/quota"}, "fixed_in_time"),
    ],
)
def test_what_became_of_what_was_found(story: dict, ends_as: str):
    counts = count([day(october(1)), incident(**story)], named=MENDED)
    assert only(counts, *MENDED) == {**dict.fromkeys(MENDED, 0), "found": 1, ends_as: 1}


def test_what_was_mended_and_returned_is_found_on_the_day_of_its_return_and_repeated():
    again = incident(opened=october(20), returned=True)
    first = incident(opened=date(2023, 9, 28), fixed=date(2023, 9, 29))
    assert only(count([first, again], named=MENDED), *MENDED) == {
        "found": 1,
        "fixed_in_time": 0,
        "fixed_late": 0,
        "open": 1,
        "repeated": 1,
    }


@pytest.mark.parametrize("state", [State.REVIEW, State.DISMISSED, State.WAIVED])
def test_what_is_not_held_against_the_unit_is_not_found(state: State):
    assert only(count([day(october(1)), incident(state=state)], named=MENDED), *MENDED) == dict.fromkeys(MENDED, 0)


def test_only_a_board_that_names_them_has_them():
    events = [day(october(1), looks=24, misses=2), incident(), incident("j", returned=True, fixed=october(20))]
    assert not count(events[1:]).keys() & set(NAMED)
    own = board(rung("差", "fixed_late > 0"), rung("好"), measures={"rate": "looks - misses"})
    assert named(own) == {"fixed_late", "looks", "misses"}
    texts = board(problems=[problem("{repeated}个问题反复出现。", when="published == 0")], months={"bad": "open > 0"})
    assert named(texts) == {"repeated", "open"}


def test_a_summary_may_name_those_that_its_board_names():
    own = board(rung("差", "fixed_late > 0"), rung("好"))
    roundup = Roundup(summary_id="s", title="汇总", board_id="b", measures={"late_fixes": "fixed_late"})
    assert list(summary_flaws(roundup, own)) == []
    wrong = msgspec.structs.replace(roundup, measures={"late_fixes": "fixed_late + repeated"})
    assert [flaw.word for flaw in summary_flaws(wrong, own)] == ["repeated"]


def test_the_handbook_names_every_measure_and_its_boards_are_flawless():
    text = HANDBOOK.read_text(encoding="utf-8")
    assert [name for name in MEASURES if f"`{name}`" not in text] == []
    boards = [
        msgspec.convert(own, Board)
        for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
        if "board_id =" in block
        for own in tomllib.loads(block)["boards"]
    ]
    assert [own.board_id for own in boards] == ["accounts", "sites"]
    assert [flaw for own in boards for flaw in board_flaws(own)] == []


def test_how_it_was_mended_is_no_part_of_what_a_board_that_does_not_count_it_rests_on():
    def seal(**story: object) -> str:
        return timeless(fault_of(incident(fixed=october(12), **story)))  # type: ignore[arg-type]

    assert seal(due=october(12)) == seal(due=october(11)) == seal(returned=True)


@given(
    st.lists(
        st.tuples(st.integers(1, 31), st.none() | st.integers(0, 40), st.integers(0, 9), st.booleans()), max_size=8
    )
)
def test_everything_found_was_mended_in_time_or_late_or_is_open(stories: list):
    events = [
        incident(
            str(number),
            opened=october(on),
            fixed=october(on) + timedelta(days=mended) if mended is not None else None,
            due=october(on) + timedelta(days=window),
            returned=is_back,
        )
        for number, (on, mended, window, is_back) in enumerate(stories)
    ]
    counts = count(events, named=MENDED)
    assert counts["found"] == len(stories)
    assert counts["fixed_in_time"] + counts["fixed_late"] + counts["open"] == counts["found"] >= counts["repeated"]
    assert counts["repeated"] == sum(is_back for *_, is_back in stories)


def test_looks_and_misses_are_sums():
    events = [day(october(1), looks=24, misses=2), day(october(2), looks=20)]
    assert only(count(events, named=["looks", "misses"]), "looks", "misses") == {"looks": 44, "misses": 2}


QUARTER = Span(id="2021-q1", title="第一季度", first=date(2020, 11, 24), last=date(2021, 2, 22))


def test_a_day_belongs_to_the_declared_period_that_holds_it_and_else_to_its_month():
    rules = register(board(), periods=[QUARTER]).rules
    assert period_of(date(2021, 2, 22), rules) == QUARTER
    assert period_of(date(2021, 2, 23), rules).id == "2021-02"
    assert (period_named("2021-q1", rules), period_named("2021-13", rules)) == (QUARTER, None)
    february = period_named("2024-02", rules)
    assert february is not None
    assert february.last == date(2024, 2, 29)


def test_the_months_of_a_period_are_cut_to_it():
    assert [(month.id, month.first.day, month.last.day) for month in months_of(QUARTER)] == [
        ("2020-11", 24, 30),
        ("2020-12", 1, 31),
        ("2021-01", 1, 31),
        ("2021-02", 1, 22),
    ]
