"""The table for people."""

import io

from rich.cells import cell_len

from streammon.model.inspection import Finding, Severity
from streammon.scan.record import record_of, unread
from streammon.scan.summary import Summary
from streammon.scan.table import Tables


def record(wrong="坏", path="a.txt", where="第1行", severity=Severity.SEVERE, review=False):
    finding = Finding(
        rule="text/x", severity=severity, evidence="", end=len(wrong), right="好", why="为何", review=review
    )
    return record_of(path, wrong, finding, where)


def written(*batches):
    out, summary = io.StringIO(), Summary()
    tables = Tables(out)
    for batch in batches:
        tables.write(batch)
        for each in batch:
            summary.add(each.path, [each])
    tables.end(summary)
    return out.getvalue().splitlines()


def test_wide_characters_are_aligned():
    _, header, *rows, _, _ = written([record("坏"), record("abcde", where="工作表“名单”AB12"), record("长长的坏词")])
    right = [
        cell_len(line[: line.index(word)]) for line, word in zip([header, *rows], ["建议", *["好"] * 3], strict=True)
    ]
    assert len(set(right)) == 1, (header, rows)


def test_a_path_stands_once_over_its_tables():
    lines = written([record()], [record()], [record(path="b.txt")])
    assert [line for line in lines if line.endswith(".txt")] == ["a.txt", "b.txt"]


def test_the_summary_counts_what_is_sure_and_what_is_not():
    some = [
        record(severity=Severity.VETO),
        record(severity=Severity.ORDINARY),
        record(severity=Severity.HINT, review=True),
        record(severity=Severity.HINT),
        record(severity=Severity.SEVERE, review=True),
        unread("c.zip", "坏了"),
    ]
    assert written(some)[-1] == "2 个文件，严重 1，一般 1，提示 1；待人工核对 3"


def test_nothing_in_a_text_moves_the_terminal():
    lines = written([record("\x1b[31m坏\r\n[bold]词")])
    assert not any("\x1b" in line or "\r" in line for line in lines)
    assert any("[31m坏  [bold]词" in line for line in lines), "and nothing is taken for markup"
