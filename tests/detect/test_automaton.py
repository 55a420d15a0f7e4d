import pytest
from hypothesis import given
from hypothesis import strategies as st

from streammon.detect.automaton import Automaton

LETTERS = st.text(alphabet="甲乙a\u00e9\U00020000\ud83d", max_size=40)
PHRASES = st.sets(st.text(alphabet="甲乙a\u00e9\U00020000\ud83d", min_size=1, max_size=7), max_size=12)


def places(text, phrase):
    return [(at, at + len(phrase), phrase) for at in range(len(text)) if text.startswith(phrase, at)]


@given(LETTERS, PHRASES)
def test_it_finds_exactly_what_stands_there(text, phrases):
    automaton = Automaton({phrase: phrase for phrase in phrases})
    found = automaton.matches(text)
    assert sorted(found) == sorted(place for phrase in phrases for place in places(text, phrase))
    assert found == sorted(found, key=lambda place: (place[1], place[0]))


@given(st.lists(LETTERS, min_size=1, max_size=5), PHRASES, st.sampled_from(["丙", "甲", "甲乙", "乙丙"]))
def test_it_finds_the_same_in_a_long_text(texts, phrases, filling):
    text = (filling * 600).join(["", *texts, ""])
    automaton = Automaton({phrase: phrase for phrase in phrases})
    found = automaton.matches(text)
    assert sorted(found) == sorted(place for phrase in phrases for place in places(text, phrase))
    assert found == sorted(found, key=lambda place: (place[1], place[0]))


def test_a_long_phrase_at_the_very_end_of_a_long_text_is_found():
    phrase = "甲乙丙" * 100
    assert Automaton({phrase: 1}).matches("丁" * 2_000 + phrase) == [(2_000, 2_300, 1)]


def test_it_may_be_asked_again():
    automaton = Automaton({"丙": 1, "乙丙": 2})
    assert automaton.matches("乙丙丙") == [(0, 2, 2), (1, 2, 1), (2, 3, 1)]
    assert automaton.matches("丙") == [(0, 1, 1)]


def test_a_million_characters_with_a_hit_each_take_one_pass():
    found = Automaton({"甲": None}).matches("甲" * 1_000_000)
    assert found[-1] == (999_999, 1_000_000, None)


def test_an_automaton_without_phrases_finds_nothing():
    assert Automaton({}).matches("甲") == []


def test_an_empty_phrase_is_refused():
    with pytest.raises(ValueError, match="empty"):
        Automaton({"": 1})
