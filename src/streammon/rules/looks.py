"""What no single look can show: a column that has been emptied, a date of publication that was moved back.

What is wrong is said by whoever checks pages (`Looks`); here is how it is told. Each has a scope of its own, so that
neither closes the incidents of the other scopes of its subject.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from streammon.model.base import digest
from streammon.model.content import Content
from streammon.model.inspection import Finding, Inspection, Place
from streammon.model.poll import PageKind
from streammon.model.signal import Visit
from streammon.model.source import Source

COLUMN_SCOPE = "column"
"""The scope of a source that is about its list: whether it names anything."""

DATE_SCOPE = "date"
"""The scope of an article that is about its date of publication, as it was named from look to look."""


@dataclass(frozen=True, slots=True)
class Looks:
    """The checks that need a memory.

    `column` judges a visit to a list; the second fact is whether the column had something on it before. `moved` judges
    two times of publication of one page, the earlier look first. Both return None where nothing is wrong. `masked`
    hides the numbers of persons in a title.
    """

    column: Callable[[Visit, bool], Finding | None]
    moved: Callable[[datetime, datetime], Finding | None]
    masked: Callable[[str], str]

    def date_inspection(self, content: Content, finding: Finding | None) -> Inspection:
        """Return what is to be told of the date that `content` names now."""
        return Inspection(
            inspection_id=digest(content.content_id, DATE_SCOPE, content.revision, content.seen_at.isoformat()),
            subject_id=content.content_id,
            scope=DATE_SCOPE,
            source_id=content.source_id,
            unit_id=content.unit_id,
            at=content.seen_at,
            place=Place(
                url=content.url,
                title=self.masked(content.title),
                kind=content.kind,
                host=urlsplit(content.url).netloc,
                parent=content.parent,
            ),
            findings=(finding,) if finding else (),
        )


def names_its_date(content: Content) -> bool:
    """Say whether `published_at` is what the page says, not the date in the list nor the moment of the first look."""
    return bool(content.page and (content.page.claimed_at or content.page.shown_at))


def source_inspection(source: Source, scope: str, findings: tuple[Finding, ...], now: datetime) -> Inspection:
    """Return all that is wrong with a source in `scope`."""
    evidence = (finding.evidence for finding in findings)
    return Inspection(
        inspection_id=digest(source.source_id, scope, *evidence, now.astimezone(UTC).isoformat()),
        subject_id=source.source_id,
        scope=scope,
        source_id=source.source_id,
        unit_id=source.unit_id,
        at=now,
        place=Place(url=source.url, title=source.name, kind=PageKind.LIST, host=source.host),
        findings=findings,
    )
