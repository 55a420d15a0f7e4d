"""Bytes, not characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streammon.alerting.fit import fit, size


@pytest.mark.parametrize(
    ("text", "limit", "left"),
    [
        ("整改", 6, "整改"),
        ("整改期限", 11, "整改…"),
        ("整改期限", 10, "整改…"),
        ("整改期限", 9, "整改…"),
        ("整改期限", 8, "整…"),
        ("abc", 3, "abc"),
        ("abcd", 3, "…"),
        ("abcd", 2, ""),
        ("整", -5, ""),
    ],
)
def test_whole_characters_are_cut_off(text: str, limit: int, left: str) -> None:
    assert fit(text, limit) == left


@given(st.text(), st.integers(0, 50))
def test_never_longer_than_the_limit(text: str, limit: int) -> None:
    assert size(fit(text, limit)) <= limit
