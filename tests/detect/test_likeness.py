import pytest

from streammon.detect.likeness import Likeness, likeness


@pytest.mark.parametrize(
    "pair", ["厉历", "里理", "民名", "政正", "冀翼", "自目", "未末", "己已", "截接", "戍戌", "特忒", "四是"]
)
def test_what_sounds_or_looks_alike(pair):
    one, other = pair
    assert likeness().are_alike(one, other)
    assert likeness().are_alike(other, one)


@pytest.mark.parametrize("pair", ["药资", "大会", "江河", "苦乐", "忧同", "甲龘", "a1"])
def test_what_does_not(pair):
    assert not likeness().are_alike(*pair)


def test_the_alike_characters_are_those_that_are_alike():
    for character in "冀平习近":
        alike = likeness().alike(character)
        assert character not in alike
        assert all(likeness().are_alike(other, character) for other in alike)
    assert "翼" in likeness().alike("冀")


def test_characters_that_are_mistaken_for_each_other_are_alike_whatever_their_parts():
    knows = Likeness(["治 zhi 氵台", "冶 ye 冫台", "入 ru ", "人 ren "], ["入人"])
    assert knows.are_alike("入", "人")
    assert not knows.are_alike("治", "入")
    assert "人" in knows.alike("入")
    assert "入" not in knows.alike("入")
