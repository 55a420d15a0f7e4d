"""Links and attachments that lead nowhere: what an answer means. Nothing is asked here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from streammon.detect.page.look import Look, problem
from streammon.model.content import Content
from streammon.model.inspection import Finding, Severity
from streammon.model.page import PageLink, Reply
from streammon.model.poll import PageKind
from streammon.words import say

_GONE = frozenset({404, 410})
_ERROR_PAGE = re.compile(r"404|error|notfound|not_found", re.IGNORECASE)
_FILE = re.compile(r"\.(?:xlsx?|docx?|pptx?|pdf|ofd|wps|et|zip|rar|7z|csv|txt|ceb)$", re.IGNORECASE)


def find(look: Look) -> Iterator[Finding]:
    """Find the links of a page that were asked for and lead nowhere."""
    for link in look.page.links:
        if link.reply and (finding := judged(link, link.reply)):
            yield finding


def judged(link: PageLink, reply: Reply) -> Finding | None:
    """Return what is wrong with a link that was asked for.

    404 and 410 are dead. No answer and 5xx may pass: a person looks. 401, 403 and 429 say nothing of what is there. Who
    is led to the home page or to an error page instead of a page of its own has found a dead link, too.
    """
    lost = reply.status == 200 and _is_elsewhere(link.url, reply.url)
    if reply.status in _GONE:
        return _dead(link, say("page.dead.gone", words=link.words or link.url, status=reply.status))
    if lost:
        return _dead(link, say("page.dead.elsewhere", words=link.words or link.url), review=True)
    if reply.status == 0 or reply.status >= 500:
        return _dead(link, say("page.dead.silent", words=link.words or link.url), Severity.HINT, review=True)
    return None


def attachment(content: Content) -> Iterator[Finding]:
    """Find that an attachment which a page names is not there."""
    if content.gone and content.kind is PageKind.ATTACHMENT:
        why = say("page.dead.attachment", words=content.title or content.url)
        yield problem("dead-attachment", Severity.ORDINARY, content.url, why, wrong=content.url)


def _dead(link: PageLink, why: str, severity: Severity = Severity.ORDINARY, *, review: bool = False) -> Finding:
    rule = "dead-attachment" if _FILE.search(urlsplit(link.url).path) else "dead-link"
    confidence = 0.6 if review else 1.0
    return problem(rule, severity, link.url, why, wrong=link.url, confidence=confidence, review=review)


def _is_elsewhere(asked: str, got: str) -> bool:
    first, last = urlsplit(asked), urlsplit(got)
    was_page, is_home = first.path.strip("/") != "", last.path in {"", "/", "/index.html", "/index.htm"}
    moved = (first.netloc, first.path) != (last.netloc, last.path)
    return moved and ((was_page and is_home and not last.query) or bool(_ERROR_PAGE.search(last.path)))
