"""DrawingML (ISO/IEC 29500-1, chapters 20 and 21): the text in shapes, of workbooks and slides alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from streammon.extract.package import is_on, local

_PROPERTIES = frozenset({"nvSpPr", "nvGrpSpPr", "nvGraphicFramePr", "nvPicPr", "nvCxnSpPr"})


def boxes(root: Any) -> Iterator[tuple[str, bool]]:
    """Yield the text of every shape and table in `root`, in order, and whether it is hidden.

    Paragraphs and rows are lines, cells are parted by tabulators. Of a choice for newer programs and the fallback for
    older ones, the choice is read.
    """
    yield from _boxes(root, hidden=False)


def paragraphs(body: Any) -> str:
    """Return the text of a text body, a paragraph a line."""
    return "\n".join(map(_paragraph, body.iterfind("{*}p")))


def _boxes(element: Any, *, hidden: bool) -> Iterator[tuple[str, bool]]:
    match local(element):
        case "Fallback":
            return
        case "txBody":
            yield paragraphs(element), hidden
        case "tbl":
            yield "\n".join(map(_row, element.iterfind("{*}tr"))), hidden
        case _:
            hidden = hidden or _is_hidden(element)
            for child in element:
                yield from _boxes(child, hidden=hidden)


def _is_hidden(shape: Any) -> bool:
    described = (part.find("{*}cNvPr") for part in shape if local(part) in _PROPERTIES)
    return any(is_on(each.get("hidden")) for each in described if each is not None)


def _row(row: Any) -> str:
    cells = (body for cell in row.iterfind("{*}tc") for body in cell.iterfind("{*}txBody"))
    return "\t".join(" ".join(paragraphs(body).split()) for body in cells)


def _paragraph(paragraph: Any) -> str:
    """Return the text of the runs; fields are left out, for they hold page numbers and dates."""
    runs = (element for element in paragraph if local(element) in ("r", "br"))
    return "".join("\n" if local(run) == "br" else run.findtext("{*}t") or "" for run in runs)
