from hypothesis import given, settings
from hypothesis import strategies as st

from streammon.detect.expressions.known_words import KnownWords
from streammon.detect.expressions.near_miss import NearMisses

PHRASES = ["甲乙丙丁", "子丑寅卯辰巳", "天地玄黄、宇宙洪荒", "日月盈"]
NEAR = NearMisses(PHRASES, lambda character: frozenset("明" if character == "月" else ""))


def found(text):
    return {(PHRASES[miss.phrase], text[miss.start : miss.end]) for miss in NEAR.find(text)}


@given(st.sampled_from(PHRASES[:2]), st.data())
@settings(max_examples=60)
def test_each_single_slip_within_a_phrase_is_found(phrase, data):
    at = data.draw(st.integers(1, len(phrase) - 2))
    wrong = data.draw(
        st.sampled_from(
            [
                phrase[:at] + phrase[at + 1 :],
                phrase[:at] + "某" + phrase[at:],
                phrase[:at] + "某" + phrase[at + 1 :],
                phrase[:at] + phrase[at + 1] + phrase[at] + phrase[at + 2 :],
            ]
        )
    )
    around = data.draw(st.sampled_from(["", "其他", "甲"]))
    assert (phrase, wrong) in found(around + wrong + around)


@given(st.lists(st.sampled_from([*PHRASES, "，", "某"]), max_size=6))
@settings(max_examples=60)
def test_phrases_that_are_right_are_no_near_misses(parts):
    assert [pair for pair in found("。".join(parts)) if pair[0] == pair[1]] == []
    assert found("。".join(PHRASES)) == set()


def test_parts_in_another_order():
    assert found("见宇宙洪荒、天地玄黄等") == {(PHRASES[2], "宇宙洪荒、天地玄黄")}


def test_short_phrases_are_known_by_what_is_alike():
    assert found("日明盈") == {("日月盈", "日明盈")}
    assert found("日子盈") == set()


def test_a_slip_across_the_pieces_of_a_long_text_is_found():
    for ahead in range(32_760, 32_772):
        assert found("某" * ahead + "甲乙某丁" + "某" * 10) == {("甲乙丙丁", "甲乙某丁")}


def test_what_is_made_of_words_is_less_rare():
    words = KnownWords({"养老": 5.0, "保险": 4.0, "药": 8.0, "老": 6.0}, ["养老保险"])
    assert words.rarity("养老保险") == 9.0
    assert words.rarity("药老保险") == 18.0
    assert words.rarity("") == 0.0


@given(st.lists(st.sampled_from([*PHRASES, "，", "某", "甲某丙丁", "乙甲丙丁", "甲乙丙", "天地某黄"]), max_size=12))
@settings(max_examples=60)
def test_a_short_and_a_long_text_have_the_same_near_misses(parts):
    text = "。".join(parts)
    assert found(text + "。") == found(text + "。" + "某" * 250)
