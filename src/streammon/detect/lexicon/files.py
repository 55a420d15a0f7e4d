"""The lexicon as people write it: a CSV file with one wrong form a line.

A form may stand on several lines if no day is within the period of two of them: what is right has changed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from streammon.detect.lexicon.entry import Entry
from streammon.detect.text import Text
from streammon.detect.word_file import place, read_text
from streammon.errors import ConfigError
from streammon.model.inspection import Severity
from streammon.words import say

COLUMNS = ("wrong", "right", "category", "severity", "include", "exclude", "allow", "from", "until", "source")
_FORMER_COLUMNS = ("wrong", "right", "severity", "allow", "source")
_NEVER = "9999-12-31"
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

Row = dict[str, str]
Mistake = tuple[str, str, str]
"""The column, what is wrong there, and what would be right."""


def read(file: Path, mistakes: list[ConfigError]) -> list[Entry]:
    """Return the entries of one file; what is wrong with it is added to `mistakes`."""
    text = read_text(file, mistakes)
    return [] if text is None else parse(text, file, mistakes)


def parse(text: str, file: Path, mistakes: list[ConfigError]) -> list[Entry]:
    """Return the entries in the text of a file; what is wrong with it is added to `mistakes`."""
    lines = _lines(text)
    header = tuple(next(lines, (1, []))[1])
    if header == COLUMNS:
        return _entries(file, lines, mistakes)
    what = say("lexicon.file.former" if header == _FORMER_COLUMNS else "lexicon.file.columns")
    mistakes.append(ConfigError(place(file, 1), what, say("lexicon.file.header", columns=",".join(COLUMNS))))
    return []


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the last line of each row, and its cells as texts are looked at; a broken row has one."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in rows:
            yield rows.line_num, [Text(cell).plain.strip() for cell in cells]
    except csv.Error as error:
        yield rows.line_num, [str(error)]


def _entries(file: Path, lines: Iterator[tuple[int, list[str]]], mistakes: list[ConfigError]) -> list[Entry]:
    known: dict[str, list[tuple[int, Row]]] = {}
    entries: list[Entry] = []
    for line, cells in lines:
        if not any(cells):
            continue
        if len(cells) != len(COLUMNS):
            what = say("lexicon.file.cells", found=len(cells), expected=len(COLUMNS))
            mistakes.append(ConfigError(place(file, line), what, say("lexicon.file.quote")))
            continue
        row = dict(zip(COLUMNS, cells, strict=True))
        earlier = [(number, other) for number, other in known.get(row["wrong"], ()) if _meet(row, other)]
        found = [*_mistakes(row), *_contradictions(row, earlier)]
        mistakes += [ConfigError(place(file, line, column), what, instead) for column, what, instead in found]
        if not found and not earlier:
            known.setdefault(row["wrong"], []).append((line, row))
            entries.append(_entry(row))
    return entries


def _meet(one: Row, other: Row) -> bool:
    """Tell whether there is a day on which both rows count; ISO dates sort as texts."""
    return one["from"] <= (other["until"] or _NEVER) and other["from"] <= (one["until"] or _NEVER)


def _mistakes(row: Row) -> Iterator[Mistake]:
    """Yield what is wrong with a row by itself."""
    yield from _mistaken_forms(row["wrong"], row["right"])
    yield from _mistaken_conditions(row)
    yield from _mistaken_dates(row)
    if row["severity"] not in list(Severity):
        yield "severity", say("lexicon.file.severity", severity=row["severity"]), say("lexicon.file.severities")
    if not row["source"]:
        yield "source", say("lexicon.file.no_source"), say("lexicon.file.source")


def _mistaken_forms(wrong: str, right: str) -> Iterator[Mistake]:
    if not wrong:
        yield "wrong", say("lexicon.file.empty"), say("lexicon.file.wrong")
    if not right:
        yield "right", say("lexicon.file.empty"), say("lexicon.file.right")
    if wrong and wrong == right:
        yield "right", say("lexicon.file.same", wrong=wrong), say("lexicon.file.differ")


def _mistaken_conditions(row: Row) -> Iterator[Mistake]:
    wrong, include = row["wrong"], _words(row["include"])
    for phrase in _words(row["allow"]):
        if wrong not in phrase:
            yield "allow", say("lexicon.file.allow", phrase=phrase), say("lexicon.file.contain", wrong=wrong)
    for word in _words(row["exclude"]):
        if word in wrong:
            yield "exclude", say("lexicon.file.never", word=word, wrong=wrong), say("lexicon.file.around")
        elif word in include:
            yield "exclude", say("lexicon.file.both", word=word), say("lexicon.file.either")


def _mistaken_dates(row: Row) -> Iterator[Mistake]:
    bad = [column for column in ("from", "until") if row[column] and _date(row[column]) is None]
    for column in bad:
        yield column, say("lexicon.file.date", text=row[column]), say("lexicon.file.date_form")
    if not bad and row["until"] and row["from"] > row["until"]:
        what = say("lexicon.file.period", since=row["from"], until=row["until"])
        yield "until", what, say("lexicon.file.period_order")


def _contradictions(row: Row, earlier: Sequence[tuple[int, Row]]) -> Iterator[Mistake]:
    """Yield where a row differs from one with the same wrong form that counts on the same days; only the source may."""
    for line, first in earlier[:1]:
        for column in COLUMNS[1:-1]:
            if row[column] != first[column]:
                what = say("lexicon.file.twice", wrong=row["wrong"], line=line, first=first[column])
                yield column, what, say("lexicon.file.once")


def _entry(row: Row) -> Entry:
    return Entry(
        wrong=row["wrong"],
        right=row["right"],
        severity=Severity(row["severity"]),
        category=row["category"],
        include=_words(row["include"]),
        exclude=_words(row["exclude"]),
        allow=_words(row["allow"]),
        since=_date(row["from"]),
        until=_date(row["until"]),
        source=row["source"],
    )


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split("|") if word.strip())


def _date(cell: str) -> date | None:
    """Return the day, or None where there is none; other forms of ISO 8601 (20230101) are left to machines."""
    try:
        return date.fromisoformat(cell) if _DATE.fullmatch(cell) else None
    except ValueError:
        return None
