"""SARIF 2.1.0 (OASIS Standard, 27 March 2020): what editors and code hosts show findings from.

The results come first and the tool after them: the order of the keys means nothing, and so no result need be kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from streammon import __version__
from streammon.scan.inputs import is_address
from streammon.scan.record import UNREADABLE, Level, Record
from streammon.scan.summary import Summary
from streammon.words import say

_HEAD = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0"}
_LEVELS = {Level.SEVERE: "error", Level.GENERAL: "warning", Level.HINT: "note"}


class Sarif:
    """Writes one run of the tool to `out`."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._categories: dict[str, str] = {}
        self._begun = False
        self._put(json.dumps(_HEAD)[:-1] + ', "runs": [{"columnKind": "unicodeCodePoints", "language": "zh-CN"')
        self._put(', "results": [')

    def write(self, records: Sequence[Record]) -> None:
        """Write one result per record."""
        for record in records:
            self._categories.setdefault(record.rule, record.category)
            self._put((",\n" if self._begun else "\n") + json.dumps(_result(record), ensure_ascii=False))
            self._begun = True
        self._out.flush()

    def end(self, summary: Summary) -> None:
        """Write the tool with the rules that were broken, and close what is open."""
        rules = [_rule(rule, category) for rule, category in self._categories.items()]
        driver = {"name": "streammon", "version": __version__, "language": "zh-CN", "rules": rules}
        ended = [{"executionSuccessful": True, "exitCode": summary.exit_code}]
        rest = {"tool": {"driver": driver}, "invocations": ended}
        self._put("], " + json.dumps(rest, ensure_ascii=False)[1:] + "]}\n")
        self._out.flush()

    def _put(self, text: str) -> None:
        self._out.write(text.encode())


def _rule(rule: str, category: str) -> dict[str, Any]:
    try:
        words = say(f"scan.rule.{rule}")
    except KeyError:  # a site may name rules of its own
        words = say(f"scan.category.{category}")
    return {"id": rule, "shortDescription": {"text": words}, "properties": {"category": category}}


def _result(record: Record) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(record.path)}}
    if record.rule != UNREADABLE:
        physical["region"] = _region(record)
    location: dict[str, Any] = {"physicalLocation": physical}
    if record.location:
        location["logicalLocations"] = [{"fullyQualifiedName": record.location}]
    properties = {
        "review": record.review,
        "confidence": record.confidence,
        "count": record.count,
        "text": record.text,
        "suggestion": record.suggestion,
    }
    return {
        "ruleId": record.rule,
        "level": _LEVELS[record.severity],
        "message": {"text": record.why},
        "locations": [location],
        "properties": properties,
    }


def _region(record: Record) -> dict[str, int]:
    """Return where it stands: characters of the text, or, of a line, its columns, which count from 1."""
    if isinstance(record.line, int):
        return {"startLine": record.line, "startColumn": record.start + 1, "endColumn": record.end + 1}
    return {"charOffset": record.start, "charLength": record.end - record.start}


def _uri(path: str) -> str:
    """Return `path` as a URI reference (RFC 3986), absolute where the path is."""
    if is_address(path):
        return quote(path, safe="%/:=&?~+!$,;'@()*[]#")
    return Path(path).as_uri() if Path(path).is_absolute() else quote(path)
