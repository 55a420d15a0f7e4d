import pytest

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
