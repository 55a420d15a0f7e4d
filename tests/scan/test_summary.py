"""What a scan comes to: its exit code."""

import pytest

from streammon.model.inspection import Finding, Severity
from streammon.scan.record import record_of
from streammon.scan.summary import Summary


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ([], 0),
        ([("hint", True)], 1),
        ([("ordinary", False)], 1),
        ([("severe", True)], 1),
        ([("severe", False)], 3),
        ([("veto", False)], 3),
        ([("hint", False), ("veto", True), ("ordinary", False)], 1),
        ([("severe", False), ("ordinary", True)], 3),
    ],
)
def test_the_exit_code(found, code):
    summary = Summary()
    for severity, review in found:
        finding = Finding(rule="text/x", severity=Severity(severity), evidence="", review=review)
        summary.add("x", [record_of("x", "", finding, "")])
    assert summary.exit_code == code


def test_a_document_in_several_parts_is_counted_once():
    summary = Summary()
    for path in ("a", "a", "b", "c", "c"):
        summary.add(path, [])
    assert summary.files == 3


def test_what_it_says():
    summary = Summary()
    summary.add("a", [])
    assert str(summary) == "1 个文件，没有发现问题"
    finding = Finding(rule="text/x", severity=Severity.VETO, evidence="")
    summary.add("b", [record_of("b", "", finding, "")])
    assert str(summary) == "2 个文件，严重 1，一般 0，提示 0；待人工核对 0"
