import pytest

from streammon.detect.likeness import ALIKE, likeness


@pytest.mark.parametrize(
    "pair", ["厉历", "里理", "民名", "政正", "冀翼", "自目", "未末", "己已", "截接", "戍戌", "特忒", "四是"]
)
def test_what_sounds_or_looks_alike(pair):
    one, other = pair
    assert likeness().between(one, other) >= ALIKE
    assert likeness().between(other, one) == likeness().between(one, other)


@pytest.mark.parametrize("pair", ["药资", "大会", "江河", "苦乐", "忧同", "甲龘", "a1"])
def test_what_does_not(pair):
    assert likeness().between(*pair) < ALIKE


def test_the_alike_characters_are_those_that_are_alike():
    for character in "冀平习近":
        alike = likeness().alike(character)
        assert character not in alike
        assert all(likeness().between(character, other) >= ALIKE for other in alike)
    assert "翼" in likeness().alike("冀")
