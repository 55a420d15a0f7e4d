"""The pages of a document that have given no text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from streammon.extract.document import Writer
from streammon.extract.unreadable import Unreadable
from streammon.words import say


@dataclass
class Textless:
    """Numbers of pages, from 1: `scans` are nothing but an image, `lost` are damaged."""

    scans: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)

    def tell(self, writer: Writer) -> None:
        """Note these pages as troubles; where nothing at all has been written, raise Unreadable."""
        if not writer.size:
            raise Unreadable(say("extract.unreadable.broken" if self.lost else "extract.unreadable.scan"))
        for key, pages in (("scans", self.scans), ("lost", self.lost)):
            if pages:
                writer.trouble(say(f"extract.unreadable.{key}", pages="、".join(_runs(pages))))


def _runs(pages: Iterable[int]) -> Iterator[str]:
    """Return page numbers in words, consecutive ones as a range: 1, 3–5."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    return ("–".join(map(str, run)) for run in runs)
