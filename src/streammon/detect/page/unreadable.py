"""A file whose text could not be looked at, wholly or in part: nobody knows what is in it."""

from __future__ import annotations

from collections.abc import Iterator

from streammon.detect.page.look import problem
from streammon.model.content import Content
from streammon.model.inspection import Finding, Severity
from streammon.words import say


def find(content: Content) -> Iterator[Finding]:
    """Find that a file has no text to be had: it is locked, broken, a picture of text, of a kind that is not known."""
    if content.unreadable:
        why = say("page.unreadable", why=content.unreadable)
        yield problem("unreadable", Severity.HINT, content.url, why, review=True)
