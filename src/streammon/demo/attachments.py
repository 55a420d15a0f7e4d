"""The bytes of the files that hang on articles."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence

import docx
import openpyxl

from streammon.demo.articles import Attachment
from streammon.demo.pdf import pdf
from streammon.demo.persons import people
from streammon.words import say

LISTED = 30
"""How many persons the list of the privacy case has."""

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def suffix(kind: str) -> str:
    """Return the ending of a file of that kind."""
    return KINDS[kind][0]


def media_type(attachment: Attachment) -> str:
    """Return its Content-Type."""
    return MEDIA_TYPES[suffix(attachment.kind)]


def contents(attachment: Attachment, paragraphs: Sequence[str]) -> bytes:
    """Return the file; `paragraphs` are those of the article that it hangs on."""
    return KINDS[attachment.kind][1](attachment.title.rpartition(".")[0], paragraphs)


def _persons(title: str, _: Sequence[str]) -> bytes:
    return _person_list(title, masked=False)


def _masked(title: str, _: Sequence[str]) -> bytes:
    return _person_list(title, masked=True)


def _person_list(title: str, *, masked: bool) -> bytes:
    listed = [person.masked() if masked else person for person in people(LISTED)]
    columns = ("number", "name", "resident", "card", "phone", "place", "amount")
    rows = [
        (number, person.name, person.resident_id, person.card, person.phone, person.place, person.amount)
        for number, person in enumerate(listed, 1)
    ]
    return _sheet(say("demo.table.heading", title=title), columns, rows)


def _jobs(title: str, _: Sequence[str]) -> bytes:
    rows = [(number, *line.split()) for number, line in enumerate(say("demo.table.jobs").splitlines(), 1)]
    return _sheet(title, ("number", "company", "post", "people"), rows)


def _sheet(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(columns))
    sheet.append([say(f"demo.table.{column}") for column in columns])
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _docx(title: str, paragraphs: Sequence[str]) -> bytes:
    document = docx.Document()
    document.add_heading(title, level=1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


KINDS: dict[str, tuple[str, Callable[[str, Sequence[str]], bytes]]] = {
    "persons": ("xlsx", _persons),
    "masked": ("xlsx", _masked),
    "table": ("xlsx", _jobs),
    "docx": ("docx", _docx),
    "pdf": ("pdf", pdf),
}
"""Suffix and builder of each kind of attachment."""
