"""Sentences of official style with one slip each, of the kinds that circulars are written about, and right ones."""

import csv
from datetime import date
from pathlib import Path

import pytest

from streammon.detect import inspector

FOLDER = Path(__file__).parent
DAY = date(2024, 6, 1)
SLIPS = [tuple(row) for row in csv.reader((FOLDER / "slips.csv").read_text(encoding="utf-8").splitlines())][1:]
RIGHT = [line for line in (FOLDER / "right.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.fixture(autouse=True, scope="module")
def _prepared():
    inspector.prepare()


def mended(text):
    for finding in sorted(inspector.findings(text, DAY), key=lambda finding: -finding.start):
        text = text[: finding.start] + finding.right + text[finding.end :]
    return text


def test_each_slip_is_found_and_the_suggestion_mends_it():
    assert {wrong: mended(wrong) for wrong, right in SLIPS if mended(wrong) != right} == {}


def test_nothing_is_found_where_nothing_is_wrong():
    found = {text: [finding.wrong for finding in inspector.findings(text, DAY)] for _, text in SLIPS}
    assert {text: wrong for text, wrong in found.items() if wrong} == {}


def test_what_looks_like_a_slip_and_is_none_is_left_alone():
    found = {text: [finding.wrong for finding in inspector.findings(text, DAY)] for text in RIGHT}
    assert {text: wrong for text, wrong in found.items() if wrong} == {}
