"""The arithmetic of the measurements, on a detector that finds 坏 (to become 好) and numbers of eleven digits."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from evaluation import clean, odw, pairs, pii, seed_pairs, speed
from evaluation.finder import mended, overlapping
from evaluation.pairs import forms, sentence
from evaluation.report import Report, percent
from evaluation.tables import Unusable

from streammon.model.inspection import Finding, Severity

ROOT = Path(__file__).parents[1]


def toy(text):
    """Find 坏, severe; 怀, for review; 弱, a mere hint; numbers, as one finding with a count."""
    kinds = {"坏": (Severity.SEVERE, False), "怀": (Severity.ORDINARY, True), "弱": (Severity.HINT, False)}
    words = [
        Finding(rule="text/toy", severity=severity, review=review, evidence="", start=at, end=at + 1, right="好")
        for word, (severity, review) in kinds.items()
        for at in (found.start() for found in re.finditer(word, text))
    ]
    numbers = list(re.finditer(r"\d{11}", text))
    if not numbers:
        return words
    start, end = numbers[0].span()
    count = len(numbers)
    rule = "privacy/mobile"
    return [*words, Finding(rule=rule, severity=Severity.VETO, evidence="", start=start, end=end, count=count)]


def table(report: Report):
    """Return the rows by their first cell."""
    return {row[0]: dict(zip(report.columns[1:], row[1:], strict=True)) for row in report.rows}


def test_suggestions_are_followed_from_the_left():
    text = "坏人不坏，怀了"
    assert mended(text, toy(text)) == "好人不好，好了"
    overlap = [Finding(rule="a", severity=Severity.HINT, evidence="", start=0, end=2, right="丙")]
    assert mended("坏人", [*overlap, *toy("坏人")]) in ("丙", "好人")
    assert mended("没有", []) == "没有"


def test_only_findings_with_a_common_character_overlap():
    (finding,) = toy("一坏二")
    assert [bool(overlapping([finding], start, start + 1)) for start in (0, 1, 2)] == [False, True, False]


SEEDS = f"""{",".join(seed_pairs.COLUMNS)}
1,yes,坏,好,这是坏的。,这是好的。,不坏不坏。
2,yes,坏,佳,这是坏的。,这是佳的。,没有什么。
3,yes,糟,好,这是糟的。,这是怀的。,没有什么。
4,soft,坏事,好事/美事,这是坏事。,这是美事。,
5,no,,,,,
"""


def test_seed_pairs(tmp_path):
    (tmp_path / "s.csv").write_text(SEEDS, encoding="utf-8")
    report = seed_pairs.measure(tmp_path / "s.csv", toy)
    assert table(report)["yes"] == {
        "pairs": 3,
        "found, right suggestion": 1,
        "found, other suggestion": 1,
        "not found": 1,
        "right fires": 0,
        "right to review": 1,
        "trap fires": 1,
        "trap to review": 0,
    }
    assert table(report)["soft"]["pairs"] == 1
    missed = report.listed["Not found as they should be"]
    assert [line[0] for line in missed] == ["2", "3", "4"], "好 alone does not stand for 好事"
    assert [line[0] for line in report.listed["Fired on what is right"]] == ["1", "3"]


def test_pairs_by_tag(tmp_path):
    rows = [
        "坏,好,[LITERAL]",
        "糟,好,[LITERAL] 不",
        "坏,佳,[CONTEXT] 看",
        "坏事,好事 / 美事,[CONTEXT]",
        "差,怀(或弱),[STYLE]",
    ]
    (tmp_path / "p.csv").write_text("\n".join(["wrong,right,context_note", *rows]), encoding="utf-8")
    report = pairs.measure(tmp_path / "p.csv", toy)
    found = {tag: (row["pairs"], row["found"], row["right suggestion"]) for tag, row in table(report).items()}
    assert found == {"LITERAL": (2, 1, 1), "CONTEXT": (2, 2, 1), "STYLE": (1, 0, 0)}
    assert table(report)["LITERAL"]["found share"] == "50.0%"
    assert {tag: row["right form fires"] for tag, row in table(report).items()} == {
        "LITERAL": 0,
        "CONTEXT": 0,
        "STYLE": 1,
    }


def test_what_is_found_in_few_carriers_is_not_found(tmp_path):
    (tmp_path / "p.csv").write_text("wrong,right,context_note\n坏,好,[LITERAL]\n", encoding="utf-8")

    def alone(text):
        return toy(text) if len(text) == 1 else []

    assert table(pairs.measure(tmp_path / "p.csv", alone))["LITERAL"]["found"] == 0


def test_right_forms_are_alternatives_without_their_notes():
    assert forms("台湾当局 / 台湾方面") == ["台湾当局", "台湾方面"]
    assert forms("甲乙(丙)") == ["甲乙(丙)", "甲乙"]


def test_a_form_of_brackets_stands_between_titles():
    text, start = sentence("印发{}。", "》、《")
    assert text == "印发《甲》、《乙》。"
    assert text[start:].startswith("》、《")


def test_odw(tmp_path):
    lines = ["1\t一坏\t一好", "1\t一糟\t一好", "2\t怀坏\t好好", "0\t弱\t弱", "0\t一\t一", "0\t二\t二"]
    (tmp_path / "o.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = table(odw.measure(tmp_path / "o.tsv", toy))
    assert report["all"] == {
        "sentences": 6,
        "precision": "0.667",
        "recall": "0.667",
        "F1": "0.667",
        "right sentences flagged": "33.3%",
        "wrong ones put right": "66.7%",
    }
    assert report["alarming only"]["precision"] == "1.000"
    assert report["alarming only"]["right sentences flagged"] == "0.0%"
    assert report["alarming only"]["wrong ones put right"] == "33.3%"


def test_clean_text(tmp_path):
    (tmp_path / "a.txt").write_text("坏怀弱" + "一" * 1997, encoding="utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.md").write_text("13900000000和13900000001" + "二" * 1977, encoding="utf-8")
    (tmp_path / "d.bin").write_bytes(b"\xff")
    report = clean.measure(tmp_path, toy)
    found = {kind: tuple(row.values()) for kind, row in table(report).items()}
    assert found == {
        "severe": (1, 25.0, 1),
        "ordinary": (0, 0.0, 0),
        "review": (1, 25.0, 1),
        "hint": (1, 25.0, 1),
        "privacy": (1, 25.0, 2),
    }
    (line,) = report.listed["privacy"]
    assert "13900000000" not in line
    assert line.startswith("b/c.md: ")
    assert line.endswith("×2")


def record(name, text, spans=(), tags=("some",)):
    marked = [{"start": start, "end": end, "type": kind} for start, end, kind in spans]
    return json.dumps({"id": name, "text": text, "spans": marked, "tags": tags}, ensure_ascii=False)


def test_pii(tmp_path):
    both = "13900000000，13900000001，9999"
    positives = [record("p1", both, [(0, 11, "MOBILE"), (12, 23, "MOBILE"), (24, 28, "CARD")])]
    negatives = [record("n1", "12345678901", tags=["order"]), record("n2", "123", tags=["order", "short"])]
    (tmp_path / "positives.jsonl").write_text("\n".join(positives), encoding="utf-8")
    (tmp_path / "negatives.jsonl").write_text("\n".join(negatives), encoding="utf-8")
    recall, false = pii.measure(tmp_path, toy)
    assert table(recall)["MOBILE"]["recall"] == "100.0%", "one finding stands for both"
    assert (table(recall)["CARD"]["spans"], table(recall)["CARD"]["found"]) == (1, 0)
    assert recall.listed["Missed"] == ["p1 CARD (some)"]
    assert {tag: row["hit"] for tag, row in table(false).items()} == {"order": 1, "short": 0}
    assert "12345678901" not in false.listed["Hit"][0]


def test_a_finding_stands_for_no_more_numbers_than_it_counts():
    spans = [{"start": start, "end": start + 11} for start in (0, 20, 40)]
    finding = Finding(rule="privacy/mobile", severity=Severity.VETO, evidence="", start=0, end=11, count=2)
    assert [found for found, _ in pii.located(spans, "privacy/mobile", [finding])] == [True, True, False]


def test_speed_counts_characters(tmp_path):
    (tmp_path / "a.txt").write_text("一二\n\n三\n", encoding="utf-8")
    seen = []
    speed.measure(tmp_path, lambda text: seen.append(text) or [])
    assert seen == ["一二\n\n三\n", "一二", "三"]


def test_markdown_is_a_table_with_lists():
    report = Report("T", ("a", "b"), [("x|y", 1234), ("z", 0.5)], {"Missed": ["one"], "None": []})
    assert list(report.markdown()) == [
        *("## T", ""),
        *("| a | b |", "| --- | --: |", "| x\\|y | 1,234 |", "| z | 0.50 |", ""),
        *("Missed (1):", "", "- one", ""),
    ]
    assert percent(0, 0) == "–"


@pytest.mark.parametrize(
    ("option", "name", "text", "said"),
    [
        ("--pairs", "x.csv", "a,b\n1,2\n", "no column context_note, right, wrong"),
        ("--odw", "x.tsv", "1 一\n", "line 1"),
        ("--clean", "", "", "no .txt or .md file"),
        ("--seed-pairs", "nowhere.csv", None, "nowhere.csv"),
    ],
)
def test_what_can_not_be_used_is_refused_in_one_line(tmp_path, option, name, text, said):
    if text:
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "evaluation", option, tmp_path / name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert said in line


def test_the_program_writes_numbers(tmp_path):
    (tmp_path / "a.txt").write_text("全县各级各部门认真落实工作要求。\n", encoding="utf-8")
    command = [sys.executable, "-m", "evaluation", "--clean", tmp_path, "--json", tmp_path / "out.json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("## Clean text (17 characters)\n")
    clean_text, _ = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert clean_text["rows"][0] == {"findings": "severe", "problems": 0, "per 100,000 characters": 0.0, "places": 0}


def test_unusable_is_an_error_of_its_own(tmp_path):
    with pytest.raises(Unusable):
        clean.texts(tmp_path)
