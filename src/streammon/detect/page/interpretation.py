"""Policy and interpretation, linked both ways (解读关联, 国办秘函〔2019〕19号, 发布解读)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from streammon.detect.page.look import Look, problem
from streammon.model.inspection import Finding, Severity
from streammon.model.page import PageLink
from streammon.words import say

_POLICY_COLUMN = re.compile(r"规范性文件|政策文件")
_KINDS = r"办法|规定|细则|规则|规划|方案|意见|措施|政策|计划|制度|条例|标准"
_POLICY = re.compile(
    rf"(?:印发|公布|发布|修订|修改).{{0,60}}(?:{_KINDS}).{{0,12}}的?(?:通知|公告|决定|令)|的(?:实施|若干|指导)意见$"
)
_NO_POLICY = re.compile(r"解读|图解|读懂|问答|征求意见|公示|名单|废止|失效|清理结果|任免|表彰|会议|预案")
_INTERPRETATION = re.compile(r"解读|图解|一图(?:读|看)懂|读懂|明白卡|政策问答")
_BACK = re.compile(r"原文|相关(?:文件|政策)|政策文件|通知|意见|办法|规定|细则|方案|规划|措施|公告|决定|条例|《")
_ARTICLE = re.compile(r"\d{3,}|article|content|detail|info|/art/|show", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|list|col)[^/]*$|/$", re.IGNORECASE)


def find(look: Look) -> Iterator[Finding]:
    """Find a policy that leads to no interpretation of it, and an interpretation that leads to no policy."""
    title = look.content.title
    if _is_interpretation(title):
        if not _leads(look, _BACK, beside=_INTERPRETATION) and not look.page.cut:
            yield _finding("back", say("page.interpretation.back"))
    elif _is_policy(look) and not _leads(look, _INTERPRETATION) and not look.page.cut:
        yield _finding("policy", say("page.interpretation.missing"))


def _is_interpretation(title: str) -> bool:
    return bool(_INTERPRETATION.search(title)) and ("《" in title or title.rstrip("】）)》”").endswith("解读"))


def _is_policy(look: Look) -> bool:
    title = look.content.title
    if _NO_POLICY.search(title) or not look.content.original:
        return False
    return bool(_POLICY.search(title)) or bool(
        _POLICY_COLUMN.search(look.column) and title.endswith(("通知", "意见", "办法", "规定"))
    )


def _leads(look: Look, words: re.Pattern[str], beside: re.Pattern[str] | None = None) -> bool:
    """Return whether a link that is seen says `words` (and nothing of `beside`) and leads to one page or file."""
    return any(
        words.search(link.words) and not (beside and beside.search(link.words)) and _is_one_page(link)
        for link in look.page.links
        if not link.hidden
    )


def _is_one_page(link: PageLink) -> bool:
    """Return False for the link to a column, which is on every page of a site."""
    path = urlsplit(link.url)
    return not (_INDEX.search(path.path) and not path.query) and bool(_ARTICLE.search(f"{path.path}?{path.query}"))


def _finding(kind: str, why: str) -> Finding:
    return problem("no-interpretation", Severity.HINT, kind, why, confidence=0.6, review=True)
