"""What is wrong with a page as a whole. One check a file; each is a pure function of one look at the page."""

from __future__ import annotations

from datetime import date

from streammon.detect.page import (
    backdated,
    blank,
    dead,
    interpretation,
    late_document,
    leaders,
    links,
    meta,
    notice_period,
    unreadable,
)
from streammon.detect.page.look import Look, PageOptions
from streammon.model.content import Content
from streammon.model.inspection import Finding

__all__ = ["SCOPE", "PageOptions", "findings"]

SCOPE = "page"

_CHECKS = (
    blank.find,
    links.find,
    dead.find,
    late_document.find,
    backdated.find,
    meta.find,
    interpretation.find,
    leaders.find,
    notice_period.find,
)
_DEFAULTS = PageOptions()


def findings(content: Content, on: date, options: PageOptions = _DEFAULTS, *, leaks: bool = False) -> list[Finding]:
    """Return everything that is wrong with one page beside its words; `on` is the local day of looking.

    `leaks` says that personal numbers were found in its text. A file has no page: it may be
    gone, though a page names it, or have no text that can be read.
    """
    if content.gone or content.page is None:
        return [*dead.attachment(content), *unreadable.find(content)]
    look = Look(content, content.page, on, options, leaks)
    return [finding for check in _CHECKS for finding in check(look)]
