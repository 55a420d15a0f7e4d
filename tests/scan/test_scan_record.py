"""What of a finding is told, and what is not."""

import msgspec
import pytest

from streammon.model.inspection import Finding, Severity
from streammon.scan.record import record_of, unread


def told(text, rule="privacy/mobile", path="a.txt", line=None):
    finding = Finding(rule=rule, severity=Severity.VETO, evidence="", end=len(text), confidence=0.123456)
    return record_of(path, text, finding, "第1行", *([line] if line else []))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("privacy/mobile", "13912345678"),
        ("privacy/resident-id", "３２０３１２１９０１１００１１９７１"),
        ("privacy/resident-id", "320312 19011001 1971"),
        ("privacy/passport", "E12345678"),
        ("privacy/of-my-own", "7-8"),
        ("text/lexicon", "坏320312190110011971坏"),
    ],
)
def test_a_number_is_told_masked(rule, text):
    shown = told(text, rule).text
    assert len(shown) == len(text)
    assert "*" in shown
    assert sum(each.isdigit() for each in shown) <= 7


def test_words_are_told_as_they_are():
    assert told("3个“坏”词", "text/lexicon").text == "3个“坏”词"


def test_a_line_is_told_only_where_there_is_one():
    assert "line" not in msgspec.to_builtins(told("x"))
    assert msgspec.to_builtins(told("x", line=3))["line"] == 3


def test_what_is_no_unicode_can_be_written():
    records = [told("\ud800坏", "text/lexicon", "\udcff.txt"), unread("\udcff.txt", "坏了")]
    assert [msgspec.json.decode(msgspec.json.encode(each))["path"] for each in records] == ["?.txt"] * 2
