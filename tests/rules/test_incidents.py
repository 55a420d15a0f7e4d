"""The life of a problem, told as stories, and what must hold whatever happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from incident_stories import DUTY, PLACE, WINDOWS, Story, alerts, at, finding, inspection, told

from streammon.clock import LOCAL
from streammon.model.action import Told
from streammon.model.alert import Alert, AlertKind, alert_id
from streammon.model.base import Event
from streammon.model.incident import UNTOLD, Incident, State, incident_id, openings
from streammon.model.inspection import Finding, Inspection, Severity
from streammon.model.step import Due
from streammon.rules.calendar import WorkingDays
from streammon.rules.incidents import Duty, SubjectState, step
from streammon.rules.ladder import Ladder


@pytest.fixture
def story() -> Story:
    return Story()


def timed(happened: list[tuple[datetime, Event]], kind: type = Alert) -> list[tuple[str, str]]:
    return [
        (f"{moment.astimezone(LOCAL):%m-%d %H:%M}", event.kind if isinstance(event, Alert) else "recheck")
        for moment, event in happened
        if isinstance(event, kind)
    ]


def test_a_new_problem_opens_an_incident_and_alerts_the_contact_of_the_unit(story: Story) -> None:
    incident, alert = story.sees("2023-10-11 09:00", finding())
    assert isinstance(incident, Incident)
    assert isinstance(alert, Alert)
    assert incident.incident_id == incident_id("page", "text/lexicon", "typo")
    assert (incident.state, incident.opened_at) == (State.OPEN, at("2023-10-11 09:00"))
    assert incident.deadline == alert.deadline == at("2023-10-16 18:00")
    assert (alert.kind, alert.contact_id) == (AlertKind.OPENED, "contact-of-u1")
    assert alert.alert_id == alert_id(incident.incident_id, AlertKind.OPENED, 1)
    assert (alert.finding, alert.place) == (finding(), PLACE)


def test_what_a_person_must_look_at_first_alarms_nobody(story: Story) -> None:
    doubtful = msgspec.structs.replace(finding(), review=True)
    emits = story.sees("2023-10-11 09:00", doubtful, finding("hint", severity=Severity.HINT))
    assert (alerts(emits), story.only.state) == ([], State.REVIEW)
    assert story.passes("2023-12-01") == [], "nor is anything counted or read again before somebody has looked"
    assert alerts(story.sees("2023-12-01 09:00")) == []
    assert story.only.state is State.FIXED


def test_a_doubt_that_has_become_certain_opens(story: Story) -> None:
    story.sees("2023-10-11 09:00", msgspec.structs.replace(finding(), review=True))
    assert alerts(story.sees("2023-10-12 09:00", finding())) == [AlertKind.OPENED]
    assert (story.only.state, story.only.deadline) == (State.OPEN, at("2023-10-17 18:00"))


def test_a_file_that_could_not_be_read_proves_nothing_and_may_still_show_more(story: Story) -> None:
    story.sees("2023-10-11 09:00", finding())
    locked = msgspec.structs.replace(inspection(at("2023-10-12 09:00"), finding("other")), partial=True)
    story.hears(locked, at("2023-10-12 09:00"))
    assert [incident.state for incident in story.state.incidents.values()] == [State.OPEN, State.OPEN]
    story.sees("2023-10-13 09:00")
    assert {incident.state for incident in story.state.incidents.values()} == {State.FIXED}


@pytest.mark.parametrize(
    ("found", "deadline"),
    [
        (finding(severity=Severity.SEVERE), "2024-09-29 18:00"),  # a Sunday that is worked
        (finding(severity=Severity.ORDINARY), "2024-10-08 18:00"),  # the holiday lies between
        (finding(rule="privacy/resident-id", severity=Severity.VETO), "2024-09-30 18:00"),  # family beats severity
    ],
)
def test_the_fix_window_is_counted_in_working_days(story: Story, found: Finding, deadline: str) -> None:
    story.sees("2024-09-27 10:00", found)
    assert story.only.deadline == at(deadline)


def test_what_is_known_changes_nothing(story: Story) -> None:
    story.sees("2023-10-11 09:00", finding())
    before = story.state.incidents
    assert story.sees("2023-10-11 15:00", finding()) == ()
    assert story.state.incidents == before


def test_the_same_problem_twice_in_one_inspection_is_one_incident(story: Story) -> None:
    story.sees("2023-10-11 09:00", finding(), finding())
    assert len(story.state.incidents) == 1
    assert alerts(story.emits) == [AlertKind.OPENED]


def test_what_is_gone_is_fixed_by_the_look_that_no_longer_found_it(story: Story) -> None:
    story.sees("2023-10-11 09:00", finding("one"), finding("two"))
    incident, alert = story.sees("2023-10-12 09:00", finding("two"))
    assert isinstance(incident, Incident)
    assert isinstance(alert, Alert)
    assert (incident.state, incident.fixed_at) == (State.FIXED, at("2023-10-12 09:00"))
    assert incident.history[-1].why == f"inspection {inspection(at('2023-10-12 09:00')).inspection_id}"
    assert alert.kind is AlertKind.FIXED
    assert sorted(i.state for i in story.state.incidents.values()) == [State.FIXED, State.OPEN]


def test_the_last_fix_ends_all_waiting(story: Story) -> None:
    story.sees("2023-10-11 09:00", finding("gap", rule="gap/any"), scope="gap")
    story.sees("2023-10-11 10:00", scope="gap")
    assert story.due is None


def test_scopes_do_not_fix_each_other(story: Story) -> None:
    story.sees("2023-10-11 09:00", finding())
    assert story.sees("2023-10-11 10:00", scope="gap") == ()
    assert story.only.state is State.OPEN


def test_a_problem_that_returns_reopens_the_same_incident(story: Story) -> None:
    story.sees("2023-10-11 09:00", finding())
    story.is_told("2023-10-11 09:05", story.only)
    story.sees("2023-10-12 09:00")
    incident, alert = story.sees("2023-10-18 09:00", finding())
    assert isinstance(alert, Alert)
    assert incident == story.only
    assert (story.only.state, story.only.deadline) == (State.REOPENED, at("2023-10-23 18:00"))
    assert (story.only.alerted_at, story.only.fixed_at, story.only.proof) == (None, None, None)
    assert [t.state for t in story.only.history] == [State.OPEN, State.ALERTED, State.FIXED, State.REOPENED]
    assert openings(story.only) == 2
    assert alert.alert_id == alert_id(story.only.incident_id, AlertKind.OPENED, 2)


def test_being_told_is_noted_once(story: Story) -> None:
    story.sees("2023-10-11 09:00", finding())
    (incident,) = story.is_told("2023-10-11 09:05", story.only)
    assert isinstance(incident, Incident)
    assert (incident.state, incident.alerted_at) == (State.ALERTED, at("2023-10-11 09:05"))
    assert story.is_told("2023-10-11 09:06", story.only) == ()


def test_being_told_of_an_earlier_opening_or_a_reminder_is_not_being_told_of_this_one(story: Story) -> None:
    story.sees("2023-10-11 09:00", finding())
    reminder = told(story.only.incident_id, at("2023-10-11 09:05"), kind=AlertKind.REMINDER)
    assert story.hears(reminder, reminder.at).emits == ()
    story.sees("2023-10-11 10:00")
    story.sees("2023-10-11 11:00", finding())
    assert story.is_told("2023-10-11 12:00", story.only, opening=1) == ()
    assert story.only.state is State.REOPENED
    story.is_told("2023-10-11 12:01", story.only, opening=2)
    assert story.only.state is State.ALERTED


def test_being_told_late_does_not_take_back_that_it_is_overdue(story: Story) -> None:
    story.sees("2023-10-11 09:00", finding(severity=Severity.SEVERE))
    story.passes("2023-10-12 18:00")
    story.is_told("2023-10-13 09:00", story.only)
    assert (story.only.state, story.only.alerted_at) == (State.OVERDUE, at("2023-10-13 09:00"))


def test_one_reminder_one_working_day_ahead_then_overdue(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding())  # a Wednesday; the deadline is Monday the 16th
    assert timed(story.passes("2023-11-01 00:00")) == [
        ("10-13 09:00", AlertKind.REMINDER),
        ("10-16 18:00", AlertKind.OVERDUE),
    ]
    assert (story.only.state, story.only.overdue_at) == (State.OVERDUE, at("2023-10-16 18:00"))
    assert story.only.reminded_at == at("2023-10-13 09:00")


def test_a_window_of_one_day_is_reminded_of_in_the_morning_of_its_last_day(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding(severity=Severity.SEVERE))
    assert timed(story.passes("2023-10-20 00:00")) == [
        ("10-12 09:00", AlertKind.REMINDER),
        ("10-12 18:00", AlertKind.OVERDUE),
    ]


def test_a_fix_after_the_deadline_keeps_the_day_on_which_it_became_overdue(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding(severity=Severity.SEVERE))
    story.passes("2023-10-14 00:00")
    story.sees("2023-10-14 09:00")
    assert story.only.state is State.FIXED
    assert (story.only.overdue_at, story.only.fixed_at) == (at("2023-10-12 18:00"), at("2023-10-14 09:00"))


def test_a_deadline_that_passed_unheard_counts_before_the_fix_does(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding(severity=Severity.SEVERE))
    assert alerts(story.sees("2023-10-13 09:00")) == [AlertKind.OVERDUE, AlertKind.FIXED]


def test_a_fix_seen_in_time_but_heard_late_is_in_time(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding(severity=Severity.SEVERE))
    done = story.hears(inspection(at("2023-10-12 17:59")), at("2023-10-12 18:01"))
    assert AlertKind.OVERDUE not in alerts(done.emits)
    assert (story.only.overdue_at, story.only.fixed_at) == (None, at("2023-10-12 17:59"))


def test_a_look_that_is_out_of_date_is_ignored(story: Story) -> None:
    story.sees("2023-10-11 10:00", finding())
    story.sees("2023-10-11 12:00")
    old = inspection(at("2023-10-11 11:00"), finding())
    assert story.hears(old, at("2023-10-11 12:01")).emits == ()
    assert story.only.state is State.FIXED


def test_two_looks_of_one_moment_both_count_and_neither_twice(story: Story) -> None:
    moment = at("2023-10-11 10:00")
    first, second = inspection(moment, finding(), name="first"), inspection(moment, name="second")
    assert alerts(story.hears(first, moment).emits) == [AlertKind.OPENED]
    assert alerts(story.hears(second, moment).emits) == [AlertKind.FIXED]
    assert story.hears(first, moment).emits == ()
    assert story.hears(second, moment).emits == ()


# -- whatever happens -------------------------------------------------------------------------------------------------

START = at("2024-09-20 08:00")  # holidays and make-up days lie ahead
EVIDENCE = {"text": ("a", "b", "c"), "gap": ("any", "original")}


def looks_of(subject: str) -> st.SearchStrategy[Inspection]:
    return st.sampled_from(["text", "gap"]).flatmap(
        lambda scope: st.builds(
            lambda hours, names: inspection(
                START + timedelta(hours=hours),
                *(finding(name, rule=f"{scope}/{name}", severity=severity) for name, severity in names.items()),
                scope=scope,
                subject=subject,
                name=f"{scope}-{hours}-{names}",
            ),
            st.integers(0, 600),
            st.dictionaries(st.sampled_from(EVIDENCE[scope]), st.sampled_from(Severity)),
        )
    )


def play(
    events: Sequence[Inspection], repeat: Sequence[int] = (), tell: bool = True
) -> tuple[SubjectState, list[Event]]:
    """Play the looks in the order given, one an hour; every Due in its time, every alert told; some events twice."""
    story, now = Story(), START
    for number, event in enumerate(events):
        now = max(now + timedelta(hours=1), event.at)
        story.passes(now.isoformat()[:16])
        before = len(story.emits)
        for _ in range(1 + (number in repeat)):
            story.hears(event, now)
        for alert in [e for e in story.emits[before:] if isinstance(e, Alert) and tell]:
            for _ in range(1 + (number in repeat)):
                story.hears(
                    Told(
                        action_id=alert.alert_id,
                        source_id=alert.source_id,
                        subject_id=alert.subject_id,
                        incident_id=alert.incident_id,
                        alert_id=alert.alert_id,
                        contact_id=alert.contact_id,
                        message_id="m",
                        at=now,
                    ),
                    now,
                )
    story.passes((now + timedelta(days=30)).isoformat()[:16])
    return story.state, story.emits


some_looks = partial(st.lists, looks_of("page"), max_size=12, unique_by=lambda look: look.inspection_id)
brief = settings(max_examples=60, deadline=None)


@brief
@given(some_looks(), st.sets(st.integers(0, 11)))
def test_events_that_come_twice_change_nothing(looks: list[Inspection], twice: set[int]) -> None:
    assert play(looks, sorted(twice)) == play(looks)


@brief
@given(some_looks())
def test_a_replay_of_everything_changes_nothing(looks: list[Inspection]) -> None:
    state, _ = play(looks)
    now = START + timedelta(days=90)
    settled = step(state, Due(key="page", at=now), now, DUTY).state
    for look in sorted(looks, key=lambda look: look.at):
        again = step(settled, look, now, DUTY)
        assert (again.state, again.emits) == (settled, ())


@brief
@given(some_looks(), some_looks(), st.randoms(use_true_random=False))
def test_subjects_do_not_touch_each_other(mine: list[Inspection], others: list[Inspection], dice) -> None:
    theirs = [msgspec.structs.replace(look, subject_id="other") for look in others]
    marks = [True] * len(mine) + [False] * len(theirs)
    dice.shuffle(marks)
    left, right = iter(mine), iter(theirs)
    states: dict[str, SubjectState] = {}
    alone: dict[str, SubjectState] = {}
    now = START + timedelta(hours=601)
    for event in [next(left) if mark else next(right) for mark in marks]:
        key = event.subject_id
        states[key] = step(states.get(key, SubjectState()), event, now, DUTY).state
    for event in [*mine, *theirs]:
        key = event.subject_id
        alone[key] = step(alone.get(key, SubjectState()), event, now, DUTY).state
    assert states == alone


@brief
@given(some_looks())
def test_what_is_open_is_what_the_last_look_of_each_scope_has_found(looks: list[Inspection]) -> None:
    state, _ = play(looks)
    expected: Counter[str] = Counter()
    for scope in EVIDENCE:
        of_scope = [look for look in looks if look.scope == scope]
        newest = max((look.at for look in of_scope), default=None)
        last = [look for look in of_scope if look.at == newest][-1:]
        expected.update(
            {
                incident_id("page", f.rule, f.evidence)
                for look in last
                for f in look.findings
                if f.severity is not Severity.HINT
            }
        )
    assert Counter(i.incident_id for i in state.incidents.values() if i.state is not State.FIXED) == expected


@brief
@given(some_looks())
def test_no_alert_goes_out_twice_and_every_opening_has_exactly_one(looks: list[Inspection]) -> None:
    state, emits = play(looks)
    sent = [event for event in emits if isinstance(event, Alert)]
    assert len({alert.alert_id for alert in sent}) == len(sent)
    for incident in state.incidents.values():
        kinds = Counter(alert.kind for alert in sent if alert.incident_id == incident.incident_id)
        assert kinds[AlertKind.OPENED] == sum(t.state in UNTOLD for t in incident.history) == openings(incident)
        assert kinds[AlertKind.OPENED] - kinds[AlertKind.FIXED] == (incident.state is not State.FIXED)


@brief
@given(some_looks())
def test_a_state_survives_being_written_down(looks: list[Inspection]) -> None:
    state, _ = play(looks)
    assert msgspec.json.decode(msgspec.json.encode(state), type=SubjectState) == state


def test_holidays_of_the_site_move_the_deadline() -> None:
    duty = Duty(WINDOWS, WorkingDays({date(2023, 10, 12): False}), Ladder({}))
    done = step(SubjectState(), inspection(at("2023-10-11 09:00"), finding()), at("2023-10-11 09:00"), duty)
    assert next(iter(done.state.incidents.values())).deadline == at("2023-10-17 18:00")
