"""Wrong forms with their right ones, from style guides; most come without a sentence.

Columns: wrong, right (alternatives parted by /, explanations in brackets), context_note, which begins with a tag:
[LITERAL] wrong wherever it stands, [CONTEXT] only in some places, [PATTERN] stands for many, [STYLE] a mere preference.
A wrong form counts as found when it is found in most of several sentences that say nothing of it.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from evaluation.finder import Find, mended, of_text, overlapping, told
from evaluation.report import Report, percent
from evaluation.tables import rows

COLUMNS = ("wrong", "right", "context_note")
TAGS = ("LITERAL", "CONTEXT", "PATTERN", "STYLE")
CARRIERS = ("{}", "会上再次谈到{}。", "{}，这是各单位都要注意的。", "大家认为，{}的问题不容忽视。", "去年以来，{}")
_TAG = re.compile(r"\[([A-Z]+)\]")
_NOTE = re.compile(r"\([^()]*\)")


def measure(path: Path, find: Find) -> Report:
    """Return by tag how many wrong forms are found, how many with the right suggestion, how many right ones fire."""
    counts: Counter[tuple[str, str]] = Counter()
    missed: list[str] = []
    fired: list[str] = []
    for row in rows(path, COLUMNS):
        found_tag = _TAG.match(row["context_note"])
        tag = found_tag[1] if found_tag else ""
        found, right = _found(row["wrong"], forms(row["right"]), find)
        counts.update([(tag, "pairs")] + [(tag, "found")] * found + [(tag, "right")] * right)
        if not right:
            what = "other suggestion" if found else "not found"
            missed.append(f"[{tag}] {row['wrong']} → {row['right']} ({what})")
        lines = [line for form in forms(row["right"]) for line in _fires(form, find)]
        counts[tag, "fires"] += bool(lines)
        fired += [f"[{tag}] {row['right']}: {line}" for line in lines[:1]]
    tags = sorted({tag for tag, _ in counts}, key=lambda tag: (*TAGS, tag).index(tag))
    table = [_row(tag, counts) for tag in tags]
    columns = ("tag", "pairs", "found", "found share", "right suggestion", "right share", "right form fires")
    listed = {"Not found as they should be": missed, "Fired on the right form": fired}
    return Report("Pairs by tag", columns, table, listed)


def _row(tag: str, counts: Counter[tuple[str, str]]) -> tuple[str | int, ...]:
    pairs, found, right = (counts[tag, name] for name in ("pairs", "found", "right"))
    return tag, pairs, found, percent(found, pairs), right, percent(right, pairs), counts[tag, "fires"]


def _found(wrong: str, right: list[str], find: Find) -> tuple[bool, bool]:
    """Return whether most carriers find the wrong form, and whether most do so with a right suggestion."""
    found = mends = 0
    for carrier in CARRIERS:
        text, start = sentence(carrier, wrong)
        hits = overlapping(of_text(find(text)), start, start + len(wrong))
        found += bool(hits)
        result = mended(text, hits)
        mends += any(result == sentence(carrier, form)[0] or form in {hit.right for hit in hits} for form in right)
    return found * 2 > len(CARRIERS), mends * 2 > len(CARRIERS)


def _fires(form: str, find: Find) -> list[str]:
    """Return the findings on a right form, where most carriers have one."""
    lines: list[str] = []
    for carrier in CARRIERS:
        text, start = sentence(carrier, form)
        lines += [told(text, hit) for hit in overlapping(of_text(find(text)), start, start + len(form))[:1]]
    return lines if len(lines) * 2 > len(CARRIERS) else []


def sentence(carrier: str, form: str) -> tuple[str, int]:
    """Return the sentence that carries a form, and where the form begins; a form of brackets gets titles around it."""
    before, _, after = carrier.partition("{}")
    if form.startswith("》"):
        before, after = f"{before}《甲", f"乙》{after}"
    return f"{before}{form}{after}", len(before)


def forms(cell: str) -> list[str]:
    """Return the right forms that a cell names: alternatives, each with and without what stands in brackets."""
    found = [form.strip() for form in cell.split("/")]
    return list(dict.fromkeys(each for form in found for each in (form, _NOTE.sub("", form).strip()) if each))
