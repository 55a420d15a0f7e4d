"""What stands around a number: the words before it on its line, and the head of its column."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

_HEAD = re.compile(
    r"身份证|身份号|证件号|银行|卡号|[账帐][号户]|住址|地址|电话|手机|联系方式|护照|车牌|邮箱|姓名|通行证|回乡证|台胞证"
)
_CELL = re.compile(r"[\t \u3000](?:(?<=\t)|[ \u3000]+)")
"""A tabulator, or blanks. It begins with a set of characters, as other patterns here do: `re` skips to one fast."""
_LONGEST_LINE = 1000
"""Nobody looks further along a line than this, or a file without line ends would take for ever."""
_LINES_BETWEEN = 1
"""A line across a table may name the rows below it."""
_SIGNS = " \u3000`'’:：*"
_INDENT = re.compile(r"[ \u3000]*")
_HEAD_LENGTH = 16
"""No head of a column is longer."""
_HEAD_GAP = re.compile(rf"(?:{_CELL.pattern})(?=[^\t\n]{{0,{_HEAD_LENGTH}}}(?:\t|[ \u3000]{{2}}|$))", re.MULTILINE)
"""What parts two heads, or a head from an indent."""

OTHER = re.compile(
    r"(?:代码|编码|编号|单号|订单号?|流水号?|索引号|文号|条码|条形码|批号|许可证号?|备案号|案号|合同号|发票号码?|票据号码?"
    r"|税号|注册号|登记号|学号|考号|考生号|准考证号?|序列号|证书号码?|标识码|区划码|凭证号|图号|宗地号|单元号|档案号|标识"
    r"|ISBN|(?i:\bno)|№|QQ号?|第|[¥￥])(?:号码|[\s：:为是（(\[【#.\-—]){0,4}$"
)
"""What is introduced so is a number of something, not of a person. No name may stand between: 编号 1 李四 159…"""

ADDRESS = re.compile(r"(?:://|www\.|[A-Za-z]{2}/|^/|[?&=_])[^\s，。；、]*$")
"""The begin of a web address, or of a path."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; offsets in the plain text, without blanks around."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """The heads of the columns, and where the rows below them begin and end."""

    heads: Sequence[str]
    start: int
    end: int


class Surroundings:
    """The plain text, asked about places in it. Nothing is prepared before somebody asks."""

    def __init__(self, plain: str) -> None:
        self.plain = plain

    def before(self, position: int, width: int) -> str:
        """Return up to `width` characters before `position` on its line, or on the line above if it begins its own."""
        start = self.line_start(position)
        lead = self.plain[max(position - width, start) : position]
        if lead.strip() or start == 0:
            return lead
        return self.plain[max(start - 1 - width, self.line_start(start - 1)) : start - 1].rstrip() + lead

    def after(self, position: int, width: int) -> str:
        """Return up to `width` characters from `position` on the same line."""
        return self.plain[position : min(position + width, self._line_end(position))]

    def lead(self, position: int, width: int) -> str:
        """Return the words that say what stands at `position`: in its cell or else the column's head; or before it."""
        start = self._row_start(position)
        last = max((gap.end() for gap in _CELL.finditer(self.plain, start, position)), default=start)
        heading = "" if self.plain[last:position].strip(_SIGNS) else self.heading(position)
        return heading or self.before(position, width)

    def line(self, position: int) -> str:
        """Return the line that `position` stands in."""
        return self.plain[self.line_start(position) : self._line_end(position)]

    def heading(self, position: int) -> str:
        """Return the head of the column that `position` stands in; "" outside of tables."""
        column = len(_CELL.findall(self.plain, self._row_start(position), position))
        heads = self.heads(position)
        return heads[column] if column < len(heads) else ""

    def in_row(self, position: int, head: re.Pattern[str]) -> str:
        """Return what stands in the row of `position` under the column whose head `head` is found in; "" if nothing."""
        heads = self.heads(position)
        column = next((column for column, words in enumerate(heads) if head.search(words)), None)
        if column is None:
            return ""
        row = [cell.text for cell in self._row(self._row_start(position), self._line_end(position))]
        return row[column] if column < len(row) else ""

    def heads(self, position: int) -> Sequence[str]:
        """Return the heads of the table that `position` stands in; nothing outside of tables."""
        place = bisect_right(self.tables, position, key=lambda table: table.start) - 1
        if place < 0 or position >= self.tables[place].end:
            return ()
        return self.tables[place].heads

    def columns(self, head: re.Pattern[str], beside: re.Pattern[str] | None = None) -> Iterator[Cell]:
        """Yield the cells below every column head in which `head` is found, if `beside` is found in one of them."""
        for table in self.tables:
            columns = {column for column, words in enumerate(table.heads) if head.search(words)}
            if columns and (beside is None or any(beside.search(words) for words in table.heads)):
                for start, end in self._lines(table.start, table.end):
                    row = enumerate(self._row(self._row_start(start), end))
                    yield from (cell for column, cell in row if column in columns)

    @cached_property
    def tables(self) -> list[Table]:
        """Return the tables that have a head, in the text's order."""
        heads = list(self._heads())
        starts = [end + 1 for end, _ in heads]
        ends = [*starts, len(self.plain)][1:]
        return [
            Table(found, start, self._table_end(start, end))
            for (_, found), start, end in zip(heads, starts, ends, strict=True)
        ]

    def _heads(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield where every line of column heads ends, and the heads."""
        end = -1
        # By the gaps between cells, not by the words: most texts have no gap at all, and looking for one is fast.
        for gap in _HEAD_GAP.finditer(self.plain):
            if gap.start() > end:
                end = self._line_end(gap.start())
                line = self.line(gap.start())
                if _HEAD.search(line) and (heads := cells(line)):
                    yield end, heads

    def _table_end(self, start: int, until: int) -> int:
        """Return where the rows end: two lines together that have no cells are text again."""
        reached, without = start, 0
        for begin, end in self._lines(start, until):
            without = 0 if _CELL.search(self.plain, self._row_start(begin), end) else without + 1
            if without > _LINES_BETWEEN:
                break
            reached = end
        return reached

    def _lines(self, start: int, until: int) -> Iterator[tuple[int, int]]:
        while start < until:
            end = self._line_end(start)
            yield start, end
            start = end + 1

    def _row(self, start: int, end: int) -> Iterator[Cell]:
        for gap in _CELL.finditer(self.plain, start, end):
            yield self._cell(start, gap.start())
            start = gap.end()
        yield self._cell(start, end)

    def _cell(self, start: int, end: int) -> Cell:
        text = self.plain[start:end]
        start += len(text) - len(text.lstrip())
        return Cell(text.strip(), start, start + len(text.strip()))

    def line_start(self, position: int) -> int:
        """Return where the line of `position` begins, or how far back anybody looks."""
        reach = max(position - _LONGEST_LINE, 0)
        start = self.plain.rfind("\n", reach, position)
        return reach if start < 0 else start + 1

    def _row_start(self, position: int) -> int:
        """Return where the line of `position` begins, behind its indent."""
        indent = _INDENT.match(self.plain, self.line_start(position))
        return indent.end() if indent else position

    def _line_end(self, position: int) -> int:
        reach = min(position + _LONGEST_LINE, len(self.plain))
        end = self.plain.find("\n", position, reach)
        return reach if end < 0 else end


def cells(line: str) -> Sequence[str]:
    """Return the cells of a line that may be the head of a table, or nothing: heads are short and hold no numbers."""
    found = [cell.strip() for cell in _CELL.split(line.strip(" \u3000\r"))]
    are_heads = len(found) > 1 and all(len(cell) <= _HEAD_LENGTH and not re.search(r"\d{4}", cell) for cell in found)
    return found if are_heads else ()
