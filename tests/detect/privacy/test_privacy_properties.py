"""Whatever the disguise, a valid number is found where it stands, and never shown."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streammon.detect import privacy
from streammon.detect.masking import masked
from streammon.detect.privacy.areas import FILE
from streammon.detect.privacy.bank_card import luhn
from streammon.detect.privacy.resident_id import check_digit
from streammon.detect.text import Text

AREAS = [
    prefix + rest
    for prefix, *counties in (line.split() for line in FILE.read_text(encoding="utf-8").splitlines() if line[0] != "#")
    for rest in counties
]
WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789Xx"}
BEFORE = st.sampled_from(["", "李四", "，", "1\t李四\t", "（", "\n", "身份证号：", "\u200b王五"])
AFTER = st.sampled_from(["", "，", "户主", "\t500元", "）", "\n2\t王五", "\u200b"])


@st.composite
def resident_ids(draw):
    born = draw(st.dates(date(1900, 1, 1), date(2023, 12, 31)))
    body = f"{draw(st.sampled_from(AREAS))}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + check_digit(body)


@st.composite
def cards(draw):
    body = draw(st.sampled_from(["621", "622", "623", "625", "9558"]))
    body += "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=12, max_size=15)))
    body = body[:18]
    return next(body + last for last in "0123456789" if luhn(body + last))


@st.composite
def disguised(draw, number, shape):
    """Draw the number whole, in groups of `shape`, broken at a line's end, with invisible characters, or wide."""
    way = draw(st.sampled_from(["whole", "grouped", "broken", "invisible", "wide", "spelt"]))
    if way == "grouped":
        ends = [sum(shape[:place]) for place in range(len(shape) + 1)]
        parts = [number[start:end] for start, end in pairwise(ends)]
        return draw(st.sampled_from([" ", "-", "—", "\u3000", ".", "  "])).join(part for part in parts if part)
    if way == "spelt":
        return " ".join(number)
    if way == "wide":
        return number.translate(WIDE)
    if way == "whole":
        return number
    # A part of sixteen digits may be a card by itself: found all the same, but not as what was drawn.
    cut = draw(st.integers(max(1, len(number) - 15), min(15, len(number) - 3)))
    return number[:cut] + ("\n" if way == "broken" else "\u200b") + number[cut:]


def places(text, rule):
    return [text[finding.start : finding.end] for finding in privacy.findings(Text(text)) if finding.rule == rule]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_identity_numbers_are_found_in_every_disguise(data):
    number = data.draw(resident_ids())
    shown = data.draw(disguised(number, (6, 8, 4)))
    text = data.draw(BEFORE) + shown + data.draw(AFTER)
    assert places(text, "privacy/resident-id") == [shown]
    assert number not in repr(privacy.findings(Text(text)))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_cards_behind_their_word_are_found_in_every_disguise(data):
    number = data.draw(cards())
    shown = data.draw(disguised(number, (4, 4, 4, 4, 4)))
    text = "银行卡号：" + shown + data.draw(AFTER)
    assert places(text, "privacy/bank-card") == [shown]
    assert number not in repr(privacy.findings(Text(text)))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_mobiles_behind_their_word_are_found_in_every_disguise(data):
    number = "1" + data.draw(st.sampled_from("3589")) + f"{data.draw(st.integers(0, 10**9 - 1)):09d}"
    shown = data.draw(disguised(number, (3, 4, 4)).filter(lambda shown: "\n" not in shown))
    text = data.draw(st.sampled_from(["联系电话", "手机：", "张三手机号码 "])) + shown + data.draw(AFTER)
    assert places(text, "privacy/mobile") == [shown]
    assert number not in repr(privacy.findings(Text(text)))


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("0123456789Xx*＊ -.\n\t李四身份证号，@A陕C路号室\u200b１"), max_size=80))
def test_no_text_breaks_it_and_no_snippet_shows_eleven_digits(text):
    for finding in privacy.findings(Text(text)):
        assert 0 <= finding.start < finding.end <= len(text)
        assert not any(part.isdigit() and len(part) > 10 for part in finding.snippet.split())


@pytest.mark.parametrize("width", [11, 15, 16, 18, 19, 25])
def test_masking_never_leaves_a_long_number_whole(width):
    number = ("61032619050203002" * 2)[:width]
    assert masked(f"甲{number}乙") == f"甲{number[:3]}{'*' * (width - 7)}{number[-4:]}乙"
