"""What the checks of a page are given, and how they say what they have found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from streammon.clock import LOCAL
from streammon.detect.masking import masked
from streammon.detect.privacy import leaks_of
from streammon.model.base import digest
from streammon.model.content import Content
from streammon.model.inspection import Finding, Severity
from streammon.model.page import PageFacts, PageRules

KNOWN_HOSTS = (
    *("people.com.cn", "people.cn", "xinhuanet.com", "news.cn", "cctv.com", "cctv.cn", "cnr.cn", "gmw.cn", "ce.cn"),
    *("chinadaily.com.cn", "qstheory.cn", "china.com.cn", "chinanews.com.cn", "81.cn", "12371.cn", "12377.cn"),
    *("12388.cn", "conac.cn", "xuexi.cn", "edu.cn", "weixin.qq.com", "weibo.com"),
)
"""Central media, public institutions, and the platforms where governments have accounts."""


def weekday(day: date) -> bool:
    """Return whether `day` is one of Monday to Friday."""
    return day.weekday() < 5


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How pages are judged: by which rules, and which days are worked."""

    rules: PageRules = field(default_factory=PageRules)
    is_working: Callable[[date], bool] = weekday


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one page. `leaks`: personal numbers were found in its text."""

    content: Content
    page: PageFacts
    on: date
    options: PageOptions
    leaks: bool = False

    @property
    def column(self) -> str:
        """The names of the column: as registered, and as the page says."""
        return " ".join((self.page.column, *self.page.tags.get("columnname", ())))


def local_day(moment: datetime) -> date:
    """Return the day of `moment` in China."""
    return moment.astimezone(LOCAL).date()


def host_of(url: str) -> str:
    """Return the host that an address names, "" if none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def problem(
    rule: str,
    severity: Severity,
    evidence: str,
    why: str,
    *,
    wrong: str = "",
    right: str = "",
    count: int = 1,
    confidence: float = 1.0,
    review: bool = False,
) -> Finding:
    """Return a finding on a whole page; `evidence` is the problem in words that stay the same while it is there."""
    shown = _address(wrong) if "://" in wrong else masked(wrong)
    return Finding(
        rule=f"page/{rule}",
        severity=severity,
        evidence=digest(rule, evidence),
        snippet=shown,
        wrong=shown,
        right=right,
        why=masked(why),
        count=count,
        confidence=confidence,
        review=review,
    )


def _address(url: str) -> str:
    """Return an address that can still be opened: only what surely is a number of a person is masked in it."""
    for leak in leaks_of(url):
        url = url[: leak.start] + masked(url[leak.start : leak.end]) + url[leak.end :]
    return url
