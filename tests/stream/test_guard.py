import logging

import pytest
from counting import Tick
from hypothesis import given
from hypothesis import strategies as st
from records import NOON, record

from streammon.errors import Permanent, Poison
from streammon.stream.guard import FIRST_WAIT, LONGEST_WAIT, Limit, dead_letter, wait_before

MADE_UP_ID = "110101199003070011"


@given(attempt=st.integers(1, 1000), chance=st.floats(0, 1))
def test_a_wait_doubles_up_to_the_longest_and_is_at_least_half_of_it(attempt, chance):
    whole = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1))
    assert whole / 2 <= wait_before(attempt, chance) <= whole


def test_waits_differ_by_chance():
    assert wait_before(3, 0.0) < wait_before(3, 0.5) < wait_before(3, 1.0)


def test_so_many_in_a_row_are_too_many():
    limit = Limit(consecutive=3, ratio=1.0, window=100)
    limit.bad()
    limit.bad()
    assert not limit.reason
    limit.bad()
    assert limit.reason == "3 dead letters in a row"


def test_one_that_was_handled_ends_the_row():
    limit = Limit(consecutive=3, ratio=1.0, window=100)
    for _ in range(20):
        limit.bad()
        limit.bad()
        limit.good()
    assert not limit.reason


def test_a_share_of_the_last_events_is_too_many_even_without_a_row():
    limit = Limit(consecutive=100, ratio=0.2, window=10)
    for _ in range(20):
        limit.bad()
        limit.good(4)
    assert not limit.reason, "two of ten are not more than a fifth"
    limit.bad()
    limit.bad()
    assert limit.reason == "3 dead letters among the last 10 events"


def test_a_share_of_too_few_says_nothing():
    limit = Limit(consecutive=100, ratio=0.2, window=10)
    for _ in range(9):
        limit.bad()
    assert not limit.reason
    limit.bad()
    assert limit.reason


def test_old_dead_letters_are_forgotten():
    limit = Limit(consecutive=100, ratio=0.2, window=10)
    limit.bad()
    limit.bad()
    limit.good(1_000_000)
    limit.bad()
    limit.bad()
    assert not limit.reason


def test_once_paused_it_stays_so():
    limit = Limit(consecutive=1)
    limit.bad()
    limit.good(1_000)
    assert limit.reason


def raised(error: Exception) -> Exception:
    try:
        raise error  # noqa: TRY301 -- it needs a trace
    except Exception as caught:  # noqa: BLE001
        return caught


BAD = record(Tick(key="a", seq=7), offset=41, topic="streammon.ticks", partition=3)._replace(value=MADE_UP_ID.encode())


def test_a_letter_holds_all_that_a_replay_needs():
    letter = dead_letter("count", BAD, raised(Poison("not a Tick")), NOON)
    assert (letter.agent, letter.kind, letter.reason, letter.at) == ("count", "Poison", "not a Tick", NOON)
    assert (letter.topic, letter.partition, letter.offset) == ("streammon.ticks", 3, 41)
    assert (letter.key, letter.value) == (BAD.key, BAD.value)
    assert tuple((name, value.encode("latin1")) for name, value in letter.headers.items()) == BAD.headers


def test_what_a_foreign_error_says_is_told_nowhere(caplog: pytest.LogCaptureFixture):
    error = raised(ValueError(f"invalid number {MADE_UP_ID}"))
    with caplog.at_level(logging.DEBUG):
        letter = dead_letter("count", BAD, error, NOON)
    assert letter.kind == "ValueError"
    assert MADE_UP_ID not in letter.reason
    assert MADE_UP_ID not in caplog.text
    assert "test_guard.py" in caplog.text, "the log has the trace"


def test_what_our_own_error_says_is_told(caplog: pytest.LogCaptureFixture):
    letter = dead_letter("count", BAD, raised(Permanent("no such channel")), NOON)
    assert letter.reason == "no such channel"
    assert "streammon.ticks-3@41" in caplog.text


def test_the_same_record_gives_the_same_letter():
    first, again = (dead_letter("count", BAD, Poison("x"), at) for at in (NOON, NOON.replace(hour=5)))
    others = [
        dead_letter("other", BAD, Poison("x"), NOON),
        dead_letter("count", BAD._replace(offset=42), Poison("x"), NOON),
    ]
    assert first.letter_id == again.letter_id
    assert len({first.letter_id, *(other.letter_id for other in others)}) == 3


def test_no_good_event_is_no_good_sign():
    limit = Limit(consecutive=3)
    for _ in range(3):
        limit.good(0)
        limit.bad()
    assert limit.reason
