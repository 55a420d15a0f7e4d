"""Reading what is measured on. A file that is not what it should be is refused in one sentence."""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path


class Unusable(Exception):
    """A file can't be used; the text says which and why."""


def rows(path: Path, columns: Collection[str]) -> list[dict[str, str]]:
    """Return the rows of a CSV file with a header that has at least `columns`. Raises Unusable."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if missing := set(columns) - set(reader.fieldnames or ()):
            raise Unusable(f"{path}: no column {', '.join(sorted(missing))}")
        return list(reader)


def lines(path: Path) -> list[str]:
    """Return the lines of a text file that are not blank."""
    return [line for line in path.read_text(encoding="utf-8-sig").split("\n") if line.strip()]
