"""What a scan comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from streammon.scan.record import Level, Record
from streammon.words import say


@dataclass
class Summary:
    """Counts documents (`files`) and findings: by level those that are sure, and those that a person must look at."""

    files: int = 0
    levels: Counter[Level] = field(default_factory=Counter)
    review: int = 0
    _last: str | None = None

    def add(self, path: str, records: Sequence[Record]) -> None:
        """Count the records of the document at `path`, or of some of its lines, which come one after another."""
        self.files += path != self._last
        self._last = path
        self.review += sum(record.review for record in records)
        self.levels.update(record.severity for record in records if not record.review)

    @property
    def exit_code(self) -> int:
        """0 for nothing found, 3 if something severe is sure, else 1."""
        if self.levels[Level.SEVERE]:
            return 3
        return int(self.levels.total() + self.review > 0)

    def __str__(self) -> str:
        if not self.exit_code:
            return say("scan.clean", files=self.files)
        counts = {level.value: self.levels[level] for level in Level}
        return say("scan.summary", files=self.files, review=self.review, **counts)
