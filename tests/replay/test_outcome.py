"""What differs, and what the circular contradicts itself."""

from streammon.replay.claims import Claim
from streammon.replay.printed import Inconsistency
from streammon.replay.replaying import outcome

WRONG = Claim("accounts", "眉县教育", "grade", "不合格", "合格")
RIGHT = Claim("accounts", "眉县招商", "grade", "优秀", "优秀")


def known(computed="合格", printed="不合格", subject="眉县教育"):
    return Inconsistency("accounts", subject, "grade", printed, computed, "两处不一致")


def result(*inconsistencies):
    return outcome("site", "2023-10", [WRONG, RIGHT], list(inconsistencies))


def test_a_difference_that_nobody_knows_of_is_one():
    found = result()
    assert found.compared == 2
    assert [(one.subject, one.expected, one.got) for one in found.different] == [("眉县教育", "不合格", "合格")]
    assert found.inconsistent_in_print == []


def test_a_known_contradiction_is_told_apart():
    found = result(known())
    assert found.different == []
    assert [(one.printed, one.got, one.why) for one in found.inconsistent_in_print] == [
        ("不合格", "合格", "两处不一致")
    ]


def test_a_known_contradiction_with_another_value_is_a_difference():
    assert [one.got for one in result(known(computed="优秀")).different] == ["合格"]


def test_a_known_contradiction_that_does_not_show_is_a_difference():
    found = result(known(), known(subject="眉县招商", computed="合格", printed="优秀"))
    assert [(one.subject, one.expected, one.got) for one in found.different] == [("眉县招商", "合格", "优秀")]
