"""What a page shows beside its text: dates, tags, links. For the checks of a page; nothing is judged here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise

from streammon.extract.html import Page
from streammon.extract.page_parts import PageParts
from streammon.model.page import PageFacts, PageLink
from streammon.sources.dates import moment_of
from streammon.sources.files import is_file_link

_TAGS = frozenset(
    {"sitename", "sitedomain", "siteidcode", "columnname", "columntype", "columndescription", "columnkeywords"}
    | {"articletitle", "pubdate", "contentsource", "author", "keywords", "description", "image", "url"}
)
"""《政府网站发展指引》(国办发〔2017〕47号), annex on page tags."""
_LONGEST_VALUE, _MOST_VALUES = 100, 2
_LONGEST_WORDS, _MOST_BYTES = 60, 10_000
"""All links together may be this long: facts travel with the text, and a page may name a thousand files."""

_OVERHEAD = 60
"""What a link costs in JSON beside its address and words, in bytes."""

_SHOWN = re.compile(r"(?:发布时间|发布日期|公开日期|公开时间|(?<![文成发效签])(?:时间|日期)) ?[：:\t][ \t]*(.{8,24})")
_STATED = re.compile(r"(?:成文|发文|印发|制发|签发)(?:日期|时间) ?[：:\t][ \t]*(.{8,24})")
_DIGITS = "〇一二三四五六七八九"
_CHINESE = re.compile(rf"([{_DIGITS}○零O]{{4}})年([{_DIGITS}十]{{1,3}})月([{_DIGITS}十]{{1,3}})日")
_ALONE = re.compile(r"[（(]?\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日[）)]?")
_SIGNED = re.compile(r"[^，。；：:,;]{0,30}(?<![于在为至到期])(\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日)(?:印发)?")
_ISSUER = re.compile(r"[^。；：，:;,]{2,40}")
_LAST_LINES = 12
_DOCUMENT = re.compile(r"解读|图解|读懂|明白卡|问答|原文|相关文件|《[^》]{4,}》|的(?:通知|意见|公告|决定|通告|办法)")


def shown_time(around: str) -> datetime | None:
    """Return the time of publication that a reader sees beside the text."""
    return next((moment for said in _SHOWN.findall(around) if (moment := moment_of(said))), None)


def facts_of(page: Page, parts: PageParts, *, column: str, title: str) -> PageFacts:
    """Return the facts on the page that was taken apart; `title` is the one above its text."""
    dated, dated_by = document_date(f"{parts.around}\n{parts.main}", parts.main)
    links = [link for link in parts.links if _matters(link)]
    kept = tuple(_kept(links))
    return PageFacts(
        column=column,
        title=title[:_LONGEST_VALUE],
        tags=_known(page.tags),
        claimed_at=moment_of(page.meta.get("pubdate", "")),
        shown_at=shown_time(parts.around),
        dated=dated,
        dated_by=dated_by,
        links=kept,
        cut=len(kept) < len(links),
        media=parts.media,
        attachments=sum(link.inside and is_file_link(link.url, link.words) for link in parts.links),
    )


def document_date(whole: str, main: str) -> tuple[datetime | None, str]:
    """Return the document's own date (local midnight) and the words that say so; (None, "") if it has none.

    What the table above a document says (成文日期) goes before the signature: a date that stands alone below the name
    of who signs, or the last one that ends one of the last lines (印发). Chinese numerals are read, too.
    """
    for stated in _STATED.finditer(_arabic(whole)):
        if moment := moment_of(stated[1]):
            return _day(moment), stated[0].split("\t")[0][:4] + moment.strftime("：%Y-%m-%d")
    above, *lines = _arabic(main).split("\n")  # a date in the first line is no signature
    alone = (line for issuer, line in pairwise((above, *lines)) if _ALONE.fullmatch(line) and _ISSUER.fullmatch(issuer))
    signed = (found[0] for line in reversed(lines[-_LAST_LINES:]) if (found := _SIGNED.fullmatch(line)))
    for line in (*alone, *signed):
        if moment := moment_of(line.replace(" ", "")):
            return _day(moment), line
    return None, ""


def _known(tags: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    known = sorted(_TAGS & tags.keys())
    return {name: tuple(value[:_LONGEST_VALUE] for value in tags[name][:_MOST_VALUES]) for name in known}


def _matters(link: PageLink) -> bool:
    return link.inside or link.hidden or bool(_DOCUMENT.search(link.words))


def _kept(links: list[PageLink]) -> Iterable[PageLink]:
    """Yield as many as there is room for, with shortened words: hidden ones first, then others outside the body."""
    room = _MOST_BYTES
    for link in sorted(links, key=lambda link: (not link.hidden, link.inside)):
        words = link.words[:_LONGEST_WORDS]
        room -= len(link.url) + len(words.encode()) + _OVERHEAD
        if room < 0:
            return
        yield PageLink(url=link.url, words=words, hidden=link.hidden, inside=link.inside)


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0)


def _arabic(text: str) -> str:
    """Return `text` with dates in Chinese numerals (二〇二三年十月十二日) written in figures."""
    return _CHINESE.sub(lambda date: f"{_year(date[1])}年{_number(date[2])}月{_number(date[3])}日", text)


def _year(numerals: str) -> str:
    return "".join(str(max(_DIGITS.find(numeral), 0)) for numeral in numerals)


def _number(numerals: str) -> int:
    tens, ten, units = numerals.rpartition("十")
    return (_DIGITS.find(tens) if tens else 1) * 10 * bool(ten) + (_DIGITS.find(units) if units else 0)
