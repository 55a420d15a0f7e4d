"""The gate: silences, maintenance windows, outages and the brake, in local time."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import msgspec
import pytest
from gate_stories import NIGHT, Gate, alert, ending, ruling, silence

from streammon.clock import LOCAL
from streammon.model.alert import AlertKind
from streammon.model.policy import Brake, Maintenance, Policy, Weekday
from streammon.model.silence import Matcher
from streammon.rules.gate.silences import window_end

CAREFUL = Policy(operator="boss", brake=Brake(per_hour=3))


def test_an_alert_passes_once() -> None:
    gate = Gate()
    assert gate.hears(alert("i1")) == ["c1 opened i1"]
    assert gate.hears(alert("i1")) == []
    assert gate.hears(alert("i1", AlertKind.FIXED)) == ["c1 fixed i1"]
    assert gate.due is None


# -- silences ---------------------------------------------------------------------------------------------------------


def test_what_is_silenced_is_told_when_the_silence_ends() -> None:
    gate = Gate().after(silence("q1", Matcher(unit_id="u1", rules=("text",)), hours=5))
    assert gate.hears(alert("i1")) == []
    assert gate.hears(alert("i2", rule="gap/any")) == ["c1 opened i2"]
    assert gate.hears(alert("i3", unit="u2")) == ["c1 opened i3"]
    assert gate.at(hours=4, minutes=59) == []
    assert gate.at(hours=5) == ["c1 opened i1"]
    assert (gate.due, gate.state.held) == (None, {})


@pytest.mark.parametrize("end", [AlertKind.FIXED, AlertKind.WITHDRAWN])
def test_what_is_over_when_the_silence_ends_is_not_told(end: AlertKind) -> None:
    gate = Gate().after(silence("q1", hours=5))
    gate.hears(alert("i1"))
    gate.hears(alert("i1", AlertKind.REMINDER))
    gate.hears(alert("i1", end))
    assert gate.at(hours=6) == []
    assert gate.hears(alert("i1", end, contact="deputy")) == [], "who has not heard of it hears of no end"
    assert gate.hears(alert("i1", opening=2)) == ["c1 opened i1"], "opened again, it is news"


def test_the_end_of_what_was_known_is_told_after_the_silence() -> None:
    gate = Gate()
    gate.hears(alert("i1"))
    gate.after(silence("q1", hours=5))
    gate.hears(alert("i1", AlertKind.REMINDER))
    gate.hears(alert("i1", AlertKind.FIXED))
    assert gate.at(hours=5) == ["c1 fixed i1"], "a reminder of what is over is none"


def test_a_later_reminder_takes_the_place_of_an_earlier_one_but_not_of_the_opening() -> None:
    gate = Gate().after(silence("q1", hours=50))
    for kind in (AlertKind.OPENED, AlertKind.REMINDER, AlertKind.OVERDUE):
        gate.hears(alert("i1", kind))
    gate.hears(alert("i1", AlertKind.OVERDUE, contact="head"))
    assert gate.at(hours=50) == ["c1 opened i1", "c1 overdue i1", "head overdue i1"]


def test_a_silence_can_be_ended_early_and_stays_so() -> None:
    gate = Gate().after(silence("q1", hours=5))
    gate.hears(alert("i1"))
    assert gate.hears(ending("q1")) == ["c1 opened i1"]
    gate.after(silence("q1", hours=5), ending("q1"), ending("nobody-knows"))
    assert gate.hears(alert("i2")) == ["c1 opened i2"]


def test_two_silences_must_both_end() -> None:
    gate = Gate().after(silence("q1", hours=5), silence("q2", Matcher(source_id="s1"), hours=9))
    gate.hears(alert("i1"))
    assert gate.hears(ending("q1")) == []
    assert gate.at(hours=8) == []
    assert gate.at(hours=9) == ["c1 opened i1"]


def test_a_silence_to_come_holds_nothing_yet() -> None:
    gate = Gate().after(silence("q1", starts=2, hours=5))
    assert gate.hears(alert("i1")) == ["c1 opened i1"]
    gate.at(hours=2)
    assert gate.hears(alert("i2")) == []


# -- maintenance ------------------------------------------------------------------------------------------------------

WEEKEND = Maintenance(reason="维护", days=(Weekday.FRIDAY, Weekday.SATURDAY), begins=time(22), ends=time(6))


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2023-10-13 21:59", None),
        ("2023-10-13 22:00", "2023-10-14 06:00"),
        ("2023-10-14 05:59", "2023-10-14 06:00"),
        ("2023-10-14 06:00", None),
        ("2023-10-15 05:00", "2023-10-15 06:00"),
        ("2023-10-15 23:00", None),
    ],
)
def test_a_weekly_window_may_go_past_midnight(moment: str, end: str | None) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=LOCAL)
    assert window_end(WEEKEND, now) == (end and datetime.fromisoformat(end).replace(tzinfo=LOCAL))


def test_a_window_of_every_day_and_one_that_comes_once() -> None:
    noon = Maintenance(reason="", begins=time(12), ends=time(13))
    day = NIGHT.replace(hour=12, minute=30)
    assert window_end(noon, day) == NIGHT.replace(hour=13, minute=0)
    once = Maintenance(reason="", since=day, until=day + timedelta(days=3))
    assert window_end(once, day + timedelta(days=2)) == once.until
    assert window_end(once, day + timedelta(days=3)) is None


def test_a_window_holds_like_a_silence() -> None:
    window = Maintenance(reason="搬机房", host="gov.test", since=NIGHT, until=NIGHT + timedelta(hours=8))
    gate = Gate(Policy(maintenance=(window,)))
    assert gate.hears(alert("i1"), alert("i2", host="other.test")) == ["c1 opened i2"]
    assert gate.at(hours=8) == ["c1 opened i1"]


def test_a_window_that_was_taken_out_of_the_file_holds_no_longer_than_an_hour() -> None:
    window = Maintenance(reason="", since=NIGHT, until=NIGHT + timedelta(days=8))
    gate = Gate(Policy(maintenance=(window,)))
    gate.hears(alert("i1"))
    gate.policy = Policy()
    assert gate.at(hours=1) == ["c1 opened i1"]


# -- outages ----------------------------------------------------------------------------------------------------------


def test_a_site_that_is_down_explains_its_gaps_and_dead_pages() -> None:
    gate = Gate()
    assert gate.hears(alert("down", rule="outage/site", source="s9")) == ["c1 opened down"]
    assert gate.hears(alert("i1", rule="gap/any"), alert("i2", rule="page/dead-link")) == []
    assert gate.hears(alert("i3", rule="gap/any", host="other.test"), alert("i4")) == ["c1 opened i3", "c1 opened i4"]
    gate.hears(alert("i2", AlertKind.FIXED, rule="page/dead-link"))
    up = gate.hears(alert("down", AlertKind.FIXED, rule="outage/site", source="s9"))
    assert up == ["c1 fixed down", "c1 opened i1"]
    assert gate.hears(alert("i5", rule="gap/any")) == ["c1 opened i5"]


def test_without_a_line_of_our_own_only_the_operator_is_told() -> None:
    gate = Gate(CAREFUL)
    assert gate.hears(alert("line", rule="outage/line", contact="anybody")) == ["boss opened line"]
    assert gate.hears(alert("i1", rule="privacy/mobile"), alert("down", rule="outage/site")) == []
    assert gate.hears(alert("i2", contact="boss")) == ["boss opened i2"]
    assert gate.at(hours=30) == []
    up = gate.hears(alert("line", AlertKind.FIXED, rule="outage/line"))
    assert up == ["boss fixed line", "c1 opened i1", "c1 opened down"]


def test_one_outage_of_two_is_not_the_end() -> None:
    gate = Gate()
    gate.hears(alert("a", rule="outage/site"), alert("b", rule="outage/site", source="s1"))
    gate.hears(alert("i1", rule="gap/any"))
    assert gate.hears(alert("a", AlertKind.WITHDRAWN, rule="outage/site")) == ["c1 withdrawn a"]
    assert gate.hears(alert("b", AlertKind.FIXED, rule="outage/site")) == ["c1 fixed b", "c1 opened i1"]


# -- the brake --------------------------------------------------------------------------------------------------------


def braked(count: int = 10) -> Gate:
    gate = Gate(CAREFUL)
    gate.hears(*(alert(f"i{number}", wrong="工做") for number in range(count)))
    return gate


def test_past_its_number_an_hour_the_rest_is_held_and_the_operator_told_how_many() -> None:
    gate = braked()
    assert gate.told == ["c1 opened i0", "c1 opened i1", "c1 opened i2"]
    (said,) = gate.at(minutes=1)
    assert said.startswith("boss ")
    assert "7 条" in said
    assert "text/lexicon（“工做”）" in said
    assert gate.pile.pile_id in said
    assert gate.at(hours=23) == []
    assert len(gate.at(hours=24, minutes=1)) == 1, "and again a day later, where nobody has looked"


def test_other_words_other_rules_and_leaks_pass() -> None:
    gate = braked()
    assert gate.hears(alert("x1", wrong="截止目前"), alert("x2", rule="gap/any")) == ["c1 opened x1", "c1 opened x2"]
    leaks = [alert(f"p{number}", rule="privacy/mobile") for number in range(10)]
    assert len(gate.hears(*leaks)) == 10


def test_a_steady_trickle_is_no_flood() -> None:
    gate = Gate(CAREFUL)
    for number in range(20):
        gate.at(minutes=20 * number)
        assert len(gate.hears(alert(f"i{number}"))) == 1


def test_without_an_operator_nothing_is_held() -> None:
    gate = Gate(Policy(brake=Brake(per_hour=3)))
    assert len(gate.hears(*(alert(f"i{number}") for number in range(10)))) == 10
    unlimited = Gate(Policy(operator="boss", brake=Brake(per_hour=0)))
    assert len(unlimited.hears(*(alert(f"i{number}") for number in range(10)))) == 10


def test_a_person_releases_what_is_held() -> None:
    gate = braked()
    assert gate.hears(ruling("no-such-pile", release=True)) == []
    told = ruling(gate.pile.pile_id, release=True)
    assert gate.hears(told) == [f"c1 opened i{number}" for number in range(3, 10)]
    assert gate.hears(told) == []
    assert gate.hears(alert("more", wrong="工做")) == ["c1 opened more"]


def test_what_is_dropped_is_never_told_unless_it_is_opened_again() -> None:
    gate = braked(5)
    assert gate.hears(ruling(gate.pile.pile_id, release=False)) == []
    assert gate.hears(alert("i3", AlertKind.REMINDER)) == []
    assert gate.at(hours=24 * 30) == []
    assert gate.hears(alert("i3", AlertKind.FIXED), alert("i3", AlertKind.FIXED, contact="head")) == []
    assert gate.hears(alert("i3", opening=2)) == ["c1 opened i3"]


def test_what_vanishes_after_the_list_was_mended_is_told_to_nobody() -> None:
    gate = braked()
    gate.at(minutes=2)
    gate.hears(*(alert(f"i{number}", AlertKind.FIXED) for number in range(3, 10)))
    assert gate.told[4:] == []
    assert (gate.state.held, gate.state.piles, gate.due) == ({}, {}, None)
    assert gate.hears(alert("i0", AlertKind.FIXED)) == ["c1 fixed i0"], "who has heard of it hears of its end"


def test_a_release_during_a_silence_waits_for_its_end_and_for_nothing_more() -> None:
    gate = braked(10)
    gate.after(silence("q1", hours=5))
    assert gate.hears(ruling(gate.pile.pile_id, release=True)) == []
    assert gate.at(hours=5) == [f"c1 opened i{number}" for number in range(3, 10)]


def test_a_flood_behind_a_silence_meets_the_brake_when_it_ends() -> None:
    gate = Gate(CAREFUL).after(silence("q1", hours=5))
    gate.hears(*(alert(f"i{number}") for number in range(10)))
    assert gate.at(hours=5) == ["c1 opened i0", "c1 opened i1", "c1 opened i2"]
    assert len(gate.state.held) == 7


def test_what_follows_waits_behind_what_is_held() -> None:
    gate = braked(4)
    gate.hears(alert("i3", AlertKind.OVERDUE), alert("i3", AlertKind.OVERDUE, contact="head"))
    assert gate.told[3:] == []
    gate.hears(ruling(gate.pile.pile_id, release=True))
    assert gate.told[3:] == ["c1 opened i3", "c1 overdue i3", "head overdue i3"]


def test_a_message_names_no_more_than_some_of_a_pile() -> None:
    gate = braked(200)
    (said,) = gate.at(minutes=1)
    assert len(said.encode()) < 2048


def test_the_state_survives_being_written_down() -> None:
    gate = braked(5).after(silence("q1", hours=1))
    gate.hears(alert("down", rule="outage/site"))
    assert msgspec.json.decode(msgspec.json.encode(gate.state), type=type(gate.state)) == gate.state
