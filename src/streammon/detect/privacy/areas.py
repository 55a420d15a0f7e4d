"""Which six digits are an administrative division of GB/T 2260, today or at any time since 1980."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[2] / "lexicon" / "areas.txt"


def is_area(code: str) -> bool:
    """Tell whether the six digits are the code of a county or prefecture that is or was."""
    return code in _codes()


@cache
def _codes() -> frozenset[str]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return frozenset(prefecture + rest for prefecture, *counties in rows for rest in counties)
