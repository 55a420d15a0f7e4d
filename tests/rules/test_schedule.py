"""Which page is visited when, as stories."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import LIST, SITE, link, local, source_of, stored, visit

from streammon.model.poll import PageKind, Reason
from streammon.model.source import VISITED, SourceKind
from streammon.model.step import Due
from streammon.rules import schedule

HALF_DAY = timedelta(seconds=43_200)


def page(name, ending="html"):
    return f"{SITE}/news/{name}.{ending}"


def reads(story, name, *, at=None, **changes):
    """Let an article be visited."""
    facts = {"kind": PageKind.ARTICLE, "why": Reason.NEW, "content_id": f"id-{name}"} | changes
    return story.happens(visit(at or story.now, page(name), **facts))


def lists(story, *names, **changes):
    return story.happens(visit(story.now, links=tuple(map(link, names)), **changes))


def begun(visits):
    """Return a story whose list has been visited for the first time, naming nothing."""
    visits.on("2023-10-01").happens(source_of())
    visits.on("2023-10-01 12:00").news()
    return lists(visits)


def test_new_sources_are_looked_at_within_the_hour_and_then_spread_over_their_interval():
    start = local("2023-10-01")
    first, second = [], []
    for number in range(200):
        state = schedule.step(schedule.ScheduleState(), source_of(f"c{number:03}"), start)
        first.append(state.due)
        second.append(schedule.step(state.state, Due(key=f"c{number:03}", at=state.due), state.due).due)
    assert all(start <= moment < start + timedelta(hours=1) for moment in first)
    assert len(set(first)) > 190
    assert all(moment > first[number] for number, moment in enumerate(second))
    assert {int((moment - start) / HALF_DAY * 4) for moment in second} == {0, 1, 2, 3, 4}
    assert len(set(second)) > 190


def beat_of(visits):
    """Return the first look at a new source, and the beat after it."""
    first = visits.on("2023-10-01").happens(source_of()).due
    visits.on("2023-10-01 01:00")
    return first, visits.due


def test_a_list_is_visited_in_its_rhythm(visits):
    first, beat = beat_of(visits)
    visits.on("2023-10-03")
    polls = visits.polls()
    assert [poll.due_at for poll in polls] == [first, *(beat + HALF_DAY * turn for turn in range(len(polls) - 1))]
    assert len(polls) in (4, 5)
    assert {(poll.url, poll.kind, poll.reason) for poll in polls} == {(LIST, PageKind.LIST, Reason.DUE)}
    assert {poll.host for poll in polls} == {"www.example.gov.cn:8080"}
    assert len({poll.poll_id for poll in polls}) == len(polls)


def test_missed_turns_are_skipped_and_the_rhythm_is_kept(visits):
    _, beat = beat_of(visits)
    visits.news()
    visits.now = beat + HALF_DAY * 5 + timedelta(hours=1)
    visits.happens(Due(key="c001", at=beat))
    assert len(visits.polls()) == 1
    assert visits.due == beat + HALF_DAY * 6


def test_a_due_that_the_log_dates_a_moment_early_is_not_lost(visits):
    first = visits.on("2023-10-01").happens(source_of()).due
    visits.now = first - timedelta(milliseconds=1)
    visits.happens(Due(key="c001", at=first))
    assert [poll.due_at for poll in visits.polls()] == [first]
    assert visits.due > first


def test_a_list_is_asked_whether_it_has_changed(visits):
    story = begun(visits)
    lists(story.wait(timedelta(minutes=1)), etag='"abc"', last_modified="Sun, 01 Oct 2023 00:00:00 GMT").polls()
    (poll,) = story.wait(HALF_DAY).polls()
    assert (poll.etag, poll.last_modified) == ('"abc"', "Sun, 01 Oct 2023 00:00:00 GMT")


def test_a_failed_visit_to_a_list_is_tried_at_the_next_turn(visits):
    story = begun(visits)
    due = story.due
    story.happens(visit(story.now, ok=False, status=0))
    assert (story.polls(), story.due) == ([], due)


def test_what_a_list_names_for_the_first_time_is_visited_at_once(visits):
    story = begun(visits).on("2023-10-01 13:00")
    new = link("plan", published=local("2023-09-30"))
    (poll,) = story.happens(visit(story.now, links=(new,))).polls()
    assert (poll.url, poll.kind, poll.reason) == (page("plan"), PageKind.ARTICLE, Reason.NEW)
    assert (poll.title, poll.published_at, poll.parent) == ("plan", local("2023-09-30"), "")
    reads(story, "plan")
    story.on("2023-10-01 14:00")
    assert [poll.url for poll in lists(story, "report", "plan").polls()] == [page("report")]


def test_the_attachments_of_an_article_belong_to_it(visits):
    story = begun(visits).on("2023-10-01 13:00")
    lists(story, "plan").polls()
    (poll,) = reads(story, "plan", links=(link("names", PageKind.ATTACHMENT),)).polls()
    assert (poll.url, poll.kind, poll.reason) == (page("names", "xlsx"), PageKind.ATTACHMENT, Reason.NEW)
    assert (poll.parent, poll.title) == ("id-plan", "names")


def test_an_article_that_is_read_again_names_only_new_attachments(visits):
    story = begun(visits).on("2023-10-01 13:00")
    lists(story, "plan")
    old, new = link("names", PageKind.ATTACHMENT), link("names-2", PageKind.ATTACHMENT)
    reads(story, "plan", links=(old,))
    story.happens(visit(story.now, old.url, kind=PageKind.ATTACHMENT, why=Reason.NEW))
    story.on("2023-10-01 14:00")
    lists(story, "plan").polls()
    (poll,) = reads(story, "plan", why=Reason.RECHECK, links=(old, new)).polls()
    assert poll.url == new.url


def test_a_new_page_is_tried_again_with_growing_pauses_until_it_is_seen(visits):
    story = begun(visits).on("2023-10-01 13:00")
    lists(story, "plan")
    tries = []
    for _ in range(6):
        tries += [poll.due_at for poll in story.polls() if poll.reason is Reason.NEW]
        reads(story, "plan", at=tries[-1], ok=False, status=503)
        story.on(f"{story.state.wanted[page('plan')].next_at:%Y-%m-%d %H:%M:%S}")
    pauses = [(later - sooner) / timedelta(hours=1) for sooner, later in pairwise(tries)]
    assert pauses == [3, 6, 12, 24, 24]
    reads(story, "plan").polls()
    assert [poll.reason for poll in story.wait(timedelta(days=3)).polls()] == [Reason.DUE] * 6


def test_an_old_failure_that_is_heard_of_again_changes_nothing(visits):
    story = begun(visits).on("2023-10-01 13:00")
    lists(story, "plan")
    reads(story, "plan", ok=False, status=503)
    state = story.on("2023-10-01 16:00").state
    assert state.wanted[page("plan")].tries == 2
    assert reads(story, "plan", at=local("2023-10-01 13:00"), ok=False, status=503).state == state


def test_an_old_list_that_is_heard_of_again_is_no_news(visits):
    story = begun(visits).on("2023-10-01 13:00")
    reads(lists(story, "plan"), "plan")
    lists(story.on("2023-10-01 14:00"), "report").polls()
    old = visit(local("2023-10-01 13:00"), links=(link("plan"),))
    assert story.on("2023-10-01 14:30").happens(old).polls() == []


def test_a_visit_that_was_never_heard_of_is_asked_for_again_after_a_day(visits):
    story = begun(visits).on("2023-10-01 13:00")
    lists(story, "plan").polls()
    new = [poll for poll in story.on("2023-10-02 13:00").polls() if poll.reason is Reason.NEW]
    assert [(poll.url, poll.due_at) for poll in new] == [(page("plan"), local("2023-10-02 13:00"))]


def test_a_page_that_is_gone_has_been_seen(visits):
    story = begun(visits).on("2023-10-01 13:00")
    lists(story, "plan")
    reads(story, "plan", status=404, gone=True).polls()
    assert all(poll.reason is Reason.DUE for poll in story.wait(timedelta(days=2)).polls())


def test_a_page_that_fails_for_ever_is_forgotten_once_the_list_names_it_no_more(visits):
    story = begun(visits).on("2023-10-01 13:00")
    lists(story, "plan")
    story.on("2023-10-20 13:00")
    lists(story, "plan")
    assert page("plan") in story.state.wanted
    story.on("2023-10-21 14:00")
    lists(story, "report")
    assert list(story.state.wanted) == [page("report")]


def test_an_unchanged_list_forgets_nothing(visits):
    story = begun(visits).on("2023-10-01 13:00")
    reads(lists(story, "plan"), "plan").polls()
    lists(story.on("2023-10-01 14:00"), unchanged=True, status=304)
    assert lists(story.on("2023-10-01 15:00"), "plan").polls() == []


def test_what_is_remembered_is_bounded_by_the_list(visits):
    story = begun(visits)
    for number in range(200):
        names = [f"n{each}" for each in range(number, number + 20)]
        lists(story.wait(timedelta(minutes=1)), *names)
        reads(story, names[-1], links=(link(names[-1], PageKind.ATTACHMENT),))
        story.happens(visit(story.now, page(names[-1], "xlsx"), kind=PageKind.ATTACHMENT, why=Reason.NEW))
    assert len(story.state.seen) <= 40
    assert len(story.state.wanted) == 19  # the first list's other pages were never visited


def test_a_removed_source_is_visited_no_more(visits):
    story = begun(visits).on("2023-10-01 13:00")
    lists(story, "plan").polls()
    story.happens(source_of(removed=True))
    assert story.due is None
    lists(story, "report")
    assert story.polls() == []
    story.on("2023-11-01").happens(source_of())
    assert local("2023-11-01") <= story.due < local("2023-11-01") + HALF_DAY


def test_a_source_that_moves_gets_a_new_rhythm_and_its_old_list_is_no_news(visits):
    story = begun(visits).on("2023-10-01 13:00")
    lists(story, etag='"abc"')
    story.happens(source_of(url=f"{SITE}/moved/", every=3600))
    lists(story.on("2023-10-01 13:01"), "plan")
    polls = story.on("2023-10-01 14:59").polls()
    assert {(poll.url, poll.etag) for poll in polls} == {(f"{SITE}/moved/", "")}


def test_another_name_leaves_the_rhythm_alone(visits):
    due = begun(visits).due
    assert visits.happens(source_of(name="要闻")).due == due


# What holds for every order of events.

NAMES = st.lists(st.sampled_from("abcd"), max_size=4, unique=True)
STEPS = st.lists(
    st.tuples(st.integers(1, 900), st.sampled_from(["list", "a", "b", "c", "d"]), NAMES, st.booleans()), max_size=15
)


def history(steps, source_id="c001"):
    """Return registration and visits in the order of time, with the moments of the log."""
    now = local("2023-10-01")
    events = [(now, source_of(source_id))]
    for minutes, what, names, ok in steps:
        now += timedelta(minutes=minutes)
        if what == "list":
            event = visit(now, source_id=source_id, links=tuple(map(link, names)), ok=ok)
        else:
            links = tuple(link(name, PageKind.ATTACHMENT) for name in names)
            event = visit(now, page(what), source_id=source_id, links=links, ok=ok)
            event = msgspec.structs.replace(event, kind=PageKind.ARTICLE, why=Reason.NEW, content_id=f"id-{what}")
        events.append((now, event))
    return events


def play(events):
    states, polls = {}, []
    for now, event in events:
        step = schedule.step(states.get(event.source_id, schedule.ScheduleState()), event, now)
        states[event.source_id] = stored(step.state)
        polls += step.emits
    return states, polls


@given(STEPS, st.data())
def test_a_repeated_event_changes_nothing(steps, data):
    events = history(steps)
    twice = [entry for entry in events for _ in range(data.draw(st.integers(1, 3)))]
    assert play(twice) == play(events)


@given(STEPS, st.data())
def test_a_visit_to_a_list_that_comes_again_later_changes_nothing(steps, data):
    events = history(steps)
    states, polls = play(events)
    old = data.draw(st.sampled_from([entry for entry in events if getattr(entry[1], "ok", True)]))
    if getattr(old[1], "kind", PageKind.LIST) is PageKind.LIST:
        now = events[-1][0]
        assert play([*events, (now, old[1])]) == (states, polls)


@given(STEPS, STEPS, st.randoms(use_true_random=False))
def test_the_events_of_another_source_change_nothing(mine, other, random):
    left, right, mixed = history(mine), history(other, "c002"), []
    (my_states, my_polls), (other_states, other_polls) = play(left), play(right)
    while left or right:
        mixed.append((left if left and (not right or random.random() < 0.5) else right).pop(0))
    states, polls = play(mixed)
    assert states == my_states | other_states
    assert {poll.poll_id for poll in polls} == {poll.poll_id for poll in my_polls + other_polls}
    assert len({poll.poll_id for poll in polls}) == len(polls)


@pytest.mark.parametrize("kind", [kind for kind in SourceKind if kind not in VISITED])
def test_only_a_website_is_visited(visits, kind):
    story = visits.on("2023-10-01").happens(source_of(kind=kind, url="", host="", every=0))
    assert story.on("2023-11-01").polls() == []


def test_a_website_that_becomes_an_account_is_visited_no_more(visits):
    story = visits.on("2023-10-01").happens(source_of())
    assert story.on("2023-10-03").polls()
    story.happens(source_of(kind=SourceKind.ACCOUNT, url="", host="", every=0))
    assert story.on("2023-11-01").polls() == []
    story.happens(source_of())
    assert story.on("2023-11-03").polls()
