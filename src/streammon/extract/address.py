"""Web addresses in their one spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}
_SESSION = re.compile(r";jsessionid=[^/]*", re.IGNORECASE)


@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """Return the one spelling of a web address, "" for what is none (mailto:, javascript:, a broken one).

    Scheme and host in lower case; no fragment, user, default port or session id; the path percent-encoded as UTF-8.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not host:
        return ""
    place = f"[{host}]" if ":" in host else host
    if port not in (None, _PORTS[parts.scheme]):
        place += f":{port}"
    path, query = (quote(part, safe="%/:=&?~+!$,;'@()*[]|") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, place, _SESSION.sub("", path) or "/", query, ""))


@lru_cache(maxsize=4096)  # the links around an article are the same on every page of a site
def joined(base: str, href: str) -> str:
    """Return the canonical address of what `href` names on a page at `base`; "" if it names none."""
    try:
        return canonical(urljoin(base, href.strip())) if href.strip() else ""
    except ValueError:
        return ""
