"""Both sides of a comparison, written as the circular writes them."""

from datetime import date

import pytest

from streammon.model.ledger import Gap
from streammon.replay.claims import _dated, _own, _shared, _written
from streammon.replay.spreading import Span


@pytest.mark.parametrize(
    ("value", "like", "written"),
    [
        (62 / 67 * 100, "93%", "93%"),
        (20 / 23 * 100, "87%", "87%"),
        (202 / 212 * 100, "95.28%", "95.28%"),
        (100.0, "100.00%", "100.00%"),
        (0.0, "0", "0"),
        (12, "12", "12"),
        (92.5, "93%", "93%"),
        (None, "93%", ""),
        (0, "是", "是"),
        (0, "否", "是"),
        (2, "是", "否"),
    ],
)
def test_a_measure_is_written_like_the_print(value, like, written):
    assert _written(value, like) == written


def test_dates_have_two_digits():
    assert _dated("2023-10-9至2023-10-29信息未更新") == "2023-10-09至2023-10-29信息未更新"
    assert _dated("应转载信息数量不足。") == "应转载信息数量不足。"


def gap(rule, first, last):
    return Gap(source_id="a1", rule=rule, first=date(2023, 5, first), last=date(2023, 5, last), limit=7)


def test_a_gap_of_originals_that_is_one_of_everything_is_told_once():
    anything, same, longer = gap("gap/any", 1, 15), gap("gap/original", 1, 15), gap("gap/original", 1, 26)
    assert _own([anything, same, longer]) == [anything, longer]


def test_days_that_a_gap_shares_with_a_printed_span():
    assert _shared(gap("gap/any", 17, 26), Span(date(2023, 5, 15), date(2023, 5, 26))) == 10
    assert _shared(gap("gap/any", 1, 15), Span(date(2023, 5, 16), date(2023, 5, 26))) == 0
