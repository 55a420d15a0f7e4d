"""One item, all detectors of text. Functions of a module, so that a process pool can be handed them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from streammon.detect import privacy
from streammon.detect.lexicon import BASE, Lexicon, load
from streammon.detect.masking import masked
from streammon.detect.text import Text
from streammon.model.base import digest
from streammon.model.content import Content
from streammon.model.inspection import Finding, Inspection, Place

SCOPE = "text"

_prepared: list[Lexicon] = []
"""The lexicon of this process, once it is there: building it takes longer than inspecting a page."""


def prepare(lexicon_files: Sequence[str | Path] = ()) -> None:
    """Make this process ready to inspect: its lexicon is the shipped one, and entries of `lexicon_files` beat it.

    Raises ConfigErrors with every mistake in the files.
    """
    _prepared[:] = [Lexicon(load([BASE, *lexicon_files]))]


def inspect(content: Content) -> Inspection:
    """Return everything that is wrong with the words of one item; of one that is gone, nothing.

    Findings count their characters in `text_of(content)`, so the body begins at `len(content.title) + 1`.
    Raises RuntimeError where `prepare` was not called in this process.
    """
    if not _prepared:
        raise RuntimeError("streammon.detect.inspector.prepare was not called in this process")
    return Inspection(
        inspection_id=digest("inspection", content.content_id, content.revision, content.seen_at.isoformat()),
        subject_id=content.content_id,
        scope=SCOPE,
        source_id=content.source_id,
        unit_id=content.unit_id,
        at=content.seen_at,
        place=_place(content),
        findings=() if content.gone else _findings(text_of(content)),
    )


def text_of(content: Content) -> str:
    """Return what is inspected: the title, a line break, the text."""
    return f"{content.title}\n{content.text}"


def _findings(text: str) -> tuple[Finding, ...]:
    read = Text(text)
    return (*_prepared[0].findings(read), *privacy.findings(read))


def _place(content: Content) -> Place:
    """Return where to look. A title may hold a number too, and goes into messages."""
    return Place(
        url=content.url,
        title=masked(content.title),
        kind=content.kind,
        host=urlsplit(content.url).netloc,
        parent=content.parent,
    )
