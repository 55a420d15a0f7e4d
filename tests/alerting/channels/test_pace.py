"""Twenty a minute, whichever minute."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from streammon.alerting.channels.pace import Bucket, Pace

START = datetime(2023, 10, 11, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_token_comes_back_a_period_after_it_was_taken() -> None:
    bucket = Bucket(Pace(2, MINUTE)).take(START).take(START + timedelta(seconds=10))
    assert bucket.wait(START + timedelta(seconds=20)) == timedelta(seconds=40)
    assert bucket.wait(START + MINUTE) == timedelta(0)
    assert bucket.take(START + MINUTE).wait(START + MINUTE) == timedelta(seconds=10)


@given(st.lists(st.integers(0, 40), max_size=80), st.integers(1, 5))
def test_no_window_of_a_period_sees_more_than_the_size(pauses: list[int], size: int) -> None:
    bucket, now, calls = Bucket(Pace(size, MINUTE)), START, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        now += bucket.wait(now)
        bucket = bucket.take(now)
        calls.append(now)
    for first in calls:
        assert sum(first <= call < first + MINUTE for call in calls) <= size
