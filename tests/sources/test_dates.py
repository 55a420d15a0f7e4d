from __future__ import annotations

from datetime import date, datetime

import pytest

from streammon.clock import LOCAL
from streammon.sources.dates import moment_of

TODAY = date(2023, 10, 12)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LOCAL)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-10-12", at(2023, 10, 12)),
        ("2023-10-12 17:50", at(2023, 10, 12, 17, 50)),
        ("2023-10-12 17:50:58", at(2023, 10, 12, 17, 50, 58)),
        ("2023-10-12T17:50:58", at(2023, 10, 12, 17, 50, 58)),
        ("[2023/10/2]", at(2023, 10, 2)),
        ("2023.10.12", at(2023, 10, 12)),
        ("发布于２０２３年１０月１２日 17时50分", at(2023, 10, 12, 17, 50)),
        ("10-12", at(2023, 10, 12)),
        ("(10-13)", at(2023, 10, 13)),
        ("10-14", at(2022, 10, 14)),
        ("12月31日", at(2022, 12, 31)),
        ("02-29", None),
        ("2023-13-40", None),
        ("2023-10-12 25:00", None),
        ("1900-01-01", None),
        ("9999-12-31", None),
        ("2023-10", None),
        ("2023-10-1217:50", None),
        ("共 12 条", None),
        ("null", None),
        ("", None),
    ],
)
def test_dates_as_websites_write_them(text: str, moment: datetime | None) -> None:
    assert moment_of(text, TODAY) == moment


def test_without_a_today_a_date_needs_its_year() -> None:
    assert moment_of("10-12") is None
