"""One row of a table by its fields, and everything that is wrong with its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from streammon.errors import ConfigError
from streammon.imports.headers import Header
from streammon.imports.moments import moment_of
from streammon.words import say

_NO = frozenset(
    {"", "否", "无", "没有", "未", "不", "×", "x", "n", "no", "false", "0", "/", "-", "—", "未退回", "正常"}
)
_YES = frozenset({"是", "有", "√", "✓", "y", "yes", "true", "已退回", "退回", "重办", "退回重办", "预警", "超时预警"})
_TIMES = re.compile(r"(\d{1,4})(?:\.0)?\s*次?")
_COLOUR = re.compile(r"(?:[红橙黄蓝绿][色牌灯]?)(?:预警|警告)?")
_WHOLE = re.compile(r"\d{1,12}")
_NOTHING = frozenset({"", "/", "-", "—", "--", "无", "空", "null", "None"})


@dataclass
class Cells:
    """The cells of one row. What can't be read is noted in `problems`, so that all of a row's mistakes are told."""

    file: str
    sheet: str
    row: int
    header: Header
    texts: list[str]
    problems: list[ConfigError] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return the text of a field, "" where it has no column or nothing stands there."""
        index = self.header.columns.get(name, len(self.texts))
        return self.texts[index] if index < len(self.texts) else ""

    def filled(self, name: str) -> str:
        """Return the text of a field that must not be empty."""
        text = self.text(name)
        if not text:
            self.note(name, say("imports.cell.empty"))
        return text

    def moment(self, name: str, *, closing: bool = False) -> datetime | None:
        """Return a moment; None where the cell is empty, or says that there is none."""
        text = self.text(name)
        if text in _NOTHING:
            return None
        try:
            return moment_of(text, closing=closing)
        except ValueError:
            self.note(name, say("imports.cell.moment", text=text), say("imports.cell.moment_forms"))
            return None

    def asked(self, name: str, *, closing: bool = False) -> datetime | None:
        """Return a moment that must be there."""
        found = self.moment(name, closing=closing)
        if found is None and self.text(name) in _NOTHING:
            self.note(name, say("imports.cell.empty"), say("imports.cell.moment_forms"))
        return found

    def times(self, name: str) -> int:
        """Return how often: 2, 2次, 是 (once), 否 or nothing (never)."""
        text = self.text(name).lower()
        if found := _TIMES.fullmatch(text):
            return int(found[1])
        if text in _NO:
            return 0
        if text not in _YES and not _COLOUR.fullmatch(text):
            self.note(name, say("imports.cell.times", text=text), say("imports.cell.times_forms"))
        return 1

    def whole(self, name: str) -> int:
        """Return a whole number that must be there; thousands may be parted by commas."""
        text = self.filled(name).replace(",", "").replace("，", "")
        if _WHOLE.fullmatch(text):
            return int(text)
        if text:
            self.note(name, say("imports.cell.whole", text=text), say("imports.cell.whole_forms"))
        return 0

    def one_of(self, name: str, meanings: dict[str, bool]) -> bool | None:
        """Return what a word means; None for an empty cell."""
        text = self.text(name)
        if text and text not in meanings:
            self.note(name, say("imports.cell.word", text=text), say("imports.one_of", words="、".join(meanings)))
        return meanings.get(text)

    def note(self, name: str, what: str, instead: str = "") -> None:
        """Note what is wrong with a field."""
        self.problems.append(ConfigError(self.where(name), what, instead))

    def where(self, name: str) -> str:
        """Return the place of a field, for a person."""
        title = self.header.title(name)
        return say("imports.place.cell", file=self.file, sheet=self.sheet, row=self.row, column=title)
