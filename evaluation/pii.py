"""Texts with made-up numbers of persons, and with numbers that only look like some.

positives.jsonl and negatives.jsonl: objects with id, text, spans (start, end, type) and tags.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from evaluation.finder import Find, of_privacy, overlapping, told
from evaluation.report import Cell, Report, percent
from evaluation.tables import lines
from streammon.model.inspection import Finding

RULES = {
    "ID": "privacy/resident-id",
    "ID15": "privacy/resident-id",
    "CARD": "privacy/bank-card",
    "MOBILE": "privacy/mobile",
    "LANDLINE": "privacy/landline",
    "PASSPORT": "privacy/passport",
    "PLATE": "privacy/licence-plate",
    "EMAIL": "privacy/e-mail",
    "ADDRESS": "privacy/address",
}
_TABLE = "privacy/table"


def measure(folder: Path, find: Find) -> list[Report]:
    """Return recall by type, and negatives hit by tag."""
    return [_positives(folder / "positives.jsonl", find), _negatives(folder / "negatives.jsonl", find)]


def _positives(path: Path, find: Find) -> Report:
    counts: Counter[tuple[str, str]] = Counter()
    missed: list[str] = []
    for record in _records(path):
        found = of_privacy(find(record["text"]))
        spans: dict[str, list[Any]] = defaultdict(list)
        for span in record["spans"]:
            spans[RULES.get(span["type"], span["type"])].append(span)
        for rule, some in spans.items():
            for span, (hit, sure) in zip(some, located(some, rule, found), strict=True):
                counts[span["type"], "spans"] += 1
                counts[span["type"], "found"] += hit
                counts[span["type"], "sure"] += sure
                if not hit:
                    missed.append(f"{record['id']} {span['type']} ({', '.join(record['tags'])})")
    kinds = sorted({kind for kind, _ in counts})
    table = [_recall(kind, counts) for kind in kinds]
    columns = ("type", "spans", "found", "recall", "of them alarming", "alarming recall")
    return Report("Numbers of persons: recall", columns, table, {"Missed": missed})


def _recall(kind: str, counts: Counter[tuple[str, str]]) -> tuple[Cell, ...]:
    spans, hit, sure = (counts[kind, name] for name in ("spans", "found", "sure"))
    return kind, spans, hit, percent(hit, spans), sure, percent(sure, spans)


def located(spans: list[Any], rule: str, found: list[Finding]) -> list[tuple[bool, bool]]:
    """Return of each span of a rule whether it is found, and whether alarmingly so.

    One finding may stand for several numbers: it names the place of the first, and how many there are.
    """
    fitting = [finding for finding in found if finding.rule in (rule, _TABLE)]
    verdicts: list[tuple[bool, bool]] = []
    spare = {id(finding): finding.count for finding in fitting}
    for span in spans:
        here = overlapping(fitting, span["start"], span["end"]) or [each for each in fitting if spare[id(each)] > 0]
        if here:
            spare[id(here[0])] -= 1
        verdicts.append((bool(here), any(finding.alarming for finding in here)))
    return verdicts


def _negatives(path: Path, find: Find) -> Report:
    counts: Counter[tuple[str, str]] = Counter()
    hit: list[str] = []
    for record in _records(path):
        found = of_privacy(find(record["text"]))
        for tag in record["tags"]:
            counts[tag, "texts"] += 1
            counts[tag, "hit"] += bool(found)
            counts[tag, "alarming"] += any(finding.alarming for finding in found)
        name = f"{record['id']} ({', '.join(record['tags'])})"
        hit += [f"{name} {told(record['text'], finding)}" for finding in found[:1]]
    tags = sorted({tag for tag, _ in counts})
    table = [(tag, counts[tag, "texts"], counts[tag, "hit"], counts[tag, "alarming"]) for tag in tags]
    return Report("Numbers of nobody: hit", ("tag", "texts", "hit", "of them alarming"), table, {"Hit": hit})


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines(path)]
