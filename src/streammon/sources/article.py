"""What an article says of itself: title, time, origin, text. Meta tags go before what is guessed from the page.

The tags are those of 《政府网站发展指引》(国办发〔2017〕47号): ArticleTitle, PubDate, ContentSource.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from streammon.extract.html import Page
from streammon.model.base import digest
from streammon.model.fetching import Selectors
from streammon.sources.dates import moment_of

_SHOWN_TIME = re.compile(r"(?:发布时间|发布日期|发文时间|发文日期|时间|日期) ?[：:][ \t]*(.{8,24})")
_SHOWN_SOURCE = re.compile(r"来源 ?[：:][ \t]*([^\s|｜：:]+)(?=[\s|｜]|$)")
_OURS = frozenset({"本站", "本网", "本站原创", "原创"})


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it stands on its page; what it does not say is empty or None."""

    title: str = ""
    text: str = ""
    published_at: datetime | None = None
    stated_source: str = ""


def article_of(page: Page, selectors: Selectors) -> Article | None:
    """Read an article; None if the page has no body where `selectors` look for it."""
    text = page.text(selectors.body)
    if text is None:
        return None
    around = page.text("body", without=selectors.body) or ""
    shown_time, shown_source = _SHOWN_TIME.search(around), _SHOWN_SOURCE.search(around)
    return Article(
        title=page.meta.get("articletitle")
        or " ".join((page.text(selectors.title) or page.text("title") or "").split()),
        text=text,
        published_at=moment_of(page.meta.get("pubdate", "")) or moment_of(shown_time[1] if shown_time else ""),
        stated_source=page.meta.get("contentsource") or (shown_source[1] if shown_source else ""),
    )


def is_original(stated_source: str, unit_name: str) -> bool:
    """Return False if `stated_source` names somebody else than the unit: then it is a repost.

    县民政局 and 眉县民政局 are the same; a page that names nobody is the unit's own.
    """
    stated, unit = _plain(stated_source), _plain(unit_name)
    return not stated or stated in _OURS or stated in unit or (bool(unit) and unit in stated)


def revision_of(title: str, text: str) -> str:
    """Return what stands for the words of a page; how they are broken into lines does not count, any mending does."""
    return digest(" ".join(title.split()), " ".join(text.split()))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
