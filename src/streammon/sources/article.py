"""What an article says of itself: title, time, origin, text. Meta tags go before what is guessed from the page.

The tags are those of 《政府网站发展指引》(国办发〔2017〕47号): ArticleTitle, PubDate, ContentSource.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from streammon.extract.html import Page, folded
from streammon.extract.page_parts import parts_of
from streammon.model.base import digest
from streammon.model.fetching import Selectors
from streammon.model.page import PageFacts
from streammon.sources.dates import moment_of
from streammon.sources.facts import facts_of

_ISSUED = re.compile(r"发文(?:时间|日期) ?[：:\t][ \t]*(.{8,24})")
_SHOWN_SOURCE = re.compile(r"来源 ?[：:][ \t]*([^\s|｜：:]+)(?=[\s|｜]|$)")
_OURS = frozenset({"本站", "本网", "本站原创", "原创"})


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it stands on its page; what it does not say is empty or None."""

    title: str = ""
    text: str = ""
    published_at: datetime | None = None
    stated_source: str = ""
    page: PageFacts | None = None


def article_of(page: Page, selectors: Selectors, column: str = "") -> Article | None:
    """Read an article of the `column`; None if the page has no body where `selectors` look for it."""
    body = page.first(selectors.body)
    if body is None:
        return None
    parts = parts_of(page, body)
    issued, shown_source = _ISSUED.search(parts.around), _SHOWN_SOURCE.search(parts.around)
    shown_title = folded(page.text(selectors.title) or "")
    facts = facts_of(page, parts, column=column, title=shown_title)
    return Article(
        title=page.meta.get("articletitle") or shown_title or folded(page.text("title") or ""),
        text=parts.text,
        published_at=facts.claimed_at or facts.shown_at or moment_of(issued[1] if issued else ""),
        stated_source=page.meta.get("contentsource") or (shown_source[1] if shown_source else ""),
        page=facts,
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
