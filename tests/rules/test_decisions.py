"""What persons decide, and what must hold whatever they do."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from incident_stories import UNIT, WINDOWS, Story, alerts, at, finding, inspection, told

from streammon.model.action import Decision, Verb
from streammon.model.alert import Alert, AlertKind
from streammon.model.base import Event
from streammon.model.incident import ENDED, MENDED, Incident, State, openings
from streammon.model.inspection import Finding
from streammon.model.poll import Poll
from streammon.model.step import Due
from streammon.model.unit import Rank
from streammon.rules.calendar import WorkingDays
from streammon.rules.incidents import Duty, SubjectState, step
from streammon.rules.ladder import Ladder

ABOVE = msgspec.structs.replace(UNIT, deputy="deputy", head="head", supervisor="chief")
TALL = Duty(WINDOWS, WorkingDays({}), Ladder({"u1": ABOVE}))
DOUBTFUL = msgspec.structs.replace(finding(), review=True)


def decision(
    incident: Incident, verb: Verb, moment: datetime, reason: str = "", until: str = "", attachment: str = ""
) -> Decision:
    return Decision(
        action_id=f"{verb}-{moment.isoformat()}",
        source_id="s1",
        subject_id="page",
        incident_id=incident.incident_id,
        verb=verb,
        by="supervisor",
        at=moment,
        reason=reason,
        until=at(until) if until else None,
        attachment=attachment,
    )


class Decided(Story):
    def decides(
        self, moment: str, verb: Verb, reason: str = "", until: str = "", attachment: str = ""
    ) -> tuple[Event, ...]:
        return self.hears(decision(self.only, verb, at(moment), reason, until, attachment), at(moment)).emits

    @property
    def asked(self) -> tuple[str, datetime | None, str]:
        """What waits for an answer: the appeal, the time wanted, the file."""
        return self.only.appeal, self.only.wanted_until, self.only.attachment


@pytest.fixture
def story() -> Decided:
    return Decided()


@pytest.fixture
def open_story(story: Decided) -> Decided:
    story.sees("2023-10-11 09:00", finding())
    story.is_told("2023-10-11 09:01", story.only)
    return story


def test_confirmed_it_is_open_from_then_on(story: Decided) -> None:
    story.sees("2023-10-11 09:00", DOUBTFUL)
    assert alerts(story.decides("2023-10-13 10:00", Verb.CONFIRM)) == [AlertKind.OPENED]
    assert (story.only.state, story.only.deadline) == (State.OPEN, at("2023-10-18 18:00"))
    assert story.only.history[-1].by == "supervisor"


@pytest.mark.parametrize(("seen", "state"), [(DOUBTFUL, State.OPEN), (finding(), State.REOPENED)])
def test_a_dismissal_can_be_taken_back(story: Decided, seen: Finding, state: State) -> None:
    story.sees("2023-10-11 09:00", seen)
    story.decides("2023-10-11 10:00", Verb.DISMISS)
    assert alerts(story.decides("2023-10-13 10:00", Verb.CONFIRM)) == [AlertKind.OPENED]
    assert (story.only.state, story.only.deadline) == (state, at("2023-10-18 18:00"))
    assert AlertKind.FIXED in alerts(story.sees("2023-10-14 09:00"))


def test_a_claim_about_a_list_has_it_looked_at_too(story: Decided) -> None:
    story.sees("2023-10-11 09:00", finding(), scope="gap")
    (poll,) = [event for event in story.decides("2023-10-11 11:00", Verb.CLAIM) if isinstance(event, Poll)]
    assert [sought.incident_id for sought in poll.sought] == [story.only.incident_id]


def test_dismissed_before_anybody_heard_of_it_nobody_does(story: Decided) -> None:
    story.sees("2023-10-11 09:00", DOUBTFUL)
    assert alerts(story.decides("2023-10-11 10:00", Verb.DISMISS)) == []
    assert story.sees("2023-10-12 09:00", DOUBTFUL) == ()
    assert story.sees("2023-10-13 09:00", finding()) == ()
    assert story.only.state is State.DISMISSED


@pytest.mark.parametrize(("verb", "state"), [(Verb.DISMISS, State.DISMISSED), (Verb.WAIVE, State.WAIVED)])
def test_what_was_told_is_taken_back_and_stays_so(open_story: Decided, verb: Verb, state: State) -> None:
    assert alerts(open_story.decides("2023-10-11 10:00", verb, "书名")) == [AlertKind.WITHDRAWN]
    open_story.sees("2023-10-12 09:00")
    assert alerts(open_story.sees("2023-10-13 09:00", finding())) == []
    assert open_story.passes("2023-12-01") == []
    assert (open_story.only.state, open_story.only.history[-1].reason) == (state, "书名")


def test_a_claim_is_looked_at_at_once_and_only_the_look_proves_it(open_story: Decided) -> None:
    emits = open_story.decides("2023-10-11 11:00", Verb.CLAIM)
    assert [poll.due_at for poll in emits if isinstance(poll, Poll)] == [at("2023-10-11 11:00")]
    assert open_story.only.state is State.CLAIMED
    open_story.sees("2023-10-11 11:01", finding())
    assert (open_story.only.state, open_story.only.claimed_at) == (State.ACKNOWLEDGED, None)
    open_story.decides("2023-10-11 12:00", Verb.CLAIM)
    assert alerts(open_story.sees("2023-10-11 12:01")) == [AlertKind.FIXED]
    assert open_story.only.state is State.FIXED


def test_a_claim_does_not_stop_the_clock(open_story: Decided) -> None:
    open_story.decides("2023-10-11 11:00", Verb.CLAIM)
    open_story.passes("2023-10-17 00:00")
    assert open_story.only.state is State.OVERDUE
    open_story.decides("2023-10-17 09:00", Verb.CLAIM)
    assert open_story.only.state is State.OVERDUE


def test_an_extension_moves_the_deadline_and_the_reminder(open_story: Decided) -> None:
    open_story.decides("2023-10-12 09:00", Verb.EXTEND, until="2023-10-25 18:00")
    assert open_story.only.deadline == at("2023-10-25 18:00")
    happened = open_story.passes("2023-10-26 00:00")
    said = [(moment, event.kind) for moment, event in happened if isinstance(event, Alert)]
    assert said == [(at("2023-10-24 09:00"), AlertKind.REMINDER), (at("2023-10-25 18:00"), AlertKind.OVERDUE)]
    open_story.decides("2023-10-26 09:00", Verb.EXTEND, until="2023-10-30 18:00")
    assert open_story.only.state is State.ACKNOWLEDGED
    assert open_story.only.overdue_at is None


def test_an_appeal_is_noted_until_it_is_answered(open_story: Decided) -> None:
    open_story.decides("2023-10-11 10:00", Verb.APPEAL)
    assert open_story.only.appeal == "", "an appeal says why"
    open_story.decides("2023-10-11 10:00", Verb.APPEAL, "这是书名")
    assert (open_story.only.appeal, open_story.only.state) == ("这是书名", State.ALERTED)
    open_story.decides("2023-10-11 11:00", Verb.REJECT, "不是书名")
    assert open_story.only.appeal == ""
    open_story.decides("2023-10-11 12:00", Verb.APPEAL, "这是书名")
    open_story.decides("2023-10-11 13:00", Verb.DISMISS)
    assert (open_story.only.appeal, open_story.only.state) == ("", State.DISMISSED)


NOTHING = ("", None, "")
LATER = "2023-10-20 18:00"


def test_more_time_is_asked_for_and_granted(open_story: Decided) -> None:
    open_story.decides("2023-10-11 10:00", Verb.REQUEST, "等待上级批复", LATER, "uploads/a.pdf")
    assert (open_story.asked, open_story.only.state) == (("", at(LATER), "uploads/a.pdf"), State.ALERTED)
    assert open_story.only.deadline == at("2023-10-16 18:00"), "to ask is not to have"
    asked = open_story.only.history[-1]
    assert (asked.by, asked.reason, asked.deadline) == ("supervisor", "等待上级批复", at("2023-10-16 18:00"))
    open_story.decides("2023-10-11 11:00", Verb.EXTEND, until="2023-10-18 18:00")
    assert (open_story.asked, open_story.only.deadline) == (NOTHING, at("2023-10-18 18:00"))


def test_more_time_is_asked_for_and_refused(open_story: Decided) -> None:
    open_story.decides("2023-10-11 10:00", Verb.REQUEST, "等待上级批复", LATER, "uploads/a.pdf")
    open_story.decides("2023-10-11 11:00", Verb.REJECT, "抓紧整改")
    assert (open_story.asked, open_story.only.deadline) == (NOTHING, at("2023-10-16 18:00"))


@pytest.mark.parametrize(
    ("reason", "until"),
    [("", LATER), ("等待上级批复", ""), ("等待上级批复", "2023-10-16 18:00"), ("等待上级批复", "2023-10-10 18:00")],
)
def test_who_asks_for_time_says_why_and_until_when(open_story: Decided, reason: str, until: str) -> None:
    assert open_story.decides("2023-10-11 10:00", Verb.REQUEST, reason, until) == ()
    assert open_story.asked == NOTHING


def test_what_is_overdue_may_still_be_granted_time(open_story: Decided) -> None:
    open_story.passes("2023-10-17 00:00")
    assert open_story.decides("2023-10-17 09:00", Verb.REQUEST, "等待上级批复", "2023-10-17 08:00") == ()
    open_story.decides("2023-10-17 09:00", Verb.REQUEST, "等待上级批复", LATER)
    assert (open_story.only.state, open_story.only.wanted_until) == (State.OVERDUE, at(LATER))


def test_the_file_of_an_appeal_is_kept_until_the_appeal_is_answered(open_story: Decided) -> None:
    open_story.decides("2023-10-11 10:00", Verb.APPEAL, "这是书名", attachment="uploads/cover.jpg")
    open_story.decides("2023-10-11 11:00", Verb.REQUEST, "等待答复", LATER)
    assert open_story.asked == ("这是书名", at(LATER), "uploads/cover.jpg")
    open_story.decides("2023-10-11 12:00", Verb.EXTEND, until=LATER)
    assert open_story.asked == ("这是书名", None, "uploads/cover.jpg"), "the appeal still waits"
    open_story.decides("2023-10-11 13:00", Verb.REJECT)
    assert open_story.asked == NOTHING


@pytest.mark.parametrize("verb", [Verb.DISMISS, Verb.WAIVE])
def test_whatever_ends_it_answers_what_was_asked(open_story: Decided, verb: Verb) -> None:
    open_story.decides("2023-10-11 10:00", Verb.APPEAL, "这是书名", attachment="uploads/cover.jpg")
    open_story.decides("2023-10-11 10:01", Verb.REQUEST, "等待答复", LATER)
    open_story.decides("2023-10-11 11:00", verb)
    assert open_story.asked == NOTHING


def test_a_doubt_that_returns_and_is_confirmed_is_a_repeat(story: Decided) -> None:
    story.sees("2023-10-11 09:00", finding())
    story.sees("2023-10-12 09:00")
    story.sees("2023-10-13 09:00", DOUBTFUL)
    assert (story.only.state, openings(story.only)) == (State.REVIEW, 1)
    story.decides("2023-10-13 10:00", Verb.CONFIRM)
    assert (story.only.state, openings(story.only)) == (State.REOPENED, 2)


@pytest.mark.parametrize("verb", Verb)
def test_what_is_fixed_is_past_deciding(open_story: Decided, verb: Verb) -> None:
    open_story.sees("2023-10-12 09:00")
    before = open_story.only
    assert open_story.decides("2023-10-12 10:00", verb, "理由", until="2023-10-25 18:00") == ()
    assert open_story.only == before


@pytest.mark.parametrize("verb", Verb)
def test_the_same_decision_twice_is_one(open_story: Decided, verb: Verb) -> None:
    open_story.decides("2023-10-11 10:00", verb, "理由", until="2023-10-25 18:00")
    after = open_story.state
    assert open_story.decides("2023-10-11 10:00", verb, "理由", until="2023-10-25 18:00") == ()
    assert open_story.state == after


def test_an_extension_into_the_past_is_none(open_story: Decided) -> None:
    assert open_story.decides("2023-10-11 10:00", Verb.EXTEND, until="2023-10-11 09:59") == ()
    assert open_story.only.deadline == at("2023-10-16 18:00")


class Life(RuleBasedStateMachine):
    """An independent model: whether the page has the words now, and what persons have said of them."""

    @initialize()
    def begin(self) -> None:
        self.state, self.now = SubjectState(), at("2023-10-11 09:00")
        self.emits: list[Event] = []
        self.settled = False
        """Dismissed or waived: final."""
        self.returns, self.wrong = 0, True
        self.wanted: datetime | None = None
        """The time that was asked for and that nobody has answered."""
        self.closed_from: datetime | None = None
        """From when on a look at the page, which is right now, closes what was wrong with it."""
        self.told_now: set[str] = set()
        """Who was told of the present opening."""
        self.look(wrong=True)

    def hear(self, event: Event) -> None:
        done = step(self.state, event, self.now, TALL)
        self.state = msgspec.json.decode(msgspec.json.encode(done.state), type=SubjectState)
        self.emits += done.emits
        for alert in (event for event in done.emits if isinstance(event, Alert)):
            if alert.kind in {AlertKind.FIXED, AlertKind.WITHDRAWN}:
                assert alert.contact_id in self.told_now, "who was not told of it is not told that it is over"
                self.told_now.remove(alert.contact_id)
            else:
                self.told_now.add(alert.contact_id)

    @property
    def incident(self) -> Incident:
        (incident,) = self.state.incidents.values()
        return incident

    @rule(wrong=st.booleans())
    def look(self, wrong: bool) -> None:
        self.now += timedelta(minutes=7)
        self.returns += wrong and not self.wrong and not self.settled
        if self.wrong and not wrong:
            self.closed_from = self.now + timedelta(days=WINDOWS.lookback_days)
        if self.wrong != wrong:
            self.wanted = None if wrong else self.wanted
        self.wrong, was_closed = wrong, self.incident.state is State.CLOSED if self.state.incidents else False
        self.hear(inspection(self.now, *[finding()] * wrong))
        if not wrong and not self.settled:
            assert self.closed_from is not None
            assert (self.incident.state is State.CLOSED) is (was_closed or self.now >= self.closed_from)

    @rule(hours=st.integers(1, 100) | st.just(24 * 31))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.hear(Due(key="page", at=self.now))

    @rule()
    def tell(self) -> None:
        self.hear(told(self.incident.incident_id, self.now, openings(self.incident)))

    @rule(verb=st.sampled_from(sorted(set(Verb) - {Verb.CONFIRM})), days=st.integers(-1, 9))
    def decide(self, verb: Verb, days: int) -> None:
        self.now += timedelta(minutes=7)
        final = verb in {Verb.DISMISS, Verb.WAIVE}
        open_still = self.wrong and not self.settled
        self.settled = self.settled or (final and self.wrong)
        until = at((self.now + timedelta(days=days)).strftime("%Y-%m-%d %H:%M"))
        if open_still and verb is Verb.REQUEST and until > max(self.now, self.incident.deadline):
            self.wanted = until
        if open_still and (final or verb is Verb.REJECT or (verb is Verb.EXTEND and until > self.now)):
            self.wanted = None
        self.hear(decision(self.incident, verb, self.now, "理由", f"{until:%Y-%m-%d %H:%M}"))

    @invariant()
    def only_a_look_fixes_and_only_a_person_settles(self) -> None:
        if self.settled:
            assert self.incident.state in {State.DISMISSED, State.WAIVED}
        else:
            assert (self.incident.state in MENDED) is (not self.wrong)
            assert (self.incident.proof is not None) is (not self.wrong)

    @invariant()
    def the_time_that_was_asked_for_waits_for_an_answer(self) -> None:
        assert self.incident.wanted_until == self.wanted

    @invariant()
    def the_ladder_is_climbed_from_below(self) -> None:
        assert self.told_now == (set() if self.incident.state in ENDED else set(self.incident.informed))
        assert self.incident.climbed in {(), (Rank.DEPUTY,), (Rank.DEPUTY, Rank.HEAD)}

    @invariant()
    def overdue_is_what_is_past_its_deadline(self) -> None:
        if self.incident.state is State.OVERDUE:
            assert self.incident.deadline <= self.now
        elif not self.settled and self.wrong:
            assert self.incident.deadline > self.now

    @invariant()
    def every_opening_is_told_once_and_every_end_at_most_once(self) -> None:
        told_of = [alert for alert in self.emits if isinstance(alert, Alert)]
        assert len({alert.alert_id for alert in told_of}) == len(told_of)
        kinds = Counter(alert.kind for alert in told_of if alert.contact_id == "contact-of-u1")
        assert kinds[AlertKind.OPENED] == openings(self.incident) == 1 + self.returns
        assert kinds[AlertKind.FIXED] + kinds[AlertKind.WITHDRAWN] == self.returns + (self.incident.state in ENDED)

    @precondition(lambda self: self.state.incidents)
    @rule()
    def repeat_everything_known(self) -> None:
        before = self.state
        for entered in self.incident.history:
            verb, _, action_id = entered.why.partition(" ")
            if verb in set(Verb):
                again = decision(self.incident, Verb(verb), entered.at, entered.reason)
                self.hear(msgspec.structs.replace(again, action_id=action_id))
        assert self.state == before


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
