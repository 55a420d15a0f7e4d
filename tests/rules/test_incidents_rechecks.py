"""When a page with an open incident is read again, and what the last of these looks closes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from incident_stories import DUTY, PLACE, WINDOWS, Story, alerts, at, finding, inspection

from streammon.clock import LOCAL
from streammon.model.action import Decision, Verb
from streammon.model.alert import AlertKind
from streammon.model.base import Event
from streammon.model.incident import State, openings
from streammon.model.inspection import Severity
from streammon.model.poll import Poll, Reason
from streammon.model.proof import Ending, Proof, Sought
from streammon.model.step import Due
from streammon.rules.calendar import WorkingDays
from streammon.rules.fix_window import FixWindow
from streammon.rules.incidents import step
from streammon.rules.inputs import fault_of, timeless
from streammon.rules.rechecks import next_look


@pytest.fixture
def story() -> Story:
    return Story()


def looks(happened: list[tuple[datetime, Event]]) -> list[str]:
    return [f"{event.due_at.astimezone(LOCAL):%m-%d %H:%M}" for _, event in happened if isinstance(event, Poll)]


def claim(story: Story, moment: str) -> list[Poll]:
    decision = Decision(
        action_id=f"claim-{moment}",
        source_id="s1",
        subject_id="page",
        incident_id=story.only.incident_id,
        verb=Verb.CLAIM,
        by="p1",
        at=at(moment),
    )
    return [event for event in story.hears(decision, at(moment)).emits if isinstance(event, Poll)]


def test_at_half_the_window_at_the_deadline_then_daily_and_before_anybody_is_told(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding())  # a Wednesday; the window ends on Monday the 16th at 18:00
    assert looks(story.passes("2023-10-18 20:00")) == [
        "10-13 08:00",  # before the reminder
        "10-13 09:30",  # 17.5 of 35 office hours: 8 on Wednesday, 9 on Thursday, half of one on Friday
        "10-16 17:00",
        "10-16 18:00",
        "10-17 18:00",
        "10-18 18:00",
    ]


def test_a_recheck_says_where_to_look_and_what_for(story: Story) -> None:
    typo = msgspec.structs.replace(finding(), wrong="工做", right="工作", snippet="做好工做。")
    story.sees("2023-10-11 10:00", typo)
    (poll,) = (event for _, event in story.passes("2023-10-13 09:00") if isinstance(event, Poll))
    assert (poll.url, poll.host, poll.kind, poll.parent, poll.title) == (
        PLACE.url, PLACE.host, PLACE.kind, PLACE.parent, PLACE.title,
    )  # fmt: skip
    assert (poll.reason, poll.due_at, poll.source_id) == (Reason.RECHECK, at("2023-10-13 08:00"), "s1")
    known = Sought(
        incident_id=story.only.incident_id, evidence="typo", wrong="工做", right="工作", snippet="做好工做。"
    )
    assert poll.sought == (known,)


def test_one_look_serves_all_that_is_wrong_with_a_page(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding("one"), finding("two"))
    polls = [event for _, event in story.passes("2023-10-17 20:00") if isinstance(event, Poll)]
    assert len({poll.poll_id for poll in polls}) == len(polls) == 5
    assert all(len(poll.sought) == 2 for poll in polls)


def test_a_claim_is_looked_at_at_once_beside_the_planned_looks(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding())
    (poll,) = claim(story, "2023-10-12 11:00")
    assert (poll.due_at, len(poll.sought)) == (at("2023-10-12 11:00"), 1)
    story.sees("2023-10-12 11:01", finding())
    assert looks(story.passes("2023-10-16 17:50")) == ["10-13 08:00", "10-13 09:30", "10-16 17:00"]


def test_what_was_mended_without_a_word_is_seen_before_it_would_be_overdue(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding(severity=Severity.SEVERE))
    story.passes("2023-10-12 17:00")
    assert alerts(story.sees("2023-10-12 17:01")) == [AlertKind.FIXED]
    assert story.only.overdue_at is None


def test_nobody_is_reminded_of_what_was_mended_without_a_word(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding())
    assert looks(story.passes("2023-10-13 08:59")) == ["10-13 08:00"]
    assert alerts(story.sees("2023-10-13 08:01")) == [AlertKind.FIXED]
    assert alerts([event for _, event in story.passes("2023-10-17 00:00")]) == []


def test_a_gap_is_never_read_again(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding("gap", rule="gap/any"), scope="gap")
    assert looks(story.passes("2023-11-20 00:00")) == []


def test_what_was_due_while_nobody_ran_is_one_look(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding())
    done = story.hears(Due(key="page", at=at("2023-10-20 09:00")), at("2023-10-20 09:00"))
    assert len([event for event in done.emits if isinstance(event, Poll)]) == 1
    assert story.due == at("2023-10-20 18:00")


def test_a_source_that_cannot_be_visited_proves_nothing(story: Story) -> None:
    """A visit that fails makes no inspection: the looks go on, and the incident stays as it is."""
    story.sees("2023-10-11 10:00", finding())
    story.passes("2023-11-11 10:00")
    assert (story.only.state, story.only.proof) == (State.OVERDUE, None)
    locked = msgspec.structs.replace(inspection(at("2023-11-11 11:00")), partial=True)
    story.hears(locked, at("2023-11-11 11:00"))
    assert (story.only.state, story.only.proof) == (State.OVERDUE, None)


# -- the proof --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", Ending)
def test_the_look_says_how_the_problem_has_ended(story: Story, ending: Ending) -> None:
    story.sees("2023-10-11 10:00", finding())
    proof = Proof(incident_id=story.only.incident_id, ending=ending, after="做好工作。")
    other = Proof(incident_id="another", ending=Ending.DELETED)
    look = msgspec.structs.replace(inspection(at("2023-10-12 10:00")), proofs=(other, proof))
    story.hears(look, look.at)
    assert (story.only.state, story.only.proof) == (State.FIXED, proof)


def test_a_look_that_was_not_asked_has_only_not_found_it(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding())
    story.sees("2023-10-12 10:00")
    assert story.only.proof == Proof(incident_id=story.only.incident_id, ending=Ending.REMOVED)


def test_a_proof_of_what_is_found_all_the_same_counts_for_nothing(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding())
    proof = Proof(incident_id=story.only.incident_id, ending=Ending.RIGHT)
    look = msgspec.structs.replace(inspection(at("2023-10-12 10:00"), finding()), proofs=(proof,))
    assert story.hears(look, look.at).emits == ()
    assert (story.only.state, story.only.proof) == (State.OPEN, None)


def test_a_gap_that_is_over_has_no_words_to_be_right(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding("gap", rule="gap/any"), scope="gap")
    story.sees("2023-10-12 10:00", scope="gap")
    assert (story.only.state, story.only.proof) == (State.FIXED, None)


# -- whether it has stayed mended -------------------------------------------------------------------------------------


@pytest.fixture
def fixed(story: Story) -> Story:
    story.sees("2023-10-11 10:00", finding())
    story.sees("2023-10-12 10:00")
    return story


def test_weeks_later_the_page_is_read_once_more_and_the_incident_closed(fixed: Story) -> None:
    assert looks(fixed.passes("2023-11-11 10:00")) == ["11-11 10:00"]
    assert fixed.only.state is State.FIXED, "that time has passed proves nothing"
    emits = fixed.sees("2023-11-11 10:01")
    assert (alerts(emits), fixed.only.state, fixed.only.closed_at) == ([], State.CLOSED, at("2023-11-11 10:01"))
    assert fixed.due is None
    assert fixed.sees("2023-12-11 10:00") == ()


def test_a_look_before_that_closes_nothing(fixed: Story) -> None:
    assert fixed.sees("2023-11-10 10:00") == ()
    assert fixed.only.state is State.FIXED


def test_a_page_that_cannot_be_read_then_is_tried_daily(fixed: Story) -> None:
    assert looks(fixed.passes("2023-11-13 12:00")) == ["11-11 10:00", "11-12 10:00", "11-13 10:00"]


def test_that_it_is_closed_changes_nothing_of_what_it_counts_for(fixed: Story) -> None:
    before = fixed.only
    fixed.sees("2023-11-13 10:00")
    assert fixed.only.state is State.CLOSED
    assert timeless(fault_of(fixed.only)) == timeless(fault_of(before))
    assert fault_of(fixed.only).fixed == fault_of(before).fixed == date(2023, 10, 12)


@pytest.mark.parametrize("closed", [False, True])
def test_what_returns_is_opened_again_even_when_it_was_closed(fixed: Story, closed: bool) -> None:
    if closed:
        fixed.sees("2023-11-13 10:00")
    assert alerts(fixed.sees("2023-11-20 10:00", finding())) == [AlertKind.OPENED]
    assert (fixed.only.state, openings(fixed.only), fixed.only.closed_at) == (State.REOPENED, 2, None)


def test_a_gap_is_closed_by_a_later_look_without_being_asked_for(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding("gap", rule="gap/any"), scope="gap")
    story.sees("2023-10-12 10:00", scope="gap")
    story.sees("2023-11-12 10:00", scope="gap")
    assert story.only.state is State.CLOSED


# -- whatever happens -------------------------------------------------------------------------------------------------

START = at("2024-09-20 00:00")
MINUTES = st.integers(0, 60 * 24 * 40)


@given(MINUTES, st.integers(0, 5), st.lists(MINUTES, min_size=1))
def test_looks_only_go_forward_and_are_a_day_apart_at_most_after_the_deadline(
    begin: int, days: int, moments: list[int]
) -> None:
    calendar = WorkingDays({})
    found = START + timedelta(minutes=begin)
    window = FixWindow(found, calendar.deadline(found, days, WINDOWS.close), WINDOWS, calendar)
    for after in (START + timedelta(minutes=minutes) for minutes in moments):
        moment = next_look(window, () if window.reminder is None else (window.reminder,), after)
        assert moment > after
        if after >= window.deadline:
            assert moment - after <= timedelta(days=1)
            assert (moment - window.deadline) % timedelta(days=1) == timedelta()
        elif days:
            assert moment <= window.deadline


@settings(max_examples=15)
@given(MINUTES, st.integers(1, 5))
def test_half_the_window_is_a_working_moment_that_leaves_half_of_the_office_hours(begin: int, days: int) -> None:
    calendar = WorkingDays({})
    found = START + timedelta(minutes=begin)
    window = FixWindow(found, calendar.deadline(found, days, WINDOWS.close), WINDOWS, calendar)

    def minutes(first: datetime, last: datetime) -> int:
        """Count office minutes one by one."""
        count = 0
        while first < last:
            local = first.astimezone(LOCAL)
            count += calendar.is_working(local.date()) and WINDOWS.opens <= local.time() < WINDOWS.close
            first += timedelta(minutes=1)
        return count

    half = window.half
    assert found < half < window.deadline
    assert abs(minutes(found, half) - minutes(half, window.deadline)) <= 1


def test_a_step_at_the_same_moment_asks_for_no_second_look() -> None:
    moment = at("2023-10-11 10:00")
    state = step(Story().state, inspection(moment, finding()), moment, DUTY).state
    later = at("2023-10-13 09:30")
    first = step(state, Due(key="page", at=later), later, DUTY)
    second = step(first.state, Due(key="page", at=later), later, DUTY)
    assert [isinstance(event, Poll) for event in first.emits].count(True) == 1
    assert second.emits == ()
