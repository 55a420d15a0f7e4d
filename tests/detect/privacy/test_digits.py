import re

import pytest

from streammon.detect.privacy.digits import is_decimal, runs, take


def shapes(text):
    return [[group.digits for group in run] for run in runs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电话15900004961转", [["15900004961"]]),
        ("610326 19050203-0028", [["610326", "19050203", "0028"]]),
        ("6103261905\n02030028", [["6103261905", "02030028"]]),
        ("61032619050203001 x", [["61032619050203001", "X"]]),
        ("610326190502\t030028", [["610326190502"]]),  # a tabulator parts two cells
        ("2023年10月", []),
        ("1234567890", []),  # ten digits
        ("A15900004961，15900004961B", []),  # a letter makes it a code
        ("15900004961**", []),  # masked
        ("**15900004961**", [["15900004961"]]),
        ("Tel15900004961", [["15900004961"]]),
        ("15900004961 B12 15900004962", [["15900004961"], ["15900004962"]]),
    ],
)
def test_groups_that_may_be_one_number_stand_together(text, expected):
    assert shapes(text) == expected


def test_a_group_that_is_a_number_by_itself_goes_before_neighbours_together():
    numbers, left = take(runs("12345 678901 23456789012"), re.compile("[0-9]{11}"), 11, lambda number: True)
    assert [number.digits for number in numbers] == ["12345678901", "23456789012"]
    assert left == []


def test_what_is_no_number_is_left_for_others():
    numbers, left = take(
        runs("12345 678901 23456789012"), re.compile("[0-9]{11}"), 11, lambda number: len(number.groups) == 1
    )
    assert [number.digits for number in numbers] == ["23456789012"]
    assert [[group.digits for group in run] for run in left] == [["12345", "678901"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15900004961.52", True),
        ("107.15900004961", True),
        ("15900004961.05", True),
        ("15900004961.0", False),
        ("15900004961。", False),
        ("15900004961.", False),
    ],
)
def test_decimals(text, expected):
    numbers, _ = take(runs(text), re.compile("[0-9]{11,19}"), 19, lambda number: True)
    assert is_decimal(text, numbers[0]) is expected


def test_long_columns_of_figures_take_time_in_proportion():
    text = "12 345 6789 " * 20_000
    numbers, _ = take(runs(text), re.compile("[0-9]{18}"), 18, lambda number: False)
    assert numbers == []
