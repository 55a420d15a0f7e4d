"""From measures to grades: conditions, what is wrong with them, ladders, and how far the next grade is."""

from __future__ import annotations

import pytest
from board_stories import board, problem, rung

from streammon.model.ledger import Value
from streammon.model.rules import Board, Roundup
from streammon.rules.board_checks import board_flaws, summary_flaws
from streammon.rules.boards import distance, judged
from streammon.rules.conditions import expression, flaws
from streammon.rules.measures import MEASURES, Counts

NAMES: dict[str, Value] = {"published": 0, "due": 0, "rate": 0.0, "rules": 0}


def counts(**known: int) -> Counts:
    assert known.keys() <= set(MEASURES)
    return dict.fromkeys(MEASURES, 0) | known


@pytest.mark.parametrize(
    "text",
    [
        "published >= 5",
        "published * 2 < due || !(due == 0)",
        "rate >= 85",
        "rate >= 85.5",
        "rules['text/lexicon'] > 0",
        'rules["text/lexicon"] + published > 1',
        "due == 0 ? true : published / due > 1",
        "published in [1, 2, 3]",
    ],
)
def test_a_condition_that_can_be_worked_out(text: str):
    assert list(flaws(text, NAMES, truth=True)) == []


@pytest.mark.parametrize(
    ("text", "what", "word"),
    [
        ("publishd >= 5", "没有“publishd”这个指标", "publishd"),
        ("published > 0 || nope > 0", "没有“nope”这个指标", "nope"),
        ("published >= && due", "第 14 个字符", ""),
        ("published", "真或假", ""),
        ("published + 1", "真或假", ""),
        ("published / due > 1", "除以零", ""),
        ("published > 7 && 1 / (published - 9) > 0", "除以零", ""),
        ("rate + 1 > 2.0", "类型不一致", ""),
        ("published > 300 && due > 'x'", "类型不一致", ""),
        ("max(published, due) > 1", "没有“max”这个函数", ""),
        ("发布 > 1", "第 1 个字符", ""),
        ("", "第 1 个字符", ""),
    ],
)
def test_a_condition_that_cannot_is_told_before_anything_is_graded(text: str, what: str, word: str):
    ((said, blamed), *_) = flaws(text, NAMES, truth=True)
    assert what in said
    assert blamed == word


def test_a_measure_is_a_number():
    assert list(flaws("100.0 * rate", NAMES, truth=False)) == []
    ((said, _),) = flaws("rate > 1", NAMES, truth=False)
    assert "数字" in said


def test_a_rule_of_which_nothing_was_found_counts_0():
    condition = expression("rules['message/overdue'] > 0")
    assert not condition.of({})
    assert condition.of({"message/overdue": 1})


@pytest.mark.parametrize(
    ("own", "keys", "what"),
    [
        (board(rung("差", "poor > 0")), ("rungs", 0, "when"), "poor"),
        (board(measures={"published": "1"}), ("measures", "published"), "已经是"),
        (board(measures={"a": "b + 1", "b": "1"}), ("measures", "a"), "“b”"),
        (board(measures={"完成率": "1.0"}), ("measures", "完成率"), "英文"),
        (board(months={"poor": "overdue"}), ("months", "poor"), "真或假"),
        (board(problems=(problem("x", when="published"),)), ("problems", 0, "when"), "真或假"),
        (board(problems=(problem("x"),)), ("problems", 0), "when 和 rule"),
        (board(problems=(problem("x", when="true", rule="gap/any"),)), ("problems", 0), "when 和 rule"),
        (board(problems=(problem("{publishd}条", when="true"),)), ("problems", 0, "text"), "“publishd”"),
        (board(problems=(problem("{published}条", rule="gap/any"),)), ("problems", 0, "text"), "“published”"),
        (board(problems=(problem("{", when="true"),)), ("problems", 0, "text"), "花括号"),
    ],
)
def test_what_is_wrong_with_a_board(own: Board, keys: tuple[str | int, ...], what: str):
    (flaw,) = board_flaws(own)
    assert flaw.keys == keys
    assert what in flaw.what


RATE = "accepted == 0 ? 0.0 : 100.0 * double(closed) / double(accepted)"
SCENES = board(
    rung("合格", "generated == discarded"),
    rung("优秀", "closure_rate >= 85"),
    rung("良好", "closure_rate >= 70"),
    rung("合格", "closure_rate >= 60"),
    rung("不合格"),
    measures={"closure_rate": RATE},
)


def test_a_measure_of_the_board_may_be_used_by_what_comes_after_it():
    assert list(board_flaws(SCENES)) == []


@pytest.mark.parametrize(
    ("events", "grade"),
    [
        ({"generated": 50, "accepted": 11, "discarded": 38, "pending": 1, "closed": 11}, "优秀"),
        ({"generated": 100, "accepted": 100, "closed": 85}, "优秀"),
        ({"generated": 100, "accepted": 100, "closed": 84}, "良好"),
        ({"generated": 100, "accepted": 100, "closed": 69}, "合格"),
        ({"generated": 100, "accepted": 100, "closed": 59}, "不合格"),
        ({}, "合格"),
        ({"generated": 340, "discarded": 340}, "合格"),
        ({"generated": 15, "discarded": 1, "pending": 14}, "不合格"),
    ],
)
def test_the_ladder_of_a_scene(events: dict[str, int], grade: str):
    assert judged(SCENES, counts(**events), []).grade == grade


def test_months_are_counted_in_which_a_condition_held():
    own = board(rung("差", "poor >= 2"), rung("良"), months={"poor": "overdue > 0 || returned > 0"})
    assert list(board_flaws(own)) == []
    months = [counts(overdue=1), counts(), counts(returned=2)]
    verdict = judged(own, counts(overdue=1, returned=2), months)
    assert (verdict.grade, verdict.measures["poor"]) == ("差", 2)


def test_a_board_without_rungs_has_no_grades():
    verdict = judged(board(), counts(published=3), [])
    assert (verdict.grade, verdict.because, verdict.measures["published"]) == ("", "", 3)


LADDER = board(
    rung("不合格", "vetoes > 0 || empty_due > 0 || task_reposts * 2 < tasks"),
    rung("优秀", "surplus >= 5"),
    rung("合格"),
)


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ({"due": 2, "surplus": 4}, "差 1 条"),
        ({"due": 2, "surplus": 0}, "差 5 条"),
        ({"due": 2, "surplus": 5}, ""),
        ({"due": 0, "surplus": 0}, ""),
        ({"due": 4, "surplus": -1, "empty_due": 2}, "差 2 条"),
        ({"due": 4, "surplus": 9, "vetoes": 1}, ""),
        ({"tasks": 9, "task_reposts": 3}, "差转载 2 条"),
        ({"tasks": 9, "task_reposts": 3, "empty_due": 1}, ""),
    ],
)
def test_how_much_is_missing_for_a_better_grade(known: dict[str, int], missing: str):
    total = counts(**known)
    assert distance(LADDER, total, [], judged(LADDER, total, []).grade) == missing


def test_closing_more_cases_leads_to_a_better_grade_as_far_as_there_are_any():
    total = counts(generated=20, accepted=20, closed=12)
    assert distance(SCENES, total, [], "合格") == "差办结 2 件"
    everything = counts(generated=1, accepted=1, closed=1)
    assert distance(SCENES, everything, [], "优秀") == ""


def test_a_summary_may_name_grades_and_sums():
    good = Roundup(
        summary_id="s",
        title="表",
        board_id="b",
        measures={
            "checked": "subjects",
            "failed": "grades['不合格']",
            "pass_rate": "checked == 0 ? 0.0 : 100.0 * double(checked - failed) / double(checked)",
            "rate": "closure_rate",
        },
    )
    assert list(summary_flaws(good, SCENES)) == []
    bad = Roundup(summary_id="s", title="表", board_id="b", measures={"checked": "subject"})
    (flaw,) = summary_flaws(bad, SCENES)
    assert (flaw.keys, flaw.word) == (("measures", "checked"), "subject")
