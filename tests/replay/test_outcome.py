"""What differs, and what the circular contradicts itself."""

from datetime import UTC, date, datetime

import pytest

from streammon.model.grade import Grade
from streammon.model.ledger import Ledger, Line, Table
from streammon.replay.claims import Claim
from streammon.replay.pipeline import PipelineFailed
from streammon.replay.printed import Inconsistency
from streammon.replay.replaying import outcome, refuse_two_truths

NOW = datetime(2023, 11, 1, tzinfo=UTC)

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


def graded(grade, surplus):
    line = Line(
        subject_id="u01",
        unit_id="u01",
        name="县发改局",
        unit="县发改局",
        group="",
        measures={"surplus": 11},
        grade="优秀",
        because="",
    )
    first, last = date(2023, 10, 1), date(2023, 10, 31)
    whole = Ledger(
        site="眉县",
        period="2023-10",
        first=first,
        last=last,
        at=NOW,
        tables=(Table(board_id="columns", title="", lines=(line,), grades=("优秀", "合格")),),
        summaries=(),
        incidents=(),
        carried=(),
        revision=0,
        digest="",
    )
    running = Grade(
        grade_id="g1",
        period="2023-10",
        board="columns",
        unit_id="u01",
        subject_id="u01",
        grade=grade,
        because="",
        measures={"surplus": surplus},
        at=NOW,
    )
    return whole, [running]


def test_the_running_machine_must_have_come_to_the_same():
    refuse_two_truths(*graded("优秀", 11))
    for other in (graded("合格", 11), graded("优秀", 12)):
        with pytest.raises(PipelineFailed, match="县发改局"):
            refuse_two_truths(*other)
