"""A document taken apart: the text, the list of annexes, the annexes in whatever order, and their tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from streammon.circular.grids import Grid, blocks
from streammon.circular.lines import Line, lines_of
from streammon.circular.numbers import CHINESE, number
from streammon.circular.paragraph import Paragraph, paragraphs
from streammon.circular.table import Label, Table
from streammon.circular.tables import first_number, goes_on, is_torn, pages, table_of
from streammon.extract.document import Document

ANNEX = "附件"
_HEADING = re.compile(rf"附(?P<kind>[件表])(?P<number>\d{{1,2}}|{CHINESE})?(?:[:：.．、]|(?=\D|$))(?P<title>.{{0,80}})")
_LIST = re.compile(r"附件[:：](?P<first>.*)")
_ITEM = re.compile(r"(?P<number>\d{1,2})[.．、](?P<title>.+)")
_CAPTION = re.compile(rf"(?P<kind>附?表)(?P<number>\d{{1,2}}|{CHINESE})")
_NOTE = re.compile(r"注[:：]|备注|说明[:：]|统计(?:日期|时间)|单位[:：]|填报")
_WHOLE = re.compile(r"[表单册案报告）)》]$")
_TITLE = re.compile(r".{0,40}关于.{4,80}?的(?:通报|通知|报告|公告|简报)|.{4,80}(?:通报|简报|公告)$")
_FIRST_LINES = 15
_LONGEST_CAPTION = 60


@dataclass(frozen=True, slots=True)
class Annex:
    """A heading of an annex, or an item of the list of annexes, at `line`."""

    label: Label
    title: str
    line: Line


@dataclass(frozen=True)
class Circular:
    """What a circular says (`paragraphs`), which annexes it promises (`listed`) and has, and all of its tables."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    listed: tuple[Annex, ...]
    annexes: tuple[Annex, ...]
    tables: tuple[Table, ...]


def read(document: Document) -> Circular:
    """Take a document apart."""
    reader = _Reader()
    items = list(blocks(list(lines_of(document))))
    for index, item in enumerate(items):
        if isinstance(item, Line):
            reader.line(item, (items[at] for at in range(index + 1, len(items))))
        else:
            reader.grid(item)
    return reader.circular()


@dataclass
class _Draft:
    """A table whose pages are still being gathered."""

    label: Label | None
    title: str
    parts: list[Grid]


@dataclass
class _Reader:
    body: list[Line] = field(default_factory=list)
    listed: list[Annex] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    drafts: list[_Draft] = field(default_factory=list)
    torn: list[tuple[int, Grid]] = field(default_factory=list)
    pending: list[Line] = field(default_factory=list)
    in_list: bool = False

    def line(self, line: Line, rest: Iterable[Grid | Line]) -> None:
        """Take a line that belongs to no table."""
        words = line.words
        if not words or self._listed(words, line):
            return
        heading = _HEADING.fullmatch(words)
        if heading and _is_heading(heading["title"], rest):
            label = Label(ANNEX if heading["kind"] == "件" else "附表", int(number(heading["number"] or "1")))
            self.annexes.append(Annex(label, heading["title"], line))
            self.pending = []
        else:
            (self.pending if self.annexes else self.body).append(line)

    def grid(self, grid: Grid) -> None:
        """Take a table, or a page of one."""
        caption = self._caption()
        if not caption and self.drafts and goes_on(self.drafts[-1].parts, grid):
            self.drafts[-1].parts.append(grid)
        elif is_torn(grid):
            self.torn += [(len(self.drafts), page) for page in pages(grid)]
        else:
            self.drafts.append(_Draft(*self._named(caption), [grid]))
        self.pending = []
        self.in_list = False

    def circular(self) -> Circular:
        """Return what was gathered."""
        for before, grid in self.torn:
            self._mend(before, grid)
        drafts = (table_of(draft.label, draft.title, draft.parts) for draft in self.drafts)
        tables = tuple(table for table in drafts if table)
        body = tuple(paragraphs(self.body))
        return Circular(_title(body), body, tuple(self.listed), tuple(self.annexes), tables)

    def _listed(self, words: str, line: Line) -> bool:
        """Tell whether a line is one of the list of annexes, and take it."""
        if (start := _LIST.fullmatch(words)) and not self.annexes:
            self.in_list, words = True, start["first"]
        if not self.in_list:
            return False
        if item := _ITEM.fullmatch(words):
            self.listed.append(Annex(Label(ANNEX, int(item["number"])), item["title"], line))
        elif words and start:
            self.listed.append(Annex(Label(ANNEX, 1), words, line))
        elif self.listed and not _WHOLE.search(self.listed[-1].title):
            last = self.listed[-1]
            self.listed[-1] = Annex(last.label, last.title + words, last.line)
        else:
            self.in_list = bool(start)
        return self.in_list

    def _caption(self) -> str:
        lines = self.pending if self.annexes else self.body[-1:]
        words = [line.words for line in lines if not _NOTE.match(line.words)]
        text = "".join(words)
        return text if len(text) <= _LONGEST_CAPTION and not text.endswith(("。", "；")) else ""

    def _named(self, caption: str) -> tuple[Label | None, str]:
        if self.annexes:
            annex = self.annexes[-1]
            if not annex.title and caption:
                self.annexes[-1] = annex = Annex(annex.label, caption, annex.line)
            return annex.label, caption or annex.title
        named = _CAPTION.search(caption)
        return Label("表", int(number(named["number"]))) if named else None, caption

    def _mend(self, before: int, grid: Grid) -> None:
        """Give a page without a head to a table as wide: one that begins after it (pages in reverse), or before."""
        width = len(grid[0].cells)
        fitting = [draft for draft in self.drafts[before:] + self.drafts[:before][::-1] if _width(draft) == width]
        if fitting:
            fitting[0].parts = [fitting[0].parts[0], *sorted([*fitting[0].parts[1:], grid], key=first_number)]


def _width(draft: _Draft) -> int:
    return len(draft.parts[0][0].cells)


def _is_heading(title: str, rest: Iterable[Grid | Line]) -> bool:
    """Tell whether 附件 begins an annex: it stands alone, or a table comes before the next annex."""
    if not title:
        return True
    for item in rest:
        if not isinstance(item, Line):
            return True
        if _HEADING.fullmatch(item.words):
            return False
    return False


def _title(body: tuple[Paragraph, ...]) -> str:
    return next((found[0] for each in body[:_FIRST_LINES] if (found := _TITLE.match(each.text))), "")
