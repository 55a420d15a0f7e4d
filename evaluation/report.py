"""One measurement: a table, what is listed below it, and the numbers for a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Cell = str | int | float


@dataclass(frozen=True)
class Report:
    """A table of `rows` under `columns`; `listed` are lines by what they are examples of, all of them."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    listed: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def markdown(self) -> Iterator[str]:
        """Yield the lines of the table and the lists."""
        yield from (f"## {self.title}", "")
        yield _line(self.columns)
        yield _line(["---", *["--:"] * (len(self.columns) - 1)])
        for row in self.rows:
            yield _line([_shown(cell) for cell in row])
        yield ""
        for name, lines in self.listed.items():
            if lines:
                yield from (f"{name} ({len(lines)}):", "", *(f"- {line}" for line in lines), "")

    def figures(self) -> dict[str, object]:
        """Return what `markdown` shows, for a program."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"title": self.title, "rows": rows, "listed": {name: list(lines) for name, lines in self.listed.items()}}


def ratio(part: float, whole: float) -> float:
    """Return `part` of `whole`; of nothing, nothing."""
    return part / whole if whole else 0.0


def percent(part: float, whole: float) -> str:
    """Return `part` of `whole` in words."""
    return f"{ratio(part, whole):.1%}" if whole else "–"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _shown(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:,.2f}" if isinstance(cell, float) else f"{cell:,}"
