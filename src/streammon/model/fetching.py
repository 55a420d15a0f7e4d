"""How a website is read: where things stand on its pages, and how gently it is visited."""

from __future__ import annotations

from streammon.model.base import Part


class Selectors(Part, frozen=True, kw_only=True):
    """CSS selectors of one kind of website. The defaults fit most government site systems.

    `item` finds the links of a list page, `item_date` the date beside one (inside the nearest list entry), `next` the
    link to the further page, `body` the article's text, `attachment` the links to files inside the article.
    """

    item: str = "ul.list li a"
    item_date: str = "span.date"
    next: str = "a.next"
    title: str = "h1"
    body: str = "div.article"
    attachment: str = "div.article a[href]"
    max_pages: int = 5


class Reaching(Part, frozen=True, kw_only=True):
    """When a host counts as down, and how our own line is told from it.

    It is down when nothing but failures were seen in `tries` different minutes, `minutes` or more from first to last.
    `references` are web addresses on other hosts, which always answer: when none of them does, our own line is down.
    """

    references: tuple[str, ...] = ()
    tries: int = 3
    minutes: int = 5


class Politeness(Part, frozen=True, kw_only=True):
    """How gently websites are visited, and what a visit may cost. Times in seconds, sizes in bytes."""

    requests_at_once: int = 4
    pause: float = 0.0
    timeout: float = 15.0
    max_bytes: int = 20_000_000
    max_redirects: int = 5
    obey_robots: bool = True
    allow_private: bool = False
    user_agent: str = "streammon/0.1 (+government website monitoring)"
