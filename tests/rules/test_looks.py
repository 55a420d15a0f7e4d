"""What only the memory of a source shows: an emptied column, an article that is dated back."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import LOOKS, GapStory, article, link, local, source_of, stored, visit

from streammon.model.incident import State
from streammon.model.inspection import Inspection, Severity
from streammon.model.page import PageFacts
from streammon.model.poll import PageKind
from streammon.model.rules import GapLimits, Windows
from streammon.rules import gaps, incidents
from streammon.rules.calendar import WorkingDays
from streammon.rules.ladder import Ladder

DUTY = incidents.Duty(
    Windows(days=dict.fromkeys(Severity, 1), families={}, close=time(18), remind=1),
    WorkingDays({}),
    Ladder({}),
)


def blank(column):
    """Return the findings of each inspection of the column since this was last asked: whether a person must look."""
    return [[finding.review for finding in look.findings] for look in column.told_looks()]


@pytest.mark.parametrize(
    ("names", "how", "told"),
    [
        ((), {}, [[False]]),
        (("plan",), {}, []),
        ((), {"unchanged": True, "status": 304}, []),
        ((), {"ok": False, "status": 500}, []),
        ((), {"kind": PageKind.ARTICLE}, []),
    ],
)
def test_a_new_column_is_blank_when_a_visit_has_seen_a_list_that_names_nothing(story, names, how, told):
    column = story().on("2023-02-01 09:00").registered().is_visited(*names, **how)
    assert blank(column) == told


def test_a_blank_column_is_told_of_its_source_in_a_scope_of_its_own(story):
    column = story().on("2023-02-01 09:00").registered().is_visited()
    (look,) = column.told_looks()
    assert (look.scope, look.subject_id, look.unit_id, look.place.kind) == ("column", "c001", "u01", PageKind.LIST)
    (finding,) = look.findings
    assert (finding.rule, finding.severity, finding.alarming) == ("page/blank", Severity.ORDINARY, True)


@pytest.mark.parametrize("read", [True, False])
def test_a_column_that_had_something_on_it_is_for_a_person_to_look_at(story, read):
    column = story().on("2023-02-01 09:00").registered().is_visited("plan")
    if read:
        column.posts("plan")
    column.on("2023-02-02 09:00").is_visited()
    (look,) = column.told_looks()
    assert [(finding.review, finding.alarming) for finding in look.findings] == [(True, False)]
    assert "以前有内容" in look.findings[0].why


def test_an_article_that_was_read_is_enough_for_a_column_to_have_had_something_on_it(story):
    column = story().on("2023-02-01 09:00").registered().posts("plan")
    assert blank(column.is_visited()) == [[True]]


@pytest.mark.parametrize("before", [(), ("plan",)])
def test_a_blank_column_is_told_once_and_stays_what_it_was_found_to_be(story, before):
    column = story().on("2023-02-01 09:00").registered()
    column.is_visited(*before).on("2023-02-02 09:00").is_visited()
    assert len(column.told_looks()) == 1
    column.posts("late")
    for day in ("03", "04"):
        column.on(f"2023-02-{day} 09:00").is_visited()
        column.on(f"2023-02-{day} 10:00").is_visited(ok=False)
        column.on(f"2023-02-{day} 11:00").is_visited(unchanged=True)
    assert column.told_looks() == []


def test_a_column_is_blank_no_more_when_its_list_names_something(story):
    column = story().on("2023-02-01 09:00").registered().is_visited()
    column.on("2023-02-02 09:00").is_visited("plan").on("2023-02-03 09:00").is_visited("plan")
    assert blank(column) == [[False], []]
    assert blank(column.on("2023-02-04 09:00").is_visited()) == [[True]]


def test_an_old_visit_does_not_empty_a_column(story):
    column = story().on("2023-02-02 09:00").registered().is_visited("plan")
    column.happens(visit(local("2023-02-01 09:00")))
    assert blank(column) == []


def test_a_list_that_was_read_before_its_source_was_known_is_told_with_it(story):
    column = story().on("2023-02-01 09:00").is_visited()
    assert blank(column) == []
    assert blank(column.registered()) == [[False]]


def test_a_removed_column_is_not_blank(story):
    column = story().on("2023-02-01 09:00").registered().is_visited()
    column.registered(removed=True).is_visited()
    assert blank(column) == [[False], []]
    assert blank(column.registered(removed=False).on("2023-02-02 09:00").is_visited()) == [[False]]


def test_a_blank_column_opens_an_incident_beside_its_gap_and_something_new_closes_it(story):
    column = story(GapLimits(any_days=7)).on("2023-02-01 09:00").registered()
    column.on("2023-02-09 09:00").is_visited()
    column.on("2023-02-09 12:00").is_visited("plan")
    state, seen = incidents.SubjectState(), []
    for look in filter(lambda event: isinstance(event, Inspection), column.news()):
        state = incidents.step(state, look, look.at, DUTY).state
        seen.append({one.finding.rule: one.state for one in state.incidents.values()})
    assert seen[1] == {"gap/any": State.OPEN, "page/blank": State.OPEN}
    assert seen[-1] == {"gap/any": State.OPEN, "page/blank": State.FIXED}


# The date of an article.


def dated(column: GapStory, published: str, **changes) -> GapStory:
    """Let an article be read that says when it was published."""
    page = PageFacts(tags={}, claimed_at=local(published))
    return column.posts("plan", **{"published": published, "page": page, **changes})


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("2023-02-10", "2023-02-01", 1),
        ("2023-02-10 08:00", "2023-02-10 07:00", 0),
        ("2023-02-10", "2023-02-09", 0),
        ("2023-02-01", "2023-02-10", 0),
        ("2023-03-31", "2023-02-10", 0),  # no date in the future was the true one
    ],
)
def test_an_article_that_is_dated_back_between_two_looks(story, first, second, told):
    column = story().on("2023-02-10 09:00").registered()
    assert dated(column, first).told_looks() == []
    looks = dated(column.on("2023-02-12 09:00"), second).told_looks()
    assert [finding.rule for look in looks for finding in look.findings] == ["page/backdated"] * told


def test_a_moved_date_is_told_of_the_article_and_alarms_nobody(story):
    column = dated(story().on("2023-02-10 09:00").registered(), "2023-02-10")
    dated(column.on("2023-02-12 09:00"), "2023-02-01", title="致电13800000000")
    (look,) = column.told_looks()
    own = article("plan", published=column.now, seen=column.now)
    assert (look.scope, look.subject_id, look.at) == ("date", own.content_id, local("2023-02-12 09:00"))
    assert (look.place.url, look.place.kind) == (own.url, PageKind.ARTICLE)
    assert "13800000000" not in look.place.title
    (finding,) = look.findings
    assert (finding.severity, finding.review, finding.alarming) == (Severity.SEVERE, True, False)
    assert "2023-02-10" in finding.why
    assert "2023-02-01" in finding.why


def test_a_date_is_told_when_it_changes_and_the_first_one_stands(story):
    column = dated(story().on("2023-02-10 09:00").registered(), "2023-02-10")
    told = []
    for published in ("2023-02-03", "2023-02-03", "2023-02-05", "2023-02-10", "2023-02-10"):
        looks = dated(column, published).told_looks()
        told.append([len(look.findings) for look in looks])
    assert told == [[1], [], [1], [0], []]


def test_a_page_that_is_gone_has_no_date(story):
    column = dated(story().on("2023-02-10 09:00").registered(), "2023-02-10")
    dated(column, "2023-02-01")
    column.told_looks()
    column.posts("plan", gone=True)
    assert [look.findings for look in column.told_looks()] == [()]


@pytest.mark.parametrize("undated", ["first", "second"])
def test_only_dates_that_the_page_itself_names_are_compared(story, undated):
    column = story().on("2023-02-10 09:00").registered()
    dated(column, "2023-02-10", **({"page": None} if undated == "first" else {}))
    dated(column, "2023-02-01", **({"page": PageFacts(tags={})} if undated == "second" else {}))
    assert column.told_looks() == []


def test_an_article_that_is_dated_back_counts_where_it_did(story):
    column = dated(story().on("2023-02-10 09:00").registered(), "2023-02-10")
    column.told_days()
    dated(column, "2023-02-01")
    assert column.told_days() == []
    assert [*column.state.days] == [date(2023, 2, 10)]


def test_what_was_dated_back_is_forgotten_with_its_day(story):
    column = story().on("2023-02-10 09:00").registered()
    dated(dated(column, "2023-02-10"), "2023-02-01")
    assert [day.moved for day in column.state.days.values()] != [{}]
    column.on("2023-06-01 09:00").is_visited()
    assert column.state.days == {}


def test_a_date_that_moves_leaves_the_other_incidents_of_the_article_alone(story):
    column = dated(story().on("2023-02-10 09:00").registered(), "2023-02-10")
    dated(column.on("2023-02-12 09:00"), "2023-02-01")
    (look,) = column.told_looks()
    typo = msgspec.structs.replace(look.findings[0], rule="text/lexicon", review=False)
    opened = msgspec.structs.replace(
        look, scope="text", inspection_id="i", at=local("2023-02-10 09:00"), findings=(typo,)
    )
    state = incidents.step(incidents.SubjectState(), opened, opened.at, DUTY).state
    done = incidents.step(state, look, opened.at, DUTY)
    (doubt,) = done.emits
    assert (doubt.scope, doubt.state) == ("date", "review")
    assert state.incidents.items() <= done.state.incidents.items()


def test_a_state_from_before_there_were_looks_can_be_read():
    old = {"days": {"2023-02-10": {"contents": ["c"], "originals": []}}, "gaps": []}
    state = msgspec.json.decode(msgspec.json.encode(old), type=gaps.GapState)
    assert (state.blank, state.blank_told) == (None, "")
    assert state.days[date(2023, 2, 10)] == gaps.Published(contents=("c",))


VISITS = st.lists(st.sampled_from(["empty", "full", "unchanged", "failed"]), max_size=12)


@given(VISITS)
def test_the_last_word_on_a_column_is_what_the_last_visit_saw_of_it(outcomes):
    state, told, blank_now = gaps.GapState(), [], False
    step = gaps.step(state, source_of(), local("2023-02-01"), {}, LOOKS)
    for day, outcome in enumerate(outcomes, start=2):
        now = local(f"2023-02-{day:02}")
        links = (link("plan"),) if outcome == "full" else ()
        event = visit(now, links=links, ok=outcome != "failed", unchanged=outcome == "unchanged")
        blank_now = {"empty": True, "full": False}.get(outcome, blank_now)
        step = gaps.step(stored(step.state), event, now, {}, LOOKS)
        told += [bool(look.findings) for look in step.emits if isinstance(look, Inspection) and look.scope == "column"]
        assert (told[-1] if told else False) is blank_now
    assert all(one is not other for one, other in pairwise(told))
