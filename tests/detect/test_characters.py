import pytest
from hypothesis import given
from hypothesis import strategies as st

from streammon.detect.characters import Characters

SOME = "]^-\\囍\u200b\U00020000"


@pytest.mark.parametrize("length", [0, 149, 150, 5_000])
@pytest.mark.parametrize("character", SOME)
def test_one_is_found_in_a_text_of_any_length(character, length):
    rest = "国" * length
    for text in (character + rest, rest + character, rest[: length // 2] + character + rest[length // 2 :]):
        assert Characters(SOME).may_be_in(text)


@given(st.text(st.characters(exclude_characters=SOME, max_codepoint=0xD7FF), max_size=400))
def test_none_is_found_where_none_is(text):
    assert not Characters(SOME).may_be_in(text)


def test_half_a_surrogate_pair_is_no_error():
    assert not Characters("囍").may_be_in("国" * 200 + "\ud800")
