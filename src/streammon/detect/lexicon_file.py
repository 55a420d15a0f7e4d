"""The lexicon as people write it: a CSV file with one wrong form a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from streammon.errors import ConfigError
from streammon.model.inspection import Severity
from streammon.words import say

COLUMNS = ("wrong", "right", "severity", "allow", "source")


@dataclass(frozen=True)
class Entry:
    """A wrong form and what would be right.

    `allow` are right phrases that contain the wrong form (全区宣传部门 and 区宣传部); the wrong form itself among them
    switches the entry off. `source` is the document that calls the form wrong.
    """

    wrong: str
    right: str
    severity: Severity
    allow: tuple[str, ...] = ()
    source: str = ""

    @cached_property
    def shields(self) -> tuple[tuple[str, int], ...]:
        """Return each right phrase that contains the wrong form, once for each place, with the characters before it."""
        return tuple(
            (phrase, ahead)
            for phrase in (*self.allow, self.right)
            for ahead in range(len(phrase))
            if phrase.startswith(self.wrong, ahead)
        )


def read(file: Path, mistakes: list[ConfigError]) -> list[Entry]:
    """Return the entries of one file; what is wrong with it is added to `mistakes`."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        mistakes.append(ConfigError(str(file), say("detect.lexicon.unreadable", why=error.strerror)))
        return []
    except UnicodeDecodeError:
        mistakes.append(ConfigError(str(file), say("detect.lexicon.encoding"), say("detect.lexicon.save_as")))
        return []
    rows = _rows(text)
    if next(rows, (1, []))[1] != list(COLUMNS):
        header = say("detect.lexicon.header", columns=",".join(COLUMNS))
        mistakes.append(
            ConfigError(say("detect.lexicon.line", file=file, line=1), say("detect.lexicon.columns"), header)
        )
        return []
    return _entries(file, rows, mistakes)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row and the number of its last line; a broken one counts as a row of one cell."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in rows:
            yield rows.line_num, cells
    except csv.Error as error:
        yield rows.line_num, [str(error)]


def _entries(file: Path, rows: Iterator[tuple[int, list[str]]], mistakes: list[ConfigError]) -> list[Entry]:
    """Return the entries of the rows after the header; an entry that stands there twice must say the same twice."""
    entries: dict[str, Entry] = {}
    for number, cells in rows:
        found = list(_mistakes(cells, entries))
        mistakes += [_located(file, number, *mistake) for mistake in found]
        if not found and any(cells):
            entry = _entry(cells)
            entries[entry.wrong] = entry
    return list(entries.values())


def _mistakes(cells: Sequence[str], known: dict[str, Entry]) -> Iterator[tuple[str, str, str]]:
    """Yield the column ("" for the line), what is wrong, and what would be right."""
    if not any(cells):
        return
    if len(cells) != len(COLUMNS):
        yield "", say("detect.lexicon.cells", found=len(cells), expected=len(COLUMNS)), say("detect.lexicon.quote")
        return
    wrong, right, severity, allow, _ = (cell.strip() for cell in cells)
    if not wrong or not right:
        yield "right" if wrong else "wrong", say("detect.lexicon.empty"), ""
    elif wrong == right:
        yield "right", say("detect.lexicon.same", wrong=wrong), say("detect.lexicon.differ")
    elif wrong in known and known[wrong].right != right:
        yield "right", say("detect.lexicon.twice", wrong=wrong, first=known[wrong].right), say("detect.lexicon.once")
    if severity not in list(Severity):
        yield "severity", say("detect.lexicon.severity", severity=severity), say("detect.lexicon.severities")
    for phrase in _phrases(allow):
        if wrong not in phrase:
            yield "allow", say("detect.lexicon.allow", phrase=phrase), say("detect.lexicon.contain", wrong=wrong)


def _entry(cells: Sequence[str]) -> Entry:
    wrong, right, severity, allow, source = (cell.strip() for cell in cells)
    return Entry(wrong, right, Severity(severity), _phrases(allow), source)


def _phrases(allow: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in allow.split("|") if phrase.strip())


def _located(file: Path, line: int, column: str, what: str, instead: str) -> ConfigError:
    place = "detect.lexicon.cell" if column else "detect.lexicon.line"
    return ConfigError(say(place, file=file, line=line, column=column), what, instead)
