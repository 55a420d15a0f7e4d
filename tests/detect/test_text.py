import pytest
from hypothesis import given
from hypothesis import strategies as st

from streammon.detect.text import Text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("眉县2023年", "眉县2023年"),
        ("６２１７Ｘｘ", "6217Xx"),
        ("党的\u200b二十\u200d\u200d精神\ufeff", "党的二十精神"),
        ("ａ\u00ad１", "a1"),
    ],
)
def test_the_text_is_in_one_width_with_nothing_invisible(text, expected):
    assert Text(text).plain == expected


@pytest.mark.parametrize(
    ("text", "part", "original"),
    [
        ("甲\u200b乙丙", "乙", "乙"),
        ("甲\u200b乙丙", "甲乙", "甲\u200b乙"),
        ("\ufeff\u200b甲乙\u200b\u200b丙丁\u200b", "乙丙", "乙\u200b\u200b丙"),
        ("\ufeff甲", "甲", "甲"),
        ("号６\u200d１７。", "617", "６\u200d１７"),
        ("甲乙丙", "丙", "丙"),
    ],
)
def test_a_span_leads_back_to_the_original(text, part, original):
    looked_at = Text(text)
    at = looked_at.plain.index(part)
    start, end = looked_at.span(at, at + len(part))
    assert text[start:end] == original


ANYTHING = st.text(alphabet="甲族繁漢語於乾６Ａ＋1a \u200b\u00ad\ufeff\U00020000\ud83d\n", max_size=40)


@given(ANYTHING, st.data())
def test_every_span_leads_back_to_what_a_reader_sees(original, data):
    text = Text(original)
    if not text.plain:
        return
    start = data.draw(st.integers(0, len(text.plain) - 1))
    end = data.draw(st.integers(start + 1, len(text.plain)))
    first, last = text.span(start, end)
    assert Text(original[first:last]).plain == text.plain[start:end]
    assert original[first] not in "\u200b\u00ad\ufeff"
    assert original[last - 1] not in "\u200b\u00ad\ufeff"


@given(ANYTHING)
def test_simplified_text_has_every_character_in_its_place(original):
    text = Text(original)
    assert len(text.simplified) == len(text.plain)
    changed = {(one, other) for one, other in zip(text.plain, text.simplified, strict=True) if one != other}
    assert changed <= {("漢", "汉"), ("語", "语")}


@pytest.mark.parametrize(
    ("text", "simplified"),
    [("臺灣地區", "台湾地区"), ("乾坤、皇太後、於右任、瞭望", "乾坤、皇太後、於右任、瞭望"), ("民族", "民族")],
)
def test_only_what_can_only_be_traditional_is_simplified(text, simplified):
    assert Text(text).simplified == simplified
