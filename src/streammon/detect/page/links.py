"""Where a page leads: links out of the government's web, and links that no reader is meant to see (暗链).

Whoever breaks into a site leaves links to gambling or pornography for search engines, hidden from its readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from streammon.detect.page.look import KNOWN_HOSTS, Look, host_of, problem
from streammon.model.inspection import Finding, Severity
from streammon.model.page import PageLink
from streammon.words import say

_VICE = re.compile(
    r"博彩|赌场|赌博|赌钱|百家乐|六合彩|时时彩|北京赛车|pk10|老虎机|真人(?:娱乐|荷官)|娱乐城|棋牌(?:游戏|平台|下载|娱乐|app)"
    r"|澳门(?:新?葡京|威尼斯|金沙|太阳城|永利|银河)|威尼斯人|(?:皇冠|万博|亚博|乐鱼|开云)(?:体育|app)|体育投注|足球(?:投注|外围)"
    r"|色情|情色|裸聊|约炮|一夜情|援交|成人(?:视频|电影|影院|网站|小说)|黄色(?:网站|视频|电影)|黄片|三级片|无码|(?<![a-z])av(?![a-z])"
    r"|私服|外挂|代开发票|迷药|催情|春药|办证刻章|代孕(?:公司|机构|价格)|时时乐|彩票(?:平台|投注|计划|app)|bet365|casino|porn",
    re.IGNORECASE,
)
_SHADY_HOST = re.compile(
    r"\.(?:top|xyz|vip|cc|bet|casino|win|icu|fun|tk|ml|ga|pw|loan|porn|xxx|sex|adult|poker|lol|bid)$"
    r"|(?:^|[.-])(?:[a-z]{0,3}\d{4,}[a-z]{0,3})\.(?:com|net|cn|cc|org)$|bet\d|casino|(?:^|\.)av\d|porn|365\.com$"
)
"""Endings and names under which such sites come and go. A suspicion on its own, no proof."""


def find(look: Look) -> Iterator[Finding]:
    """Find links to hosts that are neither gov.cn nor the site's nor allowed; one finding for each host."""
    by_host: dict[tuple[str, bool], list[PageLink]] = {}
    for link in look.page.links:
        host = host_of(link.url)
        if (link.hidden or link.inside) and host and not _is_allowed(host, look):
            by_host.setdefault((host, link.hidden), []).append(link)
    for (host, hidden), links in by_host.items():
        yield (_hidden if hidden else _foreign)(host, links)


def _hidden(host: str, links: list[PageLink]) -> Finding:
    grave = _is_vice(links) or bool(_SHADY_HOST.search(host))
    return problem(
        "hidden-link",
        Severity.SEVERE if grave else Severity.HINT,
        host,
        say("page.link.vice-hidden" if grave else "page.link.hidden", host=host, words=_words(links)),
        wrong=links[0].url,
        count=len(links),
        confidence=0.95 if grave else 0.5,
        review=not grave,
    )


def _foreign(host: str, links: list[PageLink]) -> Finding:
    if _is_vice(links):
        severity, sentence, confidence = Severity.SEVERE, "page.link.vice", 0.9
    elif _SHADY_HOST.search(host):
        severity, sentence, confidence = Severity.ORDINARY, "page.link.shady", 0.5
    else:
        severity, sentence, confidence = Severity.HINT, "page.link.foreign", 0.8
    return problem(
        "foreign-link",
        severity,
        host,
        say(sentence, host=host, words=_words(links)),
        wrong=links[0].url,
        count=len(links),
        confidence=confidence,
        review=severity is not Severity.SEVERE,
    )


def _is_vice(links: list[PageLink]) -> bool:
    return any(_VICE.search(link.words) for link in links)


def _words(links: list[PageLink]) -> str:
    return next((link.words for link in links if link.words), "") or say("page.link.wordless")


def _is_allowed(host: str, look: Look) -> bool:
    own = host_of(look.content.url).removeprefix("www.")
    allowed = ("gov.cn", own, *KNOWN_HOSTS, *look.options.rules.allowed_hosts)
    return any(host == known or host.endswith(f".{known}") for known in allowed)
