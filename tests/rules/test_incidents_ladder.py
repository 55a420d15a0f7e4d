"""Who is told of a problem that stays, who stands in for them, and who hears that it is over."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from incident_stories import UNIT, WINDOWS, Story, at, finding

from streammon.clock import LOCAL
from streammon.model.action import Decision, Verb
from streammon.model.alert import Alert
from streammon.model.base import Event
from streammon.model.incident import State
from streammon.model.inspection import Severity
from streammon.model.unit import Rank, Shift, Unit
from streammon.rules.calendar import WorkingDays
from streammon.rules.fix_window import FixWindow
from streammon.rules.incidents import Duty
from streammon.rules.ladder import Ladder, climbs

TALL = msgspec.structs.replace(UNIT, contact_id="p1", deputy="p2", head="p3", supervisor="p4")


def story_of(unit: Unit = TALL, *shifts: Shift) -> Story:
    return Story(Duty(WINDOWS, WorkingDays({}), Ladder({"u1": unit}, shifts)))


def shift(whose: str, begin: str, end: str, contact_id: str) -> Shift:
    return Shift(whose=whose, begin=at(begin), end=at(end), contact_id=contact_id)


def said(events: list[Event] | tuple[Event, ...]) -> list[tuple[str, str]]:
    return [(event.contact_id, str(event.kind)) for event in events if isinstance(event, Alert)]


def timed(happened: list[tuple[datetime, Event]]) -> list[tuple[str, str, str]]:
    return [
        (f"{moment.astimezone(LOCAL):%m-%d %H:%M}", event.contact_id, str(event.kind))
        for moment, event in happened
        if isinstance(event, Alert)
    ]


def decides(story: Story, moment: str, verb: Verb, until: str = "") -> tuple[Event, ...]:
    decision = Decision(
        action_id=f"{verb}-{moment}",
        source_id="s1",
        subject_id="page",
        incident_id=story.only.incident_id,
        verb=verb,
        by="supervisor",
        at=at(moment),
        until=at(until) if until else None,
    )
    return story.hears(decision, decision.at).emits


def test_a_problem_that_stays_climbs() -> None:
    story = story_of()
    assert said(story.sees("2023-10-11 10:00", finding())) == [("p1", "opened")]
    assert timed(story.passes("2023-10-30 00:00")) == [
        ("10-13 09:00", "p1", "reminder"),
        ("10-13 09:30", "p2", "reminder"),
        ("10-16 09:00", "p3", "reminder"),
        ("10-16 18:00", "p1", "overdue"),
        ("10-16 18:00", "p4", "overdue"),
    ]


def test_in_a_window_of_one_day_nobody_hears_before_those_below() -> None:
    story = story_of()
    story.sees("2023-10-11 17:30", finding(severity=Severity.SEVERE))
    assert timed(story.passes("2023-10-30 00:00")) == [
        ("10-12 09:00", "p1", "reminder"),
        ("10-12 09:00", "p2", "reminder"),
        ("10-12 09:00", "p3", "reminder"),
        ("10-12 18:00", "p1", "overdue"),
        ("10-12 18:00", "p4", "overdue"),
    ]


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        (UNIT, ["contact-of-u1", "contact-of-u1"]),
        (msgspec.structs.replace(TALL, deputy=""), ["p1", "p3", "p1", "p4"]),
        (msgspec.structs.replace(TALL, head="", supervisor=""), ["p1", "p2", "p1"]),
        (msgspec.structs.replace(TALL, deputy="p1", head="p1", supervisor="p1"), ["p1", "p1"]),
        (msgspec.structs.replace(TALL, deputy="p3"), ["p1", "p3", "p3", "p1", "p4"]),
    ],
)
def test_a_rung_may_be_empty_and_one_person_on_several(unit: Unit, told: list[str]) -> None:
    story = story_of(unit)
    story.sees("2023-10-11 10:00", finding())
    assert [who for _, who, _ in timed(story.passes("2023-10-30 00:00"))] == told
    sent = [event.alert_id for event in story.emits if isinstance(event, Alert)]
    assert len(set(sent)) == len(sent)


def test_that_it_is_over_is_told_to_everyone_who_was_told_and_to_nobody_else() -> None:
    story = story_of()
    story.sees("2023-10-11 10:00", finding())
    story.passes("2023-10-13 12:00")
    assert story.only.informed == ("p1", "p2")
    assert said(story.sees("2023-10-13 12:30")) == [("p1", "fixed"), ("p2", "fixed")]
    story.sees("2023-10-20 10:00", finding())
    assert said(story.sees("2023-10-20 11:00")) == [("p1", "fixed")], "of this opening the deputy has heard nothing"
    sent = [event.alert_id for event in story.emits if isinstance(event, Alert)]
    assert len(set(sent)) == len(sent)


def test_what_was_withdrawn_is_told_alike() -> None:
    story = story_of()
    story.sees("2023-10-11 10:00", finding())
    story.passes("2023-10-17 00:00")
    assert said(decides(story, "2023-10-17 09:00", Verb.DISMISS)) == [(f"p{n}", "withdrawn") for n in (1, 2, 3, 4)]


def test_more_time_lets_the_ladder_begin_anew() -> None:
    story = story_of()
    story.sees("2023-10-11 10:00", finding())
    story.passes("2023-10-17 00:00")
    decides(story, "2023-10-17 10:00", Verb.EXTEND, until="2023-10-20 18:00")
    assert timed(story.passes("2023-10-30 00:00")) == [
        ("10-19 09:00", "p1", "reminder"),
        ("10-19 09:30", "p2", "reminder"),
        ("10-20 09:00", "p3", "reminder"),
        ("10-20 18:00", "p1", "overdue"),
        ("10-20 18:00", "p4", "overdue"),
    ]
    sent = [event.alert_id for event in story.emits if isinstance(event, Alert)]
    assert len(set(sent)) == len(sent)


def test_time_that_was_granted_before_it_returned_is_forgotten() -> None:
    story = story_of()
    story.sees("2023-10-11 10:00", finding())
    decides(story, "2023-10-11 11:00", Verb.EXTEND, until="2023-10-31 18:00")
    story.sees("2023-10-11 12:00")
    story.sees("2023-10-18 10:00", finding())  # a Wednesday again
    assert timed(story.passes("2023-10-22 00:00")) == [
        ("10-20 09:00", "p1", "reminder"),
        ("10-20 09:30", "p2", "reminder"),
    ]


def test_what_was_told_to_others_is_not_what_the_contact_was_told() -> None:
    story = story_of()
    story.sees("2023-10-11 10:00", finding())
    story.passes("2023-10-13 12:00")
    assert story.only.state is State.OPEN
    story.is_told("2023-10-13 12:00", story.only)
    assert story.only.state is State.ALERTED


def test_a_unit_that_has_left_the_registry_has_nobody_to_be_told() -> None:
    story = Story(Duty(WINDOWS, WorkingDays({}), Ladder({})))
    story.sees("2023-10-11 10:00", finding())
    assert timed(story.passes("2023-10-17 00:00")) == []
    assert story.only.state is State.OVERDUE


# -- the roster -------------------------------------------------------------------------------------------------------


def test_whoever_is_on_duty_at_that_moment_is_told_instead() -> None:
    week = shift("u1", "2023-10-11 00:00", "2023-10-16 00:00", "p7")
    story = story_of(TALL, week)
    assert said(story.sees("2023-10-11 10:00", finding())) == [("p7", "opened")]
    told = timed(story.passes("2023-10-17 00:00"))
    assert ("10-13 09:00", "p7", "reminder") in told
    assert ("10-16 18:00", "p1", "overdue") in told
    over = said(story.sees("2023-10-17 09:00"))
    assert sorted(over) == [(who, "fixed") for who in ("p1", "p2", "p3", "p4", "p7")]


def test_that_the_stand_in_knows_counts_as_told() -> None:
    story = story_of(TALL, shift("p1", "2023-10-11 00:00", "2023-10-16 00:00", "p7"))
    story.sees("2023-10-11 10:00", finding())
    story.is_told("2023-10-11 10:01", story.only)
    assert story.only.state is State.ALERTED


AWAY = (
    shift("u1", "2023-10-11 00:00", "2023-10-12 00:00", "p5"),
    shift("p5", "2023-10-11 12:00", "2023-10-12 00:00", "p6"),
    shift("p4", "2023-10-11 00:00", "2023-10-12 00:00", "p9"),
    shift("p2", "2023-10-11 00:00", "2023-10-12 00:00", "p3"),
    shift("p3", "2023-10-11 00:00", "2023-10-12 00:00", "p2"),
)


@pytest.mark.parametrize(
    ("rank", "moment", "who"),
    [
        (Rank.CONTACT, "2023-10-10 23:59", "p1"),
        (Rank.CONTACT, "2023-10-11 00:00", "p5"),
        (Rank.CONTACT, "2023-10-11 12:00", "p6"),  # the stand-in is away too
        (Rank.CONTACT, "2023-10-12 00:00", "p1"),
        (Rank.SUPERVISOR, "2023-10-11 10:00", "p9"),
        (Rank.DEPUTY, "2023-10-11 10:00", "p3"),  # they stand in for each other: once round
        (Rank.HEAD, "2023-10-11 10:00", "p2"),
    ],
)
def test_who_is_told_at_a_moment(rank: Rank, moment: str, who: str) -> None:
    assert Ladder({"u1": TALL}, AWAY).told("u1", rank, at(moment)) == who


def test_nobody_stands_in_on_an_empty_rung() -> None:
    assert Ladder({"u1": UNIT}, AWAY).told("u1", Rank.HEAD, at("2023-10-11 10:00")) == ""


@given(st.integers(0, 60 * 24 * 365 * 22), st.integers(1, 10))
def test_the_ladder_is_climbed_from_below(minutes: int, days: int) -> None:
    found = at("2004-01-01 00:00") + timedelta(minutes=minutes)
    calendar = WorkingDays({})
    window = FixWindow(found, calendar.deadline(found, days, WINDOWS.close), WINDOWS, calendar)
    moments = climbs(window)
    assert found < moments[Rank.DEPUTY] <= moments[Rank.HEAD] < window.deadline
