"""Columns that have gone quiet, as stories."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import LIST, LOOKS, article, link, local, source_of, stored, visit

from streammon.model.inspection import Inspection, Severity
from streammon.model.poll import PageKind
from streammon.model.rules import GapLimits, Rules, Span, Windows
from streammon.model.step import Due
from streammon.rules import gaps
from streammon.rules.periods import period_before

WEEKLY = GapLimits(any_days=7)
ORIGINAL = GapLimits(original_days=7)
NOTHING = GapLimits(quota=False)


def test_a_quiet_column_is_in_violation_from_the_beginning_of_the_day_after_the_limit(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered().posts()
    assert column.on("2023-02-08 23:59").is_visited().gaps == []
    assert column.on("2023-02-09 00:00").is_visited().gaps == [("gap/any", "2023-02-01", "7")]


def test_publishing_closes_the_gap_at_once_and_the_next_one_is_another(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered().posts()
    column.on("2023-02-10 09:00").is_visited()
    first = column.gaps
    evidence = column.shown[0].evidence
    assert column.on("2023-02-10 17:00").posts().gaps == []
    assert column.on("2023-02-20 09:00").is_visited().gaps != first
    assert column.shown[0].evidence != evidence


def test_a_gap_says_where_and_how_bad(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered(url=LIST)
    column.on("2023-02-10 09:00").is_visited()
    inspection = next(event for event in column.news() if isinstance(event, Inspection))
    assert (inspection.scope, inspection.subject_id, inspection.unit_id) == ("gap", "c001", "u01")
    assert (inspection.place.url, inspection.place.kind) == (LIST, PageKind.LIST)
    assert inspection.findings[0].severity is Severity.ORDINARY


def test_a_column_that_never_published_is_quiet_since_it_is_watched(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered()
    assert column.on("2023-02-09 09:00").is_visited().gaps == [("gap/any", "2023-02-01", "7")]


def test_an_article_from_before_watching_began_starts_the_clock(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered().is_visited("old")
    assert column.posts("old", published="2022-11-20").gaps == [("gap/any", "2022-11-20", "7")]


def test_reposts_do_not_reset_the_original_clock(story):
    column = story(ORIGINAL).on("2023-02-01 09:00").registered().posts()
    column.on("2023-02-05 09:00").posts(original=False)
    assert column.on("2023-02-09 00:00").is_visited().gaps == [("gap/original", "2023-02-01", "7")]
    assert column.on("2023-02-09 10:00").posts(original=False).gaps == [("gap/original", "2023-02-01", "7")]
    assert column.on("2023-02-09 11:00").posts().gaps == []


@pytest.mark.parametrize("change", [{"gone": True}, {"kind": PageKind.ATTACHMENT}])
def test_what_is_gone_or_hangs_on_an_article_is_no_publication(story, change):
    column = story(WEEKLY).on("2023-02-01 09:00").registered()
    column.on("2023-02-08 09:00").posts(**change)
    assert column.on("2023-02-09 09:00").is_visited().gaps == [("gap/any", "2023-02-01", "7")]


def test_a_new_revision_is_no_publication(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered().posts("plan")
    column.on("2023-02-08 09:00").posts("plan", revision="r2")
    assert column.on("2023-02-09 09:00").is_visited().gaps == [("gap/any", "2023-02-01", "7")]


def test_a_date_in_the_future_does_not_keep_a_column_alive(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered().posts(published="2023-12-31")
    assert column.on("2023-02-09 09:00").is_visited().gaps == [("gap/any", "2023-02-01", "7")]


def test_time_alone_makes_no_gap(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered().is_visited()
    assert column.on("2023-06-01 09:00").gaps == []


def test_a_blind_source_is_judged_when_it_can_be_visited_again(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered().is_visited()
    column.on("2023-02-09 09:00").is_visited(ok=False, status=0, reason="连接超时")
    assert column.gaps == []
    assert column.on("2023-02-12 09:00").is_visited().gaps == [("gap/any", "2023-02-01", "7")]


def test_a_gap_stays_while_its_source_is_blind(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered()
    before = column.on("2023-02-09 09:00").is_visited().gaps
    assert column.on("2023-02-12 09:00").is_visited(ok=False).gaps == before != []


def test_an_unchanged_list_has_been_seen(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered().is_visited()
    assert column.on("2023-02-09 09:00").is_visited(unchanged=True, status=304).gaps != []


def test_a_visit_is_judged_when_what_it_named_has_been_read(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered()
    assert column.on("2023-02-09 09:00").is_visited("late").gaps == []
    assert column.on("2023-02-09 09:05").posts("late", published="2023-02-08").gaps == []
    assert column.on("2023-02-16 09:00").is_visited("late").gaps == [("gap/any", "2023-02-08", "7")]


def test_an_article_that_turns_out_to_be_old_lets_the_gap_show(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered()
    column.on("2023-02-09 09:00").is_visited("plan")
    assert column.gaps == []
    assert column.on("2023-02-09 09:05").posts("plan", published="2023-01-20").gaps == [("gap/any", "2023-01-20", "7")]


def test_an_article_that_can_not_be_read_holds_the_judgement_up_for_a_day(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered()
    assert column.on("2023-02-10 09:00").is_visited("broken").gaps == []
    assert column.on("2023-02-11 08:59").is_visited("broken").gaps == []
    assert column.on("2023-02-11 09:00").is_visited("broken").gaps == [("gap/any", "2023-02-01", "7")]


def test_an_unchanged_list_still_names_what_has_not_been_read(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered()
    column.on("2023-02-10 09:00").is_visited("late")
    assert column.on("2023-02-10 21:00").is_visited(unchanged=True, status=304).gaps == []


def test_an_article_of_forgotten_days_that_is_dated_anew_counts_once(story):
    column = story().on("2023-02-01 09:00").registered().posts("plan")
    column.now = local("2023-04-10 09:00")
    assert [f"{day.date:%m-%d}" for day in column.posts("plan", revision="r2").told_days()][-1] == "04-10"
    assert column.posts("plan", revision="r2").told_days() == []


def test_a_quota_is_judged_by_the_first_visit_after_its_period(story):
    column = story(cadence="2条/月").on("2023-10-01 00:00").registered()
    column.on("2023-10-12 09:00").posts()
    assert column.on("2023-10-31 23:00").is_visited().gaps == []
    assert column.on("2023-11-01 00:30").gaps == []
    assert column.on("2023-11-01 09:00").is_visited().gaps == [("gap/quota", "2023-10-01", "2条/月")]


def test_new_content_clears_a_missed_quota(story):
    column = story(cadence="2条/月").on("2023-10-01 00:00").registered().posts()
    column.on("2023-11-01 09:00").is_visited()
    assert column.gaps != []
    assert column.on("2023-11-02 09:00").posts().gaps == []
    assert column.on("2023-12-01 09:00").is_visited().gaps == [("gap/quota", "2023-11-01", "2条/月")]


def test_a_missed_quota_stays_the_same_gap_until_something_is_published(story):
    column = story(cadence="1条/周").on("2023-10-01 00:00").registered()
    for day in ("2023-10-09", "2023-10-16", "2023-11-20"):
        assert column.on(day).is_visited().gaps == [("gap/quota", "2023-10-02", "1条/周")]


def test_an_item_of_the_period_that_is_found_later_still_counts(story):
    column = story(cadence="1条/月").on("2023-10-01 00:00").registered()
    assert column.on("2023-11-01 09:00").is_visited().gaps != []
    assert column.on("2023-11-03 09:00").posts(published="2023-10-31").gaps == []


def test_a_full_quota_is_remembered_however_long_nothing_follows(story):
    column = story(cadence="1条/季度").on("2023-10-01 00:00").registered().posts()
    assert column.on("2024-01-01 09:00").is_visited().gaps == []
    assert column.on("2024-04-01 09:00").is_visited().gaps == [("gap/quota", "2024-01-01", "1条/季度")]


@pytest.mark.parametrize(("began", "gap"), [("2023-10-01 08:00", "2023-10-01"), ("2023-10-02 08:00", "2023-11-01")])
def test_a_period_counts_when_it_was_watched_from_its_first_day(story, began, gap):
    column = story(cadence="1条/月").on(began).registered()
    column.on("2023-11-01 09:00").is_visited()
    assert column.on("2023-12-01 09:00").is_visited().gaps == [("gap/quota", gap, "1条/月")]


@pytest.mark.parametrize(("text", "limits"), [("实时更新", GapLimits()), ("/", GapLimits()), ("1条/周", NOTHING)])
def test_what_is_not_asked_for_is_no_gap(story, text, limits):
    column = story(limits, cadence=text).on("2023-10-01 00:00").registered()
    assert column.on("2024-10-01 09:00").is_visited().gaps == []
    assert column.told_days()[-1].violates_at is None


def test_a_removed_source_has_no_gaps_and_starts_anew_when_it_returns(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered()
    column.on("2023-02-09 09:00").is_visited()
    assert column.gaps != []
    assert column.registered(removed=True).gaps == []
    assert column.due is None
    assert column.on("2023-03-01 09:00").posts().is_visited().news() == []
    assert column.registered(removed=False).is_visited().gaps == []
    assert column.on("2023-03-09 00:00").is_visited().gaps == [("gap/any", "2023-03-01", "7")]


def test_every_month_has_a_day_from_the_first_on(story):
    column = story().on("2023-10-12 09:00").registered()
    (first,) = column.told_days()
    assert (first.date, first.contents, first.board, first.unit_id) == (date(2023, 10, 12), (), "news", "u01")
    column.on("2023-12-02 09:00")
    assert [day.date for day in column.told_days()] == [date(2023, 11, 1), date(2023, 12, 1)]


def test_a_month_that_was_slept_through_has_its_day_too(story):
    column = story().on("2023-10-12 09:00").registered()
    column.told_days()
    column.now = local("2024-01-05 09:00")
    column.happens(Due(key="c001", at=local("2023-11-01")))
    assert [f"{day.date:%m-%d}" for day in column.told_days()] == ["11-01", "12-01", "01-01"]


def test_a_day_is_told_whole_each_time_it_changes(story):
    column = story(WEEKLY).on("2023-10-12 08:00").registered()
    column.told_days()
    one, two = (article(name, published=local("2023-10-12 09:00"), seen=local("2023-10-12 10:00")) for name in "ab")
    column.on("2023-10-12 10:00").posts("a", published="2023-10-12 09:00")
    column.posts("b", published="2023-10-12 09:00", original=False)
    column.posts("b", published="2023-10-12 09:00", original=False)
    first, second = column.told_days()
    assert (first.contents, first.originals) == ((one.content_id,), (one.content_id,))
    assert (set(second.contents), second.originals) == ({one.content_id, two.content_id}, (one.content_id,))
    assert first.day_id == second.day_id
    assert second.last_published_at == local("2023-10-12 09:00")
    assert (second.violates_at, second.violates) == (local("2023-10-20"), "gap/any")


def test_a_day_names_what_was_reposted_once(story):
    account = story().on("2023-10-12 08:00").registered()
    account.told_days()
    account.posts("a", original=False, task_id="t2").posts("b", original=False, task_id="t1")
    account.posts("c", original=False, task_id="t2").posts("d", original=False)
    assert [day.tasks for day in account.told_days()] == [("t2",), ("t1", "t2"), ("t1", "t2"), ("t1", "t2")]


@pytest.mark.parametrize(
    ("published", "late"),
    [("2023-10-12 09:00", False), ("2023-10-11 23:00", False), ("2023-10-10 23:00", True), ("2023-10-01", False)],
)
def test_what_turns_up_days_after_its_date_is_told_apart(story, published, late):
    column = story().on("2023-10-05 08:00").registered().on("2023-10-12 08:00")
    column.told_days()
    column.posts("a", published=published)
    (day,) = column.told_days()
    assert (day.late == day.contents) is late


def test_the_day_of_an_article_is_the_local_one(story):
    column = story().on("2023-10-12 08:00").registered()
    column.told_days()
    column.happens(article("a", published=datetime.fromisoformat("2023-10-11T17:00:00Z"), seen=column.now))
    assert [day.date for day in column.told_days()] == [date(2023, 10, 12)]


def test_articles_of_this_month_count_though_watching_began_within_it(story):
    column = story().on("2023-10-12 08:00").registered()
    column.told_days()
    column.posts("a", published="2023-10-03").posts("b", published="2023-09-30")
    assert [(f"{day.date:%m-%d}", len(day.contents)) for day in column.told_days()] == [("10-03", 1)]


def test_what_came_before_its_source_is_told_with_it(story):
    column = story().on("2023-10-12 08:00").posts("a").posts("b", published="2023-08-01")
    assert column.told_days() == []
    column.registered()
    assert [(f"{day.date:%m-%d}", len(day.contents)) for day in column.told_days()] == [("10-12", 1)]


def test_most_visits_say_nothing(story):
    column = story(WEEKLY).on("2023-02-01 09:00").registered().posts("a")
    column.news()
    for hour in range(10, 20):
        column.on(f"2023-02-01 {hour}:00").is_visited("a")
    assert column.news() == []


def test_a_late_item_of_the_period_before_is_still_told(story):
    """With periods of half a year, an item of March found in August counts for the first half."""
    half = Span(id="h1", title="上半年", first=date(2023, 1, 1), last=date(2023, 6, 30))
    rules = Rules(gaps={}, windows=Windows(days={}, close=time(18)), boards=(), periods=(half,))
    column = story().on("2022-12-01 09:00")
    column.machine = lambda state, event, now: gaps.step(
        state, event, now, {}, LOOKS, partial(period_before, rules=rules)
    )
    column.registered().on("2023-03-09 09:00").posts("a").on("2023-07-03 09:00")
    column.told_days()
    column.posts("b", published="2023-03-09 10:00")
    (day,) = column.told_days()
    assert (day.date, len(day.contents), len(day.late)) == (date(2023, 3, 9), 2, 1)


def test_what_is_remembered_is_bounded(story):
    column = story(cadence="1条/周").on("2023-01-01 00:00").registered()
    for day in range(400):
        column.on(f"{date(2023, 1, 1) + timedelta(days=day)} 09:00").posts().is_visited(f"n{day}")
    assert len(column.state.days) <= 62
    assert len(column.state.named) == 1


# What holds for every order of events.

MOMENTS = st.integers(0, 24 * 100).map(lambda hours: local("2023-02-01") + timedelta(hours=hours))
BOOLEANS = st.booleans()
NAMES = st.sampled_from("abcdef")


@st.composite
def histories(draw, source_id="c001", original=BOOLEANS):
    """Registration, then visits and articles in the order of time."""
    events = [(local("2023-02-01"), source_of(source_id, cadence="1条/2周"))]
    for moment in sorted(draw(st.lists(MOMENTS, max_size=12))):
        if draw(st.booleans()):
            names = draw(st.lists(NAMES, max_size=3, unique=True))
            links = tuple(map(link, names))
            event = visit(moment, source_id=source_id, links=links, ok=draw(st.booleans()))
        else:
            age = timedelta(days=draw(st.integers(0, 30)))
            event = article(
                draw(NAMES), source_id=source_id, published=moment - age, seen=moment, original=draw(original)
            )
        events.append((moment, event))
    return events


LIMITS = {"news": GapLimits(any_days=7, original_days=5)}


def play(events):
    """Return the last state of each source and all that was emitted, as a kernel would."""
    states, emitted = {}, []
    for now, event in events:
        step = gaps.step(states.get(event.source_id, gaps.GapState()), event, now, LIMITS, LOOKS)
        states[event.source_id] = stored(step.state)
        emitted += step.emits
    return states, emitted


def ids(emitted):
    return {event.inspection_id if isinstance(event, Inspection) else (event.day_id, event.at) for event in emitted}


@given(histories(), st.data())
def test_a_repeated_event_changes_nothing(history, data):
    twice = [entry for entry in history for _ in range(data.draw(st.integers(1, 3)))]
    states, emitted = play(history)
    assert play(twice) == (states, emitted)


@given(histories(), histories("c002"), st.randoms(use_true_random=False))
def test_the_events_of_another_source_change_nothing(mine, other, random):
    left, right, mixed = list(mine), list(other), []
    while left or right:
        mixed.append((left if left and (not right or random.random() < 0.5) else right).pop(0))
    states, emitted = play(mixed)
    (my_states, my_emitted), (other_states, other_emitted) = play(mine), play(other)
    assert states == my_states | other_states
    assert ids(emitted) == ids(my_emitted) | ids(other_emitted)


@given(histories())
def test_no_gap_without_a_successful_visit_after_it(history):
    seen_at = None
    known = set()
    state = gaps.GapState()
    for now, event in history:
        step = gaps.step(state, event, now, LIMITS, LOOKS)
        state = step.state
        if getattr(event, "kind", None) is PageKind.LIST and event.ok:
            seen_at = now
        for inspection in (each for each in step.emits if isinstance(each, Inspection) and each.scope == "gap"):
            for finding in inspection.findings:
                begins = {"gap/any": 8, "gap/original": 6, "gap/quota": 14}[finding.rule]
                if finding.evidence not in known:
                    assert seen_at is not None
                    assert seen_at >= finding.since.replace(hour=0) + timedelta(days=begins)
            known = {finding.evidence for finding in inspection.findings}


@given(histories(original=st.just(False)))
def test_reposts_never_reset_the_original_clock(history):
    states, emitted = play(history)
    assert states["c001"].last_original is None
    findings = [finding for each in emitted if isinstance(each, Inspection) for finding in each.findings]
    assert {f.since for f in findings if f.rule == "gap/original"} <= {local("2023-02-01")}
