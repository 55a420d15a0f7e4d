"""`circular`: what somebody's circular contradicts, and what it teaches the lexicon."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from streammon.circular.audit import Audit, audit
from streammon.circular.finding import Confidence, Contradiction, Evidence
from streammon.circular.pairs import Pair, Rejected
from streammon.circular.pdf import with_tables
from streammon.detect.lexicon.doubts import doubts
from streammon.detect.lexicon.entry import Entry
from streammon.detect.lexicon.files import COLUMNS
from streammon.errors import ConfigError
from streammon.extract.document import Document
from streammon.extract.kinds import Kind, kind_of
from streammon.extract.unreadable import Unreadable
from streammon.model.inspection import Severity
from streammon.scan.reading import read
from streammon.words import say

app = typer.Typer(help=say("cli.circular.help"), no_args_is_help=True)

_WIDE = 100_000
"""Columns of a file or pipe, where nothing needs to be wrapped."""
_COLUMNS = ("confidence", "kind", "message", "place", "quote")
_STYLES = {Confidence.CERTAIN: "bold red", Confidence.DOUBTFUL: "yellow"}


class Format(StrEnum):
    """How the audit is written."""

    TABLE = "table"
    JSON = "json"


@app.callback()
def group() -> None:
    """Group the commands."""


@app.command("audit", help=say("circular.audit.help"))
def audit_file(
    file: Annotated[Path, typer.Argument(help=say("circular.audit.file"))],
    form: Annotated[Format, typer.Option("--format", help=say("circular.audit.format"))] = Format.TABLE,
    entries: Annotated[Path | None, typer.Option("--entries", help=say("circular.audit.entries"))] = None,
) -> None:
    """Audit a circular. Exit code: 0 nothing contradicts anything, 1 something does or may."""
    if entries and entries.exists():
        raise ConfigError(str(entries), say("circular.audit.exists"), say("circular.audit.other"))
    document = _document(file)
    found = audit(document)
    proposed = _entries(found, file)
    if entries:
        _write(entries, proposed)
    if form is Format.JSON:
        print(json.dumps(_as_json(file, document, found), ensure_ascii=False, indent=2))
    else:
        _print(document, found, proposed)
        if entries:
            print(say("circular.audit.written", file=entries, count=len(proposed)))
    raise typer.Exit(0 if found.is_clean else 1)


def _document(file: Path) -> Document:
    data = file.read_bytes()
    try:
        document = read(data, name=file.name, media_type="")
        if kind_of(data, file.name, "") is Kind.PDF:
            document = with_tables(document, data)
    except Unreadable as error:
        raise ConfigError(str(file), say("circular.audit.unreadable", why=error)) from None
    if not document.text.strip():
        raise ConfigError(str(file), say("circular.audit.no_text"))
    return document


def _entries(found: Audit, file: Path) -> list[Entry]:
    """Return the pairs as entries. What would fire in right sentences is a hint: a person has to look."""
    source = say("circular.audit.source", title=found.title or file.name)
    category = say("circular.audit.category")
    entries = [Entry(pair.wrong, pair.right, Severity.ORDINARY, category, source=source) for pair in found.pairs]
    doubtful = {doubt.entry.wrong for doubt in doubts(entries)}
    return [
        Entry(each.wrong, each.right, Severity.HINT, category, source=source) if each.wrong in doubtful else each
        for each in entries
    ]


def _write(file: Path, entries: Sequence[Entry]) -> None:
    """Write a lexicon as the lexicon reads it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in entries:
        writer.writerow([each.wrong, each.right, each.category, each.severity.value, *[""] * 5, each.source])
    with file.open("x", encoding="utf-8") as out:
        out.write(text.getvalue())


def _print(document: Document, found: Audit, entries: Sequence[Entry]) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDE
    if found.contradictions:
        console.print(_table(found.contradictions, console))
    else:
        print(say("circular.audit.nothing"))
    if found.pairs:
        print(say("circular.audit.pairs"))
    for pair, entry in zip(found.pairs, entries, strict=True):
        key = "doubtful" if entry.severity is Severity.HINT else "pair"
        places = "、".join(pair.places)
        print(say(f"circular.audit.{key}", wrong=pair.wrong, right=pair.right, places=places))
    if found.rejected:
        print(say("circular.audit.not_taken"))
    for each in found.rejected:
        words = {"wrong": each.pair.wrong, "right": each.pair.right, "places": "、".join(each.pair.places)}
        print(say("circular.audit.refused", reason=_reason(each), **words))
    if document.troubles:
        print(say("circular.audit.partly", why=document.unreadable))
    print(_summary(found))


def _table(contradictions: Sequence[Contradiction], console: Console) -> Table:
    table = Table(box=box.SIMPLE_HEAD if console.is_terminal else None, pad_edge=False)
    for name in _COLUMNS:
        table.add_column(say(f"circular.column.{name}"), overflow="fold")
    for each in contradictions:
        confidence = Text(say(f"circular.confidence.{each.confidence}"), style=_STYLES[each.confidence])
        kind = say(f"circular.kind.{each.kind}")
        places = "；".join(dict.fromkeys((each.one.place, each.other.place)))
        quotes = "；".join(dict.fromkeys(filter(None, (each.one.quote, each.other.quote))))
        table.add_row(confidence, *map(Text, (kind, each.message, places, quotes)))
    return table


def _summary(found: Audit) -> str:
    certain = sum(each.confidence is Confidence.CERTAIN for each in found.contradictions)
    return say(
        "circular.audit.summary",
        tables=found.tables,
        certain=certain,
        doubtful=len(found.contradictions) - certain,
        pairs=len(found.pairs),
        rejected=len(found.rejected),
    )


def _reason(each: Rejected) -> str:
    return say(f"circular.rejected.{each.reason}", against=each.against)


def _as_json(file: Path, document: Document, found: Audit) -> dict[str, Any]:
    return {
        "file": str(file),
        "title": found.title,
        "tables": found.tables,
        "unread": list(document.troubles),
        "contradictions": [_contradiction(each) for each in found.contradictions],
        "entries": [_pair(each) for each in found.pairs],
        "rejected": [_pair(each.pair) | {"reason": each.reason.value, "why": _reason(each)} for each in found.rejected],
    }


def _contradiction(each: Contradiction) -> dict[str, Any]:
    return {
        "kind": each.kind.value,
        "confidence": each.confidence.value,
        "message": each.message,
        "stated": _evidence(each.one),
        "found": _evidence(each.other),
    }


def _evidence(evidence: Evidence) -> dict[str, str]:
    return {"value": evidence.value, "place": evidence.place, "quote": evidence.quote}


def _pair(pair: Pair) -> dict[str, Any]:
    return {"wrong": pair.wrong, "right": pair.right, "places": list(pair.places)}
