"""A table as its reader takes it: named columns of one kind, rows, totals apart, blanks read as "from above"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import cached_property
from itertools import groupby

from streammon.circular.grids import Row
from streammon.circular.numbers import figure, percentage

SERIAL = re.compile("序号|编号|排名|名次|NO\\.?|No\\.?")
_TOTAL = re.compile("(?:全[县市区州]|各项)?(?:合计|总计|小计|共计|累计|总数|合计数)")
_CADENCE = re.compile(r"[1-9]\d?条/(?:\d?周|月|季度|半年|年)|实时更新")
_GRADE = re.compile(
    "优秀?|良好?|中|差|好|较好|一般|较差|(?:基本)?(?:合格|达标|符合)|不(?:合格|达标|符合)|未达标|[红黄蓝绿黑]榜?|[A-DＡ-Ｄ]级?"
)
_GRADED = re.compile("评[定价级]|等[次级]|考核结果|合格/|结果")
_NOT_SUMMED = re.compile("率|比例|占比|平均|均|年份|时间|得分|分数|排名|同比|环比")


class Column(Enum):
    """What the cells of a column hold."""

    SERIAL = auto()
    NUMBER = auto()
    RATE = auto()
    CADENCE = auto()
    GRADE = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Label:
    """What the text calls a table by: 附件 3, 表 2."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}{self.number}"


@dataclass(frozen=True, eq=False)
class Table:
    """A table of an annex, or of the text (`label` None). All rows are as wide as `head`; `rows` are without totals."""

    label: Label | None
    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...]
    order: tuple[Row, ...]
    """All rows, totals too, as printed."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The kind of each column."""
        return columns_of(self.head, self.rows)

    @cached_property
    def serial(self) -> int | None:
        """The column that numbers the entries."""
        return next((at for at, kind in enumerate(self.columns) if kind is Column.SERIAL), None)

    @cached_property
    def names(self) -> tuple[int, ...]:
        """The columns that say what a row is about: texts before the first number, the subject being the first."""
        values = [at for at, kind in enumerate(self.columns) if kind in (Column.NUMBER, Column.RATE)]
        texts = [at for at, kind in enumerate(self.columns) if kind is Column.TEXT]
        before = tuple(at for at in texts if not values or at < values[0])
        return before or tuple(texts[:1])

    @cached_property
    def measures(self) -> tuple[int, ...]:
        """The columns whose numbers may be added up."""
        return tuple(
            at
            for at, kind in enumerate(self.columns)
            if kind is Column.NUMBER and not _NOT_SUMMED.search(self.head[at])
        )

    @cached_property
    def grade(self) -> int | None:
        """The column of grades."""
        return next((at for at, kind in enumerate(self.columns) if kind is Column.GRADE), None)

    def column(self, at: int) -> tuple[str, ...]:
        """Return the cells of a column, blanks filled from above."""
        filled: list[str] = []
        for row in self.rows:
            filled.append(row.cells[at] or (filled[-1] if filled else ""))
        return tuple(filled)

    def distinct(self, at: int) -> int:
        """Return how many different values a column has."""
        return len({cell for cell in self.column(at) if cell})

    def total(self, at: int) -> Decimal:
        """Return the sum of a column."""
        return self._sums[at]

    @cached_property
    def _sums(self) -> tuple[Decimal, ...]:
        return tuple(
            sum((figure(row.cells[at]) or Decimal() for row in self.rows), Decimal()) for at in range(len(self.head))
        )

    @cached_property
    def entries(self) -> int:
        """How many entries there are: by their numbers, else the rows that are not the second line of another."""
        if self.serial is not None:
            return sum(1 for row in self.rows if row.cells[self.serial])
        return sum(1 for row in self.rows if not self.names or row.cells[self.names[0]])

    def groups(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the subjects, each with its rows, which stand together."""
        subjects = self.column(self.names[0]) if self.names else ("",) * len(self.rows)
        for subject, found in groupby(zip(subjects, self.rows, strict=True), key=lambda each: each[0]):
            yield subject, [row for _, row in found]


def is_total(row: Row) -> bool:
    """Tell whether a row adds up others."""
    return any(_TOTAL.fullmatch(cell) for cell in row.cells[:3])


def columns_of(head: Sequence[str], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Return what most of the filled cells of each column are."""
    return tuple(_column(name, [row.cells[at] for row in rows]) for at, name in enumerate(head))


def kind_of(cell: str) -> Column:
    """Return what a cell holds."""
    if percentage(cell) is not None:
        return Column.RATE
    if figure(cell) is not None:
        return Column.NUMBER
    if _CADENCE.fullmatch(cell):
        return Column.CADENCE
    return Column.GRADE if _GRADE.fullmatch(cell) else Column.TEXT


def _column(name: str, cells: Sequence[str]) -> Column:
    kinds = [kind_of(cell) for cell in cells if cell and cell not in ("/", "-", "—")]
    if SERIAL.fullmatch(name):
        return Column.SERIAL
    if not kinds:
        return Column.TEXT
    common = max(Column, key=kinds.count)
    if name.endswith("率") and common is Column.NUMBER:
        return Column.RATE
    if common is Column.GRADE and not _GRADED.search(name):
        return Column.TEXT
    return common if 2 * kinds.count(common) > len(kinds) else Column.TEXT
