"""Every way of writing a moment leads back to it, and what is none is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streammon.clock import LOCAL
from streammon.imports.moments import moment_of

MINUTES = st.datetimes(datetime(1990, 3, 1), datetime(2099, 12, 31, 23, 59)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0)
)
FORMS = (
    lambda at: f"{at.year}年{at.month}月{at.day}日 {at.hour}时{at.minute}分",
    lambda at: f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute}分",
    lambda at: f"{at.year}-{at.month}-{at.day} {at.hour}:{at.minute:02}",
    lambda at: f"{at:%Y/%m/%d %H:%M}",
    lambda at: f"{at.year}.{at.month}.{at.day} {at:%H：%M}",
    lambda at: f"{at:%Y-%m-%dT%H:%M:%S}",
    lambda at: f"{at:%Y-%m-%d %H:%M:%S.000}",
    lambda at: (
        f" {at:%Y-%m-%d}  {'上午' if at.hour < 12 else '下午'}{(at.hour - 1) % 12 + 1 if at.hour else 0}:{at:%M} "
    ),
    lambda at: f"{at:%Y年%m月%d日}（星期{'一二三四五六日'[at.weekday()]}）{at:%H:%M}",
    lambda at: f"{(at - datetime(1899, 12, 30)) / timedelta(days=1):.6f}",  # noqa: DTZ001
)


@settings(deadline=None, max_examples=80)
@given(MINUTES, st.sampled_from(FORMS))
def test_a_moment_is_read_from_every_form(at: datetime, form: object) -> None:
    assert moment_of(form(at)).replace(tzinfo=None) == at  # type: ignore[operator]


@settings(deadline=None, max_examples=60)
@given(st.dates(datetime(1990, 1, 1).date(), datetime(2099, 12, 31).date()))  # noqa: DTZ001
def test_a_mere_day_is_its_begin_or_as_a_deadline_its_end(day: object) -> None:
    for text in (f"{day}", f"{day:%Y年%m月%d日}", f"{day:%Y%m%d}", f"{day:%Y/%m/%d}"):
        begin, end = moment_of(text), moment_of(text, closing=True)
        assert (begin.date(), end.date()) == (day, day)
        assert (f"{begin:%H:%M:%S}", f"{end:%H:%M:%S}") == ("00:00:00", "23:59:59")
        assert begin.tzinfo is LOCAL


@pytest.mark.parametrize(
    ("text", "hour"), [("2023-10-9 8点", 8), ("2023年10月9日 下午3时", 15), ("2023-10-9 12:00", 12)]
)
def test_an_hour_alone(text: str, hour: int) -> None:
    assert moment_of(text).hour == hour


@pytest.mark.parametrize(
    "text",
    [
        *("", "昨天", "2023-13-01", "2023-02-30", "2023-10-9 25:00", "10月9日", "2023年10月", "0", "12", "1900-01-00"),
        *("2023-10-09 08:30 到期", "99999", "-45208", "202310", "1023-10-09", "2023-10-09至2023-10-12", "45208.5天"),
    ],
)
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        moment_of(text)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="0123456789年月日时分:-/. T上下午", max_size=24))
def test_anything_is_a_moment_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert 1990 <= moment_of(text).year < 2100
