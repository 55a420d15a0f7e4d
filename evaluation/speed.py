"""How fast text is inspected, on one core."""

from __future__ import annotations

import time
from pathlib import Path

from evaluation.clean import texts
from evaluation.finder import Find
from evaluation.report import Report


def measure(folder: Path, find: Find) -> Report:
    """Inspect every file of a folder as one document and every line as one."""
    whole = [text for _, text in texts(folder)]
    lines = [line for text in whole for line in text.split("\n") if line]
    rows = [_row("files", whole, find), _row("lines", lines, find)]
    return Report("Speed, one core", ("documents", "number", "characters/s", "MB/s (UTF-8)"), rows)


def _row(name: str, documents: list[str], find: Find) -> tuple[str | int | float, ...]:
    begin = time.perf_counter()
    for document in documents:
        find(document)
    seconds = time.perf_counter() - begin
    characters = sum(map(len, documents))
    size = sum(len(document.encode()) for document in documents)
    return name, len(documents), round(characters / seconds), size / seconds / 1e6
