"""How a network splits a text message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streammon.alerting.segments import cut, segments, units


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("整" * 70, 1),
        ("整" * 71, 2),
        ("整" * 134, 2),
        ("整" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("a" * 71, 2),
    ],
)
def test_seventy_is_one_and_then_sixty_seven_each(text: str, count: int) -> None:
    assert segments(text) == count


@given(st.text(alphabet="整a😀", max_size=60), st.integers(0, 60))
def test_a_cut_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    said = cut(text, limit)
    assert units(said) <= limit
    assert said == text or text.startswith(said.removesuffix("…"))
