"""What every form of output has in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from streammon.scan.record import Record
from streammon.scan.summary import Summary


class Writer(Protocol):
    """Writes records as they come, so that none need be kept."""

    def write(self, records: Sequence[Record]) -> None:
        """Write the records of one document, or of some of its lines; at least one."""
        ...

    def end(self, summary: Summary) -> None:
        """Write what comes after the last record."""
        ...
