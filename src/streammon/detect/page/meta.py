"""What a page says about itself in its meta tags: is it there, filled, and true?

《政府网站发展指引》(国办发〔2017〕47号) wants the tags; names differ in case between site systems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from streammon.detect.page.look import Look, host_of, problem
from streammon.model.inspection import Finding, Severity
from streammon.words import say

_NOTHING = frozenset({"", "null", "undefined", "none", "nan", "[]", "{}"})
_TEMPLATE = re.compile(r"\{\{.*\}\}|\$\{.*\}|<%.*%>|\[!--.*--\]|#\w+#")
_CODE = re.compile(r"(?:bm)?\d{8,10}", re.IGNORECASE)
_NUMBERS = re.compile(r"[\d.]+|.*:.*")
"""A host without a name: there is nothing to compare."""
_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")
_PUNCTUATION = re.compile(r"[\W_]+")


def find(look: Look) -> Iterator[Finding]:
    """Find tags that are missing, empty or at odds with the page: one finding, which lists them."""
    missing, empty = [], []
    for name in look.options.rules.required_tags:
        values = look.page.tags.get(name.lower())
        if values is None:
            missing.append(name)
        elif all(_is_empty(value) for value in values):
            empty.append(name)
    wrong = list(_contradictions(look))
    if not (missing or empty or wrong):
        return
    parts = {"missing": missing, "empty": empty, "wrong": wrong}
    why = "；".join(say(f"page.meta.{kind}", tags="、".join(tags)) for kind, tags in parts.items() if tags)
    evidence = "\n".join((*missing, "", *empty, "", *(reason.partition("（")[0] for reason in wrong)))
    count = len(missing) + len(empty) + len(wrong)
    yield problem("meta", Severity.HINT, evidence, say("page.meta.why", why=why), count=count)


def _is_empty(value: str) -> bool:
    return value.lower() in _NOTHING or _TEMPLATE.fullmatch(value) is not None


def _contradictions(look: Look) -> Iterator[str]:
    """Yield each tag that is at odds with the page, with the reason in brackets."""
    said = {name: filled for name, values in look.page.tags.items() if (filled := _first(values))}
    yield from _of_site(look, said)
    title = said.get("articletitle", "")
    if title and look.page.title and not _alike(title, look.page.title):
        yield say("page.meta.title", said=title, shown=look.page.title)
    if "pubdate" in said and not _DATE.match(said["pubdate"]):
        yield say("page.meta.date", said=said["pubdate"])
    column = said.get("columnname", "")
    if column and look.page.column and not _alike(column, look.page.column):
        yield say("page.meta.column", said=column, shown=look.page.column)


def _of_site(look: Look, said: dict[str, str]) -> Iterator[str]:
    code, domain = said.get("siteidcode", ""), said.get("sitedomain", "").lower()
    if code and look.options.rules.site_code and code.lower() != look.options.rules.site_code.lower():
        yield say("page.meta.code", said=code, right=look.options.rules.site_code)
    elif code and not _CODE.fullmatch(code):
        yield say("page.meta.code-form", said=code)
    host = host_of(look.content.url)
    domain = host_of(domain if "//" in domain else f"//{domain}")
    if (
        domain
        and not _NUMBERS.fullmatch(host)
        and _bare(host) != _bare(domain)
        and not host.endswith(f".{_bare(domain)}")
    ):
        yield say("page.meta.domain", said=domain, right=host)


def _first(values: tuple[str, ...]) -> str:
    return next((value for value in values if not _is_empty(value)), "")


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def _alike(one: str, other: str) -> bool:
    """Return whether one of two names lies in the other, or they share their beginning; titles are cut and extended."""
    first, second = (_PUNCTUATION.sub("", name) for name in (one, other))
    return first in second or second in first or (len(first) > 12 and first[:12] == second[:12])
