"""Official text without known errors: whatever is found in it is presumably false. Every file is a document."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from evaluation.finder import Find, told
from evaluation.report import Report
from evaluation.tables import Unusable
from streammon.model.inspection import Finding, Severity

KINDS = ("severe", "ordinary", "review", "hint", "privacy")
_ENDINGS = (".txt", ".md")
_PER = 100_000


def measure(folder: Path, find: Find) -> Report:
    """Return findings per 100,000 characters by kind, and list each: problems, and all the places they stand in."""
    problems: Counter[str] = Counter()
    places: Counter[str] = Counter()
    listed: dict[str, list[str]] = {kind: [] for kind in KINDS}
    characters = 0
    for name, text in texts(folder):
        characters += len(text)
        for finding in find(text):
            kind = kind_of(finding)
            problems[kind] += 1
            places[kind] += finding.count
            listed[kind].append(f"{name}: {told(text, finding)}" + (f" ×{finding.count}" if finding.count > 1 else ""))
    table = [(kind, problems[kind], problems[kind] * _PER / characters, places[kind]) for kind in KINDS]
    columns = ("findings", "problems", "per 100,000 characters", "places")
    return Report(f"Clean text ({characters:,} characters)", columns, table, listed)


def kind_of(finding: Finding) -> str:
    """Return what a finding counts as: privacy, review (hints to review, too), hint, severe (or veto) or ordinary."""
    if finding.rule.startswith("privacy/"):
        return "privacy"
    if finding.review:
        return "review"
    if finding.severity is Severity.HINT:
        return "hint"
    return "severe" if finding.severity in (Severity.VETO, Severity.SEVERE) else "ordinary"


def texts(folder: Path) -> list[tuple[str, str]]:
    """Return the names and texts of the files in a folder and below, in order. Raises Unusable where there is none."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in _ENDINGS)
    if not files:
        raise Unusable(f"{folder}: no {' or '.join(_ENDINGS)} file in it")
    return [(str(path.relative_to(folder)), path.read_text(encoding="utf-8-sig")) for path in files]
