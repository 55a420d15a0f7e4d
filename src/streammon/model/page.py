"""What a page is beside its text: what it says about itself, where it leads, what it shows."""

from __future__ import annotations

from streammon.model.base import Instant, Part

REQUIRED_TAGS = (
    *("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource"),
)
"""What 《政府网站发展指引》(国办发〔2017〕47号) wants of every page of an article."""


class PageRules(Part, frozen=True, kw_only=True):
    """What a site says of its pages.

    `allowed_hosts` are hosts (with all below them) that links may lead to, beside gov.cn, the site itself, central
    media and public institutions. `site_code` is the site's SiteIDCode, "" if it is not known. More than `late_days`
    days of work between a document and its publication are too many.
    """

    allowed_hosts: tuple[str, ...] = ()
    site_code: str = ""
    required_tags: tuple[str, ...] = REQUIRED_TAGS
    late_days: int = 20


class Reply(Part, frozen=True, kw_only=True):
    """What came of asking for a link: the status of the last answer (0: there was none), and which address gave it."""

    status: int
    url: str


class PageLink(Part, frozen=True, kw_only=True):
    """A link: where it leads (canonical), what it is called, whether a reader sees it, whether it is in the body.

    `reply` is what came of asking for it, where that was done.
    """

    url: str
    words: str
    hidden: bool = False
    inside: bool = True
    reply: Reply | None = None


class PageFacts(Part, frozen=True, kw_only=True):
    """Facts on a page of which `Content` has the text; whoever fetches it collects them.

    `column` is the name of the column as it is registered. `title` is the one shown above the text. `tags` are the
    meta tags of 《政府网站发展指引》 by lower-cased name, with every value as it is written, "" too; one that the page
    lacks is not there. `claimed_at` is the time in PubDate, `shown_at` the time of publication that a reader sees,
    `dated` the local midnight of the document's own date and `dated_by` the words that say so. Of `links` there are
    those in the body, hidden ones anywhere, and those that name a document or an interpretation; `cut` if there were
    more than are kept. `media` (images, videos, frames) and `attachments` are numbers of them in the body.
    """

    column: str = ""
    title: str = ""
    tags: dict[str, tuple[str, ...]]
    claimed_at: Instant | None = None
    shown_at: Instant | None = None
    dated: Instant | None = None
    dated_by: str = ""
    links: tuple[PageLink, ...] = ()
    cut: bool = False
    media: int = 0
    attachments: int = 0
