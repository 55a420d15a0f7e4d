"""Tables of corrections: the column of the wrong forms is spoken of, not used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_FORM = "(?:[表称]述|表达|写法|用法|内容|用[词语]|[词字]语?|提法|示例|原文|文字|信息)"
_WRONG = re.compile(rf"(?:错误|有误|不规范|不当|不准确)的?{_FORM}|错[别敏]?[字词]语?|别字|误写")
_RIGHT = re.compile(
    rf"(?:正确|规范|标准|建议|推荐|(?:修改|更正|整改|改正?)后)的?(?:{_FORM}|意见|为)?|(?:修改)?建议|应改?为|更正|改[为稿]|正"
)
_BESIDE = re.compile(rf"(?:原|问题|(?:修改|更正|整改|改正?)前)的?{_FORM}?|原[文稿]|错误|误|错")
"""Names of the wrong column that mean nothing unless a right column stands beside it."""

_REMARK = re.compile(r"\s*[（(].*")
_HEADING = re.compile(rf"[\n\t|][ \u3000]*(?:{_WRONG.pattern}|{_BESIDE.pattern})[ \u3000]*(?=[\t|（(\n]|\Z)")
"""A cell that may name the wrong column, with the border before it."""
_SEPARATOR = re.compile(r"[\t|]")

Span = tuple[int, int]


def wrong_cells(text: str) -> Iterator[Span]:
    """Yield the cells below 错误表述, 错误写法 and the like, in lines of cells that tabs or bars part.

    A table ends with the first line that is none, and where another begins.
    """
    if "\t" not in text and "|" not in text:
        return
    read = -1
    for heading in _HEADING.finditer(f"\n{text}"):
        end = heading.end() - 1
        if end <= read:
            continue
        head = _line(text, end)
        read = head[1]
        columns = _wrong_columns(text, _cells(text, head))
        while columns and read < len(text):
            line = _line(text, read + 1)
            cells = _cells(text, line)
            if len(cells) < 2 or _wrong_columns(text, cells):
                break
            yield from (
                cells[column] for column in columns if column < len(cells) and cells[column][0] < cells[column][1]
            )
            read = line[1]


def _line(text: str, at: int) -> Span:
    """Return the line in which a place is, without its end."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def _cells(text: str, line: Span) -> list[Span]:
    borders = [match.start() for match in _SEPARATOR.finditer(text, *line)]
    return list(zip([line[0], *(border + 1 for border in borders)], [*borders, line[1]], strict=True))


def _wrong_columns(text: str, cells: Sequence[Span]) -> list[int]:
    """Return the numbers of the cells that name a wrong column; a single cell is no table."""
    heads = [_REMARK.sub("", text[start:end].strip()) for start, end in cells if len(cells) > 1]
    beside = any(_RIGHT.fullmatch(head) for head in heads)
    return [
        column for column, head in enumerate(heads) if _WRONG.fullmatch(head) or (beside and _BESIDE.fullmatch(head))
    ]
